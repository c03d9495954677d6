"""Records out of canonical tables, for the sums; of a ledger only the lines that concern joint posts become records."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.model.grants import GrantLine
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.measures import MeasureValue
from sspipe.model.pay_elements import ElementFrequency, ElementKind, PayElement
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.posts import Occupancy

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerns:
    """What makes a line of one council's ledger concern joint posts; any one of these is enough."""

    cost_centres: frozenset[str]
    post_refs: frozenset[str]
    counterparties: frozenset[str]
    occupant_refs: frozenset[str] = frozenset()


def concerning(table: pa.Table, concerns: Concerns) -> pa.Table:
    """The lines that concern joint posts or another council, filtered in Arrow."""
    sought = {
        "cost_centre": concerns.cost_centres,
        "post_ref": concerns.post_refs,
        "counterparty": concerns.counterparties,
        "occupant_ref": concerns.occupant_refs,
    }
    batches = [batch.filter(_is_sought(batch, sought)) for batch in table.to_batches()]
    return pa.Table.from_batches(batches, table.schema)


def occupancies(table: pa.Table) -> tuple[Occupancy, ...]:
    """Every row of a posts table."""
    fields = ("title", "established_fte", "funding_source")
    changes: dict[str, Callable[[str], object]] = {"fte": Fraction, "weeks_per_year": Fraction}
    return tuple(Occupancy(**row) for row in _rows(table.drop_columns(fields), changes))  # type: ignore[arg-type] # columns are the fields


def pay_elements(table: pa.Table) -> tuple[PayElement, ...]:
    """Every row of a pay elements table; assumed pay of nil is none."""
    changes: dict[str, Callable[[Any], object]] = {
        "kind": ElementKind,
        "frequency": ElementFrequency,
        "fraction": Fraction,
        "assumed_pay_pence": lambda pence: pence or None,
        **dict.fromkeys(("fte_scaled", "ni_able", "pensionable", "uplifted"), lambda said: said == "yes"),
    }
    return tuple(PayElement(**row) for row in _rows(table, changes))  # type: ignore[arg-type] # columns are the fields


def ledger_lines(table: pa.Table) -> tuple[LedgerLine, ...]:
    """Every row of a ledger table; filter it by `concerning` first."""
    changes: dict[str, Callable[[str], object]] = {"period": Period.parse, "entry_type": EntryType}
    return tuple(LedgerLine(**row) for row in _rows(table.drop_columns(["occupant_key_id"]), changes))  # type: ignore[arg-type] # columns are the fields


def grant_lines(table: pa.Table) -> tuple[GrantLine, ...]:
    """Every row of a grants table."""
    return tuple(
        GrantLine(year=row.pop("financial_year"), **row)  # type: ignore[arg-type] # columns are the fields
        for row in _rows(table, {"financial_year": FinancialYear.parse})
    )


def measure_values(table: pa.Table) -> tuple[MeasureValue, ...]:
    """Every row of a measures table; what has no value keeps its place."""
    kept = table.drop_columns(["polarity", "source"])
    return tuple(MeasureValue(**row) for row in _rows(kept, {"value": Decimal, "target": Decimal}))  # type: ignore[arg-type] # columns are the fields


def _rows(table: pa.Table, changes: Mapping[str, Callable[[Any], object]]) -> Iterator[Row]:
    for row in table.to_pylist():
        for name, change in changes.items():
            row[name] = None if row[name] is None else change(row[name])
        yield row


def _is_sought(batch: pa.RecordBatch, sought: dict[str, frozenset[str]]) -> pa.Array:
    masks = [_is_among(batch.column(name), values) for name, values in sought.items()]
    result = masks[0]
    for mask in masks[1:]:
        result = pc.or_(result, mask)
    return result


def _is_among(column: pa.Array, values: frozenset[str]) -> pa.Array:
    wanted = pa.array(sorted(values), pa.string())
    if pa.types.is_dictionary(column.type):
        return pc.is_in(column.dictionary, value_set=wanted).take(column.indices)
    return pc.is_in(column, value_set=wanted)
