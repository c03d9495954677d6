"""What an answer states of all its rows, and whether what came contradicts it."""

from dataclasses import asdict

from sspipe.extract.json_amounts import pence_of, stated_count, stated_pence
from sspipe.extract.json_page import Page
from sspipe.model.money import in_pounds
from sspipe.model.sources import Paging
from sspipe.model.stated import Stated

_CUT = "Ask the sender whether its answer stops at a limit of pages or rows; nothing of it was kept."
_OTHER = "Ask the sender which of the two is right; nothing of the answer was kept."


def stated_on(page: Page, paging: Paging) -> Stated:
    """What one page states of the whole answer; nothing for what the source does not declare, or cannot be read."""
    return Stated(
        rows=stated_count(page.at(paging.total_at)) if paging.total_at else None,
        total_pence=stated_pence(page.at(paging.sum_at)) if paging.sum_at else None,
        opening_pence=stated_pence(page.at(paging.opening_at)) if paging.opening_at else None,
        closing_pence=stated_pence(page.at(paging.closing_at)) if paging.closing_at else None,
    )


def both(before: Stated, now: Stated) -> Stated | None:
    """What two pages state together; None where they contradict each other."""
    one, other = asdict(before), asdict(now)
    if any(one[name] != other[name] for name in one if None not in {one[name], other[name]}):
        return None
    return Stated(**{name: other[name] if one[name] is None else one[name] for name in one})


def unstated(stated: Stated, paging: Paging) -> tuple[str, ...]:
    """Where a source declares a statement and the answer has none: a check that would be passed over in silence."""
    declared = (
        (paging.total_at, stated.rows),
        (paging.sum_at, stated.total_pence),
        (paging.opening_at, stated.opening_pence),
        (paging.closing_at, stated.closing_pence),
    )
    return tuple(path for path, value in declared if path and value is None)


def disproof(stated: Stated, rows: int, atoms: int | None) -> tuple[str, str, str] | None:
    """What was found, what was expected and what to do, where rows or pounds are not those stated; None: they are.

    `atoms` is the sum of the amounts in quintillionths of a pound, None where nothing was added up.
    """
    if stated.rows is not None and stated.rows != rows:
        return f"{rows:,} rows", f"the {stated.rows:,} rows that the answer states", _CUT
    if stated.total_pence is None or atoms is None or pence_of(atoms) == stated.total_pence:
        return None
    expected = f"the sum of {in_pounds(stated.total_pence)} that the answer states"
    return f"rows that add up to {in_pounds(pence_of(atoms))}", expected, _OTHER
