"""A joint post under its one identity, and one occupancy of a post as HR knew it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPost:
    """One post that councils share or mean to: each council's titles, reference and cost centre for it."""

    post: str
    code: str
    titles: Mapping[str, tuple[str, ...]]
    refs: Mapping[str, str]
    cost_centres: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPost:
    """A post that is not joint and that a holder of a joint post may also hold; it counts for NI only."""

    council: str
    post_ref: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """One occupancy of one post over an interval, as known in one extract; `valid_to` is the last day held.

    A vacant interval has no occupant and no FTE; what is established is the post's and stands on both. `recorded_on` is
    the day the row took its present form.
    """

    council: str
    post_ref: str
    occupant_ref: str
    occupant_key_id: str
    fte: Fraction | None
    weeks_per_year: Fraction | None
    pay_scale: str
    pay_point: str
    ni_category: str
    pension_scheme: str
    established_fte: Fraction | None
    cost_centre: str
    valid_from: date
    valid_to: date | None
    recorded_on: date
    source_file: str
    source_row: int

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds the post over the interval."""
        return not self.occupant_ref

    @property
    def recorded_as(self) -> tuple[object, ...]:
        """What a later state of the same record shares with it, within its post."""
        return (self.occupant_ref, self.valid_from)

    @property
    def untraced(self) -> "Occupancy":
        """The row without its place, to be compared with the same row of another file."""
        return replace(self, source_file="", source_row=0)

    def holds_on(self, day: date) -> bool:
        """Whether somebody holds the post that day by this row."""
        return not self.is_vacant and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class HrSnapshot:
    """Every row of one HR extract of one council."""

    council: str
    extracted_on: date
    rows: tuple[Occupancy, ...]
