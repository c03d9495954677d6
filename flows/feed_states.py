"""Where each feed of a site stands for a period against the calendar of files, and what is to be said of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from flows.prepare import Prepared
from sspipe.model.calendars import WorkingCalendar
from sspipe.model.feeds import Feed, FeedKind
from sspipe.model.file_calendar import Arrival, Came, arrival_of, due_on, publication_standing
from sspipe.model.findings import Finding, Severity, Where, has_critical
from sspipe.model.periods import Period
from sspipe.model.site import Site
from sspipe.store.runs import FeedState

BY_MONTH = (FeedKind.SNAPSHOT, FeedKind.FULL_LEDGER)
_TOLD = {
    Arrival.LATE: (Severity.INFO, "FILE_LATE", "a file in time", "Ask the sender what held it up."),
    Arrival.EARLY: (
        Severity.WARN,
        "FILE_EARLY",
        "an extract made after the period's end",
        "Ask the sender whether it holds the whole period; a later extract takes its place.",
    ),
    Arrival.UNEXPECTED: (
        Severity.WARN,
        "FILE_UNEXPECTED",
        "a file that the feed's calendar knows of",
        "Look what it is; add it to the feed's calendar in feeds.yaml if it is right.",
    ),
    Arrival.OUT_OF_ORDER: (
        Severity.WARN,
        "FILE_OUT_OF_ORDER",
        "the file of the period before it to have come first",
        "Nothing to do here: it waits, and the next run takes it up once the earlier file is there.",
    ),
    Arrival.MISSING: (
        Severity.INFO,
        "PUBLICATION_MISSING",
        "the publication of that day",
        "Fetch it, or mend the day.",
    ),
}


def feed_states(
    site: Site, period: Period, prepared: Sequence[Prepared], as_at: date, now: datetime
) -> Iterator[FeedState]:
    """Where each feed of the site stands for the period that is being closed, as known on a day."""
    for feed in site.feeds:
        own = [file for file in prepared if file.landed.offered.feed.feed == feed.feed]
        yield _dated_state(site, feed, period, own, as_at, now) or _period_state(site, feed, period, own, as_at, now)


def _period_state(  # noqa: PLR0913, PLR0917 - one row of a table
    site: Site, feed: Feed, period: Period, own: Sequence[Prepared], as_at: date, now: datetime
) -> FeedState:
    served = [file for file in own if file.landed.offered.period == period]
    newest = served[-1] if served else None
    due = due_on(feed, period, calendar_of(site, feed))
    came = _came(feed, site, period, own, newest) if newest else None
    return FeedState(
        site=site.site,
        feed=feed.feed,
        period=period,
        status=arrival_of(feed, period, came, due, as_at),
        due_on=due,
        source_file=newest.landed.source_file if newest else "",
        checked_at=now,
    )


def _came(feed: Feed, site: Site, period: Period, own: Sequence[Prepared], newest: Prepared) -> Came:
    return Came(
        known_from=newest.landed.offered.known_from,
        is_refused=has_critical(newest.findings),
        follows=_follows(feed, site, period, own),
    )


def _follows(feed: Feed, site: Site, period: Period, own: Sequence[Prepared]) -> bool:
    """Whether the file of the month before is there; of feeds that need one for each month."""
    before = period.month_after(-1) if period.is_month else period.month
    if not feed.required or feed.kind not in BY_MONTH or before < site.first_period:
        return True
    return any(file.landed.offered.period == before for file in own)


def _dated_state(  # noqa: PLR0913, PLR0917 - one row of a table
    site: Site, feed: Feed, period: Period, own: Sequence[Prepared], as_at: date, now: datetime
) -> FeedState | None:
    """A feed of publications; None for a feed whose files belong to periods."""
    dated = [file for file in own if file.landed.offered.period is None]
    if not dated and (feed.due is None or not feed.due.publications):
        return None
    days = frozenset(file.landed.offered.known_from for file in dated)
    status, due = publication_standing(feed, days, as_at)
    newest = max(dated, key=lambda file: file.landed.offered.known_from, default=None)
    is_refused = newest is not None and has_critical(newest.findings)
    return FeedState(
        site=site.site,
        feed=feed.feed,
        period=period,
        status=Arrival.REFUSED if is_refused else status,
        due_on=due,
        source_file=newest.landed.source_file if newest else "",
        checked_at=now,
    )


def calendar_of(site: Site, feed: Feed) -> WorkingCalendar:
    """The working days of the council that publishes; England's where it is none of the site's councils."""
    council = site.councils.get(feed.publisher)
    return council.calendar if council else site.calendar


def findings_on(site: Site, states: Iterable[FeedState], prepared: Sequence[Prepared]) -> Iterator[Finding]:
    """What came late, early, unexpected or out of order, and which publication did not come."""
    names = {file.landed.source_file: file.landed.offered for file in prepared}
    feeds = {feed.feed: feed for feed in site.feeds}
    for state in states:
        is_publication = state.status is not Arrival.MISSING or not feeds[state.feed].required
        if state.status in _TOLD and is_publication:
            severity, rule, expected, action = _TOLD[state.status]
            offered = names.get(state.source_file)
            yield Finding(
                severity=severity,
                rule=rule,
                where=Where(
                    council=feeds[state.feed].publisher,
                    feed=state.feed,
                    file_name=offered.file_name if offered and state.status is not Arrival.MISSING else "",
                    source_file=state.source_file if state.status is not Arrival.MISSING else "",
                ),
                found=_found(site, feeds[state.feed], state, offered.known_from if offered else None),
                expected=expected,
                action=action,
            )


def _found(site: Site, feed: Feed, state: FeedState, known_from: date | None) -> str:
    if state.status is Arrival.MISSING:
        return f"no publication of {state.due_on}"
    if state.status is Arrival.LATE and known_from and state.due_on:
        days = calendar_of(site, feed).working_days_between(state.due_on, known_from)
        return f"a file of {known_from}, {days} working days after {state.due_on}"
    if state.status is Arrival.EARLY:
        return f"an extract of {known_from} for a period that ends on {state.period.last_day}"
    if state.status is Arrival.OUT_OF_ORDER:
        return f"a file of {state.period.label}, and none of the period before it"
    return f"a file of {known_from} that was not expected"


def waits(site: Site, states: Iterable[FeedState], findings: Iterable[Finding]) -> bool:
    """Whether all that keeps a period from its close is that files of earlier periods have not come."""
    critical = [finding for finding in findings if finding.severity is Severity.CRITICAL]
    needed = {feed.feed for feed in site.feeds if feed.required}
    standing = [state.status for state in states if state.feed in needed]
    return (
        Arrival.OUT_OF_ORDER in standing
        and Arrival.MISSING not in standing
        and all(finding.rule == "feed_file_missing" for finding in critical)
    )
