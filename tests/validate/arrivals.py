"""Files as counted, for the tests of completeness and drift."""

from dataclasses import replace
from typing import Any

from sspipe.model.arrivals import Counted
from sspipe.model.conservation import NOTHING, Conservation, Count
from sspipe.model.findings import Where
from sspipe.model.month_shapes import MonthShape
from sspipe.model.stated import NOTHING_STATED

WHERE = Where(council="tameside", feed="tameside/ledger", file_name="october.csv", source_file="0" * 64)


def rows(number: int, debit_pence: int = 0, credit_pence: int = 0) -> Count:
    """A count."""
    return Count(rows=number, debit_pence=debit_pence, credit_pence=credit_pence)


def conserved(
    read: Count, *quarantined: tuple[str, Count], excluded: tuple[tuple[str, Count], ...] = ()
) -> Conservation:
    """An account of a file; what is used does not matter here."""
    return Conservation(
        publisher="tameside",
        feed="tameside/ledger",
        source_file="0" * 64,
        file_name="october.csv",
        read=read,
        used=NOTHING,
        quarantined=quarantined,
        excluded=excluded,
        is_proved_complete=False,
    )


def a_ledger(read: Count, *quarantined: tuple[str, Count], **changes: Any) -> Counted:
    """A whole ledger of a council."""
    made = Counted(
        where=WHERE,
        conservation=conserved(read, *quarantined),
        stated=NOTHING_STATED,
        balances=True,
        ends_aside=False,
        ends_short=False,
        shape=None,
        before=None,
        last_good="",
    )
    return replace(made, **changes)


def a_shape(**changes: Any) -> MonthShape:
    """A month of 300 lines, 100 of them pay, 5 of these taken back."""
    made = MonthShape(
        rows=300,
        debit_pence=10_000_000,
        credit_pence=10_000_000,
        typical_pence=50_000,
        pay_debit_rows=95,
        pay_credit_rows=5,
        rows_dated=300,
        rows_near=295,
    )
    return replace(made, **changes)
