"""What was due, billed and booked between the councils, the lines drafted for it, and what is owed."""

from datetime import date

from sqlalchemy import UniqueConstraint

from sspipe.model.agreements import Status
from sspipe.model.settlement import Scope
from sspipe.model.working import Tranche
from sspipe.store.columns import Published, day, flag, number, one_of, pence, text
from sspipe.store.states import DraftKind, RechargeLineKind


class OutRecharges(Published, table=True):
    """Due, billed and booked of one post and service month, with the states that are no break."""

    __tablename__ = "out_recharges"

    agreement: str = text("The agreement's identity; it stays while its versions change.")
    version: str = text("The agreed version that the share comes from.")
    post: str = text("The joint post.")
    host: str = text("The council that employs the post-holder and bills.")
    partner: str = text("The council that bears a share and is billed.")
    service: str = text("The month of service, such as 2022-23-P06.")
    shared_pence: int = pence("The cost of the month that the agreement shares.")
    part_pence: int = pence("The partner's part of the shared cost, before any overhead.")
    due_pence: int = pence("What the partner owes for the month: its part of the shared cost, with any overhead.")
    from_causes_pence: int = pence("Of due: what comes from causes of the host's cost that the agreement shares.")
    not_yet_billable_pence: int = pence("Of due: what the host may not bill before a later day.")
    billable_pence: int = pence("Of due: what the host may have billed by the knowledge date.")
    billed_pence: int = pence("What the host's ledger shows as recharge income, net of VAT and credit notes.")
    unbilled_pence: int = pence("Billable less billed; a minus amount is billed above billable.")
    unbilled_in_transit_pence: int = pence("Of unbilled: what is still within the lag allowed to bill.")
    booked_pence: int = pence("What the partner's ledger shows as recharge expenditure, net of VAT and credit notes.")
    unbooked_pence: int = pence("Billed less booked.")
    unbooked_in_transit_pence: int = pence("Of unbooked: what is still within the lag allowed to book.")
    host_accrued_pence: int = pence("What the host's ledger holds as accrued income for the month.")
    partner_accrued_pence: int = pence("What the partner's ledger holds as accrued expenditure for the month.")
    paid_pence: int | None = pence("What was paid of it, net of VAT; missing where no feed of cleared items says.")
    is_assumed: bool = flag("Whether a line without a service month was laid on the oldest month unbilled.")
    is_allocated: bool = flag("Whether a line that covers several posts was spread over them by due.")


class OutDueParts(Published, table=True):
    """One part of what is due of a post and service month of out_recharges: what one pay month added to it."""

    __tablename__ = "out_due_parts"
    __table_args__ = (one_of("tranche", Tranche),)

    agreement: str = text("The agreement's identity.")
    version: str = text("The agreed version that the share comes from.")
    post: str = text("The joint post.")
    host: str = text("The council that employs the post-holder and bills.")
    partner: str = text("The council that bears a share and is billed.")
    service: str = text("The month of service.")
    paid: str = text("The pay month that added the part.")
    tranche: str = text("Why it is due: current pay, a correction, arrears of an award, or a cause of the host's cost.")
    cause: str = text("Of a cause of the host's cost that the agreement shares: its code; else empty.")
    rivals: str = text("Of an AMBIGUOUS cause: the codes of what it may be, a comma between; else empty.")
    sentence: str = text("The cause in one sentence; empty where there is none.")
    shared_pence: int = pence("The cost that the agreement shares.")
    part_pence: int = pence("The partner's part of it, before any overhead.")
    due_pence: int = pence("The part with any overhead.")
    billable_on: date = day("The first day that the host may bill it.")
    days: str = text("The days of the month, their part of it by unrounded basic pay, and the partner's share of them.")
    components: str = text("The cost that is split and the partner's part of it, by component; empty of an estimate.")


class OutRechargeLines(Published, table=True):
    """One ledger line between the councils, or its part, as it counts for a post and service month of out_recharges."""

    __tablename__ = "out_recharge_lines"
    __table_args__ = (one_of("kind", RechargeLineKind),)

    kind: str = text("billed: the host's income; booked: the partner's expenditure.")
    post: str = text("The joint post.")
    council: str = text("The council whose ledger it stands in.")
    counterparty: str = text("The other council.")
    service: str = text("The month of service that it was laid on.")
    posted_on: date = day("When it was posted.")
    posted_in: str = text("The period it was posted in.")
    document: str = text("The document it stands in.")
    reference: str = text("The reference that it quotes; else empty.")
    accrual_id: str = text("The accrual that it quotes; else empty.")
    amount_pence: int = pence("What it counts for, a charge to the partner positive, net of VAT.")
    is_assumed: bool = flag("Whether it names no service month and was laid on the oldest one unbilled.")
    is_allocated: bool = flag("Whether it was spread over several posts or months by due.")
    source_file: str = text("SHA-256 of the landed file.", counted=False)
    source_row: int = number("The row's number in that file.", counted=False)
    book_by_date: date | None = day("Of a host's line: the last day on which the partner may book it; else missing.")


