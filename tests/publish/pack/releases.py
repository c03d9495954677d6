"""A small release of two councils with something on every sheet, and the editions of it."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import openpyxl  # type: ignore[import-untyped] # it ships no types
from openpyxl.utils import range_boundaries  # type: ignore[import-untyped]

from sspipe.model.councils import Component
from sspipe.model.measures import MeasureValue
from sspipe.model.statement import Break, Cause, CostItem, Evidence, Pair
from sspipe.model.working import Step, Tranche, WorkingRow
from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.edition import Edition, Names
from sspipe.publish.pack.workbook import workbook_bytes
from sspipe.publish.rows import shape_rows
from tests.publish.statements import (
    P06,
    P07,
    a_break,
    a_cause,
    a_conservation,
    a_cost,
    a_draft_invoice,
    a_measure,
    a_net_row,
    a_posted_line,
    a_programme,
    a_recharge,
    a_settlement_row,
    a_statement,
    a_value,
    a_working_row,
    an_accrual,
)

Rows = Mapping[str, Sequence[dict[str, object]]]
STOCKPORT, TAMESIDE = "Stockport Council", "Tameside Council"
LEDGER, THEIR_LEDGER = "a" * 64, "b" * 64
FIRST, SECOND = "0a" * 16, "0b" * 16
HALF_TIME = "The record of 5 September holds 0.6 of full time; the ledger holds the whole."
"""A sentence that only the host may read."""
RATE = "National Insurance was taken at the rate in force before 6 November."


def recorded_break(*causes: Cause) -> Break:
    """A difference in what Stockport's ledger holds of the early years post, over 225 pounds unless told."""
    return a_break(amount_pence=sum(cause.amount_pence for cause in causes), causes=causes)


def not_booked() -> Break:
    sentence = "Invoice 5 over £2,635.04 stands in no line of the partner's ledger for this council."
    evidence = (Evidence(source_file=LEDGER, source_row=9),)
    return a_break(
        break_id="b2",
        agreement="ey-leadership",
        council="tameside",
        counterparty="stockport",
        pair=Pair.BOOKED_BILLED,
        amount_pence=-263504,
        owner_council="tameside",
        owner_side="must book",
        causes=(a_cause(code="NOT_BOOKED", amount_pence=-263504, sentence=sentence, evidence=evidence),),
    )


def own_break() -> Break:
    """A small difference in Tameside's own ledger, of a post that is not shared."""
    causes = (a_cause(code="UNEXPLAINED", amount_pence=310, sentence="Nothing on file predicts this £3.10."),)
    return a_break(
        break_id="b3", post="hub-lead", council="tameside", owner_council="tameside", amount_pence=310, causes=causes
    )


COSTS = (
    a_cost(occupant_ref=FIRST, amount_pence=238325),
    a_cost(occupant_ref=SECOND, amount_pence=158883),
    a_cost(occupant_ref=FIRST, component=Component.NI, amount_pence=24460),
    a_cost(occupant_ref=SECOND, component=Component.NI, amount_pence=12502, tranche=Tranche.CORRECTION),
    a_cost(post="hub-lead", occupant_ref=FIRST, amount_pence=111111),
    a_cost(post="data-lead", council="tameside", occupant_ref=SECOND, amount_pence=300001),
)


def worked(cost: CostItem) -> WorkingRow:
    """One step that comes to a cost: pay of all days of September, or National Insurance."""
    whose = {name: getattr(cost, name) for name in ("post", "council", "occupant_ref", "tranche", "component")}
    said = {**whose, "result_pence": cost.amount_pence, "amount_pence": cost.amount_pence}
    if cost.component is Component.BASIC:
        return a_working_row(**said)
    of_pay = ("fte", "weeks_per_year", "part_of_year", "first_date", "last_date", "days", "out_of_days", "part_month")
    blank = dict.fromkeys((*of_pay, "annual_pence", "unrounded"))
    return a_working_row(**said, **blank, **NATIONAL_INSURANCE, pay_scale="", pay_point="")


