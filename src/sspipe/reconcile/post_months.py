"""One post, council and month as the causes read it: what should stand, what stands, and the months beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from sspipe.errors import NoTermInForce
from sspipe.model.councils import AccountUse, Component, Council
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.model.statement import CostItem, Evidence
from sspipe.reconcile.actual import PAY_USES, Placed
from sspipe.reconcile.attribution import Belongs
from sspipe.reconcile.cost_workings import CostWorkings
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.hypotheses import Hypothesis, Key, Part, Parts, key_of, less
from sspipe.reconcile.misplaced import CostSpot
from sspipe.reconcile.recosting import Recosting
from sspipe.reconcile.shown_lines import ShownLine, in_order

BESIDE_PAY = (AccountUse.NON_PAY, AccountUse.AGENCY)
Named = tuple[Period, Hypothesis]
OfPlace = dict[tuple[str, Period, Key], list[str]]


class PostMonths:
    """Every post and month that costs are expected or shown of."""

    def __init__(self, workings: CostWorkings) -> None:
        """Gather costs and lines by post, council and month, once."""
        self.workings = workings
        self._costs: dict[CostSpot, list[CostItem]] = defaultdict(list)
        self._shown: dict[CostSpot, list[ShownLine]] = defaultdict(list)
        self._unplaced: dict[tuple[str, str, Period], list[Placed]] = defaultdict(list)
        self._known: dict[CostSpot, PostMonth] = {}
        self.named: dict[tuple[str, str], list[Named]] = defaultdict(list)
        for cost in workings.costs:
            self._costs[cost.post, cost.council, cost.paid].append(cost)
        for lines in workings.placed.values():
            for item in lines:
                self._place(item)

    @property
    def spots(self) -> set[CostSpot]:
        """Where something is expected or shown."""
        return {*self._costs, *self._shown}

    def at(self, spot: CostSpot) -> "PostMonth":
        """A post's month; of a month that is not closed yet as it is expected now."""
        if spot not in self._known:
            self._known[spot] = self._made(spot)
        return self._known[spot]

    def posts(self, left_out: Collection[tuple[str, str]]) -> Iterator[list["PostMonth"]]:
        """Each post's months in one council, in order; what was worked out for one is let go before the next."""
        spots = sorted(spot for spot in self.spots if spot[:2] not in left_out)
        for _, months in groupby(spots, key=lambda spot: spot[:2]):
            yield [self.at(spot) for spot in months]
            self._known.clear()

    def lines_elsewhere(self, council: str, people: Iterable[str], month: Period) -> Iterator[Placed]:
        """Pay that names a person and no post in a cost centre of no joint post."""
        for person in sorted(people):
            yield from self._unplaced.get((council, person, month), ())

    @cached_property
    def naming(self) -> Mapping[tuple[str, str, Period], set[str]]:
        """The posts whose lines of a month name somebody, by council, person and month."""
        found: dict[tuple[str, str, Period], set[str]] = defaultdict(set)
        for (post, council, month), lines in self._shown.items():
            for shown in lines:
                found[council, shown.line.occupant_ref, month].add(post)
        return found

    @cached_property
    def places(self) -> OfPlace:
        """Posts by council, month and what they differ by."""
        found: OfPlace = defaultdict(list)
        for post, council, month in sorted(self.spots):
            differs = key_of(self._made((post, council, month)).difference)
            if differs:
                found[council, month, differs].append(post)
        return found

    @cached_property
    def post_of(self) -> Mapping[tuple[str, str], str]:
        """The joint post by a council and its reference of it."""
        return {(council, ref): post for post, by in self.refs.items() for council, ref in by.items()}

    @cached_property
    def refs(self) -> Mapping[str, Mapping[str, str]]:
        """Each council's reference of each post."""
        return {post.post: post.refs for post in self.workings.facts.site.posts}

    def _made(self, spot: CostSpot) -> "PostMonth":
        return PostMonth(self, spot, self._costs.get(spot, ()), self._shown.get(spot, ()))

    def _place(self, item: Placed) -> None:
        council, month = item.line.council, item.month
        part, is_pay = PAY_USES.get(item.use), item.use in PAY_USES
        if item.attribution.belongs is Belongs.TO_POSTS and (is_pay or item.use in BESIDE_PAY):
            for post, pence in item.attribution.by_post.items():
                self._shown[post, council, month].append(ShownLine(part, pence, item))
        elif item.attribution.belongs is Belongs.TO_NO_JOINT_POST and is_pay and not item.line.post_ref:
            self._unplaced[council, item.line.occupant_ref, month].append(item)


