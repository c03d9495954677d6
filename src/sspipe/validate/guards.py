"""Findings on a table's shape: columns, rows and types are what its noun declares, before any rule is read.

A suite of expectations passes an empty table, a column without values and a value of another type without a word
(Great Expectations looks at the values that are there), so these four stand in front of it.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.errors import SuiteMissing
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.tables import TABLES, Kind

_TRACE = ("source_file", "source_row")
NEVER_EMPTY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "posts": ("council", "post_ref", "valid_from", "recorded_on", *_TRACE),
        "ledger": ("council", "document", "posting_date", "period", "entry_type", "amount_pence", *_TRACE),
        "cleared": ("council", "document", "cleared_on", "amount_pence", *_TRACE),
        "grants": ("la_code", "financial_year", "block", "amount_pence", "published_on", *_TRACE),
        "measures": ("code", "area", "year_label", "value", "published_on", *_TRACE),
        "pay_elements": ("council", "post_ref", "occupant_ref", "kind", "valid_from", "recorded_on", *_TRACE),
        "decisions": ("council", "break_id", "cause", "amount_pence", "kind", "role", "decided_on", "reason", *_TRACE),
    }
)
MAY_HAVE_NO_ROWS = frozenset({"cleared", "pay_elements", "decisions"})
"""Nobody may have paid, been paid beside basic pay, or decided anything."""
_FIRST_ROWS = 1_000
_LAYOUT = "Compare the feed's layout with the file."
_RESEND = "Ask the publisher for the file again."


def check_shape(table: pa.Table, noun: str, where: Where) -> tuple[Finding, ...]:
    """Say everything that keeps a table from being read as its noun; each is critical.

    Raises:
        SuiteMissing: when there is no such noun.
    """
    columns = columns_of(noun)
    faults = [*_column_faults(table, columns), *_type_faults(table, columns)]
    if table.num_rows == 0 and noun in MAY_HAVE_NO_ROWS:
        return tuple(_finding(where, *fault) for fault in faults)
    if table.num_rows == 0:
        faults.append(("SHAPE_NO_ROWS", "no rows", "at least one row", _RESEND))
    else:
        faults.extend(_empty_faults(table, NEVER_EMPTY[noun]))
        faults.extend(_untraced_faults(table))
    return tuple(_finding(where, *fault) for fault in faults)


def columns_of(noun: str) -> Mapping[str, Kind]:
    """The columns that a noun declares.

    Raises:
        SuiteMissing: when there is no such noun.
    """
    if noun not in TABLES:
        raise SuiteMissing("validate", "a noun that no table has", f"one of {', '.join(TABLES)}", "Check the feed.")
    return TABLES[noun]


def holds_kind(kind: Kind, held: pa.DataType) -> bool:
    """Whether an Arrow type can hold a kind of value.

    >>> holds_kind(Kind.DATE, pa.date32()), holds_kind(Kind.PENCE, pa.float64())
    (True, False)
    """
    if kind is Kind.DATE:
        return bool(pa.types.is_date32(held))
    if kind in (Kind.PENCE, Kind.INTEGER):
        return bool(pa.types.is_int64(held))
    plain = held.value_type if pa.types.is_dictionary(held) else held
    return bool(pa.types.is_string(plain) or pa.types.is_large_string(plain))


Fault = tuple[str, str, str, str]


def _column_faults(table: pa.Table, columns: Mapping[str, Kind]) -> Iterator[Fault]:
    for name in columns:
        if table.column_names.count(name) != 1:
            yield "SHAPE_COLUMN_MISSING", f"column {name} missing or twice", "every declared column once", _LAYOUT
    undeclared = sum(name not in columns for name in table.column_names)
    if undeclared:
        yield "SHAPE_COLUMN_UNDECLARED", f"{undeclared} undeclared columns", "declared columns only", _LAYOUT


def _present(table: pa.Table, names: Mapping[str, Kind] | tuple[str, ...]) -> Iterator[str]:
    return (name for name in names if table.column_names.count(name) == 1)


def _type_faults(table: pa.Table, columns: Mapping[str, Kind]) -> Iterator[Fault]:
    for name in _present(table, columns):
        held = table.schema.field(name).type
        if not holds_kind(columns[name], held):
            yield "SHAPE_COLUMN_TYPE", f"column {name} as {held}", f"a column of kind {columns[name]}", _LAYOUT


def _empty_faults(table: pa.Table, names: tuple[str, ...]) -> Iterator[Fault]:
    for name in _present(table, names):
        if not _has_value(table.column(name)):
            yield "SHAPE_COLUMN_EMPTY", f"column {name} without any value", "a value in at least one row", _RESEND


def _has_value(column: pa.ChunkedArray) -> bool:
    """Whether any row has one; the first rows nearly always have."""
    return _any_value(column.slice(0, _FIRST_ROWS)) or _any_value(column)


def _any_value(column: pa.ChunkedArray) -> bool:
    held = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    distinct = column.unique().cast(held).drop_null()
    is_text = pa.types.is_string(held) or pa.types.is_large_string(held)
    return bool(pc.any(pc.not_equal(distinct, "")).as_py()) if is_text else len(distinct) > 0


def _untraced_faults(table: pa.Table) -> Iterator[Fault]:
    for name in _present(table, _TRACE):
        count = table.column(name).null_count
        if 0 < count < table.num_rows:
            yield "SHAPE_ROW_UNTRACED", f"{count} rows without {name}", "file and row on every row", _LAYOUT


def _finding(where: Where, rule: str, found: str, expected: str, action: str) -> Finding:
    return Finding(severity=Severity.CRITICAL, rule=rule, where=where, found=found, expected=expected, action=action)
