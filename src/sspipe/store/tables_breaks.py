"""Every difference that stands, the causes that explain it, and the rows that each cause rests on."""

from datetime import date

from sqlalchemy import UniqueConstraint

from sspipe.model.decisions import DecisionKind, Standing
from sspipe.model.movements import Movement, Stock
from sspipe.model.statement import BreakState, Pair
from sspipe.store.columns import Published, day, flag, number, one_of, pence, text


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
    first_seen: str = text("The period whose release first showed the break, whether or not it cleared since.")
    open_since: str = text("The period from which its age counts: the one that showed it first, or showed it again.")
    age_periods: int = number("Periods since it opened; year-end periods do not count.")
    age_working_days: int = number("Working days since it opened, to the knowledge date.")
    origin_age_periods: int = number("Periods since the month that it is of.")
    origin_age_working_days: int = number("Working days since the end of the month that it is of.")
    owner_council: str = text("The council that must act.")
    owner_side: str = text("What that council must do: the side of the break that it owns.")
    state: str = text("Whether the break still stands: open, accepted by people (no longer open), or cleared.")
    accepted_pence: int = pence("The part of the difference whose causes people accepted.")
    decision: str = text("What is in force of the decisions on it, a dispute before all else; empty where nothing is.")
    decided_by: str = text("The council that decided so; else empty.")
    decided_role: str = text("The role that decided so, never a person; else empty.")
    decided_until: date | None = day("The last day on which what is in force holds; missing where it has none.")
    before_state: str | None = text("How the release before left it; missing where no release ever showed it.")
    before_pence: int = pence("The difference as the release before left it.")


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


class OutDecisions(Published, table=True):
    """One decision of people on a break that the release shows, and what it is worth there."""

    __tablename__ = "out_decisions"
    __table_args__ = (one_of("kind", DecisionKind), one_of("standing", Standing))

    break_id: str = text("The break that it is on.")
    cause: str = text("The cause's name in the catalogue of causes.")
    amount_pence: int = pence("The amount that was decided on; when it moves the decision lapses.")
    kind: str = text("matched_by_hand, accepted_once, accepted_until, disputed or drift_confirmed.")
    council: str = text("The council that decided.")
    role: str = text("The role that decided, of a closed list; never a person.")
    second_role: str = text("The second role, above the site's limit; else empty.")
    decided_on: date = day("The day of the decision.")
    known_from: date = day("The day from which it is known.")
    expires_on: date | None = day("The last day that it names; missing where it names none.")
    reason: str = text("Why it was decided, of a closed list.")
    last_day: date | None = day("The last day on which it holds; missing where it holds until the amount moves.")
    standing: str = text(
        "in_force; replaced by a later one or a dispute; lapsed, for the amount or cause moved; expired; spent, for "
        "the break cleared; or refused."
    )


class OutBreakMovements(Published, table=True):
    """One movement of one council's breaks: opening and movements add up to closing, in count and in pounds."""

    __tablename__ = "out_break_movements"
    __table_args__ = (
        one_of("stock", Stock),
        one_of("movement", Movement),
        UniqueConstraint("release_id", "council", "stock", "movement", name="uq_out_break_movements_movement"),
    )

    council: str = text("The council that must act.")
    stock: str = text("Whether breaks that are open are counted, or those that people accepted.")
    movement: str = text(
        "opening; new; reopened; lapsed, back from accepted to open; changed, pounds of breaks that stay; cleared; "
        "accepted; or closing."
    )
    breaks: int = number("How many breaks; those that leave are negative.")
    amount_pence: int = pence("Their pounds; more than it should be is positive, and what leaves is negative.")
