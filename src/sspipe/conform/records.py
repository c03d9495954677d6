"""Records out of canonical tables, for the sums; of a ledger only the lines that concern joint posts become records."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.model.decisions import Decision, DecisionKind, FiledDecision, Reason, Role
from sspipe.model.findings import Where
from sspipe.model.grants import GrantLine
from sspipe.model.ledger import ClearedItem, EntryType, LedgerLine
from sspipe.model.measures import MeasureValue
from sspipe.model.pay_elements import ElementFrequency, ElementKind, PayElement
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.posts import Occupancy

Row = dict[str, object]


LINES_OF_A_PAIR = 2
DOCUMENT = ["period", "document_type", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerns:
    """What makes a line of one council's ledger concern joint posts; any one of these is enough.

    `control_accounts` are no part of a transfer pair (R5).
    """

    cost_centres: frozenset[str]
    post_refs: frozenset[str]
    counterparties: frozenset[str]
    occupant_refs: frozenset[str] = frozenset()
    control_accounts: frozenset[str] = frozenset()


def concerning(table: pa.Table, concerns: Concerns) -> pa.Table:
    """The lines that concern joint posts or another council, filtered in Arrow, and the other lines of their transfers.

    A document is kept whole where its revenue lines are a pair, or where those that concern us would look like one
    without the rest (R5).
    """
    sought = {
        "cost_centre": concerns.cost_centres,
        "post_ref": concerns.post_refs,
        "counterparty": concerns.counterparties,
        "occupant_ref": concerns.occupant_refs,
    }
    batches = table.to_batches()
    ours = [_is_sought(batch, sought) for batch in batches]
    whole = _documents_kept_whole(batches, ours, concerns.control_accounts)
    kept = [
        batch.filter(pc.or_(is_ours, _is_among(batch.column("document"), whole)))
        for batch, is_ours in zip(batches, ours, strict=True)
    ]
    return pa.Table.from_batches(kept, table.schema)


def _documents_kept_whole(
    batches: Sequence[pa.RecordBatch], ours: Sequence[pa.Array], control_accounts: frozenset[str]
) -> frozenset[str]:
    """The documents of transfers that concern us, and those that could be taken for one."""
    touched = {
        document
        for batch, is_ours in zip(batches, ours, strict=True)
        for document in batch.column("document").filter(is_ours).unique().to_pylist()
    }
    lines = [
        _revenue_of(batch, is_ours, frozenset(touched - {""}), control_accounts)
        for batch, is_ours in zip(batches, ours, strict=True)
    ]
    if not lines:
        return frozenset()
    revenue = pa.concat_tables(lines)
    return _pairs(revenue) | _pairs(revenue.filter(revenue.column("is_ours")))


def _revenue_of(
    batch: pa.RecordBatch, is_ours: pa.Array, documents: frozenset[str], control_accounts: frozenset[str]
) -> pa.Table:
    """The lines of some documents that are not on control accounts."""
    is_control = _is_among(batch.column("account"), control_accounts)
    is_wanted = pc.and_not(_is_among(batch.column("document"), documents), is_control)
    columns = {name: batch.column(name).filter(is_wanted).cast(pa.string()) for name in DOCUMENT}
    amounts = {"amount_pence": batch.column("amount_pence"), "is_ours": is_ours}
    return pa.table(columns | {name: column.filter(is_wanted) for name, column in amounts.items()})


def _pairs(lines: pa.Table) -> frozenset[str]:
    """The documents of two lines of one period that sum to nil."""
    found = lines.group_by(DOCUMENT).aggregate([("amount_pence", "count"), ("amount_pence", "sum")])
    is_pair = pc.equal(found.column("amount_pence_count"), LINES_OF_A_PAIR)
    is_nil = pc.equal(found.column("amount_pence_sum"), 0)
    return frozenset(found.filter(pc.and_(is_pair, is_nil)).column("document").to_pylist())


def occupancies(table: pa.Table) -> tuple[Occupancy, ...]:
    """Every row of a posts table."""
    fractions = ("fte", "weeks_per_year", "established_fte")
    changes: dict[str, Callable[[str], object]] = dict.fromkeys(fractions, Fraction)
    kept = table.drop_columns(["title", "funding_source"])
    return tuple(Occupancy(**row) for row in _rows(kept, changes))  # type: ignore[arg-type] # columns are the fields


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


def cleared_items(table: pa.Table) -> tuple[ClearedItem, ...]:
    """Every row of a cleared table."""
    return tuple(ClearedItem(**row) for row in _rows(table, {}))  # type: ignore[arg-type] # columns are the fields


def decisions(table: pa.Table, where: Where, known_from: date) -> tuple[FiledDecision, ...]:
    """Every row of a decisions table, each in the name of the council that returned it and with its row."""
    changes: dict[str, Callable[[Any], object]] = {
        "kind": DecisionKind,
        "role": Role,
        "second_role": lambda said: Role(said) if said else None,
        "reason": Reason,
    }
    kept = table.drop_columns(["source_file", "source_row"])
    numbers = table.column("source_row").to_pylist()
    return tuple(
        FiledDecision(
            decision=Decision(**row),  # type: ignore[arg-type] # columns are the fields
            where=replace(where, source_row=number),
            known_from=known_from,
        )
        for row, number in zip(_rows(kept, changes), numbers, strict=True)
    )


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
