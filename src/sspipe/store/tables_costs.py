"""The published cost of each post, by the month paid and the month earned, and what the host's ledger shows of it."""

from sspipe.model.councils import Component
from sspipe.model.working import OF_COST
from sspipe.store.columns import Published, flag, number, one_of, pence, text


class OutPostCosts(Published, table=True):
    """One component of the expected cost of one occupant of a post, for one month paid and one month earned."""

    __tablename__ = "out_post_costs"
    __table_args__ = (one_of("tranche", OF_COST), one_of("component", Component))

    post: str = text("The joint post, under its one identity for all councils.")
    council: str = text("The council that employs the occupant: the host.")
    occupant_ref: str = text("The occupant's keyed reference; never a name or payroll number.", counted=False)
    occupant_key_id: str = text("Which key made the occupant's reference.", counted=False)
    paid: str = text("The month whose payroll pays it, such as 2022-23-P06.")
    earned: str = text("The month of service that it belongs to.")
    tranche: str = text("Why it is paid when it is: current pay, a correction, or arrears of an award.")
    component: str = text("The part of the cost: basic, elements, ni (employer), pension (employer) or levy.")
    amount_pence: int = pence("The expected cost in pence.")
    source_file: str = text("SHA-256 of the HR extract that says how the occupant is paid.", counted=False)
    source_row: int = number("The row's number in that file.", counted=False)


class OutPostLedger(Published, table=True):
    """One line of the host's ledger as it counts for a post, a month and a component of pay."""

    __tablename__ = "out_post_ledger"
    __table_args__ = (one_of("component", Component),)

    post: str = text("The joint post.")
    council: str = text("The council whose ledger it is: the host.")
    month: str = text("The month that the line counts in.")
    component: str = text("The part of the cost: basic, elements, ni (employer), pension (employer) or levy.")
    amount_pence: int = pence("What the ledger shows, debits positive, net of VAT.")
    is_allocated: bool = flag("Whether a line of several posts was spread over them.")
    source_file: str = text("SHA-256 of the landed file.", counted=False)
    source_row: int = number("The row's number in that file.", counted=False)
