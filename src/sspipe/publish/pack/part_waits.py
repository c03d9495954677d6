"""What waits for whom: what is within the time that an agreement allows, and breaks by who must act."""

from collections.abc import Iterator

from sspipe.publish.pack import breaks, recharges
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.part_bills import bills_to_book, bills_to_come
from sspipe.publish.pack.part_breaks import TOO_LITTLE, TOO_MUCH, open_breaks, sums_each_way
from sspipe.publish.pack.parts import Part
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.sheets import CellRow, SheetSum
from sspipe.publish.plain import Row

TO_BOOK, TO_COME = "unbooked_in_transit_pence", "not_yet_billable_pence"
_DOCUMENTS = {1: "invoices", -1: "credit notes"}
_WAITING = {
    "not_yet_billable_pence": (
        "host",
        "{host} is to send {partner} {documents} from the next billing day on; that day has not come.",
    ),
    "unbilled_in_transit_pence": (
        "host",
        "{host} is to send {partner} {documents} now; the time that the agreement allows for it still runs.",
    ),
    "unbooked_in_transit_pence": (
        "partner",
        "{partner} has still to book {documents} that {host} sent; the time that the agreement allows still runs.",
    ),
}
_WAYS = {
    "not_yet_billable_pence": {1: "to invoice", -1: "to credit"},
    "unbilled_in_transit_pence": {1: "to invoice", -1: "to credit"},
    "unbooked_in_transit_pence": {1: "invoice", -1: "credit note"},
}
_FIGURE = {TOO_MUCH: "where a figure is too high", TOO_LITTLE: "where a figure is too low"}


def what_waits(rows: Rows, edition: Edition) -> Part:
    """One line for each state and pair of councils, the documents to book, and each council and side with breaks."""
    lines = [*_states(rows, edition), *_owners(rows, edition)]
    return Part(
        name="What waits for whom",
        says=(
            "First what is still within the time that the agreements allow, then what is to be put right; beside each"
            " stands the council that must act."
            if lines
            else "Nothing waits: everything due is billed and booked, and no break is open."
        ),
        lines=lines,
        is_summed=False,
    )


def _states(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    table = rows.get("out_recharges", ())
    for key in _WAITING:
        for host, partner in sorted({(words(row, "host"), words(row, "partner")) for row in table}):
            of_pair = [row for row in table if (row["host"], row["partner"]) == (host, partner)]
            if not any(row[key] for row in of_pair):
                continue
            yield from _each_way(of_pair, key, edition)
            if key == TO_BOOK:
                yield from bills_to_book(rows, edition, host, partner)
            elif key == TO_COME:
                yield from bills_to_come(rows, edition, host, partner)


def _each_way(of_pair: list[Row], key: str, edition: Edition) -> Iterator[CellRow]:
    """What waits of invoices and of credit notes, each without a sign."""
    actor, sentence = _WAITING[key]
    named = {side: edition.names.council(words(of_pair[0], side)) for side in ("host", "partner")}
    for way, documents in _DOCUMENTS.items():
        amount_pence = sum(max(way * pence(row, key), 0) for row in of_pair)
        if amount_pence:
            yield {
                "says": sentence.format(**named, documents=documents),
                "amount_pence": SheetSum(amount_pence, recharges.NAME, key, tuple(named.items()), way),
                "way": _WAYS[key][way],
                "council": named[actor],
            }


def _owners(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    found = open_breaks(rows)
    for council, side in sorted({(words(row, "owner_council"), words(row, "owner_side")) for row in found}):
        owned = [row for row in found if (row["owner_council"], row["owner_side"]) == (council, side)]
        owner = edition.names.council(council)
        where = (("state", breaks.OPEN), ("owner", owner), ("owner_side", side))
        for count, way, sums in sums_each_way(owned, rows, where):
            says = f"To put right: {owner} {side}. {count}, {_FIGURE[way]}: see Breaks by pounds."
            yield {**sums, "says": says, "council": owner}
