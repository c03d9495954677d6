"""The sheet of conservation: where every row and pound of the files and joint cost centres went."""

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.outside import feed_said
from sspipe.publish.pack.published import Rows, month_label, words
from sspipe.publish.pack.sheets import CellRow, Sheet, flag, number, pounds, text
from sspipe.publish.plain import Row

NAME = "Conservation"
_FATES = {
    "quarantined": "set aside",
    "excluded": "left out",
    "attributed": "of shared posts",
    "not_joint": "of no shared post",
}
_COLUMNS = (
    text("what", "File or cost centre", 52),
    text("whose", "Published by, or council", 28),
    text("feed", "What the file holds", 26),
    text("period", "Period of a cost centre", 13),
    text("fate", "What became of it", 20),
    text("rule", "By which rule", 28),
    number("rows", "Rows", "not counted"),
    pounds("debit_pence", "Debits, £", "not counted"),
    pounds("credit_pence", "Credits, £ (as a plus)", "not counted"),
    pounds("amount_pence", "Debits less credits, £"),
    flag("is_proved_complete", "A control total proves it complete", "not a file"),
)


def conservation_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each fate of a file's rows and of a cost centre's pounds."""
    return Sheet(
        name=NAME,
        title=f"Every row and pound, {edition.period.label}",
        says=(
            "A check that every row and pound is accounted for. Of a file, the rows read are those"
            " used, those set aside because they could not be"
            " used, and those left out by a rule. Of a cost centre, the total is what belongs to shared posts, what"
            " belongs to none, and what is open as a break."
        ),
        columns=_COLUMNS,
        rows=[_row(row, edition) for row in rows.get("out_conservation", ())],
    )


def _row(row: Row, edition: Edition) -> CellRow:
    kept = {key: row[key] for key in ("rows", "debit_pence", "credit_pence", "amount_pence")}
    return {
        **kept,  # type: ignore[dict-item] # published values are cells
        "what": words(row, "file_name") or words(row, "cost_centre"),
        "whose": edition.names.council(words(row, "publisher") or words(row, "council")),
        "period": month_label(row, "period"),
        "fate": _FATES.get(words(row, "fate"), words(row, "fate")),
        "feed": feed_said(words(row, "feed"), edition),
        "rule": words(row, "rule").replace("_", " ").lower(),
        "is_proved_complete": row["is_proved_complete"],  # type: ignore[dict-item] # as above
    }
