"""What a council's HR had recorded by any day, rebuilt from the snapshots that were taken.

Rule R3: a month is paid as HR knew it at the payroll cut-off. `recorded_on` tells when a row took its present form;
what stood before that is found only in an earlier snapshot. Occupancies and pay elements are known alike.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Generic, Protocol, TypeVar

from sspipe.model.pay_elements import PayElement
from sspipe.model.posts import Occupancy


class Recorded(Protocol):
    """A row of HR's: whose it is, what a later state of it shares with it, and when it took its form."""

    @property
    def post_ref(self) -> str:
        """The post."""

    @property
    def occupant_ref(self) -> str:
        """The person; empty where nobody holds the post."""

    @property
    def recorded_as(self) -> tuple[object, ...]:
        """What a later state of the same record shares with it, within its post."""

    @property
    def recorded_on(self) -> date:
        """The day the row took its present form."""

    @property
    def untraced(self) -> object:
        """The row without its place in a file."""


Row = TypeVar("Row", bound=Recorded)
Row_co = TypeVar("Row_co", bound=Recorded, covariant=True)
Rows = tuple[Occupancy, ...]


class Snapshot(Protocol[Row_co]):
    """Every row of one extract of one council."""

    @property
    def council(self) -> str:
        """Whose extract it is."""

    @property
    def extracted_on(self) -> date:
        """The day it was taken."""

    @property
    def rows(self) -> tuple[Row_co, ...]:
        """Its rows."""


class Knowledge(Generic[Row]):
    """Every snapshot of every council, asked what was known on a day."""

    def __init__(self, snapshots: Iterable[Snapshot[Row]]) -> None:
        """Order the snapshots by council and extract date."""
        by_council: dict[str, list[Snapshot[Row]]] = defaultdict(list)
        for snapshot in sorted(snapshots, key=lambda snapshot: snapshot.extracted_on):
            by_council[snapshot.council].append(snapshot)
        self._snapshots = dict(by_council)
        self._known: dict[tuple[str, date], tuple[Row, ...]] = {}
        self._of_people: dict[tuple[str, date], dict[str, list[Row]]] = {}
        self._ever: dict[str, dict[str, list[Row]]] = {}

    def at(self, council: str, day: date) -> tuple[Row, ...]:
        """The rows of a council as recorded up to and including a day; nothing when it has sent no snapshot."""
        key = (council, day)
        if key not in self._known:
            self._known[key] = _known_at(self._snapshots.get(council, []), day)
        return self._known[key]

    def of_people(self, council: str, day: date, people: Iterable[str]) -> tuple[Row, ...]:
        """Of the rows known on a day those of some people; each day is sorted by people once."""
        key = (council, day)
        if key not in self._of_people:
            self._of_people[key] = _by(self.at(council, day), lambda row: row.occupant_ref)
        found = self._of_people[key]
        return tuple(row for person in sorted(people) for row in found.get(person, ()))

    def ever_on(self, council: str, post_ref: str) -> tuple[Row, ...]:
        """Every row of a post in every snapshot, the earliest snapshot first."""
        if council not in self._ever:
            self._ever[council] = _by(self.ever(council), lambda row: row.post_ref)
        return tuple(self._ever[council].get(post_ref, ()))

    def ever(self, council: str) -> Iterator[Row]:
        """Every row of every snapshot of a council."""
        return (row for snapshot in self._snapshots.get(council, []) for row in snapshot.rows)


HrKnowledge = Knowledge[Occupancy]
ElementKnowledge = Knowledge[PayElement]


def _known_at(snapshots: Sequence[Snapshot[Row]], day: date) -> tuple[Row, ...]:
    later = next((snapshot.rows for snapshot in snapshots if snapshot.extracted_on >= day), None)
    earlier = [snapshot.rows for snapshot in snapshots if snapshot.extracted_on < day]
    before = earlier[-1] if earlier else ()
    if later is None:
        return before
    was, became = (_by(rows, lambda row: row.post_ref) for rows in (before, later))
    known = (row for post in sorted({*was, *became}) for row in _post_at(was.get(post, ()), became.get(post, ()), day))
    return tuple(known)


def _by(rows: Iterable[Row], name: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[name(row)].append(row)
    return dict(found)


def _post_at(before: Sequence[Row], later: Sequence[Row], day: date) -> tuple[Row, ...]:
    """One post on a day between two snapshots: a row recorded after it gives way to what stood before."""
    standing = tuple(row for row in later if row.recorded_on <= day)
    if len(standing) == len(later):
        return standing
    return standing + tuple(_not_replaced(before, standing))


def _not_replaced(before: Sequence[Row], standing: tuple[Row, ...]) -> Iterator[Row]:
    """The earlier rows of which no present form stands; of several recorded alike, those that stand unchanged go."""
    came = Counter(row.recorded_as for row in standing)
    unchanged = [row.untraced for row in standing]
    for row in sorted(before, key=lambda row: row.untraced not in unchanged):
        if came[row.recorded_as]:
            came[row.recorded_as] -= 1
        else:
            yield row
