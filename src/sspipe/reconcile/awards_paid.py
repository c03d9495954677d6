"""The pay awards that were first paid in the period, in words: why arrears stand in it (R4)."""

from collections.abc import Iterator
from datetime import date

from sspipe.reconcile.spoken import name_of, said
from sspipe.reconcile.workings import Workings

_DAY = "%-d %B %Y"


def award_notes(workings: Workings) -> Iterator[str]:
    """One sentence for each scale and first day of a value that some council paid late for the first time."""
    councils = workings.facts.site.councils
    for (scale, effective, settled_on), payers in sorted(_paid_late(workings).items()):
        names = " and ".join(name_of(councils[code]) for code in sorted(payers))
        yield (
            f"Arrears: the {scale} pay award in force from {effective:{_DAY}} was settled on {settled_on:{_DAY}} and is"
            f" first paid in {said(workings.facts.period.month)} by {names}; the part of"
            " each earlier month is billed for that month."
        )


def _paid_late(workings: Workings) -> dict[tuple[str, date, date], set[str]]:
    period = workings.facts.period
    found: dict[tuple[str, date, date], set[str]] = {}
    for code, payroll in workings.payrolls.items():
        for scale, listed in payroll.rates.scales.items():
            for value in {each for values in listed.points.values() for each in values}:
                is_late = payroll.implemented_in(scale, value) == period and value.effective < period.first_day
                if is_late and value.settled_on is not None:
                    found.setdefault((scale, value.effective, value.settled_on), set()).add(code)
    return found
