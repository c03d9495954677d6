"""Performance measures through the years: each council beside its region and England, one picture a measure.

A line joins two years only where the published row says that the later is compared with the earlier (R16): none crosses
a missing value or the beginning of a new series.
"""

import itertools
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.editions import OWN_MEASURES
from sspipe.publish.pack.performance import NAME as PERFORMANCE
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.page.axes import figure_axis, scale_over, time_axis
from sspipe.publish.page.bars import Key, key_height, key_places
from sspipe.publish.page.drawing import WIDTH, Drawing, Mark, Scale, Shape, Stroke, Words
from sspipe.publish.page.groups import Group
from sspipe.publish.plain import Row
from sspipe.publish.trends import new_series_in, year_order

ENGLAND = "England"
STYLES = ("first", "second", "third", "fourth")
_LEFT, _TOP, _PLOT, _BELOW = 46, 8, 150, 24
_HALF_LETTER = 4
_LONGEST = 48
"""So many letters of an area's name stand in the key."""
_POLARITY = {"high": "Higher is better.", "low": "Lower is better."}


@dataclass(frozen=True, slots=True)
class Series:
    """One area's rows of one measure, in order of years."""

    area: str
    style: str
    rows: Sequence[Row]


def measures_group(rows: Rows, edition: Edition) -> Group:
    """One picture a measure that a council has values of; the pipeline's own measures stand on the sheet only."""
    found = _by_code(rows)
    drawn = [
        _drawing(at, code, table, edition)
        for at, (code, table) in enumerate(found.items(), 1)
        if any(row["value"] and row["area"] in edition.names.councils for row in table)
    ]
    says = (
        "Each picture has its own scale, which need not begin at nought. A line breaks where a value is missing or the"
        " measure was redefined; a dotted vertical line marks a new definition."
        if drawn
        else "No measure has values on file."
    )
    return Group(
        ident="chart-measures",
        heading="Performance measures by year",
        says=[says],
        sheet=PERFORMANCE,
        drawings=drawn,
    )


def _by_code(rows: Rows) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows.get("out_pprr_performance", ()):
        if not words(row, "code").startswith(OWN_MEASURES):
            found.setdefault(words(row, "code"), []).append(row)
    return found


def _series(table: Sequence[Row], edition: Edition) -> list[Series]:
    """The reader's own council first, then the others, regions and England; areas beyond four are on the sheet only."""
    councils = [edition.council, *(code for code in edition.names.councils if code != edition.council)]
    areas = {words(row, "area") for row in table if row["value"]}
    ordered = [code for code in councils if code in areas]
    ordered += sorted(areas - {*ordered, ENGLAND})
    ordered += [ENGLAND] if ENGLAND in areas else []
    return [
        Series(edition.names.council(area), style, [row for row in table if row["area"] == area])
        for area, style in zip(ordered, STYLES, strict=False)
    ]


def _drawing(number: int, code: str, table: Sequence[Row], edition: Edition) -> Drawing:
    series = _series(table, edition)
    labels = sorted({words(row, "year_label") for each in series for row in each.rows}, key=year_order)
    places = dict(zip(labels, _places(labels), strict=True))
    values = [_value(row) for each in series for row in each.rows if row["value"]]
    top = _TOP + key_height(_keys(series))
    scale = scale_over(values, top + _PLOT, top)
    return Drawing(
        ident=f"measure-{number}",
        title=f"{words(table[0], 'name')} ({words(table[0], 'unit') or code})",
        says=_told(series, labels, table[0]),
        height=top + _PLOT + _BELOW,
        shapes=[
            *_key(series),
            *figure_axis(scale, _LEFT, WIDTH - 2, _written),
            *_new_series(table, places, top),
            *(shape for each in reversed(series) for shape in _line(each, labels, places, scale)),
            *time_axis(labels, list(places.values()), top + _PLOT + 16),
        ],
    )


def _places(labels: Sequence[str]) -> list[Fraction]:
    """Equal steps, with room for half a label at either end."""
    room = max(map(len, labels)) * _HALF_LETTER
    step = Fraction(WIDTH - 2 * room - _LEFT, max(1, len(labels) - 1))
    return [_LEFT + room + step * at for at in range(len(labels))]


def _value(row: Row) -> Fraction:
    return Fraction(words(row, "value"))


def _keys(series: Sequence[Series]) -> list[Key]:
    return [Key(each.style, textwrap.shorten(each.area, _LONGEST, placeholder="…")) for each in series]


def _key(series: Sequence[Series]) -> Iterator[Shape]:
    for key, x, y in key_places(_keys(series), _TOP):
        yield Stroke(((x, y + 6), (x + 22, y + 6)), key.style)
        yield Mark(x + 11, y + 6, key.style)
        yield Words(x + 28, y + 10, key.words)


def _line(series: Series, labels: Sequence[str], places: Mapping[str, Fraction], scale: Scale) -> Iterator[Shape]:
    drawn = {words(row, "year_label"): row for row in series.rows if row["value"]}
    for before, after in itertools.pairwise(labels):
        if before in drawn and after in drawn and is_joined(before, drawn[after]):
            ends = ((places[label], scale.place(_value(drawn[label]))) for label in (before, after))
            yield Stroke(tuple(ends), series.style)
    for label, row in drawn.items():
        yield Mark(places[label], scale.place(_value(row)), series.style)


def is_joined(before: str, after: Row) -> bool:
    """Whether a value is compared with the one of the year before, so that a line may join them."""
    is_next = year_order(words(after, "year_label"))[0] - year_order(before)[0] <= 1
    return is_next and after["previous_year_label"] == before


def _new_series(table: Sequence[Row], places: Mapping[str, Fraction], top: int) -> Iterator[Shape]:
    """An upright before the first year of each new series."""
    begins = {new_series_in(words(row, "trend_reason")) for row in table} & places.keys()
    ordered = list(places)
    for label in sorted(begins, key=year_order):
        at = ordered.index(label)
        x = (places[label] + places[ordered[at - 1]]) / 2 if at else places[label] - 8
        yield Stroke(((x, top), (x, top + _PLOT)), "break")
        yield Words(x - 4, top + 10, f"new series {label}", "end")


def _written(value: Fraction) -> str:
    """A round figure in plain digits: steps of 1, 2 and 5 have few decimals."""
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    return f"{exact:,f}"


def _told(series: Sequence[Series], labels: Sequence[str], row: Row) -> str:
    """The latest values, which way is good, and where the lines stop."""
    last = next(label for label in reversed(labels) if any(_of(each, label) for each in series))
    values = ", ".join(f"{each.area} {_of(each, last)}" for each in series if _of(each, last))
    said = [f"{last}: {values} ({words(row, 'unit')}).", _POLARITY.get(words(row, "polarity"), "")]
    begins = sorted({new_series_in(words(each, "trend_reason")) for one in series for each in one.rows} - {""})
    if begins:
        said.append(f"A new series begins in {' and '.join(begins)}.")
    missing = [label for label in labels if not any(_of(each, label) for each in series)]
    if missing:
        said.append(f"No values for {' and '.join(missing)}.")
    return " ".join(each for each in said if each)


def _of(series: Series, label: str) -> str:
    return next((words(row, "value") for row in series.rows if row["year_label"] == label), "")
