"""The tie-out sheet: each post's five quantities and three differences, for the month and for the year to date."""

from sspipe.model.settlement import Scope
from sspipe.model.tie_out import TieOutPart
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import CellRow, Sheet, Total, pounds, text
from sspipe.publish.plain import Row

NAME = "Tie-out"
NOT_SHOWN = "not shown"
PARTS = {
    TieOutPart.ALL: "all together",
    TieOutPart.BASIC: "basic pay",
    TieOutPart.ELEMENTS: "other pay elements",
    TieOutPart.NI: "employer National Insurance",
    TieOutPart.PENSION: "employer pension",
    TieOutPart.LEVY: "apprenticeship levy",
    TieOutPart.BESIDE_PAY: "cost beside pay",
}
_COLUMNS = (
    text("over", "Month or year", 24),
    text("post", "Post", 34),
    text("council", "Council that employs", 28),
    text("part", "Part of the cost", 26),
    pounds("earned_pence", "Expected, by month earned, £", NOT_SHOWN),
    pounds("late_pence", "Arrears and corrections of other months, £", NOT_SHOWN),
    pounds("expected_pence", "Expected, by month paid, £", NOT_SHOWN),
    pounds("ledger_pence", "Ledger, £", NOT_SHOWN),
    pounds("ledger_less_expected_pence", "Ledger less expected, £", NOT_SHOWN),
    pounds("due_pence", "Due, £", NOT_SHOWN),
    pounds("billed_pence", "Billed, net of VAT, £", NOT_SHOWN),
    pounds("billed_less_due_pence", "Billed less due, £", NOT_SHOWN),
    pounds("may_wait_to_bill_pence", "Of that: need not be billed yet, £", NOT_SHOWN),
    pounds("booked_pence", "Booked, net of VAT, £", NOT_SHOWN),
    pounds("booked_less_billed_pence", "Booked less billed, £", NOT_SHOWN),
    pounds("may_wait_to_book_pence", "Of that: need not be booked yet, £", NOT_SHOWN),
)


def tie_out_sheet(rows: Rows, edition: Edition) -> Sheet:
    """The period's month, then the year to date: each post with all parts together and each part below."""
    shown = [_named(row, edition) for row in sorted(rows.get("out_tie_out", ()), key=_order)]
    return Sheet(
        name=NAME,
        title=f"Tie-out of posts, as at {edition.period.label}",
        says=(
            "Three comparisons for each post: the ledger with what the pay should cost, what was billed with what is"
            " due, and what was booked with what was billed. A plus is more than it should be, a minus less. What need"
            " not be billed or booked yet is no break. Only the pay of"
            f" {edition.reader}'s own posts is split into parts. For a post that another council employs only a total"
            f" is shown, and none where the agreement does not let {edition.reader} see the costs of every month in it:"
            " the cell then says so."
        ),
        columns=_COLUMNS,
        rows=shown,
        totals=tuple(_total(scope, edition) for scope in Scope if shown),
        empty="No post costs anything.",
        frozen_columns=4,
    )


def _total(scope: Scope, edition: Edition) -> Total:
    """All posts together over a scope, each counted once."""
    over, together = _over(scope, edition), PARTS[TieOutPart.ALL]
    summed = tuple(column.key for column in _COLUMNS if column.key.endswith("_pence"))
    return Total(label=f"Total, {over}", columns=summed, where=(("over", over), ("part", together)))


def _over(scope: Scope, edition: Edition) -> str:
    month = edition.period.month.label
    return month if scope is Scope.PERIOD else f"the year to {month}"


def _order(row: Row) -> tuple[str, str, str, int]:
    part = list(TieOutPart).index(TieOutPart(words(row, "part")))
    return words(row, "scope"), words(row, "post"), words(row, "council"), part


def _named(row: Row, edition: Edition) -> CellRow:
    names = edition.names
    return {
        **row,  # type: ignore[dict-item] # published values are cells
        "over": _over(Scope(words(row, "scope")), edition),
        "post": names.post(words(row, "post")),
        "council": names.council(words(row, "council")),
        "part": PARTS[TieOutPart(words(row, "part"))],
    }
