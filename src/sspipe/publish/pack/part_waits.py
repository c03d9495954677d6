"""What waits for whom: what is within the time that an agreement allows, and breaks by who must act."""

from collections.abc import Iterator

from sspipe.publish.pack import breaks, recharges
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.part_bills import bills_to_book, bills_to_come
from sspipe.publish.pack.part_breaks import open_breaks
from sspipe.publish.pack.parts import Part
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.sheets import CellRow, SheetSum

TO_BOOK, TO_COME = "unbooked_in_transit_pence", "not_yet_billable_pence"
_WAITING = {
    "not_yet_billable_pence": (
        "host",
        "{host} may bill {partner} from the next billing day: due, not yet billable (what {host} is to invoice).",
    ),
    "unbilled_in_transit_pence": (
        "host",
        "{host} may bill {partner} now and is within the time allowed to bill.",
    ),
    "unbooked_in_transit_pence": (
        "partner",
        "{partner} has still to book what {host} billed, and is within the time allowed to book:",
    ),
}


def what_waits(rows: Rows, edition: Edition) -> Part:
    """One line for each state and pair of councils, the documents to book, and each council and side with breaks."""
    lines = [*_states(rows, edition), *_owners(rows, edition)]
    return Part(
        name="What waits for whom",
        says=(
            "What is within the time that the agreements allow (minus: a credit note), and whose breaks are open."
            if lines
            else "Nothing waits."
        ),
        lines=lines,
        is_summed=False,
    )


def _states(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    table = rows.get("out_recharges", ())
    pairs = sorted({(words(row, "host"), words(row, "partner")) for row in table})
    for key, (actor, sentence) in _WAITING.items():
        for host, partner in pairs:
            of_pair = [row for row in table if (row["host"], row["partner"]) == (host, partner)]
            if any(row[key] for row in of_pair):
                named = {"host": edition.names.council(host), "partner": edition.names.council(partner)}
                amount_pence = sum(pence(row, key) for row in of_pair)
                yield {
                    "says": sentence.format(**named),
                    "amount_pence": SheetSum(amount_pence, recharges.NAME, key, tuple(named.items())),
                    "council": named[actor],
                }
                if key == TO_BOOK:
                    yield from bills_to_book(rows, edition, host, partner)
                elif key == TO_COME:
                    yield from bills_to_come(rows, edition, host, partner)


def _owners(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    found = open_breaks(rows)
    for council, side in sorted({(words(row, "owner_council"), words(row, "owner_side")) for row in found}):
        owned = [row for row in found if (row["owner_council"], row["owner_side"]) == (council, side)]
        owner = edition.names.council(council)
        yield {
            "says": f"{owner} {side}: open breaks, each under Breaks by pounds.",
            "amount_pence": SheetSum(
                sum(pence(row, "amount_pence") for row in owned),
                breaks.NAME,
                "amount_pence",
                (("state", breaks.OPEN), ("owner", owner), ("owner_side", side)),
            ),
            "council": owner,
        }
