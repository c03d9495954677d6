"""What the pipeline measures of itself, named and worded as a feed's measures are (R16)."""

from collections.abc import Iterable
from datetime import date

from sspipe.model.measures import Measure, MeasureValue, OwnMeasure, OwnValue, Polarity

SOURCE = "worked out by each release from its own figures"


def _measure(own: OwnMeasure, name: str, unit: str, polarity: Polarity) -> Measure:
    """A measure without a tolerance, so without a status."""
    return Measure(
        code=str(own),
        name=name,
        unit=unit,
        polarity=polarity,
        tolerance=None,
        may_exceed_100=True,
        breaks_before=(),
        source=SOURCE,
    )


OWN_MEASURES = (
    _measure(
        OwnMeasure.VACANT_FTE_DAYS,
        "Joint posts: established FTE times days without occupant, of the host's posts",
        "fte_days",
        Polarity.LOW,
    ),
    _measure(
        OwnMeasure.RECHARGES_AGREED,
        "Recharges agreed: what both ledgers have alike of the year's billable service months",
        "percent",
        Polarity.HIGH,
    ),
    _measure(
        OwnMeasure.VALUE_UNEXPLAINED,
        "Value of open differences that nothing explains, whichever way they differ",
        "pounds",
        Polarity.LOW,
    ),
    _measure(OwnMeasure.DAYS_TO_CLOSE, "Calendar days from the period's end to its close", "days", Polarity.LOW),
)
_BY_CODE = {measure.code: measure for measure in OWN_MEASURES}


def as_values(own: Iterable[OwnValue], known_on: date) -> list[MeasureValue]:
    """The pipeline's values in the form of a feed's, as of the knowledge date; no file holds them, no target is set."""
    return [_as_value(each, _BY_CODE[each.measure], known_on) for each in own]


def _as_value(own: OwnValue, measure: Measure, known_on: date) -> MeasureValue:
    return MeasureValue(
        code=measure.code,
        name=measure.name,
        area=own.area,
        year_label=own.year_label,
        value=own.value,
        unit=measure.unit,
        target=None,
        published_on=known_on,
        source_file="",
        source_row=0,
    )
