"""The files that a feed offers in its folder, each with the period and the day that its name tells."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sspipe import storage
from sspipe.errors import SourceUnavailable
from sspipe.model.feeds import Feed, FeedFile
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.periods import FinancialYear, Period

_MONTHS_IN_QUARTER = 3
_ALWAYS = date.min
_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^()]*\)")
_DIGITS = re.compile(r"\\d\{(?P<count>\d+)\}")


def offered_files(feed: Feed, site_url: str) -> tuple[tuple[FeedFile, ...], tuple[Finding, ...]]:
    """The files of a feed's folder, and findings on a missing folder and on names that do not fit."""
    folder = folder_of(feed, site_url)
    try:
        names = storage.names_in(folder)
    except SourceUnavailable as fault:
        return (), (_no_folder(feed, fault),)
    files, findings = [], []
    for name in names:
        if feed.statement is not None and name.endswith(feed.statement.suffix):
            continue
        try:
            files.append(file_named(feed, f"{folder}/{name}", name))
        except ValueError:
            findings.append(_strange_name(feed, name))
    return tuple(files), tuple(findings)


def folder_of(feed: Feed, site_url: str) -> str:
    """Where a feed's files stand: its own URL, or a folder below the site."""
    return feed.path if "://" in feed.path else f"{site_url.rstrip('/')}/{feed.path.strip('/')}"


def name_in_words(feed: Feed) -> str:
    """The pattern of a feed's names as a person reads it: `GL_<year start>_<extracted>.txt`, digits as nines."""
    named = re.sub(_GROUP, lambda group: f"<{group['name'].replace('_', ' ')}>", feed.name_pattern)
    return re.sub(_DIGITS, lambda digits: "9" * int(digits["count"]), named).replace("\\", "")


def file_named(feed: Feed, url: str, name: str) -> FeedFile:
    """A file of a feed by its name, which tells period and day.

    Raises:
        ValueError: when the name does not fit the feed.
    """
    match = re.fullmatch(feed.name_pattern, name)
    if match is None:
        message = "a name that does not fit the pattern"
        raise ValueError(message)
    parts = {key: value for key, value in match.groupdict().items() if value is not None}
    return FeedFile(
        feed=feed,
        url=url,
        file_name=name,
        period=_period_of(parts),
        known_from=_known_from(parts, feed.date_format),
    )


def _period_of(parts: Mapping[str, str]) -> Period | None:
    if "period" in parts:
        return Period.parse(parts["period"])
    if "calendar_month" in parts:
        return Period.of(date(int(parts["calendar_year"]), int(parts["calendar_month"]), 1))
    if "period_number" not in parts:
        return None
    return Period(_year(parts).start, int(parts["period_number"]))


def _year(parts: Mapping[str, str]) -> FinancialYear:
    if "financial_year" in parts:
        return FinancialYear.parse(parts["financial_year"])
    return FinancialYear(int(parts["year_start"]))


def _known_from(parts: Mapping[str, str], form: str) -> date:
    for key in ("extracted", "published"):
        if key in parts:
            return datetime.strptime(parts[key], form).date()  # noqa: DTZ007 - a day has no zone
    if "quarter" in parts:
        return Period(_year(parts).start, int(parts["quarter"]) * _MONTHS_IN_QUARTER).last_day
    month = _period_of(parts) if "calendar_month" in parts else None
    return month.last_day if month else _ALWAYS


def _no_folder(feed: Feed, fault: SourceUnavailable) -> Finding:
    return Finding(
        severity=Severity.CRITICAL if feed.required else Severity.INFO,
        rule="feed_folder_missing",
        where=Where(council=feed.publisher, feed=feed.feed),
        found=f"{fault.found} at {feed.path}",
        expected=f"a folder with the files of {feed.feed}",
        action="Check the feed's path in feeds.yaml, and that the council delivers there.",
    )


def _strange_name(feed: Feed, name: str) -> Finding:
    ending = name.rsplit(".", 1)[-1] if "." in name else "none"
    return Finding(
        severity=Severity.WARN,
        rule="file_name_unknown",
        where=Where(council=feed.publisher, feed=feed.feed),
        found=f"a file whose name does not fit the feed ({len(name)} characters, ending {_safe(ending)})",
        expected=f"a name such as {name_in_words(feed)}",
        action="Rename or remove the file; it was not read.",
    )


def _safe(ending: str) -> str:
    return ending if re.fullmatch(r"[A-Za-z0-9]{1,5}", ending) else "unknown"