class PostMonth:
    """One post's month in one council's ledger."""

    def __init__(
        self, months: PostMonths, spot: CostSpot, costs: Sequence[CostItem], shown: Sequence[ShownLine]
    ) -> None:
        """Take what is expected and shown of the month."""
        self.post, self._code, self.month = spot
        self._months = months
        self._costs = costs
        self.shown = tuple(sorted(shown, key=in_order))

    @property
    def spot(self) -> CostSpot:
        """Which post, council and month it is."""
        return (self.post, self._code, self.month)

    @property
    def facts(self) -> Facts:
        """Everything that the period's close reads."""
        return self._months.workings.facts

    @property
    def site(self) -> Site:
        """The site."""
        return self.facts.site

    @property
    def council(self) -> Council:
        """The council whose ledger it is."""
        return self.site.councils[self._code]

    @property
    def post_ref(self) -> str:
        """The post as this council's systems name it."""
        return self._months.refs[self.post][self._code]

    @cached_property
    def recosting(self) -> Recosting:
        """The month worked out again."""
        return Recosting(self._months.workings.payrolls[self._code], self.post_ref, self.month)

    @cached_property
    def expected(self) -> Parts:
        """What the ledger should hold, by component."""
        total: dict[Part, int] = dict.fromkeys(Component, 0)
        for cost in self._costs:
            total[cost.component] += cost.amount_pence
        return total

    @cached_property
    def foreseen(self) -> Parts:
        """What is expected of the month, also where it is not yet closed; nothing where a rate is not on file."""
        if self.month <= self.facts.period.month:
            return self.expected
        try:
            return self.recosting.expected
        except NoTermInForce:
            return {}

    @cached_property
    def difference(self) -> Parts:
        """The ledger less what is expected, by component; None is cost beside pay."""
        total: dict[Part, int] = dict(self.shown_parts)
        return less(total, self.expected)

    @cached_property
    def shown_parts(self) -> Parts:
        """What the ledger holds, by component."""
        total: dict[Part, int] = defaultdict(int)
        for shown in self.shown:
            total[shown.part] += shown.amount_pence
        return total

    @cached_property
    def most_taken(self) -> Parts:
        """How much there is to take off by component: what should stand and its minus lines; of elements all gross."""
        total: dict[Part, int] = defaultdict(int)
        for cost in self._costs:
            total[cost.component] += max(cost.amount_pence, 0)
        for shown in self.shown:
            total[shown.part] += max(-shown.amount_pence, 0)
        total[Component.ELEMENTS] += total[Component.BASIC]
        return total

    @cached_property
    def holders(self) -> tuple[str, ...]:
        """Everybody who is paid of the month, told by no reference; where they are several, each of them too."""
        people = tuple(self.recosting.by_person)
        return ("", *people) if len(people) > 1 else ("",)

    @property
    def next_is_in(self) -> bool:
        """Whether the period after it is closed or being closed, so that its ledger has come."""
        return self.facts.period.month > self.month

    @property
    def earlier(self) -> list[Named]:
        """The causes that earlier months of the post were given for certain, with their month."""
        return [named for named in self._months.named[self.post, self._code] if named[0] < self.month]

    def remember(self, found: Iterable[Hypothesis]) -> None:
        """Keep the causes that the month was given for certain, so that a later one may take them back."""
        self._months.named[self.post, self._code] += [(self.month, each) for each in found]

    @property
    def before(self) -> "PostMonth":
        """The month before."""
        return self._months.at((self.post, self._code, self.month.month_after(-1)))

    @property
    def after(self) -> "PostMonth":
        """The month after."""
        return self._months.at((self.post, self._code, self.month.month_after()))

    @property
    def rows(self) -> tuple[Evidence, ...]:
        """The rows of every line that it shows."""
        return tuple(shown.evidence for shown in self.shown)

    @property
    def lines_elsewhere(self) -> tuple[Placed, ...]:
        """Pay of the month that names a holder of the post, and no post, in a cost centre of no joint post."""
        people = {row.occupant_ref for row in self.recosting.held}
        return tuple(self._months.lines_elsewhere(self._code, people, self.month))

    def posts_held_by(self, occupant_ref: str) -> tuple["PostMonth", ...]:
        """Other joint posts of the council that somebody holds in the month by the record, or is to be paid of then."""
        refs = self.recosting.posts_of(occupant_ref)
        posts = {self._months.post_of.get((self._code, ref), self.post) for ref in refs}
        return tuple(self._months.at((post, self._code, self.month)) for post in sorted(posts - {self.post}))

    def others_that_show(self, occupant_ref: str) -> tuple["PostMonth", ...]:
        """Other posts of the council whose lines of the month name somebody."""
        posts = self._months.naming.get((self._code, occupant_ref, self.month), set())
        return tuple(self._months.at((post, self._code, self.month)) for post in sorted(posts - {self.post}))

    def posts_that_differ_by(self, parts: Parts) -> tuple["PostMonth", ...]:
        """Other posts of the council whose month differs by exactly these parts."""
        posts = self._months.places.get((self._code, self.month, key_of(parts)), ())
        return tuple(self._months.at((post, self._code, self.month)) for post in posts if post != self.post)
