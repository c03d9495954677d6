"""What a council's HR had recorded by any day, rebuilt from the snapshots that were taken.

Rule R3: a month is paid as HR knew it at the payroll cut-off. `recorded_on` tells when a row took its present form;
what stood before that is found only in an earlier snapshot.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sspipe.model.posts import HrSnapshot, Occupancy

Rows = tuple[Occupancy, ...]


class HrKnowledge:
    """Every snapshot of every council, asked what was known on a day."""

    def __init__(self, snapshots: Iterable[HrSnapshot]) -> None:
        """Order the snapshots by council and extract date."""
        by_council: dict[str, list[HrSnapshot]] = defaultdict(list)
        for snapshot in sorted(snapshots, key=lambda snapshot: snapshot.extracted_on):
            by_council[snapshot.council].append(snapshot)
        self._snapshots = dict(by_council)
        self._known: dict[tuple[str, date], Rows] = {}

    def at(self, council: str, day: date) -> Rows:
        """The rows of a council as recorded up to and including a day; nothing when it has sent no snapshot."""
        key = (council, day)
        if key not in self._known:
            self._known[key] = _known_at(self._snapshots.get(council, []), day)
        return self._known[key]


def _known_at(snapshots: Sequence[HrSnapshot], day: date) -> Rows:
    later = next((snapshot.rows for snapshot in snapshots if snapshot.extracted_on >= day), None)
    earlier = [snapshot.rows for snapshot in snapshots if snapshot.extracted_on < day]
    before = earlier[-1] if earlier else ()
    if later is None:
        return before
    posts = sorted({row.post_ref for row in (*before, *later)})
    known = (row for post in posts for row in _post_at(_of_post(before, post), _of_post(later, post), day))
    return tuple(known)


def _of_post(rows: Rows, post_ref: str) -> Rows:
    return tuple(row for row in rows if row.post_ref == post_ref)


def _post_at(before: Rows, later: Rows, day: date) -> Rows:
    """One post on a day between two snapshots: a row recorded after it gives way to what stood before."""
    standing = tuple(row for row in later if row.recorded_on <= day)
    if len(standing) == len(later):
        return standing
    replaced = {(row.occupant_ref, row.valid_from) for row in standing}
    return standing + tuple(row for row in before if (row.occupant_ref, row.valid_from) not in replaced)
