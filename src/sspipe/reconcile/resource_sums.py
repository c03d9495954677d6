"""The figures of a resources report: each rounded by itself to thousands of pounds, with what rounding leaves (R15).

Across a row what is left is told in residuals; down a section a row takes it up, so that lines and that row are the
total. A missing figure is never nil: a total adds up what is known, and is said to be short.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from sspipe.model.money import rounded_pence
from sspipe.model.resources import Figures, LineKind, Residuals, Section

PENCE_OF_A_THOUSAND = 100_000
_FIGURES = tuple(field.name for field in fields(Figures))
_LEFT = tuple(field.name for field in fields(Residuals))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One service line of a section, or what stands below the lines, in pence."""

    service: str = ""
    service_line: str = ""
    exact: Figures
    is_incomplete: bool = False
    is_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """A line as the report shows it."""

    kind: LineKind
    line: Line
    thousands: Figures
    residuals: Residuals


def figures_of(section: Section, known: Figures) -> Figures:
    """What is known with what follows from it: the change of the budget, the variance and its movement, in pence.

    The variance is forecast less budget, so that a deficit is plus. What is saved is no cost: there a deficit is what
    the saving falls short of its target, which stands as its budget.
    """
    variance = _variance(section, known)
    return Figures(
        budget_before=known.budget_before,
        budget_change=_less(known.budget_now, known.budget_before),
        budget_now=known.budget_now,
        spent_to_date=known.spent_to_date,
        forecast=known.forecast,
        variance=variance,
        variance_before=known.variance_before,
        movement=_less(variance, known.variance_before),
    )


def _variance(section: Section, known: Figures) -> int | None:
    if section is Section.SAVINGS:
        return _less(known.budget_now, known.forecast)
    return _less(known.forecast, known.budget_now)


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def in_thousands(exact: Figures) -> Figures:
    """Each figure rounded by itself to whole thousands of pounds, half up in size (R1)."""
    return _each(lambda name: _thousands(getattr(exact, name)))


def _thousands(amount_pence: int | None) -> int | None:
    return None if amount_pence is None else rounded_pence(Fraction(amount_pence, PENCE_OF_A_THOUSAND))


def _each(figure: Callable[[str], int | None]) -> Figures:
    return Figures(**{name: figure(name) for name in _FIGURES})


def residuals_of(section: Section, shown: Figures) -> Residuals:
    """What the rounded figures of a row differ by from each other; None where one of them is missing."""
    return Residuals(
        budget=_less(_less(shown.budget_now, shown.budget_before), shown.budget_change),
        variance=_less(shown.variance, _variance(section, shown)),
        movement=_less(shown.movement, _less(shown.variance, shown.variance_before)),
    )


def section_rows(section: Section, lines: Sequence[Line]) -> Iterator[Rounded]:
    """The lines of one council's section, what rounding leaves below them, and their total."""
    rounded = [_rounded(section, line) for line in lines]
    yield from rounded
    partly = frozenset(name for name in _FIGURES if _is_partly(lines, name))
    total = _total(section, lines, partly)
    yield _left_over(rounded, total)
    yield total


def _rounded(section: Section, line: Line) -> Rounded:
    shown = in_thousands(line.exact)
    return Rounded(kind=LineKind.LINE, line=line, thousands=shown, residuals=residuals_of(section, shown))


def _is_partly(lines: Sequence[Line], name: str) -> bool:
    missing = [getattr(line.exact, name) is None for line in lines]
    return any(missing) and not all(missing)


def _total(section: Section, lines: Sequence[Line], partly: frozenset[str]) -> Rounded:
    """Exact sums rounded by themselves; no residual between figures that do not rest on the same lines."""
    exact = _each(lambda name: _sum(getattr(line.exact, name) for line in lines))
    shown = in_thousands(exact)
    whole = _each(lambda name: None if name in partly else getattr(shown, name))
    return Rounded(
        kind=LineKind.TOTAL,
        line=Line(
            exact=exact,
            is_incomplete=any(line.is_incomplete for line in lines),
            is_short=bool(partly) or any(line.is_short for line in lines),
        ),
        thousands=shown,
        residuals=residuals_of(section, whole),
    )


def _left_over(lines: Sequence[Rounded], total: Rounded) -> Rounded:
    """Total less lines as they are shown; in pence rounding leaves nothing."""
    return Rounded(
        kind=LineKind.ROUNDING,
        line=Line(exact=_each(lambda name: None if getattr(total.line.exact, name) is None else 0)),
        thousands=_each(
            lambda name: _less(getattr(total.thousands, name), _known(getattr(row.thousands, name) for row in lines))
        ),
        residuals=Residuals(
            **{
                name: _less(getattr(total.residuals, name), _known(getattr(row.residuals, name) for row in lines))
                for name in _LEFT
            }
        ),
    )


def _known(amounts: Iterator[int | None]) -> int:
    return sum(amount for amount in amounts if amount is not None)


def _sum(amounts: Iterator[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
