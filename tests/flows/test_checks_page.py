"""The page of the checks stands beside each pack, tells of that council's files alone, and repeats no cell."""

from pathlib import Path

import pytest

from sspipe.settings import Settings
from sspipe.validate.suites import read_suites
from tests.flows.small_sites import P01, P02, SmallSite, change_line
from tests.flows.test_privacy import FULL_NAME, PLANTED, SURNAME, left_behind
from tests.publish.page.reading import Element, read_page, table

COUNCILS = ("stockport", "tameside")
LEDGER = "SMBC_GL_LINE_ITEMS_2022-23_P02_20220608.txt"
PAY = "987,654,321.09"
AMOUNT = r"[\d,]+\.\d\d(?=\r?$)"


def page_of(site: SmallSite, council: str, period: str = "2022-23-P02") -> Element:
    folder = site.output / "packs" / "stockport-tameside" / period
    return read_page((folder / f"{council}-checks.html").read_text(encoding="utf-8"))


def files_of(page: Element, period: str = "2022-23 P02") -> dict[str, list[str]]:
    return {row[1]: row for row in table(page, f"Files of {period}")[1:]}


def results_of(page: Element, feed: str, name: str) -> dict[str, list[str]]:
    return {row[0]: row for row in table(page, f"Rules of {feed}, {name}")[1:]}


@pytest.fixture
def spoiled(two_months: SmallSite) -> SmallSite:
    """The second month with a name for an amount, an amount of nobody's pay, and a posting of another year."""
    ledger = two_months.feed_file("stockport/ledger")
    change_line(ledger, [";401000;CE4101;SP4101;"], AMOUNT, FULL_NAME, "cp1252")
    change_line(ledger, [";4900000002;002;"], r"\d\d\.\d\d\.2022;", "23.05.2019;", "cp1252")
    change_line(ledger, [";4900000002;002;"], r";0\.00;", f";{PAY};", "cp1252")
    change_line(two_months.feed_file("tameside/ledger"), ["7104,TP7104", ",1100,"], r"\b99\d{5}\b", FULL_NAME)
    assert two_months.close().published is not None
    return two_months


def test_every_rule_of_every_suite_stands_on_the_page_with_what_came_of_it(spoiled: SmallSite) -> None:
    page = page_of(spoiled, "stockport")
    assert set(files_of(page)) == {LEDGER, "SMBC_HR_ESTABLISHMENT_2022-23_P02_20220607.csv"}
    results = results_of(page, "stockport/ledger", LEDGER)
    suite = read_suites(Settings().expectations)["ledger"]
    assert {told.rule for told in suite.told} <= set(results)
    broken = {rule: row[3] for rule, row in results.items() if row[2] == "broken"}
    ones = ("unreadable_amount_pence", "LEDGER_POSTING_DATE_NEAR", "LEDGER_VAT_RANGE")
    assert broken == {**dict.fromkeys(ones, "1"), "does_not_balance": "the whole file"}
    assert results["LEDGER_POSTING_DATE_NEAR"][4:6] == ["warn", "Finance of Stockport"]
    assert results["unreadable_amount_pence"][5] == "Stockport"


def test_rows_add_up_as_the_pack_has_them(spoiled: SmallSite) -> None:
    _, _, read, used, aside, left_out, _, complete = files_of(page_of(spoiled, "stockport"))[LEDGER]
    rows = spoiled.rows(
        f"select fate, sum(rows) from out_conservation where file_name = '{LEDGER}' group by fate"  # noqa: S608 - our own name
    )
    published = {str(fate): str(count) for fate, count in rows}
    assert (read, used, aside) == (published["read"], published["used"], published["quarantined"])
    assert left_out == published.get("excluded", "0")
    assert complete == "not proved"


def test_a_page_tells_of_its_own_councils_files_alone(spoiled: SmallSite) -> None:
    for council, other in (COUNCILS, COUNCILS[::-1]):
        page = page_of(spoiled, council)
        assert {row[0].partition("/")[0] for row in files_of(page).values()} == {council}
        assert f"{other}/" not in page.words


def test_a_page_tells_of_its_own_periods_files_alone(spoiled: SmallSite) -> None:
    assert all("_P01_" in name for name in files_of(page_of(spoiled, "stockport", "2022-23-P01"), "2022-23 P01"))


def test_no_page_repeats_a_cell(spoiled: SmallSite) -> None:
    pages = {name: text for name, text in left_behind(spoiled).items() if name.endswith("-checks.html")}
    assert len(pages) == 4
    planted = (*PLANTED, SURNAME, PAY, "98765432109", "23.05.2019", "2019-05-23")
    assert {f"{word} in {name}" for name, text in pages.items() for word in planted if word in text} == set()


def test_no_page_names_an_address(spoiled: SmallSite) -> None:
    for name, text in left_behind(spoiled).items():
        if name.endswith("-checks.html"):
            assert "http:" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
            assert "https:" not in text
            assert "//" not in text.replace("// What has no value", "")


def test_many_rows_of_a_fault_are_counted_to_the_last(two_months: SmallSite) -> None:
    _, rows = (_dated_2019(two_months.feed_file("stockport/ledger", period)) for period in (P01, P02))
    two_months.close()
    assert rows > 20
    result = results_of(page_of(two_months, "stockport"), "stockport/ledger", LEDGER)["LEDGER_POSTING_DATE_NEAR"]
    assert result[2:4] == ["broken", str(rows)]


def _dated_2019(ledger: Path) -> int:
    """Date every line of a ledger three years before; the number of lines."""
    head, *lines = ledger.read_bytes().decode("cp1252").split("\r\n")
    moved = [line.replace(".2022;", ".2019;", 1) for line in lines]
    ledger.write_bytes("\r\n".join([head, *moved]).encode("cp1252"))
    return len([line for line in lines if line])


def test_the_pack_leads_to_the_checks_and_back(two_months: SmallSite) -> None:
    folder = two_months.output / "packs" / "stockport-tameside" / "2022-23-P01"
    for council in COUNCILS:
        pack = read_page((folder / f"{council}.html").read_text(encoding="utf-8"))
        named = [each.attributes["href"] for each in pack.all("a")]
        assert f"{council}-checks.html" in named
        back = [each.attributes["href"] for each in page_of(two_months, council, "2022-23-P01").all("a")]
        assert all(Path(folder / place).is_file() for place in (*named, *back) if not place.startswith("#"))
