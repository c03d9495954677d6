"""Late, early and out-of-order files are named; a period that came too soon waits and is taken up by the next run."""

from pathlib import Path

import pytest

from flows.closing import Closed
from flows.command_run import close_periods
from sspipe.model.findings import Severity
from tests.flows.small_sites import P01, P02, SmallSite

LEDGER = "tameside/ledger"


def _moved(site: SmallSite, day: str) -> None:
    path = site.feed_file(LEDGER)
    path.rename(path.with_name(path.name.replace("20220608", day)))


def _stands(site: SmallSite, feed: str = LEDGER) -> tuple[object, ...]:
    query = f"select status, due_on from feed_status where feed = '{feed}' and period = '2022-23-P02'"  # noqa: S608 - a test's own
    return site.rows(query)[0]


def _told(closed: Closed, rule: str) -> list[str]:
    return [finding.message for finding in closed.findings if finding.rule == rule]


def test_files_in_time_stand_with_their_due_day(two_months: SmallSite) -> None:
    closed = two_months.close(P02)
    assert _stands(two_months) == ("arrived", "2022-06-09")
    assert not [each for each in closed.findings if each.rule.startswith("FILE_")]


def test_a_publication_that_was_expected_and_is_not_there_is_named(two_months: SmallSite) -> None:
    (told,) = _told(two_months.close(P02), "PUBLICATION_MISSING")
    assert _stands(two_months, "dfe/grants") == ("missing", "2021-12-16")
    assert "no publication of 2021-12-16" in told


def test_a_late_file_is_told_by_how_many_working_days(two_months: SmallSite) -> None:
    _moved(two_months, "20220613")
    closed = two_months.close(P02)
    assert _stands(two_months) == ("late", "2022-06-09")
    (told,) = _told(closed, "FILE_LATE")
    assert "a file of 2022-06-13, 2 working days after 2022-06-09" in told


def test_an_extract_made_before_the_months_end_is_told(two_months: SmallSite) -> None:
    _moved(two_months, "20220530")
    assert _told(two_months.close(P02), "FILE_EARLY")
    assert _stands(two_months)[0] == "early"


@pytest.fixture
def too_soon(two_months: SmallSite) -> tuple[SmallSite, Path, bytes]:
    """The second month is there, the first month's ledger is not, and nothing was ever released."""
    path = two_months.feed_file(LEDGER, P01)
    content = path.read_bytes()
    path.unlink()
    (two_months.output / "sspipe.db").unlink()
    return two_months, path, content


def test_a_period_that_came_before_its_predecessor_waits(too_soon: tuple[SmallSite, Path, bytes]) -> None:
    site, _, _ = too_soon
    closed = site.close(P02)
    assert (closed.is_refused, closed.waits) == (True, True)
    assert _stands(site)[0] == "out_of_order"
    assert "a file of 2022-23 P02, and none of the period before it" in _told(closed, "FILE_OUT_OF_ORDER")[0]


def test_the_next_run_of_any_period_takes_it_up(too_soon: tuple[SmallSite, Path, bytes]) -> None:
    site, path, content = too_soon
    site.close(P02)
    path.write_bytes(content)
    closed = close_periods(site.site, [P01], None, dry_run=False, plain=True)
    assert [each.period for each in closed] == [P01, P02]
    assert all(each.published for each in closed)
    assert _stands(site)[0] == "arrived"
    assert [each.period for each in close_periods(site.site, [P01], None, dry_run=False, plain=True)] == [P01]


def test_a_period_that_lacks_a_file_of_its_own_is_refused_and_does_not_wait(two_months: SmallSite) -> None:
    two_months.feed_file(LEDGER).unlink()
    closed = two_months.close(P02)
    assert (closed.is_refused, closed.waits) == (True, False)
    assert [each.severity for each in closed.findings if each.rule == "feed_file_missing"] == [Severity.CRITICAL]
