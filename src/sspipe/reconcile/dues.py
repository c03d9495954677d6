"""What falls due on every post of every approved agreement, on actual cost or on an estimate (R6, R7)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sspipe.errors import NoTermInForce
from sspipe.model.agreements import Agreement
from sspipe.model.dues import DueItem
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.posts import JointPost
from sspipe.model.statement import CostItem
from sspipe.reconcile.cost_workings import CostWorkings
from sspipe.reconcile.due import CauseOfMonth, due_of_causes, due_of_post
from sspipe.reconcile.elements_shared import shared_costs
from sspipe.reconcile.estimates import Estimates
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.shared_causes import CostCauses
from sspipe.reconcile.shares import Split, split_of


@dataclass(frozen=True, slots=True)
class SharedPost:
    """A post that is shared by an agreement which all its councils have approved."""

    agreement: Agreement
    post: JointPost
    post_split: Split
    approved_on: date


def shared_posts(facts: Facts) -> Iterator[SharedPost]:
    """Every post that is shared as known on the knowledge date; none before both councils have approved."""
    posts = {post.post: post for post in facts.site.posts}
    for agreement in facts.site.agreements:
        approved_on = agreement.approved_on(facts.known_on)
        for post in sorted(agreement.hosts):
            post_split = split_of(agreement, post, facts.known_on)
            if post_split is not None and approved_on is not None:
                yield SharedPost(agreement, posts[post], post_split, approved_on)


@dataclass(frozen=True, slots=True)
class PostCosts:
    """What is expected of one joint post, under whichever reference a council has for it, and what differs from it."""

    post: JointPost
    costs: Sequence[CostItem]
    causes: Sequence[CauseOfMonth]


class CostsOfPosts:
    """Costs and causes, indexed once so that each post finds its own."""

    def __init__(self, raw_costs: Iterable[CostItem], causes: CostCauses) -> None:
        """`raw_costs` name posts by their council's own reference."""
        self._costs: dict[tuple[str, str], list[CostItem]] = defaultdict(list)
        self._causes: dict[str, list[CauseOfMonth]] = defaultdict(list)
        for item in raw_costs:
            self._costs[item.council, item.post].append(item)
        for (post, council, month), found in sorted(causes.items(), key=lambda each: each[0]):
            self._causes[post] += [CauseOfMonth(council, month, cause) for cause in found]

    def of(self, post: JointPost) -> PostCosts:
        """What one post cost."""
        costs = [item for place in sorted(post.refs.items()) for item in self._costs.get(place, ())]
        return PostCosts(post, costs, self._causes.get(post.post, ()))


def work_out_dues(costs: CostWorkings, causes: CostCauses) -> tuple[tuple[DueItem, ...], tuple[Finding, ...]]:
    """Every part of due, and what could not be worked out."""
    facts, of_posts = costs.facts, CostsOfPosts(costs.raw_costs, causes)
    items: list[DueItem] = []
    findings: list[Finding] = []
    for shared in shared_posts(facts):
        ours = of_posts.of(shared.post)
        try:
            items.extend(due_of_one_post(facts, costs.payrolls, ours, shared.post_split, shared.approved_on))
        except NoTermInForce as fault:
            findings.append(not_worked_out(shared.agreement.agreement, fault, Severity.CRITICAL))
    return tuple(items), tuple(findings)


def due_of_one_post(
    facts: Facts, payrolls: Mapping[str, Payroll], of: PostCosts, post_split: Split, approved_on: date
) -> list[DueItem]:
    """Every part of one post's due under one split.

    Raises:
        NoTermInForce: when the terms lack what they bill by.
    """
    host, post = post_split.host_on(facts.period.last_day), of.post
    estimates = Estimates(post_split, payrolls[host], post.refs[host], facts.period.month, facts.known_on, approved_on)
    shared = shared_costs(post_split, payrolls, post, of.costs, facts.period.month)
    actual = list(due_of_post(post_split, payrolls, list(shared), approved_on))
    actual += due_of_causes(post_split, payrolls, post, of.causes, approved_on)
    return list(estimates.due(actual))


def not_worked_out(name: str, fault: NoTermInForce, severity: Severity) -> Finding:
    """What to tell of an agreement, or a version of it, that lacks a term."""
    return Finding(
        severity=severity,
        rule="no_term_in_force",
        where=Where(feed="agreements", file_name=f"{name}: {fault.where}"),
        found=fault.found,
        expected=fault.expected,
        action=fault.action,
    )
