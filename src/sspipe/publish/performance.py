"""Performance measures as rows: every area's years, each with a status and a trend or the reason for having none.

Rule R16: `-` is missing and not nil; a value over 100 stands as it is; no trend across a break of the series; no status
without polarity, tolerance and target.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from sspipe.model.measures import Measure, MeasureValue, Polarity
from sspipe.publish.new_data import last_published, measures_with_new_data
from sspipe.publish.own_measures import OWN_MEASURES
from sspipe.publish.plain import Row, numbered
from sspipe.publish.trends import status_of, trend_of, year_order

MISSING = "-"


def shape_performance(
    values: Sequence[MeasureValue], measures: Sequence[Measure], since: date, own: Sequence[MeasureValue] = ()
) -> list[Row]:
    """Rows of `out_pprr_performance`: one per measure, area and year, as last published, the pipeline's own with them.

    `since` is the close of the quarter before, after which data are new.
    """
    new = measures_with_new_data(values, since)
    return numbered(
        (*_shape_all(last_published(values).values(), measures, new), *_shape_own(own)),
    )


def _shape_own(values: Sequence[MeasureValue]) -> Iterator[Row]:
    """Each release works them out anew, so they bear no day of their own and come from no file."""
    new = {value.code for value in values if value.value is not None}
    for row in _shape_all(values, OWN_MEASURES, new):
        yield {**row, "published_on": None, "source_row": None}


def _shape_all(values: Iterable[MeasureValue], measures: Sequence[Measure], new: Collection[str]) -> Iterator[Row]:
    by_code = {measure.code: measure for measure in measures}
    ordered = sorted(values, key=_place)
    for (code, _), series in groupby(ordered, key=lambda value: _place(value)[:2]):
        for row in _shape_series(list(series), by_code.get(code)):
            yield {**row, "has_new_data": code in new}


def _place(value: MeasureValue) -> tuple[str, str, tuple[int, str]]:
    return value.code, value.area, year_order(value.year_label)


def _shape_series(series: Sequence[MeasureValue], measure: Measure | None) -> Iterator[Row]:
    for at, value in enumerate(series):
        previous, trend, trend_reason = trend_of(value, series[:at], measure)
        status, status_reason = status_of(value, measure)
        yield {
            **_facts(value, measure),
            "previous_year_label": previous.year_label if previous else "",
            "previous_value": written(previous.value) if previous else None,
            "trend": str(trend),
            "trend_reason": trend_reason,
            "status": str(status),
            "status_reason": status_reason,
            "published_on": value.published_on,
            "source_file": value.source_file,
            "source_row": value.source_row,
        }


def _facts(value: MeasureValue, measure: Measure | None) -> Mapping[str, object]:
    return {
        "code": value.code,
        "name": measure.name if measure else value.name,
        "area": value.area,
        "year_label": value.year_label,
        "value": written(value.value),
        "value_marker": MISSING if value.value is None else "",
        "unit": value.unit or (measure.unit if measure else ""),
        "target": written(value.target),
        "polarity": str(measure.polarity if measure else Polarity.NEITHER),
    }


def written(value: Decimal | None) -> str | None:
    """A decimal as plain digits, never in powers of ten."""
    return None if value is None else f"{value:f}"
