"""The bills that a partner has still to book or to expect, each with its day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sspipe.publish.pack.bills import BILLED
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, month_label, month_said, pence, words
from sspipe.publish.pack.sheets import CellRow
from sspipe.publish.plain import Row

ACCRUAL = "accrual"
NEVER_CAME = {"NOT_BOOKED"}
_Key = tuple[str, str, str]


@dataclass(slots=True)
class _Left:
    """What is billed and not booked under one reference, for one post and month."""

    row: Row
    left_pence: int = 0
    days: list[date] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)


def bills_to_book(rows: Rows, edition: Edition, host: str, partner: str, lead: str = "") -> Iterator[CellRow]:
    """One line for each reference, post and month of which something waits within the time allowed."""
    waiting = _waiting(rows, host, partner)
    for (reference, post, service), found in sorted(_left(rows, host, partner).items()):
        if found.left_pence and (post, service) in waiting:
            yield _line(edition, partner, reference, found, lead)


def bills_never_booked(rows: Rows, edition: Edition, broken: Row, lead: str) -> list[CellRow]:
    """One line for each bill that a break of a booking lacks, where nothing else is wrong; none otherwise."""
    codes = {cause["code"] for cause in rows.get("out_causes", ()) if cause["break_id"] == broken["break_id"]}
    if codes != NEVER_CAME:
        return []
    host, partner = words(broken, "counterparty"), words(broken, "council")
    spot = (words(broken, "post"), words(broken, "month"))
    left = [(key[0], found) for key, found in sorted(_left(rows, host, partner).items()) if key[1:] == spot]
    lacking = [(reference, found) for reference, found in left if found.left_pence]
    if sum(found.left_pence for _, found in lacking) != -pence(broken, "amount_pence"):
        return []
    return [_line(edition, partner, reference, found, lead) for reference, found in lacking]


def _line(edition: Edition, partner: str, reference: str, found: _Left, lead: str) -> CellRow:
    said = _named(reference, found)
    return {
        "says": f"{lead} {_document(found.left_pence)} {said}." if lead else f"{_of_these(found.left_pence)} {said}.",
        "way": _document(found.left_pence),
        "post": edition.names.post(words(found.row, "post")),
        "month": month_label(found.row, "service"),
        "by_date": max(found.days, default=None),
        "reference": reference,
        "council": edition.names.council(partner),
        "amount_pence": abs(found.left_pence),
    }


def _document(left_pence: int) -> str:
    return "invoice" if left_pence > 0 else "credit note"


def _of_these(left_pence: int) -> str:
    return f"Of these {_document(left_pence)}s:"


def _named(reference: str, found: _Left) -> str:
    """A bill by its reference, and by the documents under which the host posted it."""
    posted = f" ({'; '.join(dict.fromkeys(found.posted))})" if found.posted else ""
    return f"{reference or 'one without a reference'}{posted}, for {month_said(found.row, 'service')}"


def bills_to_come(rows: Rows, edition: Edition, host: str, partner: str) -> Iterator[CellRow]:
    """For the partner: one line for each bill or credit note that the host has still to send, with its day."""
    if edition.council != partner:
        return
    for row in rows.get("out_draft_lines", ()):
        if row["kind"] != ACCRUAL and (row["council"], row["counterparty"]) == (host, partner):
            yield {
                "says": (
                    f"{_of_these(pence(row, 'amount_pence'))} {edition.names.council(host)}'s for"
                    f" {month_said(row, 'service')}; expect it under this reference."
                ),
                "amount_pence": abs(pence(row, "amount_pence")),
                "way": _document(pence(row, "amount_pence")),
                "post": edition.names.post(words(row, "post")),
                "month": month_label(row, "service"),
                "from_date": row["billable_on"],  # type: ignore[dict-item] # a date or nothing
                "reference": words(row, "reference"),
                "council": edition.names.council(host),
            }


def _waiting(rows: Rows, host: str, partner: str) -> set[tuple[str, str]]:
    return {
        (words(row, "post"), words(row, "service"))
        for row in rows.get("out_recharges", ())
        if (row["host"], row["partner"]) == (host, partner) and row["unbooked_in_transit_pence"]
    }


def _left(rows: Rows, host: str, partner: str) -> Mapping[_Key, _Left]:
    found: dict[_Key, _Left] = {}
    for row in rows.get("out_recharge_lines", ()):
        is_bill = row["kind"] == BILLED
        if (row["council"], row["counterparty"]) != ((host, partner) if is_bill else (partner, host)):
            continue
        key = (words(row, "reference"), words(row, "post"), words(row, "service"))
        left = found.setdefault(key, _Left(row))
        left.left_pence += pence(row, "amount_pence") if is_bill else -pence(row, "amount_pence")
        if isinstance(by := row["book_by_date"], date):
            left.days.append(by)
        if is_bill and isinstance(on := row["posted_on"], date):
            left.posted.append(f"document {words(row, 'document')}, posted {on:%-d %B %Y}")
    return found
