"""Rows, debits and credits of a file: in = used + quarantined + excluded, each by a named rule (R17)."""

from dataclasses import dataclass

from sspipe.model.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Rows, and their debits and credits in pence (credits as a positive figure)."""

    rows: int
    debit_pence: int
    credit_pence: int

    def __add__(self, other: "Count") -> "Count":
        """Add rows and pounds."""
        return Count(
            rows=self.rows + other.rows,
            debit_pence=self.debit_pence + other.debit_pence,
            credit_pence=self.credit_pence + other.credit_pence,
        )


NOTHING = Count(rows=0, debit_pence=0, credit_pence=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conservation:
    """What became of every row of one file; `set_aside` by name of the rule, quarantined or excluded."""

    publisher: str
    feed: str
    source_file: str
    file_name: str
    read: Count
    used: Count
    quarantined: tuple[tuple[str, Count], ...]
    excluded: tuple[tuple[str, Count], ...]
    is_proved_complete: bool

    @property
    def holds(self) -> bool:
        """Whether no row and no pound went missing."""
        total = self.used
        for _, count in (*self.quarantined, *self.excluded):
            total += count
        return total == self.read


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTotal:
    """Where a joint cost centre's own total went: attributed + not joint + breaks = total (R5)."""

    council: str
    cost_centre: str
    period: Period
    attributed_pence: int
    not_joint_pence: int
    break_pence: int
    total_pence: int
