import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from sspipe.model.money import in_pounds
from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.sheets import AcrossSum, Cell, Kind, RowsSum, Sheet, SheetSum
from tests.publish.pack.releases import (
    FIRST,
    HALF_TIME,
    SECOND,
    a_release,
    edition,
    own_break,
    recorded_break,
)
from tests.publish.page.pages import opened, written
from tests.publish.page.reading import Element, section, table
from tests.publish.statements import P06, a_cause, a_cost, a_value

COUNCILS = ["stockport", "tameside"]
AMOUNT = re.compile(r"-?£[\d,]+\.\d{2}")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "=1+1",
    "{{ 7 * 7 }}{% raw %}",
    "</title></style></svg><iframe src=//evil.example>",
    "&lt;b&gt; &amp; ]]> <!--",
    "\u202eesrever",
    "\u2067\x00\ud800\x1b",
]
PARTS = [
    "What to invoice",
    "What to credit",
    "What to book",
    "What to dispute",
    "What to chase",
    "What to accrue: income",
    "What waits for whom",
    "Settlement",
    "Breaks by pounds",
    "Disputed and accepted",
    "What this rests on",
]


def sheets_of(council: str) -> tuple[Sheet, ...]:
    return pack_sheets(a_release(), edition(council))


def amount_of(cell: Cell) -> int | None:
    if isinstance(cell, SheetSum | RowsSum | AcrossSum):
        return cell.amount_pence
    return cell if isinstance(cell, int) and not isinstance(cell, bool) else None


def amounts_of(sheet: Sheet) -> list[str]:
    """Every amount of a sheet's rows, as people write it, row by row."""
    money = [column.key for column in sheet.columns if column.kind is Kind.POUNDS]
    found = (amount_of(row.get(key)) for row in sheet.rows for key in money)
    return [in_pounds(amount) for amount in found if amount is not None]


def totals_of(sheet: Sheet) -> list[str]:
    return [in_pounds(sheet.total_pence(total, key)) for total in sheet.totals for key in total.columns]


def test_the_same_rows_give_the_same_page() -> None:
    assert written() == written()


@pytest.mark.parametrize("council", COUNCILS)
def test_every_sheet_stands_on_the_page_under_its_name_with_all_its_amounts(council: str) -> None:
    page = opened(council=council)
    _, *others = sheets_of(council)
    assert [each.words for each in page.all("h2")] == [
        "Contents",
        "First page",
        "Charts",
        *(each.name for each in others),
    ]
    for sheet in others:
        shown = AMOUNT.findall(" ".join(" ".join(row) for row in table(page, sheet.title)))
        in_cells = [each for each in shown if each in {*amounts_of(sheet), *totals_of(sheet)}]
        assert len(in_cells) >= len(amounts_of(sheet)) + len(totals_of(sheet)), sheet.name
        assert sheet.says in section(page, sheet.name).words


@pytest.mark.parametrize("council", COUNCILS)
def test_a_sheets_rows_stand_in_their_order_cell_by_cell(council: str) -> None:
    page = opened(council=council)
    for sheet in sheets_of(council)[1:]:
        headings, *rows = table(page, sheet.title)
        assert headings == [column.heading for column in sheet.columns]
        for row, shown in zip(sheet.rows, rows, strict=False):
            for column, words in zip(sheet.columns, shown, strict=True):
                cell = row.get(column.key)
                amount = amount_of(cell) if column.kind is Kind.POUNDS else None
                if amount is not None:
                    assert words == in_pounds(amount), (sheet.name, column.key)
                elif isinstance(cell, str):
                    assert words == cell, (sheet.name, column.key)
                elif cell is None:
                    assert words == column.missing, (sheet.name, column.key)


@pytest.mark.parametrize("council", COUNCILS)
def test_the_first_page_has_its_parts_in_order_with_the_workbooks_words(council: str) -> None:
    page = opened(council=council)
    first = sheets_of(council)[0]
    parts = [each.words for each in section(page, "First page").all("h3")]
    assert parts == [name if council == "stockport" else name.replace("income", "expenditure") for name in PARTS]
    for row in first.rows:
        part = section(page, str(row["part"])).words
        assert str(row["says"]) in part
        amount = amount_of(row.get("amount_pence"))
        assert amount is None or in_pounds(amount) in part


