"""What a site says of each performance measure, from measures.yaml."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from sspipe.model.measures import OWN_PREFIX, Measure, Polarity
from sspipe.terms.faults import Fault
from sspipe.terms.forms import FileForm, Form, Text, Truth
from sspipe.terms.strict_yaml import Document


def _tolerance(found: object) -> Decimal | None:
    if found is None:
        return None
    if not isinstance(found, str) or not found.replace(".", "", 1).isdigit():
        message = "a number in quotes such as '1.5', or null for no status"
        raise ValueError(message)
    return Decimal(found)


Tolerance = Annotated[Decimal | None, PlainValidator(_tolerance), WithJsonSchema({"type": ["string", "null"]})]


class MeasureForm(Form):
    """One measure; `tolerance` is in the measure's own unit, null gives it no status (R16)."""

    code: Text
    name: Text
    unit: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    polarity: Polarity
    tolerance: Tolerance
    may_exceed_100: Truth
    breaks_before: tuple[Text, ...]
    source: Text
    illustrative: tuple[Literal["name", "unit", "polarity", "tolerance"], ...] = ()


class MeasuresFile(FileForm):
    """The file measures.yaml."""

    measures: tuple[MeasureForm, ...]


def measure_faults(document: Document, form: MeasuresFile) -> Iterator[Fault]:
    """Say what the measures have wrong among each other."""
    codes = [measure.code for measure in form.measures]
    for at, measure in enumerate(form.measures):
        if codes.index(measure.code) != at:
            place = document.place("measures", at, "code")
            yield Fault(place, f"the measure '{measure.code}' twice", "each measure once", "Remove one of the two.")
        if measure.code.startswith(OWN_PREFIX):
            place = document.place("measures", at, "code")
            expected = f"another code: {OWN_PREFIX} begins the measures that releases work out themselves"
            yield Fault(place, f"the measure '{measure.code}'", expected, "Correct the code, or remove the entry.")
        if measure.polarity is Polarity.NEITHER and measure.tolerance is not None:
            place = document.place("measures", at, "tolerance")
            found = "a tolerance where neither way is good"
            yield Fault(place, found, "null: without a polarity there is no status", "Write null.")


def measures_of(form: MeasuresFile) -> tuple[Measure, ...]:
    """The measures in the model's words."""
    return tuple(Measure(**measure.model_dump(exclude={"illustrative"})) for measure in form.measures)