class OutDraftLines(Published, table=True):
    """One line for a council to post: an invoice or credit note still to be sent, or an accrual of the year end."""

    __tablename__ = "out_draft_lines"
    __table_args__ = (
        one_of("kind", DraftKind),
        UniqueConstraint("release_id", "reference", name="uq_out_draft_lines_reference"),
    )

    kind: str = text("What the line is for: an accrual, an invoice or a credit note.")
    reference: str = text("What both sides are asked to quote; of an accrual its id.")
    accrual_id: str = text("The accrual that the line is, or that the invoice must quote; empty where there is none.")
    agreement: str = text("The agreement's identity.")
    post: str = text("The joint post.")
    council: str = text("The council whose ledger the line is for.")
    counterparty: str = text("The council that an invoice or credit note goes to; of an accrual empty.")
    service: str = text("The month of service.")
    paid: str | None = text("Of an invoice or credit note: the pay month that added it; else missing.")
    billable_on: date | None = day("The first day that the host may bill it; missing where nothing is due.")
    amount_pence: int = pence("What is to be posted: an invoice or a debit positive, a credit note or income minus.")
    raised_pence: int = pence("Of an accrual: what the ledger shows raised under the id.")
    reversed_pence: int = pence("Of an accrual: what the ledger shows reversed under the id.")


class OutSettlement(Published, table=True):
    """What the partner owes the host for a post, over the period or the year to date."""

    __tablename__ = "out_settlement"
    __table_args__ = (one_of("scope", Scope),)

    scope: str = text("What is added up: the period, or the year to date.")
    host: str = text("The council that bills.")
    partner: str = text("The council that is billed.")
    post: str = text("The joint post.")
    opening_pence: int = pence("Due less booked before the scope begins.")
    due_pence: int = pence("What fell due in the scope.")
    from_causes_pence: int = pence("Of that: what comes from causes of the host's cost that the agreement shares.")
    not_yet_billable_pence: int = pence("The scope's movement in what may not be billed yet.")
    unbilled_pence: int = pence("The scope's movement in what is billable and not billed.")
    unbooked_pence: int = pence("The scope's movement in what is billed and not booked.")
    booked_pence: int = pence("What the partner booked in the scope.")
    in_transit_pence: int = pence("Of unbilled and unbooked: what is still within the lags allowed.")
    closing_pence: int = pence("Due less booked at the end of the scope.")
    host_accrued_pence: int = pence("What the host holds accrued.")
    partner_accrued_pence: int = pence("What the partner holds accrued.")
    paid_pence: int | None = pence("What was paid in the scope; missing where no feed of cleared items says.")
    owed_pence: int | None = pence("Due less paid of the scope; missing where cash is not evidenced.")


class OutNet(Published, table=True):
    """Both directions of a pair of councils, set off; each of the two has a row, and over all councils net is nil."""

    __tablename__ = "out_net"
    __table_args__ = (one_of("scope", Scope),)

    scope: str = text("What is added up: the period, or the year to date.")
    council: str = text("The council that the row is about.")
    counterparty: str = text("The other council.")
    charged_pence: int = pence("What fell due to the council as host.")
    charged_by_pence: int = pence("What fell due from the council as partner.")
    net_pence: int = pence("What the counterparty owes the council, less what the council owes it.")
    closing_pence: int = pence("Due less booked at the end of the scope, both directions set off.")
    owed_pence: int | None = pence("Due less paid of the scope, both directions set off; missing where not evidenced.")


class OutPrices(Published, table=True):
    """What a service month would cost the partner under each version on file; only what is agreed is settled."""

    __tablename__ = "out_prices"
    __table_args__ = (one_of("status", Status),)

    agreement: str = text("The agreement's identity.")
    version: str = text("The version that the price is of.")
    status: str = text("How far the version is agreed: agreed, proposed or disputed.")
    post: str = text("The joint post.")
    host: str = text("The council that employs the post-holder.")
    partner: str = text("The council that would bear a share.")
    service: str = text("The month of service.")
    shared_pence: int = pence("The cost of the month that the version shares.")
    part_pence: int = pence("The partner's part of it, before any overhead.")
    due_pence: int = pence("What the partner would owe under the version, with its overhead.")
