"""Accrual lines held against the year-end schedule, by accrual id (R9)."""

from collections.abc import Iterator, Mapping, Sequence

from sspipe.model.periods import FinancialYear, Period
from sspipe.model.statement import AccrualRow, Cause, Evidence, Pair
from sspipe.reconcile.accrual_causes import ASKED, RAISED, REVERSED, named, size
from sspipe.reconcile.accruals import Shown
from sspipe.reconcile.breaks import Candidate, Spot, year_is_over
from sspipe.reconcile.hypotheses import Parts
from sspipe.reconcile.named import causes_of
from sspipe.reconcile.solving import solve


def accrual_candidates(
    rows: Sequence[AccrualRow],
    shown: Mapping[str, Shown],
    year: FinancialYear,
    period: Period,
    partners: Mapping[str, str],
) -> Iterator[Candidate]:
    """Raised less scheduled once the year's P12 is over, and raised + reversed once P01 is in."""
    for row in rows:
        evidence = tuple(shown[row.accrual_id].evidence) if row.accrual_id in shown else ()
        if year_is_over(year, period):
            amount = row.raised_pence - row.scheduled_pence
            yield _accrual(row, "raised", amount, evidence, partners)
        if period.year > year:
            yield _accrual(row, "reversed", row.raised_pence + row.reversed_pence, evidence, partners)


def _accrual(
    row: AccrualRow, what: str, amount_pence: int, evidence: tuple[Evidence, ...], partners: Mapping[str, str]
) -> Candidate:
    spot = Spot(
        agreement=row.agreement,
        subject=f"{row.accrual_id}/{what}",
        council=row.council,
        counterparty=partners.get(row.accrual_id, ""),
        pair=Pair.ACCRUAL,
        month=row.service,
    )
    causes = _causes(row, what, amount_pence, evidence) if amount_pence else ()
    return Candidate(spot=spot, post=row.post or "", amount_pence=amount_pence, causes=causes)


def _causes(row: AccrualRow, what: str, amount_pence: int, evidence: tuple[Evidence, ...]) -> tuple[Cause, ...]:
    difference: Parts = {None: amount_pence}
    predict = REVERSED if what == "reversed" else RAISED
    hypotheses = [each for cause in predict for each in cause(row, evidence)]
    compared = (
        f"{named(row)} is on the year-end schedule at {size(row, row.scheduled_pence)}; {size(row, row.raised_pence)} "
        f"was raised and {size(row, -row.reversed_pence)} reversed."
    )
    asked = f" {ASKED} for the working of the accrual."
    return causes_of(solve(difference, hypotheses), difference, evidence, compared=compared, asked=asked)
