"""Which measures have new data since a day: a third-quarter report shows only those (R16)."""

from collections.abc import Iterable
from datetime import date

from sspipe.model.measures import MeasureValue

Place = tuple[str, str, str]


def last_published(values: Iterable[MeasureValue]) -> dict[Place, MeasureValue]:
    """One value per measure, area and year: the one published last."""
    latest: dict[Place, MeasureValue] = {}
    for value in sorted(values, key=lambda each: (each.published_on, each.source_file, each.source_row)):
        latest[value.code, value.area, value.year_label] = value
    return latest


def measures_with_new_data(values: Iterable[MeasureValue], since: date) -> frozenset[str]:
    """Codes of measures of which any area has a value published after a day that was not known by it.

    A value that is published again unchanged is not new, and one that is missing is no data.
    """
    every = list(values)
    before = last_published(value for value in every if value.published_on <= since)
    return frozenset(
        value.code
        for place, value in last_published(every).items()
        if value.value is not None and (place not in before or before[place].value != value.value)
    )
