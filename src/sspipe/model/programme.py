"""What the councils' papers say of the programme and the reports repeat: savings, milestones and risks (R13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sspipe.model.councils import Component
from sspipe.model.periods import FinancialYear


class Certainty(StrEnum):
    """How sure a statement is."""

    AGREED = "agreed"
    PROPOSED = "proposed"
    DISPUTED = "disputed"
    PLANNED = "planned"
    STATED = "stated"
    DONE = "done"
    ENDED = "ended"


class Rating(StrEnum):
    """How a council rates a risk, or the risk to a saving."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class SavingScope(StrEnum):
    """Whose saving a figure is: one council's, or that of all councils together."""

    OWNER = "owner"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """How sure an entry is and where it is written; `stated_on` is the paper's date, None where it bears none."""

    status: Certainty
    paper: str
    paper_title: str
    paragraph: str
    stated_on: date | None
    is_illustrative: bool
    note: str

    def is_known(self, known_on: date) -> bool:
        """Whether the paper was out by a day; a paper without a date hides nothing (R18)."""
        return self.stated_on is None or self.stated_on <= known_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """A saving as one council has it, in pence; None where no figure is on record, which is not nil (R13).

    A one-sided saving is its owner's alone. Any other is entered once for each council that gains or bears by it, what
    it bears as a minus, so that a cost moved to the partner comes to nothing over both.
    """

    saving: str
    owner: str
    title: str
    year: FinancialYear
    baseline_pence: int | None
    target_pence: int | None
    delivered_pence: int | None
    forecast_pence: int | None
    rating: Rating | None
    is_one_sided: bool
    stated: Stated


SIDES = 2
"""So many councils gain or bear by a saving that is not one-sided, at the least."""


def over_sides(sides: Sequence[Saving], figure: str) -> int | None:
    """What one saving comes to over the councils, in pence; None while a side or its figure is missing (R13).

    `figure` is baseline, target, delivered or forecast.
    """
    amounts = [getattr(side, f"{figure}_pence") for side in sides]
    is_whole = len(sides) >= SIDES or all(side.is_one_sided for side in sides)
    return sum(amounts) if is_whole and None not in amounts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One milestone, as one council expects it: in its own words, and by which day at the latest."""

    milestone: str
    council: str
    title: str
    expected: str
    expected_by: date
    output: str
    stated: Stated

    def is_late(self, known_on: date) -> bool:
        """Whether its day has passed on the knowledge date; what is done or has ended is never late."""
        return self.stated.status not in {Certainty.DONE, Certainty.ENDED} and self.expected_by < known_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One risk of the programme; `rating` None where the paper gives none."""

    risk: str
    council: str
    title: str
    implication: str
    action: str
    rating: Rating | None
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCorporately:
    """A component of cost that a council bears in the centre from a day on, so that its posts' cost centres lack it."""

    component: Component
    council: str
    starts: date
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The part of a site's programme that reports repeat, and what councils bear in the centre."""

    savings: tuple[Saving, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    risks: tuple[Risk, ...] = ()
    held_corporately: tuple[HeldCorporately, ...] = ()
