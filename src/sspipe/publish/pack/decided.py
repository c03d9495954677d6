"""The sheet of what people decided: every difference that is accepted or disputed now, and what has lapsed."""

from collections.abc import Iterator, Mapping

from sspipe.publish.pack.breaks import causes_by_break, differs_of, place_of
from sspipe.publish.pack.decision_words import KINDS, STANDINGS, is_live_dispute, is_live_waiver, plainly
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import CellRow, Sheet, Total, day, pounds, text
from sspipe.publish.plain import Row

NAME = "Accepted and disputed"
ACCEPTED, DISPUTED, PAST = "accepted, no longer open", "disputed, still open", "not in force"
_COLUMNS = (
    text("now", "Now", 24),
    text("sentence", "What happened", 62),
    pounds("amount_pence", "Amount, £ (plus: more than it should be; minus: less)"),
    text("kind", "Decision", 20),
    text("council", "Council that decided", 28),
    text("role", "Role", 20),
    text("second_role", "Second role", 20),
    day("decided_on", "Decided on"),
    day("last_day", "Holds until", "until the amount moves"),
    text("reason", "Reason", 22),
    text("standing", "Whether the decision holds", 34),
    text("post", "Post or cost centre", 34),
    text("month", "Month", 13),
    text("pair", "What differs", 26),
    text("cause", "Cause", 24),
    text("break_id", "Break", 20),
)


def decided_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row a decision on a break of this release, what is in force first."""
    shown = sorted(_rows(rows, edition), key=lambda row: (row["now"] == PAST, str(row["now"]), str(row["break_id"])))
    return Sheet(
        name=NAME,
        title=f"Accepted and disputed differences, {edition.period.label}",
        says=(
            "Decisions on breaks, with the role, never the name, of who decided. An accepted break is"
            " no longer open, until the day"
            " given or until its amount changes; a disputed one stays open."
        ),
        columns=_COLUMNS,
        rows=shown,
        totals=tuple(
            Total(label=f"Total {said}", columns=("amount_pence",), where=(("now", said),))
            for said in (ACCEPTED, DISPUTED)
            if any(row["now"] == said for row in shown)
        ),
        empty="Nothing is accepted or disputed.",
    )


def _rows(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    breaks = {words(row, "break_id"): row for row in rows.get("out_breaks", ())}
    causes = causes_by_break(rows)
    for row in rows.get("out_decisions", ()):
        break_id = words(row, "break_id")
        told = [words(each, "sentence") for each in causes.get(break_id, ()) if each["code"] == row["cause"]]
        yield _row(row, breaks[break_id], " ".join(told), edition)


def _row(row: Row, stands: Mapping[str, object], sentence: str, edition: Edition) -> CellRow:
    return {
        "now": ACCEPTED if is_live_waiver(row) else DISPUTED if is_live_dispute(row) else PAST,
        "sentence": sentence or "The break holds no such cause now.",
        "amount_pence": pence(row, "amount_pence"),
        "kind": KINDS[words(row, "kind")],
        "council": edition.names.council(words(row, "council")),
        "role": plainly(words(row, "role")),
        "second_role": plainly(words(row, "second_role")),
        "decided_on": row["decided_on"],  # type: ignore[dict-item] # a date
        "last_day": row["last_day"],  # type: ignore[dict-item] # a date or nothing
        "reason": plainly(words(row, "reason")),
        "standing": STANDINGS[words(row, "standing")],
        "post": place_of(dict(stands), edition),
        "month": month_label(dict(stands), "month"),
        "pair": differs_of(dict(stands)),
        "cause": words(row, "cause"),
        "break_id": words(row, "break_id"),
    }
