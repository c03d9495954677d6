"""The shape of a canonical table: how many rows and pounds, of which kind, dated when."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from sspipe.model.month_shapes import MonthShape
from sspipe.model.periods import Period

EMPLOYEES = "employees"
NEAR = timedelta(days=31)


def shape_of(table: pa.Table, period: Period | None) -> MonthShape:
    """Read the shape; `period` None where the file belongs to none."""
    dated, near = _days(table, period)
    debit, credit, typical = _amounts(table)
    pay_debit, pay_credit = _pay_rows(table)
    return MonthShape(
        rows=table.num_rows,
        debit_pence=debit,
        credit_pence=credit,
        typical_pence=typical,
        pay_debit_rows=pay_debit,
        pay_credit_rows=pay_credit,
        rows_dated=dated,
        rows_near=near,
        starts=_starts(table),
    )


def _amounts(table: pa.Table) -> tuple[int, int, int]:
    if "amount_pence" not in table.column_names or table.num_rows == 0:
        return 0, 0, 0
    amounts = table.column("amount_pence").drop_null()
    sizes = pc.abs(amounts)
    total, net = pc.sum(sizes).as_py() or 0, pc.sum(amounts).as_py() or 0
    others = sizes.filter(pc.not_equal(sizes, 0))
    typical = pc.quantile(others, 0.5, interpolation="lower")[0].as_py() if len(others) else 0
    return (total + net) // 2, (total - net) // 2, int(typical)


def _pay_rows(table: pa.Table) -> tuple[int, int]:
    """How many actual lines of employees are debits, and how many credits."""
    if not {"subjective", "entry_type"} <= set(table.column_names):
        return 0, 0
    is_actual = pc.equal(table.column("entry_type").cast(pa.string()), "actual")
    is_pay = pc.equal(table.column("subjective").cast(pa.string()), EMPLOYEES)
    amounts = table.column("amount_pence").filter(pc.and_(is_actual, is_pay))
    debit, credit = (pc.sum(test(amounts, 0)).as_py() or 0 for test in (pc.greater, pc.less))
    return debit, credit


def _days(table: pa.Table, period: Period | None) -> tuple[int, int]:
    if period is None or not period.is_month or "posting_date" not in table.column_names:
        return 0, 0
    days = table.column("posting_date").drop_null()
    first, last = pa.scalar(period.first_day - NEAR), pa.scalar(period.last_day + NEAR)
    near = pc.and_(pc.greater_equal(days, first), pc.less_equal(days, last))
    return len(days), int(pc.sum(near).as_py() or 0)


def _starts(table: pa.Table) -> tuple[tuple[str, date], ...]:
    if "established_fte" not in table.column_names:
        return ()
    refs = table.column("post_ref").cast(pa.string()).to_pylist()
    return tuple(sorted(set(zip(refs, table.column("valid_from").to_pylist(), strict=True))))
