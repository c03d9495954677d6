"""Rows, debits and credits of a file by what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sspipe.model.conservation import NOTHING, Count

Mask: TypeAlias = pa.BooleanArray
Pence: TypeAlias = npt.NDArray[np.int64]


@dataclass(slots=True)
class Tally:
    """Counts that grow block by block."""

    read: Count = NOTHING
    used: Count = NOTHING
    quarantined: dict[str, Count] = field(default_factory=dict)
    excluded: dict[str, Count] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Take in another block."""
        self.read += other.read
        self.used += other.used
        _add_all(self.quarantined, other.quarantined)
        _add_all(self.excluded, other.excluded)

    def add_misshapen(self, rule: str, rows: int) -> None:
        """Count rows without a whole set of cells: their pounds cannot be read."""
        count = Count(rows=rows, debit_pence=0, credit_pence=0)
        self.read += count
        _add_all(self.quarantined, {rule: count})


def tally_of(
    amounts: Sequence[pa.Array],
    exclusions: Iterable[tuple[str, Mask]],
    faults: Iterable[tuple[str, Mask]],
    is_used: Mask,
) -> Tally:
    """Count a block; several amounts stand in one row where the layout makes several lines of it."""
    pence = [amount.to_numpy(zero_copy_only=False) for amount in amounts]
    tally = Tally(read=_count(pence, np.ones(len(is_used), dtype=np.bool_)), used=_count(pence, _of(is_used)))
    for groups, into in ((exclusions, tally.excluded), (faults, tally.quarantined)):
        for rule, mask in groups:
            _add_all(into, {rule: _count(pence, _of(mask))})
    return tally


@dataclass(frozen=True, slots=True)
class Aside:
    """The rows that one rule sets aside, by place, with the debits and credits that could be read of each in pence."""

    rule: str
    at: pa.Array
    debit_pence: pa.Array
    credit_pence: pa.Array


def aside_of(rule: str, at: pa.Array, amounts: Sequence[pa.Array], mask: Mask) -> Aside:
    """The masked rows; several amounts of a row are added up side by side."""
    chosen = [amount.to_numpy(zero_copy_only=False)[_of(mask)] for amount in amounts]
    nothing = np.zeros(int(_of(mask).sum()), dtype=np.int64)
    debit = sum((np.maximum(pence, 0) for pence in chosen), nothing)
    credit = sum((np.maximum(-pence, 0) for pence in chosen), nothing)
    return Aside(rule, at.filter(mask), pa.array(debit), pa.array(credit))


def misshapen_aside(rule: str, places: Sequence[int]) -> Aside:
    """Rows without a whole set of cells: their pounds cannot be read."""
    nothing = pa.array(np.zeros(len(places), dtype=np.int64))
    return Aside(rule, pa.array(places, pa.int64()), nothing, nothing)


def by_name(counts: dict[str, Count]) -> tuple[tuple[str, Count], ...]:
    """The rules that took a row, in order."""
    return tuple((rule, count) for rule, count in sorted(counts.items()) if count.rows)


def _of(mask: Mask) -> npt.NDArray[np.bool_]:
    return np.asarray(mask.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _count(pence: Sequence[Pence], mask: npt.NDArray[np.bool_]) -> Count:
    chosen = [amounts[mask] for amounts in pence]
    return Count(
        rows=int(mask.sum()),
        debit_pence=sum(_exact_sum(amounts[amounts > 0]) for amounts in chosen),
        credit_pence=sum(-_exact_sum(amounts[amounts < 0]) for amounts in chosen),
    )


def _exact_sum(amounts: Pence) -> int:
    high, low = np.divmod(amounts, 1 << 32)
    return (int(high.sum()) << 32) + int(low.sum())


def _add_all(counts: dict[str, Count], more: dict[str, Count]) -> None:
    for rule, count in more.items():
        counts[rule] = counts.get(rule, NOTHING) + count
