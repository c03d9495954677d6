"""The pages of an answer in JSON: each way through them ends as it was written down, and a bad one leaves nothing."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sspipe.model.sources import Paging, PagingKind
from sspipe.model.stated import Stated
from tests.extract.asking import ENDS, Folder, check_end, quick
from tests.extract.serving import Asked, Reply, answer, document, raw, sender

LINKS = Paging(kind=PagingKind.NEXT_LINK, rows_at="rows", next_at="next", most_pages=20)
IN_HEADER = Paging(kind=PagingKind.NEXT_LINK, rows_at="", most_pages=20)
NUMBERS = Paging(kind=PagingKind.PAGE_NUMBER, rows_at="rows", parameter="page", most_pages=20)
COUNTED = Paging(kind=PagingKind.PAGE_NUMBER, rows_at="rows", parameter="page", total_at="meta.total")
CURSORS = Paging(kind=PagingKind.CURSOR, rows_at="data.rows", parameter="after", next_at="data.next")
TOTAL = Paging(kind=PagingKind.NEXT_LINK, rows_at="rows", next_at="next", total_at="meta.total")
SUM = Paging(
    kind=PagingKind.NEXT_LINK,
    rows_at="rows",
    next_at="next",
    total_at="meta.total",
    sum_at="meta.sum",
    amount_at="amount",
    opening_at="meta.opening",
    closing_at="meta.closing",
)
CAPPED = Paging(
    kind=PagingKind.PAGE_NUMBER,
    rows_at="rows",
    parameter="page",
    page_size=500,
    page_size_parameter="per_page",
    first_page=0,
)
ROWS = [{"line": number, "text": f"a\u2028{number}", "amount": number * 0.5 - 0.25 + 1 / 3} for number in range(6)]
AMOUNTS = ["0.5", "1", "1.5", "2", "2.25", "2.25"]


def of(page: int, **more: Any) -> dict[str, Any]:
    """The rows of one page of three, under `rows`."""
    return {"rows": ROWS[2 * page : 2 * page + 2], **more}


def links(**more: Any) -> list[dict[str, Any]]:
    return [of(0, next="?page=2", **more), of(1, next="/rows?page=3", **more), of(2, next=None, **more)]


def linked(last: Any) -> list[Reply]:
    """Two pages of three, and another third one."""
    return [*map(document, links()[:2]), last if callable(last) else document(last)]


def priced(total: int = 6, total_of: Any = "9.50", amounts: Any = AMOUNTS) -> list[Reply]:
    meta = {"total": total, "sum": total_of, "opening": "100.00", "closing": "109.50"}
    rows = [{"line": at, "amount": float(amount) if amount else None} for at, amount in enumerate(amounts)]
    ways = ["?page=2", "?page=3", ""]
    return [document({"rows": rows[2 * at : 2 * at + 2], "next": ways[at], "meta": meta}) for at in range(3)]


def without_end() -> Reply:
    numbers = count()

    def reply(asked: Asked) -> None:
        at = next(numbers)
        document({"rows": [{"line": at}], "next": f"?page={at}"})(asked)

    return reply


def in_header() -> Iterator[Reply]:
    yield document(ROWS[:2], 'Link: </rows?page=2>; rel="next", </rows>; rel="first"')
    yield document(ROWS[2:4], 'Link: </rows?page=3>; rel="next"')
    yield document(ROWS[4:], 'Link: </rows>; rel="first"')


def cursors(*nexts: Any) -> list[Reply]:
    return [document({"data": {"next": step, **of(at)}}) for at, step in enumerate(nexts)]


def to_other_host(asked: Asked) -> None:
    port = asked.headers["Host"].rsplit(":", 1)[1]
    document(of(0, next=f"http://localhost:{port}/rows?page=2"))(asked)


def with_user(asked: Asked) -> None:
    document(of(0, next=f"http://me:word@{asked.headers['Host']}/rows?page=2"))(asked)


NOTHING = document({"rows": []})
GONE = answer(b"no such page", status=404)
CUT = raw("Content-Length: 400", body=b'{"rows": [')
HTML = answer(b"<!doctype html><p>Log in", "Content-Type: text/html")
NUMBERED = [document(of(at)) for at in range(3)]
TOTALLED = [document(of(at, meta={"total": 6})) for at in range(3)]
NO_TOTAL = [document(page) for page in links()]
PAGES: dict[str, tuple[Paging, list[Reply]]] = {
    "by next links": (LINKS, [document(page) for page in links()]),
    "by next links, the last one false": (LINKS, linked(of(2, next=False))),
    "by next links in the header": (IN_HEADER, list(in_header())),
    "by numbers": (NUMBERS, [*NUMBERED, NOTHING]),
    "by numbers, each shorter than asked for": (CAPPED, [*NUMBERED, NOTHING]),
    "by numbers, no page after the last": (COUNTED, [*TOTALLED, GONE]),
    "by numbers, the last page again after it": (COUNTED, [*TOTALLED, TOTALLED[-1]]),
    "by cursors": (CURSORS, cursors("b=/&", "c", None)),
    "by cursors, one page empty": (
        CURSORS,
        [*cursors("b", "c")[:1], document({"data": {"rows": [], "next": "x"}}), *cursors("b", "c", "")[1:]],
    ),
    "rows and pounds as stated": (SUM, priced()),
    "throttles at the second page": (
        LINKS,
        [document(links()[0]), answer(b"", "Retry-After: 1", status=429), *map(document, links()[1:])],
    ),
    "cuts the second page once": (LINKS, [document(links()[0]), CUT, *map(document, links()[1:])]),
    "cuts the second page for ever": (LINKS, [document(links()[0]), CUT]),
    "fails at the third page": (LINKS, linked(answer(status=500))),
    "loses the third page": (LINKS, linked(GONE)),
    "repeats a page under another address": (LINKS, linked(of(1, next="?page=4"))),
    "repeats a page by number": (NUMBERS, NUMBERED),
    "links back to the first page": (LINKS, [document(links()[0]), document(of(1, next="/rows"))]),
    "gives the same cursor again": (CURSORS, cursors("b", "b")),
    "never ends": (LINKS, [without_end()]),
    "links to another host": (LINKS, [to_other_host]),
    "links with a user in the address": (LINKS, [with_user]),
    "links to no text": (LINKS, [document(of(0, next={"page": 2}))]),
    "states more rows than come": (TOTAL, [document(page) for page in links(meta={"total": 7})]),
    "states fewer rows than come": (TOTAL, [document(page) for page in links(meta={"total": 5})]),
    "states another sum": (SUM, priced(total_of=9.51)),
    "states no total where one is declared": (TOTAL, NO_TOTAL),
    "changes its total half way": (
        TOTAL,
        [document(of(0, next="?page=2", meta={"total": 6})), document(of(1, next="?page=3", meta={"total": 5}))],
    ),
    "has a record without an amount": (SUM, priced(amounts=["1", "", "1", "1", "1", "1"])),
    "has no row": (LINKS, [NOTHING]),
    "has no row though it states some": (TOTAL, [document({"rows": [], "meta": {"total": 6}})]),
    "has no row on any page": (
        LINKS,
        [document({"rows": [], "next": step}) for step in ("?page=2", "?page=3", None)],
    ),
    "has no such address": (LINKS, [GONE]),
    "sends a web page": (LINKS, [HTML]),
    "sends a web page as the second page": (LINKS, [document(links()[0]), HTML]),
    "sends half a document": (LINKS, [answer(json.dumps(of(0)).encode()[:-1])]),
    "sends two documents": (LINKS, [answer(json.dumps(of(0)).encode() * 2)]),
    "sends what is no number": (LINKS, [answer(b'{"rows": [{"amount": NaN}]}')]),
    "nests without end": (LINKS, [answer(b'{"rows": [{"a": ' + b"[" * 200_000)]),
    "is not UTF-8": (LINKS, [answer(b'{"rows": [{"a": "\xa3"}]}')]),
    "has its rows elsewhere": (LINKS, [document({"records": [{"a": 1}]})]),
    "has no list for rows": (LINKS, [document({"rows": {"a": 1}})]),
    "has rows that are no objects": (LINKS, [document({"rows": [{"a": 1}, [2]]})]),
    "does not know us": (LINKS, [answer(status=401)]),
    "sends too much over all its pages": (
        LINKS,
        [document({"rows": [{"page": at, "a": "x" * 600_000}], "next": f"?page={at}"}) for at in range(9)],
    ),
    "sends too much": (LINKS, [document({"rows": [{"a": "x" * 1_000_000}]})]),
}


def test_every_written_end_of_pages_is_tried() -> None:
    assert set(PAGES) == set(ENDS["pages"])


@pytest.mark.parametrize("name", PAGES)
def test_pages_end_as_it_was_written_down(tmp_path: Path, name: str) -> None:
    case, folder, (paging, replies) = ENDS["pages"][name], Folder(tmp_path), PAGES[name]
    with sender(*replies) as there:
        end = folder.ask(quick(there.url("/rows"), paging=paging))
    check_end(case, end, len(there.asked), folder)
    if end.name == "Fetched" and paging is not SUM:
        assert end.content == b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)
        assert end.fetched.rows == 6


def asked_with(replies: list[Reply], paging: Paging, folder: Path, path: str = "/rows") -> list[dict[str, list[str]]]:
    """The parameters of each request."""
    with sender(*replies) as there:
        assert Folder(folder).ask(quick(there.url(path), paging=paging)).name == "Fetched"
    return [parse_qs(urlsplit(asked.path).query) for asked in there.asked]


def test_pages_are_asked_for_with_number_and_size_beside_what_the_address_holds(tmp_path: Path) -> None:
    asked = asked_with([*NUMBERED, NOTHING], CAPPED, tmp_path, "/rows?period=6")
    assert asked == [{"period": ["6"], "page": [str(at)], "per_page": ["500"]} for at in range(4)]


def test_a_cursor_goes_back_as_it_came(tmp_path: Path) -> None:
    asked = asked_with(cursors("b=/&", "c", None), CURSORS, tmp_path)
    assert asked == [{}, {"after": ["b=/&"]}, {"after": ["c"]}]


def test_what_is_stated_comes_with_what_was_fetched(tmp_path: Path) -> None:
    with sender(*priced()) as there:
        fetched = Folder(tmp_path).ask(quick(there.url("/rows"), paging=SUM)).fetched
    assert fetched.stated == Stated(rows=6, total_pence=950, opening_pence=10000, closing_pence=10950)
    assert (fetched.mark.etag, fetched.mark.size) == ("", Path(fetched.written).stat().st_size)


def test_records_are_kept_as_they_were_written_each_on_one_line(tmp_path: Path) -> None:
    text = (
        '{ "rows" :[ {"a": 0.10,\r\n "b": 1e400, "c": "\u00e9\\n"} ,{"a":12345678901234567890.10} ] , "next" : null }\n'
    )
    with sender(answer(b"\xef\xbb\xbf" + text.encode())) as there:
        end = Folder(tmp_path).ask(quick(there.url("/rows"), paging=LINKS))
    first, second = end.content.decode().splitlines()
    assert first == '{"a": 0.10,   "b": 1e400, "c": "\u00e9\\n"}'
    assert second == '{"a":12345678901234567890.10}'


PAGE, ROW_COUNT, CUT_AT = 1000, 16_215, 9_000
OFF_BALANCE = 949_329_19


def ledger() -> list[dict[str, Any]]:
    """16,215 postings that add up to nil, the first 9,000 of them to £949,329.19."""
    pence = [at % 97 - 48 for at in range(ROW_COUNT)]
    pence[CUT_AT - 1] += OFF_BALANCE - sum(pence[:CUT_AT])
    pence[-1] -= sum(pence)
    return [{"line": at, "amount": f"{amount / 100:.2f}"} for at, amount in enumerate(pence)]


def cut_off(rows: list[dict[str, Any]], meta: dict[str, Any]) -> Reply:
    """A sender whose pages end at a limit, as if there were no more."""

    def reply(asked: Asked) -> None:
        page = int(parse_qs(urlsplit(asked.path).query).get("page", ["0"])[0])
        following = f"/gl?page={page + 1}" if (page + 1) * PAGE < CUT_AT else None
        document({"rows": rows[page * PAGE : (page + 1) * PAGE], "next": following, **meta})(asked)

    return reply


def test_a_ledger_of_16215_rows_that_stops_at_9000_is_refused_where_its_rows_are_stated(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with sender(cut_off(ledger(), {"meta": {"total": ROW_COUNT}})) as there:
        end = folder.ask(quick(there.url("/gl"), paging=TOTAL))
    assert end.name == "FileRefused"
    assert "found 9,000 rows; expected the 16,215 rows that the answer states" in end.says
    assert "limit of pages or rows" in end.says
    assert folder.files() == []


def test_the_same_ledger_is_refused_where_only_its_sum_is_stated(tmp_path: Path) -> None:
    by_sum = Paging(kind=PagingKind.NEXT_LINK, rows_at="rows", next_at="next", sum_at="sum", amount_at="amount")
    with sender(cut_off(ledger(), {"sum": "0.00"})) as there:
        end = Folder(tmp_path).ask(quick(there.url("/gl"), paging=by_sum))
    assert "found rows that add up to £949,329.19; expected the sum of £0.00" in end.says


def test_the_same_ledger_is_left_to_the_checks_of_completeness_where_nothing_is_stated(tmp_path: Path) -> None:
    with sender(cut_off(ledger(), {})) as there:
        fetched = Folder(tmp_path).ask(quick(there.url("/gl"), paging=LINKS)).fetched
    assert (fetched.rows, fetched.stated) == (9_000, Stated())


def test_the_whole_ledger_proves_itself(tmp_path: Path) -> None:
    rows = ledger()
    pages = [rows[at : at + PAGE] for at in range(0, ROW_COUNT, PAGE)]
    replies = [document({"rows": page, "meta": {"total": ROW_COUNT, "sum": 0}}) for page in [*pages, []]]
    paging = Paging(
        kind=PagingKind.PAGE_NUMBER,
        rows_at="rows",
        parameter="page",
        total_at="meta.total",
        sum_at="meta.sum",
        amount_at="amount",
    )
    with sender(*replies) as there:
        fetched = Folder(tmp_path).ask(quick(there.url("/gl"), paging=paging, most_bytes=10_000_000)).fetched
    assert (fetched.rows, fetched.stated) == (ROW_COUNT, Stated(rows=ROW_COUNT, total_pence=0))
