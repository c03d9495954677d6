"""Every difference that stands, the causes that explain it, and the rows that each cause rests on."""

from sqlalchemy import UniqueConstraint

from sspipe.model.statement import BreakState, Pair
from sspipe.store.columns import Published, flag, number, one_of, pence, text


class OutBreaks(Published, table=True):
    """What is left of one pair of figures after the states that are no break."""

    __tablename__ = "out_breaks"
    __table_args__ = (
        one_of("pair", Pair),
        one_of("state", BreakState),
        UniqueConstraint("release_id", "break_id", name="uq_out_breaks_break_id"),
    )

    break_id: str = text("The break's identity, the same in every release until it clears.")
    agreement: str = text("The agreement's identity; empty where the ledger is compared with the expected cost.")
    post: str = text("The joint post; empty for what no rule attributes to one.")
    cost_centre: str = text("The cost centre, for what no rule attributes to a post.")
    council: str = text("The council whose figure differs.")
    counterparty: str = text("The other council, where there is one.")
    pair: str = text("The two figures that the difference stands between.")
    month: str = text(
        "The posting month where the ledger is compared with the expected cost, else the month of service."
    )
    amount_pence: int = pence("The difference; more than it should be is positive.")
    first_seen: str = text("The period whose release first showed the break.")
    age_periods: int = number("Periods since it was first seen.")
    age_working_days: int = number("Working days since it was first seen, to the knowledge date.")
    owner_council: str = text("The council that must act.")
    owner_side: str = text("What that council must do: the side of the break that it owns.")
    state: str = text("Whether the break still stands: open or cleared.")


class OutCauses(Published, table=True):
    """A named part of a break; the causes of an open break add up to it exactly."""

    __tablename__ = "out_causes"
    __table_args__ = (UniqueConstraint("release_id", "break_id", "cause_number", name="uq_out_causes_cause"),)

    break_id: str = text("The break that the cause explains.")
    cause_number: int = number("The cause's number within its break.")
    code: str = text("The cause's name in the catalogue of causes, or UNEXPLAINED or AMBIGUOUS.")
    cause_class: str = text("Its class: 1 recorded event, 2 timing, 3 rate or ratio, 4 keying slip, i information.")
    amount_pence: int = pence("The part of the difference that it explains.")
    is_supposed: bool = flag("Whether its mirror is still awaited.")
    sentence: str = text("What happened, in one sentence.")
    tried: int = number("How many hypotheses were weighed.")
    rivals: str = text("What an AMBIGUOUS cause may be: codes of the catalogue with a comma between; else empty.")


class OutCauseEvidence(Published, table=True):
    """One row of one landed file that a cause rests on."""

    __tablename__ = "out_cause_evidence"

    break_id: str = text("The break that the cause explains.")
    cause_number: int = number("The cause's number within its break.")
    source_file: str = text("SHA-256 of the landed file.", counted=False)
    source_row: int = number("The row's number in that file.", counted=False)
