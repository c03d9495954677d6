"""The days on which councils first paid an award, from rates/awards.yaml."""

from collections.abc import Collection, Iterator
from datetime import date

from sspipe.model.rates import Award
from sspipe.terms.faults import Fault
from sspipe.terms.forms import Code, Day, FileForm, Form, Text, Truth
from sspipe.terms.pay_points import ScaleName
from sspipe.terms.strict_yaml import Document


class AwardForm(Form):
    """One award as one council paid it."""

    scale: ScaleName
    effective: Day
    council: Code
    implemented_on: Day
    source: Text
    illustrative: Truth = False


class AwardsFile(FileForm):
    """The file rates/awards.yaml."""

    implemented: tuple[AwardForm, ...]


def award_faults(document: Document, form: AwardsFile, councils: Collection[str]) -> Iterator[Fault]:
    """Say which awards name an unknown council, stand twice or were paid before they took effect."""
    seen: set[tuple[str, date, str]] = set()
    for at, award in enumerate(form.implemented):
        if award.council not in councils:
            known = f"a council of the site ({', '.join(sorted(councils))})"
            place = document.place("implemented", at, "council")
            yield Fault(place, f"the unknown council '{award.council}'", known, "Correct the council's code.")
        if award.implemented_on < award.effective:
            place = document.place("implemented", at, "implemented_on")
            yield Fault(place, "a day before the award took effect", "a later day", "Correct one of the days.")
        key = (award.scale, award.effective, award.council)
        if key in seen:
            place = document.place("implemented", at)
            yield Fault(place, "the award of a council twice", "each award and council once", "Remove one of the two.")
        seen.add(key)


def awards_of(form: AwardsFile) -> tuple[Award, ...]:
    """The awards in the model's words."""
    return tuple(Award(**award.model_dump(exclude={"source", "illustrative"})) for award in form.implemented)
