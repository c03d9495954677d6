"""One post's pay month worked out again with something changed: other records, elements or rates, or money left out.

Only the people who have ever been recorded on the post are read, so that it takes no longer in a large council than in
a small one. Every figure is a payslip's (R3, R4); there is no second pay formula.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from sspipe.model.councils import Component
from sspipe.model.pay_elements import PayElement
from sspipe.model.periods import Period
from sspipe.model.posts import Occupancy
from sspipe.model.rates import Rates
from sspipe.model.statement import CostItem
from sspipe.reconcile.earnings import Earnings
from sspipe.reconcile.expected import PaySlip, PersonMonth, people
from sspipe.reconcile.held import overlaps
from sspipe.reconcile.hypotheses import Part, less
from sspipe.reconcile.knowledge import Knowledge, Row
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.segments import View

Change = Callable[[Row], Row | None]
Persons = Mapping[str, PersonMonth]
Parts = dict[Part, int]
NO_MONEY = PersonMonth({}, {}, {}, {})


class Narrowed(Knowledge[Row]):
    """What was known of a few people; each row as it is, or changed, or away, and rows besides."""

    def __init__(
        self,
        whole: Knowledge[Row],
        of: Collection[str],
        change: Change[Row] | None = None,
        also: tuple[Row, ...] = (),
    ) -> None:
        """`of` are the people; a change that gives None takes a row away."""
        super().__init__(())
        self._whole = whole
        self._of = frozenset(of)
        self._change = change
        self._also = also

    def at(self, council: str, day: date) -> tuple[Row, ...]:
        """The rows as recorded up to and including a day, with what was changed."""
        key = (council, day)
        if key not in self._known:
            self._known[key] = (*self._changed(self._whole.of_people(council, day, self._of)), *self._also)
        return self._known[key]

    def ever(self, council: str) -> Iterator[Row]:
        """Every row of these people in every snapshot, with what was changed."""
        yield from self._changed(row for row in self._whole.ever(council) if row.occupant_ref in self._of)
        yield from self._also

    def _changed(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            changed = self._change(row) if self._change else row
            if changed is not None:
                yield changed


class Recosting:
    """A post's pay month: what it should cost, and how much more it would be under a change.

    Raises:
        NoTermInForce: each method, where a rate or a pay value is not on file.
    """

    def __init__(self, payroll: Payroll, post_ref: str, month: Period) -> None:
        """Take of the council's payroll who has ever been recorded on the post."""
        self.month = month
        self.post_ref = post_ref
        self._whole = payroll
        self._code = payroll.council.council
        self._people = {row.occupant_ref for row in self.recorded if not row.is_vacant}
        self.base = self._altered()

    @cached_property
    def recorded(self) -> tuple[Occupancy, ...]:
        """Every record of the post in every extract, the earliest recorded first."""
        return tuple(sorted(self._whole.knowledge.ever_on(self._code, self.post_ref), key=_age))

    @cached_property
    def elements_recorded(self) -> tuple[PayElement, ...]:
        """Every pay element of the post in every extract, the earliest recorded first."""
        return tuple(sorted(self._whole.element_knowledge.ever_on(self._code, self.post_ref), key=_age))

    @property
    def cut_off(self) -> date:
        """The last day on which a record still reached the month."""
        return min(self._whole.council.cut_off_of(self.month), self._whole.known_on)

    @cached_property
    def known(self) -> tuple[Occupancy, ...]:
        """The records of the post's holders that reached the month."""
        rows = self.base.rows(self.month)
        return tuple(row for row in rows if row.post_ref == self.post_ref and not row.is_vacant)

    @cached_property
    def held(self) -> tuple[Occupancy, ...]:
        """The records by which somebody holds the post on some day of the month."""
        return tuple(row for row in self.known if overlaps(row, self.month))

    def posts_of(self, occupant_ref: str) -> set[str]:
        """The council's references of what somebody holds in the month, or is to be paid of in it, if only late."""
        whole, one = self._whole, (occupant_ref,)
        rows = whole.knowledge.of_people(self._code, self.cut_off, one)
        alone = whole.altered(Narrowed(whole.knowledge, one), Narrowed(whole.element_knowledge, one))
        paid = people(alone, self.month).get(occupant_ref, NO_MONEY)
        return {row.post_ref for row in rows if overlaps(row, self.month)} | paid.post_refs

    @property
    def recorded_late(self) -> tuple[Occupancy, ...]:
        """The last form of each record of a holder in the month that came after the cut-off."""
        return self.recorded_late_of(self.month)

    def recorded_late_of(self, *months: Period) -> tuple[Occupancy, ...]:
        """The last form of each record of a holder in some of these months that came after the month's cut-off."""
        last = {row.recorded_as: row for row in self.recorded if any(overlaps(row, month) for month in months)}
        return tuple(row for row in last.values() if row.recorded_on > self.cut_off)

    @cached_property
    def persons(self) -> Persons:
        """Everybody's money of the month, on this post and their others."""
        return people(self.base, self.month)

    @cached_property
    def expected(self) -> Parts:
        """What the month should cost, by component."""
        return _sum(self._items(self.base, self.persons))

    @cached_property
    def by_person(self) -> Mapping[str, Parts]:
        """What the month should cost for each person."""
        found = {ref: _sum(self._items(self.base, {ref: person})) for ref, person in sorted(self.persons.items())}
        return {ref: parts for ref, parts in found.items() if any(parts.values())}

    def items_of(self, occupant_ref: str) -> Iterator[CostItem]:
        """The cost items of one person on the post."""
        return self._items(self.base, {occupant_ref: self.persons[occupant_ref]})

    def under_rates(self, rates: Rates, only: str = "") -> Parts:
        """The on-costs of the month at other rates, of everybody or of one person alone."""
        altered = self._altered(rates=rates)
        return self._only(altered, self.persons, only) if only else self._more(altered, self.persons)

    def under_records(self, change: Change[Occupancy] | None = None, also: tuple[Occupancy, ...] = ()) -> Parts:
        """The month's own pay under other records; late money stays as it is."""
        return self._with_current(self._altered(change=change, also=also))

    def under_elements(self, change: Change[PayElement] | None = None, also: tuple[PayElement, ...] = ()) -> Parts:
        """The month's own pay with other pay elements; late money stays as it is."""
        whole = self._whole.element_knowledge
        return self._with_current(
            self.base.altered(elements=Narrowed(whole, self._people, change, also)),
        )

    def never_recorded(self, element: PayElement) -> Parts:
        """The month as if one pay element had never been recorded, with what is late of it."""
        whole = self._whole.element_knowledge
        row = element.untraced
        altered = self.base.altered(
            elements=Narrowed(whole, self._people, lambda held: None if held.untraced == row else held)
        )
        return self._more(altered, people(altered, self.month))

    def under_values(self, rates: Rates, *, is_own_pay: bool, only: str = "") -> Parts:
        """The month at other values of pay points: its own pay alone, or with what is late as these values give it.

        Of everybody, or of one person alone.
        """
        altered = self._altered(rates=rates)
        persons = self._persons_with_current(altered) if is_own_pay else people(altered, self.month)
        return self._only(altered, persons, only) if only else self._more(altered, persons)

    def under_money(self, change: Callable[[str, PersonMonth], PersonMonth]) -> Parts:
        """The month with other money to pay: some of it left out."""
        return self._more(self.base, {ref: change(ref, person) for ref, person in self.persons.items()})

    def _altered(
        self, change: Change[Occupancy] | None = None, also: tuple[Occupancy, ...] = (), rates: Rates | None = None
    ) -> Payroll:
        whole = self._whole
        return whole.altered(
            Narrowed(whole.knowledge, self._people, change, also),
            Narrowed(whole.element_knowledge, self._people),
            rates,
        )

    def _with_current(self, altered: Payroll) -> Parts:
        return self._more(altered, self._persons_with_current(altered))

    def _persons_with_current(self, altered: Payroll) -> Persons:
        current: dict[str, dict[str, Earnings]] = defaultdict(dict)
        for job, earned in altered.earnings(self.month, View(self.month, self.month)).items():
            current[job.occupant_ref][job.post_ref] = earned
        refs = {*self.persons, *current}
        return {ref: replace(self.persons.get(ref, NO_MONEY), current=current.get(ref, {})) for ref in refs}

    def _only(self, altered: Payroll, persons: Persons, only: str) -> Parts:
        own = _sum(self._items(altered, {only: persons.get(only, NO_MONEY)}))
        return {part: pence for part, pence in less(own, self.by_person[only]).items() if pence}

    def _more(self, altered: Payroll, persons: Persons) -> Parts:
        return {
            part: pence for part, pence in less(_sum(self._items(altered, persons)), self.expected).items() if pence
        }

    def _items(self, payroll: Payroll, persons: Persons) -> Iterator[CostItem]:
        for ref, person in sorted(persons.items()):
            if person.post_refs:
                slip = PaySlip(payroll, self.month, ref, person)
                yield from (item for item in slip.items() if item.post == self.post_ref)


def _age(row: Occupancy | PayElement) -> tuple[object, ...]:
    """When a row was recorded and from when it counts: an order that no file's order of rows can change."""
    return (row.recorded_on, row.valid_from, row.occupant_ref, row.source_file, row.source_row)


def _sum(items: Iterable[CostItem]) -> Parts:
    total: Parts = defaultdict(int)
    for item in items:
        total[Component(item.component)] += item.amount_pence
    return dict(total)
