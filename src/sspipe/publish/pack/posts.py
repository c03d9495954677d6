"""The sheet of posts: what each should cost, component by component, by the month paid and the month earned."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sspipe.model.councils import Component
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import AcrossSum, Cell, CellRow, Sheet, Total, pounds, text
from sspipe.publish.plain import Row

NAME = "Posts"
WORKING = "Working"
DUE_PARTS = "Due in parts"
_HEADINGS = {
    Component.BASIC: "Basic pay, £",
    Component.ELEMENTS: "Other pay elements, £",
    Component.NI: "Employer National Insurance, £",
    Component.PENSION: "Employer pension, £",
    Component.LEVY: "Apprenticeship levy, £",
}
REASONS = {
    "current": "current pay",
    "correction": "correction: HR recorded it after that month's payroll was closed",
    "arrears": "arrears of an award",
    "": "all together",
}
OF_CAUSE = "a difference in the ledger that is shared"
COMPONENTS = tuple(str(component) for component in _HEADINGS)
_COLUMNS = (
    text("post", "Post", 34),
    text("council", "Council that employs", 28),
    text("paid", "Month paid", 13),
    text("earned", "Month earned", 13),
    text("holder", "Holder", 13),
    text("tranche", "Why it is paid then", 26),
    *(pounds(str(component), heading, "none") for component, heading in _HEADINGS.items()),
    pounds("total", "Expected cost, £"),
)
_KEYS = ("post", "council", "paid", "earned", "holder", "tranche")


def posts_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each post, month paid and earned; own posts by holder and reason, the other council's in one."""
    shown = list(_wide(rows.get("out_post_costs", ()), edition))
    return Sheet(
        name=NAME,
        title=f"Expected cost of posts, {edition.period.label}",
        says=(
            "What the payroll of the month should cost by HR's records and the pay rates; a minus is pay recovered."
            " Of a post that another council employs all holders are added together, and only shared months are shown."
            f" The sheet {WORKING} shows how the cost of {edition.reader}'s own posts comes about. Where both"
            f" councils bear a difference between the ledger and this cost, the partner's share of it stands on the"
            f" sheet {DUE_PARTS}."
        ),
        columns=_COLUMNS,
        rows=shown,
        totals=tuple(_totals(shown, edition)),
        empty="No cost is expected.",
    )


def _totals(shown: Sequence[CellRow], edition: Edition) -> Iterator[Total]:
    """All that is shown, and of it what the reader employs: that is what its working adds up to."""
    summed = (*COMPONENTS, "total")
    if shown:
        yield Total(label="Total", columns=summed)
    if any(row["council"] == edition.reader for row in shown):
        own = (("council", edition.reader),)
        yield Total(label=f"Total of posts that {edition.reader} employs", columns=summed, where=own)


def _wide(rows: Iterable[Row], edition: Edition) -> Iterator[CellRow]:
    found: dict[tuple[str, ...], dict[str, Cell]] = defaultdict(dict)
    for row in rows:
        found[tuple(words(row, key) for key in _KEYS)][words(row, "component")] = pence(row, "amount_pence")
    for key, amounts in sorted(found.items()):
        named = dict(zip(_KEYS, key, strict=True))
        total_pence = sum(amount for amount in amounts.values() if isinstance(amount, int))
        yield {
            **amounts,
            "post": edition.names.post(named["post"]),
            "council": edition.names.council(named["council"]),
            "paid": month_label({**named}, "paid"),
            "earned": month_label({**named}, "earned"),
            "holder": named["holder"],
            "tranche": REASONS.get(named["tranche"], named["tranche"]),
            "total": AcrossSum(total_pence, COMPONENTS),
        }
