"""The terms that councils have agreed on, one by one, as a reader of the figures wants to see them (R6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TermKind(StrEnum):
    """What a term settles."""

    SHARE = "share"
    DAYS_SHARED = "days_shared"
    APPROVAL = "approval"
    BILLING = "billing"
    TIME_TO_BILL = "time_to_bill"
    TIME_TO_BOOK = "time_to_book"
    OVERHEAD = "overhead"
    LEVY = "levy"
    PENSION = "pension"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedTerm:
    """One term of an agreed version; a share is one post's and one council's, every other term the whole agreement's.

    `value` is a share as an exact fraction, else words. `starts` None: from the version's own first day.
    """

    agreement: str
    councils: tuple[str, ...]
    version: str
    term: TermKind
    post: str
    council: str
    value: str
    starts: date | None
    source: str
    is_illustrative: bool
