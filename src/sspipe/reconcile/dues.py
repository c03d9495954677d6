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
from sspipe.reconcile.due import due_of_post
from sspipe.reconcile.elements_shared import shared_costs
from sspipe.reconcile.estimates import Estimates
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.pay import Payroll
from sspipe.reconcile.shares import Split, split_of

CostsByRef = Mapping[tuple[str, str], Sequence[CostItem]]


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


def work_out_dues(
    facts: Facts, payrolls: Mapping[str, Payroll], costs: Sequence[CostItem]
) -> tuple[tuple[DueItem, ...], tuple[Finding, ...]]:
    """Every part of due, and what could not be worked out."""
    items: list[DueItem] = []
    findings: list[Finding] = []
    by_ref = costs_by_ref(costs)
    for shared in shared_posts(facts):
        ours = of_post(by_ref, shared.post)
        try:
            items.extend(due_of_one_post(facts, payrolls, shared.post, ours, shared.post_split, shared.approved_on))
        except NoTermInForce as fault:
            findings.append(not_worked_out(shared.agreement.agreement, fault, Severity.CRITICAL))
    return tuple(items), tuple(findings)


def due_of_one_post(  # noqa: PLR0913, PLR0917 - one step of `work_out_dues` and of the prices
    facts: Facts,
    payrolls: Mapping[str, Payroll],
    post: JointPost,
    costs: Sequence[CostItem],
    post_split: Split,
    approved_on: date,
) -> list[DueItem]:
    """Every part of one post's due under one split.

    Raises:
        NoTermInForce: when the terms lack what they bill by.
    """
    host = post_split.host_on(facts.period.last_day)
    estimates = Estimates(post_split, payrolls[host], post.refs[host], facts.period.month, facts.known_on, approved_on)
    shared = shared_costs(post_split, payrolls, post, costs, facts.period.month)
    actual = list(due_of_post(post_split, payrolls, list(shared), approved_on))
    return list(estimates.due(actual))


def costs_by_ref(costs: Iterable[CostItem]) -> CostsByRef:
    """Costs by council and that council's reference of the post, each in the order in which they came."""
    found: dict[tuple[str, str], list[CostItem]] = defaultdict(list)
    for item in costs:
        found[item.council, item.post].append(item)
    return found


def of_post(by_ref: CostsByRef, post: JointPost) -> list[CostItem]:
    """The costs of one joint post, under whichever reference a council has for it, council by council."""
    return [item for ref in sorted(post.refs.items()) for item in by_ref.get(ref, ())]


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
