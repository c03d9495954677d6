"""What people decided, on the first page: each disputed difference, and what is accepted in one sum."""

from collections.abc import Iterator

from sspipe.model.statement import Pair
from sspipe.publish.pack import decided
from sspipe.publish.pack.breaks import place_of
from sspipe.publish.pack.decision_words import decided_of, is_live_dispute, is_live_waiver
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.part_breaks import TOO_LITTLE, TOO_MUCH, sentences_of
from sspipe.publish.pack.parts import Part, counted
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import CellRow, SheetSum
from sspipe.publish.plain import Row

FEWEST_TO_ALARM = 3


def disputed_and_accepted(rows: Rows, edition: Edition) -> Part:
    """Disputes one by one; acceptances together, with a word where they always cost the same council."""
    disputes = [row for row in rows.get("out_decisions", ()) if is_live_dispute(row)]
    waivers = [row for row in rows.get("out_decisions", ()) if is_live_waiver(row)]
    breaks = {words(row, "break_id"): row for row in rows.get("out_breaks", ())}
    said = (
        f"{counted(len(disputes), 'difference is', 'differences are')} disputed and open;"
        f" {counted(len(waivers), 'is', 'are')} accepted and no longer open."
    )
    lines = [*_disputed(disputes, breaks, rows, edition), *_accepted(waivers, breaks, edition)]
    return Part(
        name="Disputed and accepted",
        says=said if lines else "Nothing is disputed or accepted.",
        lines=lines,
        is_summed=False,
    )


def _disputed(disputes: list[Row], breaks: dict[str, Row], rows: Rows, edition: Edition) -> Iterator[CellRow]:
    for break_id in sorted({words(row, "break_id") for row in disputes}):
        row = breaks[break_id]
        yield {
            "says": f"{_sentence(decided_of(row, edition))} {sentences_of(row, rows)}",
            "amount_pence": abs(pence(row, "amount_pence")),
            "way": TOO_MUCH if pence(row, "amount_pence") > 0 else TOO_LITTLE,
            "post": place_of(row, edition),
            "month": month_label(row, "month"),
            "reference": f"break {break_id}",
            "council": edition.names.council(words(row, "decided_by")),
        }


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _accepted(waivers: list[Row], breaks: dict[str, Row], edition: Edition) -> Iterator[CellRow]:
    if not waivers:
        return
    whose = cost_of_one(waivers, breaks)
    alarm = f" All of those between the councils cost {edition.names.council(whose)}." if whose else ""
    for way, called in ((1, TOO_MUCH), (-1, TOO_LITTLE)):
        amounts = [way * pence(row, "amount_pence") for row in waivers]
        found = [amount for amount in amounts if amount > 0]
        if found:
            counted_up = counted(len(found), "difference", "differences")
            where = (("now", decided.ACCEPTED),)
            yield {
                "says": f"{counted_up} accepted, {called}; see the sheet {decided.NAME}.{alarm}",
                "amount_pence": SheetSum(sum(found), decided.NAME, "amount_pence", where, way),
                "way": called,
            }


def cost_of_one(waivers: list[Row], breaks: dict[str, Row]) -> str:
    """The council that loses by every accepted difference between the councils, where there are several; else empty."""
    between = [row for row in waivers if breaks[words(row, "break_id")]["counterparty"]]
    losers = {_loser(breaks[words(row, "break_id")], pence(row, "amount_pence")) for row in between}
    return losers.pop() if len(between) >= FEWEST_TO_ALARM and len(losers) == 1 else ""


def _loser(row: Row, amount_pence: int) -> str:
    """Billed or booked too much costs the partner; too little costs the host."""
    host, partner = words(row, "council"), words(row, "counterparty")
    if row["pair"] == Pair.BOOKED_BILLED:
        host, partner = partner, host
    return partner if amount_pence > 0 else host
