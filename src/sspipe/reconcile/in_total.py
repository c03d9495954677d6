"""Cost centres that a ledger shows only in total: the posts on them, and the months in which they can be tied out (R5).

Such a centre is tied out only while every post on it is joint: then the whole of its pay is the cost of those posts
together. Another post shows itself in HR's record or by a pay line that names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sspipe.model.councils import AccountUse, Component, Council
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.model.site import Site
from sspipe.reconcile.pay import Payroll

PAY = frozenset(AccountUse(component.value) for component in Component)


@dataclass(frozen=True, slots=True)
class Group:
    """The joint posts on one cost centre that a council's ledger shows only in total."""

    council: str
    cost_centre: str
    posts: tuple[str, ...]


def groups_of(site: Site) -> Iterator[Group]:
    """Every group of a site, in order."""
    for code, council in sorted(site.councils.items()):
        for centre in sorted(council.shown_in_total):
            posts = tuple(sorted(post.post for post in site.posts if post.cost_centres.get(code) == centre))
            yield Group(code, centre, posts)


class InTotal:
    """One council's cost centres that are shown only in total, and who else stands on them."""

    def __init__(self, site: Site, council: Council, payroll: Payroll, lines: Iterable[LedgerLine]) -> None:
        """`lines` are the council's actual lines."""
        self._council = council
        self._payroll = payroll
        self._lines = lines
        self._joint_refs = {ref for code, ref in site.post_of_ref() if code == council.council}

    def holds(self, line: LedgerLine) -> bool:
        """Whether a line is pay in a cost centre that is shown only in total."""
        return line.cost_centre in self._council.shown_in_total and self._council.use_of(line.account) in PAY

    def is_tied_out(self, cost_centre: str, month: Period) -> bool:
        """Whether the posts on such a cost centre are all joint in a month."""
        return (cost_centre, month) not in self._named and not any(
            row.cost_centre == cost_centre and row.post_ref not in self._joint_refs and _is_held(row, month)
            for row in self._payroll.rows(month)
        )

    @cached_property
    def _named(self) -> frozenset[tuple[str, Period]]:
        """Cost centre and month of every pay line that names a post which is not joint."""
        others = (line for line in self._lines if line.post_ref and line.post_ref not in self._joint_refs)
        return frozenset((line.cost_centre, line.period.month) for line in others if self.holds(line))


def _is_held(row: Occupancy, month: Period) -> bool:
    begun = not row.is_vacant and row.valid_from <= month.last_day
    return begun and (row.valid_to is None or row.valid_to >= month.first_day)
