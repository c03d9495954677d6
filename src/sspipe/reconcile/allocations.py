"""Every line of every grant allocation in its versions, by date of publication; none overwrites another (R12)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sspipe.model.dsg import DsgKind, DsgRow
from sspipe.model.grants import GrantLine
from sspipe.model.periods import LAST_MONTH, FinancialYear
from sspipe.reconcile.facts import Facts

Versions = Mapping[date, int]


@dataclass(frozen=True, slots=True, order=True)
class AllocationLine:
    """What is like for like in every version: council, year, block and line."""

    council: str
    year: FinancialYear
    block: str
    line: str


def allocations(facts: Facts) -> dict[AllocationLine, Versions]:
    """Pence of each line by day of publication, of what was published by the knowledge date.

    Of two files published on one day the later in order of their own version and hash stands.
    """
    councils = {council.la_code: code for code, council in facts.site.councils.items()}
    found: dict[AllocationLine, dict[date, int]] = defaultdict(dict)
    for line in sorted(_known(facts), key=_order):
        if line.la_code in councils:
            key = AllocationLine(councils[line.la_code], line.year, line.block, line.line)
            found[key][line.published_on] = line.amount_pence
    return dict(sorted(found.items()))


def _known(facts: Facts) -> Iterator[GrantLine]:
    return (line for line in facts.grants if line.published_on <= facts.known_on)


def _order(line: GrantLine) -> tuple[object, ...]:
    return (line.published_on, line.version, line.source_file, line.source_row)


def allocation_rows(found: Mapping[AllocationLine, Versions]) -> Iterator[DsgRow]:
    """First, latest and like versions of each line of each year."""
    for key, versions in found.items():
        first, latest = min(versions), max(versions)
        before = found.get(AllocationLine(key.council, FinancialYear(key.year.start - 1), key.block, key.line), {})
        like = _like(key.year, versions, before)
        yield DsgRow(
            kind=DsgKind.ALLOCATION,
            council=key.council,
            financial_year=key.year,
            block=key.block,
            line=key.line,
            first_published_on=first,
            first_pence=versions[first],
            latest_published_on=latest,
            latest_pence=versions[latest],
            movement_pence=versions[latest] - versions[first],
            like_published_on=like[0] if like else None,
            like_pence=versions[like[0]] if like else None,
            like_before_published_on=like[1] if like else None,
            like_before_pence=before[like[1]] if like else None,
            like_change_pence=versions[like[0]] - before[like[1]] if like else None,
        )


def _like(year: FinancialYear, versions: Iterable[date], before: Iterable[date]) -> tuple[date, date] | None:
    """The latest version that the year before has a like one of: published in the same month of its own year's life."""
    earlier = {_stage(FinancialYear(year.start - 1), day): day for day in sorted(before)}
    alike = [(day, earlier[_stage(year, day)]) for day in sorted(versions) if _stage(year, day) in earlier]
    return alike[-1] if alike else None


def _stage(year: FinancialYear, published_on: date) -> int:
    """Months from the year's April to a publication, minus before it: the December before is -4."""
    return (published_on.year - year.start) * LAST_MONTH + published_on.month - 4
