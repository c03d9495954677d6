"""A row that is set aside is a ticket of its file; a corrected file closes it, and says so once."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.closing import Closed
from flows.prepare import Prepared, SetAside
from flows.tickets import CLOSED, mended
from sspipe.model.conservation import NOTHING, Conservation
from sspipe.model.feeds import Feed, FeedFile, FeedKind, LandedFile, Noun
from sspipe.model.findings import Severity
from sspipe.model.periods import Period
from sspipe.store.runs import Quarantined
from sspipe.store.tickets import AsideFile
from tests.flows.small_sites import P01, P02, SmallSite, change_line

NAME = "SMBC_GL_LINE_ITEMS_2022-23_P02_20220608.txt"
LATER = "SMBC_GL_LINE_ITEMS_2022-23_P02_20220610.txt"
OLD, NEW = "a" * 64, "b" * 64
AMOUNT = r"[\d,]+\.\d\d(?=\r?$)"
BASIC = (";401000;CE4101;SP4101;",)


def spoil(site: SmallSite, *marks: str) -> tuple[Path, bytes]:
    """Put words in the place of an amount; the file, and what it held."""
    path = site.feed_file("stockport/ledger")
    before = path.read_bytes()
    change_line(path, marks or BASIC, AMOUNT, "ThreeThousand", "cp1252")
    return path, before


def closings(closed: Closed) -> list[str]:
    return [finding.found for finding in closed.findings if finding.rule == CLOSED]


def test_a_corrected_file_closes_its_tickets_and_says_so_once(two_months: SmallSite) -> None:
    path, whole = spoil(two_months)
    assert closings(two_months.close()) == []
    path.with_name(LATER).write_bytes(whole)

    told = two_months.told("--period", "2022-23-P02")
    said = f"1 row that was set aside of {NAME} of 8 June is mended by {LATER}; 0 remain"
    assert f"  mended: {said}" in told.output.splitlines()
    assert closings(two_months.close()) == []
    on_record = two_months.rows(f"select severity, found, source_row from finding where rule = '{CLOSED}'")  # noqa: S608 - our own name
    assert on_record == [("info", said, None)]


def test_a_mended_refusal_closes_its_tickets_too(two_months: SmallSite) -> None:
    path, whole = spoil(two_months, ";4900000002;001;")
    for line in ("002", "003", "004"):
        change_line(path, [f";4900000002;{line};"], AMOUNT, "ThreeThousand", "cp1252")
    assert two_months.close().is_refused
    path.with_name(LATER).write_bytes(whole)
    assert closings(two_months.close()) == [
        f"4 rows that were set aside of {NAME} of 8 June are mended by {LATER}; 0 remain"
    ]


def test_a_dry_run_closes_nothing_for_the_run_that_follows(two_months: SmallSite) -> None:
    path, whole = spoil(two_months)
    two_months.close()
    path.with_name(LATER).write_bytes(whole)
    assert len(closings(two_months.close(P02, dry_run=True))) == 1
    assert len(closings(two_months.close(P02))) == 1


def test_an_earlier_period_closed_again_mends_nothing(two_months: SmallSite) -> None:
    spoil(two_months)
    two_months.close()
    assert closings(two_months.close(P01)) == []
    assert closings(two_months.close(P02)) == []


def test_a_program_reads_what_was_mended(two_months: SmallSite) -> None:
    path, whole = spoil(two_months)
    two_months.close()
    path.with_name(LATER).write_bytes(whole)
    (told,) = json.loads(two_months.told("--period", "2022-23-P02", "--json").output)
    assert [said.endswith(f"is mended by {LATER}; 0 remain") for said in told["mended"]] == [True]


FEED = Feed(
    publisher="stockport",
    noun=Noun.LEDGER,
    kind=FeedKind.FULL_LEDGER,
    path="feeds",
    name_pattern="",
    date_format="",
    layout="stockport_ledger",
    required=True,
)


def an_old_file(*rules: str, **changes: Any) -> AsideFile:
    rows = tuple(
        Quarantined(feed=FEED.feed, source_file=OLD, source_row=at, rule=rule, debit_pence=0, credit_pence=0)
        for at, rule in enumerate(rules, 2)
    )
    made: dict[str, Any] = {
        "feed": FEED.feed,
        "publisher": FEED.publisher,
        "file_name": "old.txt",
        "source_file": OLD,
        "period": str(P02),
        "known_from": date(2022, 10, 6),
        "size_bytes": 1,
        "rows_read": 9,
        "rows": rows,
    }
    return AsideFile(**{**made, **changes})


def a_new_file(
    *rules: str, period: Period | None = P02, known_from: date = date(2022, 10, 9), content: str = NEW, url: str = "x"
) -> Prepared:
    offered = FeedFile(feed=FEED, url="", file_name="new.txt", period=period, known_from=known_from)
    nothing = Conservation(
        publisher=FEED.publisher,
        feed=FEED.feed,
        source_file=content,
        file_name="new.txt",
        read=NOTHING,
        used=NOTHING,
        quarantined=(),
        excluded=(),
        is_proved_complete=False,
    )
    return Prepared(
        landed=LandedFile(offered=offered, source_file=content, size_bytes=1, url=""),
        table_url=url,
        joint_url=url,
        findings=(),
        conservation=nothing,
        set_aside=tuple(SetAside(rule=rule, source_row=9, debit_pence=0, credit_pence=0) for rule in rules),
        balances=True,
        ends_aside=False,
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("aaaa", "a", "3 rows that were set aside of {} of 6 October are mended by new.txt; 1 remains"),
        ("ab", "", "2 rows that were set aside of {} of 6 October are mended by new.txt; 0 remain"),
        (
            "aa",
            "aab",
            "0 rows that were set aside of {} of 6 October are mended by new.txt; 2 remain; 1 set aside anew",
        ),
        ("a", "b", "1 row that was set aside of {} of 6 October is mended by new.txt; 0 remain; 1 set aside anew"),
    ],
)
def test_what_is_mended_and_what_remains_is_counted_by_rule(before: str, after: str, said: str) -> None:
    (finding,) = mended([an_old_file(*before)], [a_new_file(*after)])
    expected = said.format("old.txt")
    assert (finding.found, finding.severity, finding.where.file_name) == (expected, Severity.INFO, "new.txt")
    assert ("sspipe quarantine export" in finding.action) is bool(after)


@pytest.mark.parametrize(
    "now",
    [
        [],
        [a_new_file(content=OLD)],
        [a_new_file(url="")],
        [a_new_file(period=P01)],
        [a_new_file(known_from=date(2022, 10, 5))],
    ],
    ids=["no file", "the same file", "a refused file", "another period's", "an older one"],
)
def test_tickets_stay_open_beside(now: Sequence[Prepared]) -> None:
    assert list(mended([an_old_file("a")], now)) == []


def test_of_a_publication_only_another_version_of_the_same_day_closes() -> None:
    old = an_old_file("a", period="", known_from=date(2022, 10, 6))
    assert list(mended([old], [a_new_file(period=None, known_from=date(2022, 10, 7))])) == []
    assert len(list(mended([old], [a_new_file(period=None, known_from=date(2022, 10, 6))]))) == 1


def test_a_file_known_from_no_day_is_named_without_one() -> None:
    (finding,) = mended([an_old_file("a", known_from=date.min)], [a_new_file()])
    assert finding.found == "1 row that was set aside of old.txt is mended by new.txt; 0 remain"