def glances(page: Element) -> dict[str, str]:
    """The figures to see first, by their name."""
    (listed,) = (each for each in page.all("ul") if each.attributes.get("class") == "glances")
    return {each.one("a").words: each.words for each in listed.all("li")}


def test_what_to_see_first_says_who_owes_whom() -> None:
    assert "£2,635.04" in glances(opened())["What to invoice"]
    assert "£10.05" in glances(opened())["What to credit"]
    for council in COUNCILS:
        net = glances(opened(council=council))["Net, 2022-23 P06"]
        assert "£2,635.04" in net
        assert "from Tameside Council to Stockport Council" in net


def test_a_part_without_lines_is_seen_to_be_empty() -> None:
    seen = glances(opened(a_release(drafts=(), accruals=())))
    empty = [
        "What to invoice",
        "What to credit",
        "What to book",
        "What to dispute",
        "What to accrue",
        "Disputed and accepted",
    ]
    assert [name for name, words in seen.items() if "nothing" in words] == empty


@pytest.mark.parametrize("council", COUNCILS)
def test_no_amount_is_from_elsewhere(council: str) -> None:
    """Every amount is one of a sheet's, of a picture's own table, or stands in a published sentence."""
    page = opened(council=council)
    known = set()
    for sheet in sheets_of(council):
        known |= {*amounts_of(sheet), *totals_of(sheet)}
        known |= {found for row in sheet.rows for cell in row.values() for found in AMOUNT.findall(str(cell))}
    for each in section(page, "Charts").all("table"):
        known |= set(AMOUNT.findall(each.words))
    unsigned = {each.removeprefix("-") for each in known}
    told = [found for found in AMOUNT.findall(page.words) if found not in known | unsigned]
    assert told == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    names = replace(
        edition("stockport").names, posts={"ey-head": words}, councils={"stockport": words, "tameside": "T"}
    )
    rows = a_release(breaks=(recorded_break(a_cause(code="NI_RATE_STALE", sentence=words)),))
    page = opened(rows, names=names, title=words)
    plain = opened()
    assert len(list(page.all("script"))) == len(list(plain.all("script"))) == 1
    assert {each.tag for each in page.all()} <= {each.tag for each in plain.all()}
    assert {name for each in page.all() for name in each.attributes} <= {
        name for each in plain.all() for name in each.attributes
    }
    safe = re.sub("[\u202a-\u202e\u2066-\u2069\x00-\x1f\ud800-\udfff]", "\ufffd", words)
    assert table(page, "Breaks and their causes, 2022-23 P06")[1][0] == safe
    assert safe in page.one("h1").words
    written(rows, names=names, title=words).encode()


def test_nothing_is_asked_for_and_only_the_pages_own_script_may_run() -> None:
    html = written()
    page = opened()
    (policy,) = (each for each in page.all("meta") if each.attributes.get("http-equiv") == "Content-Security-Policy")
    allowed = policy.attributes["content"]
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.one(tag).words.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed
    assert "default-src 'none'" in allowed
    assert "http:" not in html.replace("http-equiv", "")
    assert "https:" not in html
    assert not re.search(r"@import|url\((?!#)|style=|<form|srcset", html)
    assert {each.attributes["href"][0] for each in page.all("a")} == {"#", "s"}
    assert not [each.tag for each in page.all("link", "img", "iframe", "object", "base", "input")]


def _ids(page: Element) -> list[str]:
    return [each.attributes["id"] for each in page.all() if "id" in each.attributes]


@pytest.mark.parametrize("council", COUNCILS)
def test_every_link_and_label_finds_its_place_once(council: str) -> None:
    page = opened(council=council)
    ids = _ids(page)
    assert len(ids) == len(set(ids))
    links = [each.attributes["href"][1:] for each in page.all("a") if each.attributes["href"].startswith("#")]
    labels = [name for each in page.all() for name in each.attributes.get("aria-labelledby", "").split()]
    assert set(links) | set(labels) <= set(ids)
    assert links, labels


