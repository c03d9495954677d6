"""Which periods the schedule closes, and as known on which day."""

from datetime import date, timedelta

import pytest

from flows.command_run import close_what_is_due, due_now
from flows.due import Due, choose_due
from sspipe.model.feeds import Feed, FeedFile, FeedKind, Noun
from sspipe.model.periods import Period
from tests.flows.small_sites import P01, P02, SmallSite

CLOSE_DAYS = {P01: date(2022, 5, 12), P02: date(2022, 6, 13), Period(2022, 13): date(2023, 5, 8)}
BEFORE = timedelta(days=-1)


def a_feed(council: str, noun: Noun) -> Feed:
    kind = FeedKind.FULL_LEDGER if noun is Noun.LEDGER else FeedKind.SNAPSHOT
    return Feed(
        publisher=council,
        noun=noun,
        kind=kind,
        path="feeds",
        name_pattern="",
        date_format="",
        layout="",
        required=True,
    )


def a_file(council: str, noun: Noun, period: Period, known_from: date) -> FeedFile:
    feed = a_feed(council, noun)
    return FeedFile(feed=feed, url="", file_name="", period=period, known_from=known_from)


def files_of(period: Period, late: date | None = None) -> list[FeedFile]:
    """Both councils' ledgers and posts some days before the close day; one ledger later, if a day is given."""
    early = CLOSE_DAYS[period] - timedelta(days=5)
    return [
        a_file("north", Noun.LEDGER, period, early),
        a_file("south", Noun.LEDGER, period, late or early),
        a_file("north", Noun.POSTS, period, early),
        a_file("south", Noun.POSTS, period, early),
    ]


def chosen(files: list[FeedFile], today: date, released: frozenset[Period] = frozenset()) -> list[Due]:
    return choose_due(files, released, CLOSE_DAYS.__getitem__, P01, today)


def test_a_period_falls_due_on_its_close_day_and_not_before() -> None:
    assert chosen(files_of(P01), date(2022, 5, 11)) == []
    assert chosen(files_of(P01), date(2022, 5, 12)) == [Due(P01, date(2022, 5, 12))]


def test_a_period_without_any_ledger_file_is_not_due() -> None:
    posts = [file for file in files_of(P01) if file.feed.noun is Noun.POSTS]
    assert chosen(posts, date(2022, 6, 1)) == []


def test_a_period_of_which_one_ledger_is_missing_is_due_and_will_say_so() -> None:
    one = [file for file in files_of(P01) if file.feed.feed != "south/ledger"]
    assert chosen(one, date(2022, 5, 12)) == [Due(P01, date(2022, 5, 12))]


def test_a_released_period_is_not_due_again() -> None:
    files = [*files_of(P02), *files_of(P01)]
    assert chosen(files, date(2022, 7, 1)) == [Due(P01, CLOSE_DAYS[P01]), Due(P02, CLOSE_DAYS[P02])]
    assert chosen(files, date(2022, 7, 1), frozenset({P01})) == [Due(P02, CLOSE_DAYS[P02])]


def test_a_late_file_moves_the_day_from_which_its_period_is_known() -> None:
    late = files_of(P01, late=date(2022, 5, 16))
    assert chosen(late, date(2022, 5, 15)) == []
    assert chosen(late, date(2022, 5, 16)) == [Due(P01, date(2022, 5, 16))]


def test_a_newer_version_of_a_file_that_was_in_time_moves_nothing() -> None:
    files = [*files_of(P01), a_file("south", Noun.LEDGER, P01, date(2022, 5, 20))]
    assert chosen(files, date(2022, 6, 1)) == [Due(P01, date(2022, 5, 12))]


def test_the_site_s_first_period_is_the_first_that_can_be_due() -> None:
    files = [*files_of(P01), *files_of(P02)]
    assert choose_due(files, frozenset(), CLOSE_DAYS.__getitem__, P02, date(2022, 7, 1)) == [Due(P02, CLOSE_DAYS[P02])]


def test_year_end_periods_fall_due_on_their_own_close_day() -> None:
    ledgers = [file for file in files_of(Period(2022, 13)) if file.feed.noun is Noun.LEDGER]
    assert chosen(ledgers, date(2023, 5, 7)) == []
    assert chosen(ledgers, date(2023, 5, 8)) == [Due(Period(2022, 13), date(2023, 5, 8))]


def test_what_is_due_is_closed_once(two_months: SmallSite) -> None:
    assert due_now(two_months.site) == [Due(P02, date(2022, 6, 13))]
    (closed,) = close_what_is_due(two_months.site, dry_run=False, plain=True)
    assert closed.published is not None
    assert close_what_is_due(two_months.site, dry_run=False, plain=True) == []


def test_a_withdrawn_release_is_not_published_again_by_the_schedule(two_months: SmallSite) -> None:
    close_what_is_due(two_months.site, dry_run=False, plain=True)
    two_months.change("delete from current_release where period = '2022-23-P02'")
    assert due_now(two_months.site) == []


@pytest.mark.parametrize("word", ["--period=2022-23-P02", "--all", "--known-on=2022-06-13"])
def test_the_command_refuses_other_periods_or_days_beside_due(two_months: SmallSite, word: str) -> None:
    assert two_months.told("--due", word).exit_code == 2
