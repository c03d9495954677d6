"""Of all views under which a month may be worked out, the few that differ: HR's record and awards change in few months.

Every close works each month out as known in every later pay month (R3, R4); most of those views say the same.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable

from sspipe.model.periods import Period
from sspipe.reconcile.segments import View

_BEFORE_ALL = Period(1900, 1)


class Views:
    """`known` gives what HR knew in a pay month, `implemented` the pay months in which any award was first paid."""

    def __init__(self, known: Callable[[Period], object], implemented: Iterable[Period]) -> None:
        """Nothing is compared before it is asked for."""
        self._known = known
        self._implemented = sorted(set(implemented))
        self._told_apart: list[tuple[Period, object]] = []
        self._alike: dict[Period, Period] = {}

    def alike(self, view: View) -> View:
        """The one view that stands for all that say the same as this."""
        at = bisect_right(self._implemented, view.paid_at)
        return View(self._known_alike(view.known_at), self._implemented[at - 1] if at else _BEFORE_ALL)

    def _known_alike(self, month: Period) -> Period:
        if month not in self._alike:
            known = self._known(month)
            same = next((first for first, record in self._told_apart if record == known), None)
            if same is None:
                self._told_apart.append((month, known))
            self._alike[month] = same or month
        return self._alike[month]
