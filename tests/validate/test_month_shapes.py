"""The shape of a month is read from its canonical table."""

from datetime import date

import pyarrow as pa

from sspipe.model.month_shapes import MonthShape
from sspipe.model.periods import Period
from sspipe.validate.month_shapes import shape_of

LEDGER = pa.table(
    {
        "amount_pence": pa.array([300, -100, 0, 700, None, 9]),
        "subjective": pa.array(["employees", "employees", "employees", "income", "employees", "employees"]),
        "entry_type": pa.array(["actual", "actual", "actual", "actual", "actual", "budget"]),
        "posting_date": pa.array(
            [date(2022, 10, 5), date(2022, 9, 1), date(2022, 8, 30), date(2022, 12, 1), None, date(2022, 12, 2)]
        ),
    }
)


def test_a_ledger_is_read_by_its_pounds_its_pay_and_its_days() -> None:
    assert shape_of(LEDGER, Period(2022, 7)) == MonthShape(
        rows=6,
        debit_pence=1009,
        credit_pence=100,
        typical_pence=100,
        pay_debit_rows=1,
        pay_credit_rows=1,
        rows_dated=5,
        rows_near=3,
    )


def test_a_table_without_period_has_no_days_and_an_empty_one_nothing() -> None:
    assert (shape_of(LEDGER, None).rows_dated, shape_of(LEDGER, Period(2022, 13)).rows_dated) == (0, 0)
    assert shape_of(LEDGER.slice(0, 0), Period(2022, 7)) == MonthShape(rows=0)


def test_an_establishment_is_read_by_the_first_days_of_its_posts() -> None:
    day, later = date(2022, 4, 1), date(2022, 9, 5)
    columns = {"post_ref": ["B2", "A1", "B2"], "established_fte": ["1", "1", "0.5"], "valid_from": [later, day, later]}
    assert shape_of(pa.table(columns), Period(2022, 7)) == MonthShape(rows=3, starts=(("A1", day), ("B2", later)))
