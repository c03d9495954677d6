"""Every cause of accrued less scheduled, by accrual id: the fault of raising a line, and that of reversing it (R9)."""

from collections.abc import Iterator

from sspipe.model.money import in_pounds
from sspipe.model.statement import AccrualRow, Evidence
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis

Rows = tuple[Evidence, ...]


def accrual_not_raised(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """Minus the schedule's line, where nothing stands under its id."""
    if row.raised_pence == 0:
        scheduled = in_pounds(row.scheduled_pence)
        sentence = f"Accrual {row.accrual_id} over {scheduled} is on the schedule and was not raised."
        yield _recorded("ACCRUAL_NOT_RAISED", -row.scheduled_pence, "an accrual not raised", sentence, evidence)


def accrual_differs(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """What the line is raised at less what the schedule says."""
    if row.raised_pence:
        over = row.raised_pence - row.scheduled_pence
        raised, scheduled = in_pounds(row.raised_pence), in_pounds(row.scheduled_pence)
        sentence = f"Accrual {row.accrual_id} was raised at {raised}; the schedule says {scheduled}."
        yield _recorded("ACCRUAL_DIFFERS", over, "an accrual raised at another amount", sentence, evidence)


def accrual_not_reversed(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """The whole accrual, where nothing reverses it."""
    if row.reversed_pence == 0:
        sentence = f"Accrual {row.accrual_id} over {in_pounds(row.raised_pence)} was not reversed."
        yield _recorded("ACCRUAL_NOT_REVERSED", row.raised_pence, "an accrual not reversed", sentence, evidence)


def accrual_reversed_twice(row: AccrualRow, evidence: Rows) -> Iterator[Hypothesis]:
    """Minus the whole accrual."""
    sentence = f"Accrual {row.accrual_id} was reversed twice."
    yield _recorded("ACCRUAL_REVERSED_TWICE", -row.raised_pence, "an accrual reversed twice", sentence, evidence)


RAISED = (accrual_not_raised, accrual_differs)
REVERSED = (accrual_not_reversed, accrual_reversed_twice)


def _recorded(code: str, amount_pence: int, what: str, sentence: str, evidence: Rows) -> Hypothesis:
    return Hypothesis(
        code=code,
        cause_class=CauseClass.RECORDED,
        parts={None: amount_pence},
        what=what,
        sentence=sentence,
        decides="the council's list of accruals",
        evidence=evidence,
        has_own_rows=True,
    )
