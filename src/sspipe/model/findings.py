"""Wrong data as a value: where it stands, what was found, what was expected, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """CRITICAL stops publishing, never reporting; REJECT sets the row aside; WARN only tells."""

    CRITICAL = "critical"
    REJECT = "reject"
    WARN = "warn"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in the inputs: council or other publisher, feed, file name and hash, row (None: the whole file)."""

    council: str = ""
    feed: str = ""
    file_name: str = ""
    source_file: str = ""
    source_row: int | None = None

    def __str__(self) -> str:
        """Name the place as a person would look for it."""
        row = "" if self.source_row is None else f"row {self.source_row}"
        return " ".join(part for part in (self.council, self.feed, self.file_name, row) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, in four parts; never holds a name, or a value that is not digits or a date (R20).

    `more_rows` counts rows of the same fault that are told together, where each of the first has a finding of its own.
    """

    severity: Severity
    rule: str
    where: Where
    found: str
    expected: str
    action: str
    more_rows: int | None = None

    @property
    def message(self) -> str:
        """Say it in one sentence and a request."""
        return f"{self.where}: found {self.found}; expected {self.expected}. {self.action}"


def has_critical(findings: Iterable[Finding]) -> bool:
    """Whether anything stops publishing."""
    return any(finding.severity is Severity.CRITICAL for finding in findings)