NATIONAL_INSURANCE: Mapping[str, Any] = {
    "step": Step.INSURANCE,
    "base_pence": 397208,
    "threshold_pence": 75800,
    "threshold_from": date(2022, 4, 6),
    "threshold_source": "thresholds of 2022-23",
    "rate_of": "A",
    "rate": Fraction("0.1505"),
    "rate_from": date(2022, 4, 6),
    "source": "Health and Social Care Levy Act 2021",
}


OTHER_BOOKING: Mapping[str, Any] = {
    "council": "tameside",
    "counterparty": "stockport",
    "reference": "SMBC-2200099",
    "service": P07,
    "book_by_date": None,
}


def a_release(values: Sequence[MeasureValue] = (), **changes: Any) -> Rows:
    """The published rows; `values` are of measures, `changes` of the statement."""
    made: dict[str, Any] = {
        "costs": COSTS,
        "working": tuple(worked(cost) for cost in COSTS),
        "recharges": (
            a_recharge(),
            a_recharge(post="data-lead", host="tameside", partner="stockport", not_yet_billable_pence=1234),
        ),
        "booked": (a_posted_line(**OTHER_BOOKING),),
        "drafts": (
            a_draft_invoice(),
            a_draft_invoice(reference="SSP-TA", council="tameside", counterparty="stockport", post="data-lead"),
            a_draft_invoice(reference="SSP-CN", amount_pence=-1005, billable_on=None),
        ),
        "accruals": (an_accrual(), an_accrual(accrual_id="A-TA", council="tameside", scheduled_pence=263504)),
        "breaks": (recorded_break(a_cause(code="FTE_DIFFERS", sentence=HALF_TIME)), not_booked(), own_break()),
        "settlement": (
            a_settlement_row(),
            a_settlement_row(host="tameside", partner="stockport", post="data-lead", due_pence=500),
        ),
        "net": (
            a_net_row(),
            a_net_row(
                council="tameside",
                counterparty="stockport",
                charged_pence=0,
                charged_by_pence=263504,
                net_pence=-263504,
                closing_pence=-263504,
            ),
        ),
    }
    statement = a_statement(**{**made, **changes})
    files = (
        a_conservation(source_file=LEDGER),
        a_conservation(source_file=THEIR_LEDGER, publisher="tameside", feed="tameside/ledger", file_name="their.csv"),
    )
    measured = values or (a_value(), a_value("2020", None), a_value("2020", "71.25", area="tameside"))
    return shape_rows(statement, files, measured, (a_measure(),), a_programme())


def edition(council: str, **changes: Any) -> Edition:
    made = Edition(
        council=council,
        title="Two councils",
        release_id="stockport-tameside-2022-23-P06-1",
        state="provisional",
        period=P06,
        known_on=date(2022, 10, 12),
        published_at=datetime(2022, 10, 12, 9, 30, 5, 17, tzinfo=UTC),
        names=Names(
            councils={"stockport": STOCKPORT, "tameside": TAMESIDE},
            posts={"ey-head": "Head of Early Years", "data-lead": "Data Lead"},
            agreements={"ey-leadership": "Early years leadership"},
        ),
    )
    return replace(made, **changes)


def packed(rows: Rows, council: str, **changes: Any) -> bytes:
    """The bytes of a council's pack."""
    own = edition(council, **changes)
    return workbook_bytes(pack_sheets(rows, own), "A pack", own.published_at)


def opened(content: bytes, *, values: bool = True) -> Any:
    """The workbook as openpyxl reads it: values as they were stored, or formulas as they were written."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def table(book: Any, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows below its headings, by heading."""
    headings, *rows = book[sheet].iter_rows(min_row=head_row(book[sheet]), values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def head_row(sheet: Any) -> int:
    """The row in which a sheet's table has its headings."""
    (marked,) = sheet.tables.values()
    return int(range_boundaries(marked.ref)[1])


def words_above(sheet: Any) -> str:
    """What a sheet says between its title and its headings, in one text."""
    return " ".join(str(sheet.cell(row=at, column=1).value) for at in range(2, head_row(sheet)))


def all_texts(book: Any) -> list[str]:
    """Every text of every cell."""
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return [value for value in cells if isinstance(value, str)]
