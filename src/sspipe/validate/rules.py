"""What a rule is: what it holds a row or rows to, whom it concerns and what it says when it is broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sspipe.model.findings import Severity

_ONE = ("column",)
_TWO = ("column_A", "column_B")
BETWEEN = "expect_column_values_to_be_between"
_RANGE = ("min_value", "max_value", "strict_min", "strict_max")
ROW_EXPECTATIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "expect_column_values_to_be_in_set": (_ONE, ("value_set",)),
        "expect_column_values_to_not_be_in_set": (_ONE, ("value_set",)),
        "expect_column_values_to_match_regex": (_ONE, ("regex",)),
        "expect_column_values_to_not_match_regex": (_ONE, ("regex",)),
        "expect_column_values_to_be_null": (_ONE, ()),
        "expect_column_values_to_not_be_null": (_ONE, ()),
        BETWEEN: (_ONE, _RANGE),
        "expect_column_pair_values_a_to_be_greater_than_b": (_TWO, ("or_equal", "ignore_row_if")),
        "expect_column_pair_values_to_be_equal": (_TWO, ("ignore_row_if",)),
    }
)


class Side(StrEnum):
    """Who can mend a row: a council's HR or finance team, whoever publishes the file, or who keeps the site's files."""

    HR = "HR"
    FINANCE = "Finance"
    PUBLISHER = "The publisher"
    SITE = "The site's keeper"


class AcrossCheck(StrEnum):
    """What rows held against each other can show."""

    REPEATED = "repeated"
    KEY_CLASH = "key_clash"
    OVERLAP = "overlap"
    OTHER_PUBLISHER = "other_publisher"
    OTHER_COUNCIL = "other_council"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a finding of a rule says."""

    rule: str
    severity: Severity
    side: Side
    reason: str
    expected: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """A rule that each row keeps or breaks by itself; `when` limits it to rows where a column holds a text."""

    told: Told
    expectation: str
    kwargs: Mapping[str, Any]
    columns: tuple[str, ...]
    when: tuple[str, str] | None

    @property
    def reads(self) -> tuple[str, ...]:
        """Every column that decides it."""
        return self.columns if self.when is None else (*self.columns, self.when[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossRule:
    """A rule that rows keep or break together."""

    told: Told
    check: AcrossCheck
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose file it is. `others` are the site's other councils where it is one of them; no one else has any."""

    publisher: str
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The rules of one canonical table, in the order that decides under which rule a row is set aside.

    `says` is what one row of the table is.
    """

    noun: str
    says: str
    rows: tuple[RowRule, ...]
    across: tuple[AcrossRule, ...]

    @property
    def told(self) -> tuple[Told, ...]:
        """What every rule says, in the suite's order."""
        return (*(rule.told for rule in self.rows), *(rule.told for rule in self.across))
