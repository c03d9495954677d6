"""The sheet of terms: who bears what of which post from which day, and when it is billed and booked."""

from sspipe.model.agreed_terms import TermKind
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import CellRow, Sheet, day, flag, text
from sspipe.publish.plain import Row, per_cent

NAME = "Terms"
_TERMS = {
    TermKind.SHARE: "Share of the cost",
    TermKind.DAYS_SHARED: "Days that are shared",
    TermKind.APPROVAL: "Approval",
    TermKind.BILLING: "When it is billed",
    TermKind.TIME_TO_BILL: "Time to bill",
    TermKind.TIME_TO_BOOK: "Time to book",
    TermKind.OVERHEAD: "Overhead on the part",
    TermKind.LEVY: "Apprenticeship levy",
    TermKind.PENSION: "Employer pension",
}
_COLUMNS = (
    text("agreement", "Agreement", 26),
    text("term", "Term", 22),
    text("post", "Post (empty: every post)", 40),
    text("council", "Council that bears it", 32),
    text("value", "What is agreed", 40),
    day("starts", "From", "when the agreement begins"),
    text("version", "Version of the agreement", 16),
    flag("is_illustrative", "Made up for the demonstration"),
    text("source", "Where it is written", 70),
)


def terms_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row a term; of a post's share one for each council and day from which it holds."""
    return Sheet(
        name=NAME,
        title=f"Terms behind what is due, {edition.period.label}",
        says="The agreed terms from which the amounts due are worked out. A share that changes has a further row, with"
        " the date from which the new share applies.",
        columns=_COLUMNS,
        rows=[_named(row, edition) for row in rows.get("out_terms", ())],
        empty="No agreement is agreed on; nothing is due.",
    )


def _named(row: Row, edition: Edition) -> CellRow:
    names, term = edition.names, TermKind(words(row, "term"))
    return {
        **row,  # type: ignore[dict-item] # published values are cells
        "agreement": names.agreement(words(row, "agreement")),
        "term": _TERMS[term],
        "post": names.post(words(row, "post")) if row["post"] else "",
        "council": names.council(words(row, "council")) if row["council"] else "",
        "value": per_cent(words(row, "value")) if term is TermKind.SHARE else words(row, "value"),
    }
