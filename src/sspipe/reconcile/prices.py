"""Every live version of every agreement, priced side by side from the same facts (R6)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sspipe.errors import NoTermInForce
from sspipe.model.agreements import Agreement, Status, Version
from sspipe.model.dues import DueItem
from sspipe.model.findings import Finding, Severity
from sspipe.model.periods import Period
from sspipe.model.prices import PriceRow
from sspipe.reconcile.cost_workings import CostWorkings
from sspipe.reconcile.dues import CostsOfPosts, due_of_one_post, not_worked_out
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.shared_causes import CostCauses
from sspipe.reconcile.shares import Split


def work_out_prices(costs: CostWorkings, causes: CostCauses) -> tuple[tuple[PriceRow, ...], tuple[Finding, ...]]:
    """Every service month of the financial year under each version on file; and the versions without a term they need.

    Each version is priced by its own shares and terms, agreed, proposed or disputed.
    """
    facts, of_posts = costs.facts, CostsOfPosts(costs.raw_costs, causes)
    posts = {post.post: post for post in facts.site.posts}
    rows: list[PriceRow] = []
    findings: list[Finding] = []
    for agreement, version, post in _live(facts):
        ours = of_posts.of(posts[post])
        alone = Split(agreement, (version,), post, agreement.shared_from)
        try:
            due = due_of_one_post(facts, costs.payrolls, ours, alone, agreement.shared_from)
            rows.extend(_by_service(version, [item for item in due if _is_told(facts, alone, item)]))
        except NoTermInForce as fault:
            if version.status is not Status.AGREED:  # the same fault is a critical finding where it is settled
                where = f"{agreement.agreement} version {version.version}"
                findings.append(not_worked_out(where, fault, Severity.WARN))
    return tuple(rows), tuple(findings)


def _live(facts: Facts) -> Iterator[tuple[Agreement, Version, str]]:
    for agreement in facts.site.agreements:
        for version in agreement.versions:
            if version.known_from <= facts.known_on:
                yield from ((agreement, version, post) for post in sorted(version.shares))


def _is_told(facts: Facts, alone: Split, item: DueItem) -> bool:
    """A service month of this year with a shared day under the version, as far as the period has paid it."""
    begun = max(alone.due_from, alone.versions[0].shares_from) <= item.service.last_day
    return begun and item.service.year == facts.period.year and item.paid <= facts.period


def _by_service(version: Version, due: Sequence[DueItem]) -> Iterator[PriceRow]:
    months: dict[tuple[Period, str, str], list[DueItem]] = defaultdict(list)
    for item in due:
        months[item.service, item.host, item.partner].append(item)
    for (service, host, partner), items in sorted(months.items()):
        yield PriceRow(
            agreement=items[0].agreement,
            version=version.version,
            status=version.status,
            post=items[0].post,
            host=host,
            partner=partner,
            service=service,
            shared_pence=sum(item.shared_pence for item in items),
            part_pence=sum(item.part_pence for item in items),
            due_pence=sum(item.due_pence for item in items),
        )
