"""What a post would cost without the elements that its agreement does not share.

Rules R6 and R7. Recurring allowances and acting-up are shared as basic pay is; honoraria, overtime, one-off payments
and sacrifices follow the term `one_off_pay`, reductions and recovered statutory pay the term `absence`, lump sums to
the pension fund `lump_sums`, final pay and exit costs `exit_costs`. An element that is not shared leaves with
its own on-costs: the shared amount is R3 worked out anew as if it had not been recorded on the post. A reduction that
is not shared so leaves the partner's part as it is at whole pay. Elements on the person's other posts stay in their
gross. Only the people who have ever been recorded on the post are worked out anew.
"""

from collections.abc import Iterator, Mapping, Sequence

from sspipe.model.agreements import Sharing, Terms
from sspipe.model.pay_elements import PayElement, SharedAs
from sspipe.model.periods import Period
from sspipe.model.posts import JointPost
from sspipe.model.statement import CostItem
from sspipe.reconcile.expected import expect_costs
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.recosting import Narrowed
from sspipe.reconcile.shares import Split


def shared_costs(
    post_split: Split, payrolls: Mapping[str, Payroll], post: JointPost, costs: Sequence[CostItem], through: Period
) -> Iterator[CostItem]:
    """The post's costs, each service month without what the terms in force in it leave out."""
    by_groups: dict[frozenset[SharedAs], list[CostItem]] = {}
    for version in post_split.versions:
        groups = not_shared(version.terms)
        if groups not in by_groups:
            by_groups[groups] = list(_costs_without(groups, payrolls, post, costs, through))
    for groups, items in by_groups.items():
        for item in items:
            if not_shared(post_split.version_on(item.earned.last_day).terms) == groups:
                yield item


def not_shared(terms: Terms) -> frozenset[SharedAs]:
    """The groups of elements that the terms do not share."""
    said = {
        SharedAs.ONE_OFF_PAY: terms.one_off_pay,
        SharedAs.ABSENCE: terms.absence,
        SharedAs.LUMP_SUMS: terms.lump_sums,
        SharedAs.EXIT_COSTS: terms.exit_costs,
    }
    return frozenset(group for group, sharing in said.items() if sharing is Sharing.NOT_SHARED)


def _costs_without(
    groups: frozenset[SharedAs],
    payrolls: Mapping[str, Payroll],
    post: JointPost,
    costs: Sequence[CostItem],
    through: Period,
) -> Iterator[CostItem]:
    for council, post_ref in sorted(post.refs.items()):
        others = _payroll_without(groups, payrolls[council], post_ref)
        items = costs if others is None else expect_costs(others, through)[0]
        yield from (item for item in items if (item.council, item.post) == (council, post_ref))


def _payroll_without(groups: frozenset[SharedAs], payroll: Payroll, post_ref: str) -> Payroll | None:
    """The pay of the post's people as if nothing of these groups had been recorded on it; None where nothing has."""
    council = payroll.council.council

    def is_left_out(element: PayElement) -> bool:
        return element.post_ref == post_ref and element.shared_as in groups

    elements = payroll.element_knowledge.ever_on(council, post_ref)
    if not any(map(is_left_out, elements)):
        return None
    people = {row.occupant_ref for row in payroll.knowledge.ever_on(council, post_ref) if not row.is_vacant}
    people |= {element.occupant_ref for element in elements}
    return payroll.altered(
        Narrowed(payroll.knowledge, people),
        Narrowed(payroll.element_knowledge, people, lambda element: None if is_left_out(element) else element),
    )
