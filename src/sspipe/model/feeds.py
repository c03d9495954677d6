"""A feed: who publishes what, where its files are found and how their names tell period and extract date."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sspipe.model.destroyed import Destroyed
from sspipe.model.periods import Period
from sspipe.model.sources import HttpSource, SftpSource
from sspipe.model.stated import NOTHING_STATED, Stated


class Noun(StrEnum):
    """The canonical tables that a feed can fill."""

    POSTS = "posts"
    LEDGER = "ledger"
    CLEARED = "cleared"
    GRANTS = "grants"
    MEASURES = "measures"
    PAY_ELEMENTS = "pay_elements"
    DECISIONS = "decisions"


class FeedKind(StrEnum):
    """What a file of the feed holds of its period."""

    SNAPSHOT = "snapshot"
    FULL_LEDGER = "full_ledger"
    PUBLISHED_PAYMENTS = "published_payments"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementForm:
    """How a sender's statement beside a file reads: patterns with one group each; empty: it does not say that."""

    suffix: str
    rows: str = ""
    total: str = ""
    opening: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDue:
    """By which working day after a period's end its file is due (None: a period of that kind has none).

    `publications` are the days on which a feed of publications is expected.
    """

    working_day: int | None = None
    year_end_working_day: int | None = None
    publications: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed of a site. Its files stand at `path`, a folder below the site (or a URL), or come from a `source`.

    `name_pattern` is a regular expression over names; what a source gives is named by the source's `file_name`.

    Named groups tell the file's period and date: `period` (as `2022-23-P06`), or `financial_year` or `year_start` with
    `period_number`, or `calendar_year` with `calendar_month`; `extracted` or `published` with `date_format`. A month
    or a `quarter` without a day is known from its end. A feed with neither period nor day serves every period.
    """

    publisher: str
    noun: Noun
    kind: FeedKind
    path: str
    name_pattern: str
    date_format: str
    layout: str
    required: bool
    statement: StatementForm | None = None
    due: FeedDue | None = None
    source: HttpSource | SftpSource | None = None

    @property
    def place(self) -> str:
        """Where its files come from, for people: the folder, or the address before it is filled in."""
        return self.path if self.source is None else self.source.url

    @property
    def feed(self) -> str:
        """The feed's name within a site."""
        return f"{self.publisher}/{self.noun}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """One file offered by a feed: `period` None where the feed's files belong to none; known from a day on."""

    feed: Feed
    url: str
    file_name: str
    period: Period | None
    known_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedFile:
    """A feed file kept byte for byte under its SHA-256; a former one has since been replaced under its own name.

    `destroyed`: nothing stands at its URL any more, and what was kept of it does its service.
    """

    offered: FeedFile
    source_file: str
    size_bytes: int
    url: str
    stated: Stated = NOTHING_STATED
    arrived_at: datetime | None = None
    is_former: bool = False
    destroyed: Destroyed | None = None
