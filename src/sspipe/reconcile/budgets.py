"""What the ledgers budget for each joint post in a year, and the budgets that name no one post (R14)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sspipe.model.councils import AccountUse
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.site import Site
from sspipe.reconcile.facts import Facts

Unplaced = dict[tuple[str, str], list[LedgerLine]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """A budget line of a joint post, and what its account holds."""

    line: LedgerLine
    post: str
    use: AccountUse


def budget_lines(facts: Facts) -> tuple[tuple[BudgetLine, ...], tuple[Finding, ...]]:
    """The year's budget lines in joint cost centres by post; and those of centres of several posts that name none.

    A line that names another post is no joint post's; control accounts and balances brought forward are no budget.
    """
    by_ref, by_centre = facts.site.post_of_ref(), facts.site.post_of_cost_centre()
    found: list[BudgetLine] = []
    unplaced: Unplaced = defaultdict(list)
    for line, use in budgets_in_joint_centres(facts):
        post = by_ref.get((line.council, line.post_ref)) if line.post_ref else by_centre.get(_centre(line))
        if post is not None:
            found.append(BudgetLine(line=line, post=post.post, use=use))
        elif not line.post_ref:
            unplaced[_centre(line)].append(line)
    return tuple(found), tuple(_finding(lines) for _, lines in sorted(unplaced.items()))


def budgets_in_joint_centres(facts: Facts) -> Iterator[tuple[LedgerLine, AccountUse]]:
    """The year's budget lines of joint cost centres, whomever they name, and what the account of each holds."""
    joint = joint_centres(facts.site)
    for line in facts.lines:
        use = facts.site.councils[line.council].use_of(line.account)
        is_budget = line.entry_type is EntryType.BUDGET and line.period.number > 0
        is_ours = line.period.year == facts.period.year and _centre(line) in joint
        if is_budget and is_ours and use is not AccountUse.CONTROL:
            yield line, use


def joint_centres(site: Site) -> frozenset[tuple[str, str]]:
    """Council and cost centre of every joint post."""
    return frozenset(pair for post in site.posts for pair in post.cost_centres.items())


def _centre(line: LedgerLine) -> tuple[str, str]:
    return (line.council, line.cost_centre)


def _finding(lines: list[LedgerLine]) -> Finding:
    line = lines[0]
    return Finding(
        severity=Severity.WARN,
        rule="R14 budget of no one post",
        where=Where(
            council=line.council,
            feed=f"{line.council}/ledger",
            source_file=line.source_file,
            source_row=line.source_row,
        ),
        found=f"{len(lines)} budget lines of cost centre {line.cost_centre}, which holds several joint posts",
        expected="a post reference on each",
        action="Ask finance to budget by post; until then the forecast shows these posts without this budget.",
    )