def test_headings_go_down_one_step_at_a_time_under_one_title() -> None:
    levels = [int(each.tag[1]) for each in opened().all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_say_what_they_are_and_pictures_tell_what_they_show() -> None:
    page = opened()
    assert page.one("html").attributes["lang"] == "en-GB"
    for each in page.all("table"):
        assert each.one("caption").words
        assert all(cell.attributes.get("scope") for cell in each.all("th"))
        assert next(each.all("thead")).all("th")
    pictures = list(page.all("figure"))
    assert len(pictures) > 4
    for each in pictures:
        said = each.one("desc").words
        assert said
        assert said in each.one("figcaption").words, "what a picture shows stands in view too"


def test_wide_tables_scroll_in_a_place_of_their_own_that_a_keyboard_reaches() -> None:
    regions = [each for each in opened().all("div") if each.attributes.get("role") == "region"]
    assert len(regions) == len(list(opened().all("table")))
    assert all(each.attributes["tabindex"] == "0" and each.attributes["aria-labelledby"] for each in regions)


def test_what_is_missing_sorts_last_and_amounts_sort_by_pence() -> None:
    rows = a_release()
    (recharges,) = (each for each in opened(rows).all("table") if "Recharges by post" in each.one("caption").words)
    orders = {
        cell.words: cell.attributes["data-order"] for cell in recharges.all("td") if "data-order" in cell.attributes
    }
    assert orders["£2,635.04"] == "263504"
    assert orders["not evidenced"] == ""


def test_days_are_written_out_and_sort_by_date() -> None:
    part = section(opened(), "What to invoice")
    orders = {cell.words: cell.attributes.get("data-order") for cell in part.all("td")}
    assert orders["10 October 2022"] == "2022-10-10"


def test_the_sheet_to_fill_in_sends_the_reader_to_the_workbook() -> None:
    assert table(opened(), "Decisions of Stockport Council, 2022-23 P06")[1] == [
        "To be filled in, and returned, in the workbook."
    ]


def test_no_clock_and_no_place_of_the_writing_gets_in() -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert written(published_at=later) == written()


@pytest.mark.parametrize("council", COUNCILS)
def test_nobody_is_found_on_a_page(council: str) -> None:
    before = (replace(P06, number=5), a_release(costs=(a_cost(occupant_ref="ZZFAKE", occupant_key_id="ZZKEY"),)))
    html = written(council=council, before=(before,))
    assert not [each for each in (FIRST, SECOND, "ZZFAKE", "ZZKEY", "stockport-1") if each in html]


def test_the_partner_sees_no_working_of_the_other() -> None:
    before = (replace(P06, number=5), a_release())
    theirs = written(council="tameside", before=(before,))
    own = written(before=(before,))
    # 1,111.11 is a post of Stockport's that is not shared; 2,383.25 is one holder's part of a shared one
    for working in (HALF_TIME, "£1,111.11", "£2,383.25", "FTE_DIFFERS", "FTE differs"):
        assert working in own
        assert working not in theirs
    assert "holder 1" not in section(opened(council="tameside"), "Expected cost and ledger, by post").words


def test_a_break_of_ones_own_stays_off_the_other_councils_page() -> None:
    rows = a_release(breaks=(own_break(),))
    assert "£3.10" in written(rows, "tameside")
    assert "£3.10" not in written(rows, "stockport")


def test_a_council_without_anything_gets_a_page_that_says_so() -> None:
    page = opened(council="oldham")
    words = page.words
    assert "oldham employs no post that had a cost in the year so far." in words
    assert "Nothing fell due between the councils for service in 2022-23." in words
    assert "No break is open." in words


def test_no_measure_at_all_is_told() -> None:
    rows = {**a_release(), "out_pprr_performance": []}
    assert "No measure has values on file." in opened(rows).words
    assert a_value().code not in opened(rows).words
