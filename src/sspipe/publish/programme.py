"""Savings, milestones and risks as rows, as the papers out by the knowledge date have them.

Rule R13: what has no figure is missing and not nil; a one-sided saving is its owner's alone; over the councils together
a saving with sides counts only with all its sides, so that a cost moved to the partner is none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sspipe.model.periods import FinancialYear
from sspipe.model.programme import SIDES, Milestone, Risk, Saving, SavingScope, over_sides
from sspipe.publish.plain import Row, numbered, row_of

FIGURES = ("baseline", "target", "delivered", "forecast")
_STATED = frozenset({"stated"})
ALONE = "A saving of this council only; it is included in the total of all councils."
ONE_SIDE = "One side of it; what it is over the councils together counts every side."
LONE_SIDE = "One side of it; no other side is on file, so that it counts in no saving of the councils together."


def shape_savings(savings: Iterable[Saving], known_on: date) -> list[Row]:
    """Rows of `out_savings`: each owner's, and one a year over the councils together."""
    years: dict[FinancialYear, list[Saving]] = defaultdict(list)
    for saving in savings:
        if saving.stated.is_known(known_on):
            years[saving.year].append(saving)
    return numbered(row for year, ours in years.items() for row in (*_owned(ours), _together(year, ours)))


def _owned(savings: Sequence[Saving]) -> Iterator[Row]:
    sides = _by_saving(savings)
    for saving in savings:
        own = row_of(saving, without=_STATED)
        yield {
            "year": own.pop("year"),
            "scope": str(SavingScope.OWNER),
            **own,
            "basis": _basis(saving, sides[saving.saving]),
            **row_of(saving.stated),
        }


def _basis(saving: Saving, sides: Sequence[Saving]) -> str:
    if saving.is_one_sided:
        return ALONE
    return ONE_SIDE if len(sides) >= SIDES else LONE_SIDE


def _by_saving(savings: Iterable[Saving]) -> Mapping[str, list[Saving]]:
    found: dict[str, list[Saving]] = defaultdict(list)
    for saving in savings:
        found[saving.saving].append(saving)
    return found


def _together(year: FinancialYear, savings: Sequence[Saving]) -> Row:
    """A year's savings over all councils; a figure that no saving has is missing."""
    whole = list(_by_saving(savings).values())
    amounts = {figure: [over_sides(sides, figure) for sides in whole] for figure in FIGURES}
    known = {figure: [pence for pence in found if pence is not None] for figure, found in amounts.items()}
    return {
        "year": str(year),
        "scope": str(SavingScope.TOGETHER),
        "saving": "",
        "owner": "",
        "title": "All councils together",
        **{f"{figure}_pence": sum(found) if found else None for figure, found in known.items()},
        "rating": None,
        "is_one_sided": None,
        "basis": _counted({figure: len(found) for figure, found in known.items()}, len(whole)),
        **_nowhere(is_illustrative=any(saving.stated.is_illustrative for saving in savings)),
    }


def _counted(counts: Mapping[str, int], savings: int) -> str:
    told = ", ".join(f"{figure} {count or 'none'}" for figure, count in counts.items())
    return f"How many of the {savings} savings have a figure to add up here: {told}."


def _nowhere(*, is_illustrative: bool) -> Row:
    """A row that adds others up stands in no paper."""
    return {
        "status": None,
        "paper": "",
        "paper_title": "",
        "paragraph": "",
        "stated_on": None,
        "is_illustrative": is_illustrative,
        "note": "",
    }


def shape_milestones(milestones: Iterable[Milestone], known_on: date) -> list[Row]:
    """Rows of `out_milestones`."""
    known = (milestone for milestone in milestones if milestone.stated.is_known(known_on))
    return numbered(
        {
            **row_of(milestone, without=_STATED),
            "is_late": milestone.is_late(known_on),
            **row_of(milestone.stated),
        }
        for milestone in known
    )


def shape_risks(risks: Iterable[Risk], known_on: date) -> list[Row]:
    """Rows of `out_risks`."""
    known = (risk for risk in risks if risk.stated.is_known(known_on))
    return numbered({**row_of(risk, without=_STATED), **row_of(risk.stated)} for risk in known)
