"""A source that is asked for files: its address, how it is asked, and what a sender states of what it sent."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from sspipe.model.periods import Period

Parts = Mapping[str, object]

PARTS = (
    "period",
    "financial_year",
    "year_start",
    "period_number",
    "calendar_year",
    "calendar_month",
    "quarter",
    "arrived",
)
"""What a template may name in braces."""

MEGABYTE = 1 << 20


class AuthKind(StrEnum):
    """How a source knows who asks."""

    BEARER = "bearer"
    BASIC = "basic"
    API_KEY = "api_key"


class LoginKind(StrEnum):
    """What an SFTP server is shown by who logs in."""

    PASSWORD = "password"  # noqa: S105 - the word, and none
    PRIVATE_KEY = "private_key"


class PagingKind(StrEnum):
    """How one page of an answer leads to the next."""

    NEXT_LINK = "next_link"
    PAGE_NUMBER = "page_number"
    CURSOR = "cursor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """Who asks. `secret` is the name of a secret, never its value; `user` for basic, `header` for an API key."""

    kind: AuthKind
    secret: str
    user: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who logs in. `secret` names the password or the private key, `passphrase_secret` what opens a closed key."""

    kind: LoginKind
    user: str
    secret: str
    passphrase_secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The pages of a JSON answer. Names that end in `_at` are dotted paths into a page; empty: there is no such entry.

    `rows_at` leads to the list of records (empty: the page is the list). `next_at` leads to the next address or cursor
    (for links, empty: the header `Link`). `total_at` leads to the stated count of all rows, `sum_at`, `opening_at` and
    `closing_at` to stated pounds; `amount_at` leads, within a record, to the amount that the stated sum is the sum of.
    """

    kind: PagingKind
    rows_at: str
    next_at: str = ""
    parameter: str = ""
    page_size: int | None = None
    page_size_parameter: str = ""
    first_page: int = 1
    total_at: str = ""
    sum_at: str = ""
    amount_at: str = ""
    opening_at: str = ""
    closing_at: str = ""
    most_pages: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What every source has: where it is, what its files are called, and with how much patience it is asked.

    `url` and `file_name` are templates of `PARTS` in the form of `str.format`, such as `{period_number:02d}`.
    `timeout_seconds` is for a connection and for each wait for bytes, `whole_seconds` for one answer from beginning to
    end. What may pass is tried `attempts` times in all; the wait grows from `backoff_seconds`, and a sender that asks
    for a longer one than `longest_wait_seconds` is left for the next pull. `most_bytes` counts unpacked bytes.
    """

    url: str
    file_name: str
    timeout_seconds: float = 30
    whole_seconds: float = 3600
    attempts: int = 4
    backoff_seconds: float = 1
    longest_wait_seconds: float = 300
    most_bytes: int = 4096 * MEGABYTE

    def address(self, parts: Parts) -> str:
        """The address of what is wanted."""
        return self.url.format_map(parts)

    def name(self, parts: Parts) -> str:
        """What the fetched file is called."""
        return self.file_name.format_map(parts)

    def at(self, site_url: str) -> Self:
        """The same source with the files that the site names for it below its own folder; here none."""
        del site_url
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSource(Source):
    """A file, or a paged API, at a web address.

    `ca_file` names the only authorities that are trusted (empty: the system's). Certificates go unchecked only where
    `unverified_reason` says why.
    """

    auth: Auth | None = None
    paging: Paging | None = None
    ca_file: str = ""
    unverified_reason: str = ""

    @property
    def is_tls_unverified(self) -> bool:
        """Whether anybody could pass for the sender."""
        return bool(self.unverified_reason)

    def at(self, site_url: str) -> Self:
        """The same source with a `ca_file` that the site names below its own folder."""
        if not self.ca_file or self.ca_file.startswith("/"):
            return self
        return replace(self, ca_file=f"{site_url.rstrip('/')}/{self.ca_file}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpSource(Source):
    """A file on an SFTP server, which shows one of `host_keys`, each a kind and a key as in a line of known_hosts."""

    host_keys: tuple[str, ...]
    auth: Login


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A sender's own mark of a content, for the address it was given at; `size` is the length that was stated.

    `last_modified` is in the sender's own form: a date of HTTP, or the seconds of SFTP.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    size: int | None = None


def parts_of(period: Period | None, arrived: date) -> dict[str, object]:
    """What templates are filled with: a period (None for files that belong to none) and the day of asking.

    >>> "GL_{financial_year}_P{period_number:02d}_{arrived:%Y%m%d}".format_map(
    ...     parts_of(Period(2022, 6), date(2022, 10, 5))
    ... )
    'GL_2022-23_P06_20221005'
    """
    if period is None:
        return {"arrived": arrived}
    return {
        "period": str(period),
        "financial_year": str(period.year),
        "year_start": period.year_start,
        "period_number": period.number,
        "calendar_year": period.first_day.year,
        "calendar_month": period.first_day.month,
        "quarter": period.quarter,
        "arrived": arrived,
    }


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, where nobody listens in between.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("localhost.example")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
