"""The columns that rules read: the canonical ones, and what follows from each as text or a whole number.

Great Expectations compares through binary fractions and cannot order fractions as text or dates. So rules read dates as
`valid_to_day` (20220331), fractions and decimals as `fte_millionths` (rounded up, which keeps "above nil" and "at most
one" exact), presence as `has_occupant_ref` (yes or no), and whether a period can be read as `period_reads`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sspipe.model.decisions import DecisionKind
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.tables import TABLES, Kind

MILLION = 1_000_000
ROW = "row_id"
YES, NO = "yes", "no"
_LARGEST = 2**53
_NUMBER = re.compile(r"-?\d{1,18}(?:/[1-9]\d{0,17}|\.\d{1,18})?")
_PER_CENT = frozenset({"percent", "per cent", "per_cent", "percentage", "%"})
_EXACT = (Kind.FRACTION, Kind.DECIMAL)
_YEARS = {"period": Period.parse, "financial_year": FinancialYear.parse}


def names_of(noun: str) -> set[str]:
    """Every column that a rule of a noun can read."""
    columns = TABLES[noun]
    names = {*columns, *(f"has_{name}" for name in columns)}
    names |= {f"{name}_millionths" for name, kind in columns.items() if kind in _EXACT}
    names |= {f"{name}_day" for name, kind in columns.items() if kind is Kind.DATE}
    names |= {f"{name}_reads" for name in columns if name in _YEARS}
    extra = {
        "ledger": {"days_after_period", "is_post_accrual"},
        "measures": {"may_exceed_100"},
        "pay_elements": {"is_assumed"},
        "decisions": {"is_open_ended"},
    }
    return names | extra.get(noun, set())


def readings_of(
    table: pa.Table, noun: str, names: Collection[str], may_exceed_100: Collection[str] = frozenset()
) -> pa.Table:
    """The named columns of a table, worked out where they are not canonical, and each row's place in it."""
    columns = {name: _reading(table, noun, name, may_exceed_100) for name in sorted(names)}
    return pa.table({ROW: places_of(table), **columns})


def places_of(table: pa.Table) -> pa.Array:
    """Each row's place in a table, from nought."""
    return pa.array(np.arange(table.num_rows, dtype=np.int64))


def flat(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, dictionaries made one."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def in_dictionary(column: pa.Array) -> pa.DictionaryArray:
    """A column as places in a list of its distinct values, an absent value standing in the list as such."""
    if pa.types.is_dictionary(column.type):
        if column.null_count == 0 and len(column.dictionary.unique()) == len(column.dictionary):
            return column
        column = column.dictionary_decode()
    return pc.dictionary_encode(column, null_encoding="encode")


def by_distinct(column: pa.Array, change: Callable[[object], object], held: pa.DataType) -> pa.Array:
    """A column changed value by value, each distinct value once."""
    encoded = in_dictionary(column)
    changed = pa.array([change(value) for value in encoded.dictionary.to_pylist()], held)
    return changed.take(encoded.indices)


def millionths(text: object) -> int | None:
    """A fraction or decimal in millionths, rounded up; None where it is neither.

    >>> millionths("4/5"), millionths("1.0000001"), millionths("one")
    (800000, 1000001, None)
    """
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        return None
    exact = -(-Fraction(text) * MILLION // 1)
    return int(max(-_LARGEST, min(_LARGEST, exact)))


def _reading(table: pa.Table, noun: str, name: str, may_exceed_100: Collection[str]) -> pa.Array:
    columns = TABLES[noun]
    if name in columns:
        return _canonical(flat(table.column(name)), columns[name])
    if name == "may_exceed_100":
        return _may_exceed(flat(table.column("code")), flat(table.column("unit")), may_exceed_100)
    if name in _OF_TWO:
        first, second, reading = _OF_TWO[name]
        return reading(flat(table.column(first)), flat(table.column(second)))
    if name == "is_assumed":
        return pc.if_else(pc.not_equal(pc.fill_null(flat(table.column("assumed_pay_pence")), 0), 0), YES, NO)
    return _derived(table, name)


def _post_accrual(entry_type: pa.Array, post_ref: pa.Array) -> pa.Array:
    is_accrual = by_distinct(entry_type, lambda text: text == "accrual", pa.bool_())
    return pc.if_else(pc.and_(is_accrual, by_distinct(post_ref, bool, pa.bool_())), YES, NO)


def _open_ended(kind: pa.Array, expires_on: pa.Array) -> pa.Array:
    """Whether something is accepted until a day that is not said."""
    is_until = by_distinct(kind, lambda text: text == DecisionKind.ACCEPTED_UNTIL, pa.bool_())
    return pc.if_else(pc.and_(is_until, expires_on.is_null()), YES, NO)


def _may_exceed(code: pa.Array, unit: pa.Array, listed: Collection[str]) -> pa.Array:
    is_listed = by_distinct(code, lambda text: text in listed, pa.bool_())
    is_free = by_distinct(unit, lambda text: str(text).casefold() not in _PER_CENT, pa.bool_())
    return pc.if_else(pc.or_(is_listed, is_free), YES, NO)


def _derived(table: pa.Table, name: str) -> pa.Array:
    if name.startswith("has_"):
        return _presence(flat(table.column(name.removeprefix("has_"))))
    source, _, form = name.rpartition("_")
    column = flat(table.column(source))
    if form == "millionths":
        return by_distinct(column, millionths, pa.int64())
    if form == "reads":
        return by_distinct(column, lambda text: _said(_reads(text, source)), pa.string())
    return _day_number(column)


def _canonical(column: pa.Array, kind: Kind) -> pa.Array:
    """Text that says nothing of a number reads as absent."""
    if kind not in _EXACT:
        return column
    return by_distinct(column, lambda text: text or None, pa.string())


def _said(is_so: bool) -> str:  # noqa: FBT001 - a predicate's answer is all it takes
    return YES if is_so else NO


def _presence(column: pa.Array) -> pa.Array:
    if pa.types.is_integer(column.type) or pa.types.is_date(column.type):
        return pc.if_else(column.is_valid(), YES, NO)
    return by_distinct(column, lambda text: _said(bool(text)), pa.string())


def _day_number(column: pa.Array) -> pa.Array:
    year, month, day = pc.year(column), pc.month(column), pc.day(column)
    return pc.add(pc.add(pc.multiply(year, 10_000), pc.multiply(month, 100)), day)


def _reads(text: object, source: str) -> bool:
    try:
        _YEARS[source](str(text))
    except ValueError:
        return False
    return True


def _days_after(posted: pa.Array, period: pa.Array) -> pa.Array:
    ends = by_distinct(period, _end_of, pa.date32())
    return pc.subtract(posted.cast(pa.int32()), ends.cast(pa.int32())).cast(pa.int64())


def _end_of(text: object) -> date | None:
    return Period.parse(str(text)).last_day if _reads(text, "period") else None


_OF_TWO: Mapping[str, tuple[str, str, Callable[[pa.Array, pa.Array], pa.Array]]] = MappingProxyType(
    {
        "days_after_period": ("posting_date", "period", _days_after),
        "is_post_accrual": ("entry_type", "post_ref", _post_accrual),
        "is_open_ended": ("kind", "expires_on", _open_ended),
    }
)
"""What is read from two columns together."""
