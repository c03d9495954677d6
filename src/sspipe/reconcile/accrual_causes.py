"""Every cause of accrued less scheduled, by accrual id: the fault of raising a line, and that of reversing it (R9)."""

from collections.abc import Iterator

from sspipe.model.money import more_or_less
from sspipe.model.statement import AccrualRow, Evidence
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis
from sspipe.reconcile.spoken import amount_said, said

Rows = tuple[Evidence, ...]
ASKED = "Ask the council's finance officer"


def accrual_not_raised(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """Minus the schedule's line, where nothing stands under its id."""
    if row.raised_pence == 0:
        scheduled = size(row, row.scheduled_pence)
        sentence = f"{named(row)} is on the year-end schedule at {scheduled} and was not raised. {ASKED} to raise it."
        yield _recorded("ACCRUAL_NOT_RAISED", -row.scheduled_pence, "an accrual not raised", sentence, evidence)


def accrual_differs(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """What the line is raised at less what the schedule says."""
    if row.raised_pence:
        over = row.raised_pence - row.scheduled_pence
        raised, scheduled = size(row, row.raised_pence), size(row, row.scheduled_pence)
        sentence = (
            f"{named(row)} was raised at {raised}; the year-end schedule says {scheduled}: "
            f"{_more_or_less(row, over)}. {ASKED} to correct it."
        )
        yield _recorded("ACCRUAL_DIFFERS", over, "an accrual raised at another amount", sentence, evidence)


def accrual_not_reversed(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """The whole accrual, where nothing reverses it."""
    if row.reversed_pence == 0:
        sentence = (
            f"{named(row)} was raised at {size(row, row.raised_pence)} and was not reversed in the first period of "
            f"the next year. {ASKED} to reverse it."
        )
        yield _recorded("ACCRUAL_NOT_REVERSED", row.raised_pence, "an accrual not reversed", sentence, evidence)


def accrual_reversed_twice(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """Minus the whole accrual."""
    sentence = (
        f"{named(row)} was raised at {size(row, row.raised_pence)} and reversed twice. {ASKED} to undo the second "
        "reversal."
    )
    yield _recorded("ACCRUAL_REVERSED_TWICE", -row.raised_pence, "an accrual reversed twice", sentence, evidence)


RAISED = (accrual_not_raised, accrual_differs)
REVERSED = (accrual_not_reversed, accrual_reversed_twice)


def size(row: AccrualRow, pence: int) -> str:
    """An amount as income or expenditure is told, without the minus that marks income."""
    return amount_said(-pence if row.scheduled_pence < 0 else pence)


def _more_or_less(row: AccrualRow, pence: int) -> str:
    return more_or_less(-pence if row.scheduled_pence < 0 else pence)


def named(row: AccrualRow) -> str:
    """An accrual by its id, with what it is of: income is a minus."""
    kind = "income" if row.scheduled_pence < 0 else "expenditure"
    return f"Year-end accrual {row.accrual_id}, {kind} for {said(row.service)},"


def _recorded(code: str, amount_pence: int, what: str, sentence: str, evidence: Rows) -> Hypothesis:
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: amount_pence},
        what=what,
        sentence=sentence,
        decides="the list of accruals, from the council's finance officer",
        evidence=evidence,
        has_own_rows=True,
    )
