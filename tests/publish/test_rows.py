from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from sspipe.model.councils import Component
from sspipe.model.drafts import DraftInvoice
from sspipe.model.dsg import DsgRow
from sspipe.model.dues import DueItem
from sspipe.model.forecast import ForecastRow
from sspipe.model.periods import Period
from sspipe.model.prices import PriceRow
from sspipe.model.programme import Milestone, Risk, Saving, Stated
from sspipe.model.resources import Figures, Residuals, ResourceRow
from sspipe.model.settlement import NetRow, SettlementRow
from sspipe.model.statement import AccrualRow, Break, Cause, CostItem, Evidence, LedgerItem, Posted, RechargeRow
from sspipe.model.tie_out import TieOutRow
from sspipe.model.working import Step, WorkingRow
from sspipe.publish.plain import exactly
from sspipe.publish.rows import shape_rows
from sspipe.store.tables import PUBLISHED
from tests.publish.statements import (
    FILE,
    P06,
    a_break,
    a_cause,
    a_conservation,
    a_cost,
    a_draft_invoice,
    a_measure,
    a_programme,
    a_recharge,
    a_statement,
    a_value,
    a_working_row,
    an_accrual,
)

DRAFT_ALONE = {"kind", "reference", "counterparty", "billable_on", "paid"}
STATED, STATED_COLUMNS = {"stated"}, {field.name for field in fields(Stated)}
NESTED = {"exact", "thousands", "residuals"}
FIGURES = {f"{field.name}_{unit}" for field in fields(Figures) for unit in ("pence", "thousands")} | {
    f"{field.name}_residual_thousands" for field in fields(Residuals)
}
CARRIED = {"release_id", "row_number"}
SHAPED = shape_rows(a_statement(), (a_conservation(),), (a_value(),), (a_measure(),), a_programme())


@pytest.mark.parametrize("table", PUBLISHED)
def test_rows_have_exactly_the_columns_of_their_table(table: str) -> None:
    columns = {column.name for column in PUBLISHED[table].columns} - {"release_id"}
    assert SHAPED[table]
    assert all(row.keys() == columns for row in SHAPED[table])


@pytest.mark.parametrize(
    ("table", "record", "left_out", "added"),
    [
        ("out_post_costs", CostItem, set(), set()),
        ("out_post_workings", WorkingRow, set(), set()),
        ("out_recharges", RechargeRow, set(), set()),
        ("out_draft_lines", AccrualRow, {"scheduled_pence"}, DRAFT_ALONE | {"amount_pence"}),
        ("out_draft_lines", DraftInvoice, set(), {"kind", "raised_pence", "reversed_pence"}),
        ("out_post_ledger", LedgerItem, set(), set()),
        ("out_due_parts", DueItem, set(), {"rivals", "sentence"}),
        ("out_recharge_lines", Posted, set(), {"kind"}),
        ("out_settlement", SettlementRow, set(), set()),
        ("out_net", NetRow, set(), set()),
        ("out_tie_out", TieOutRow, set(), set()),
        ("out_prices", PriceRow, set(), set()),
        ("out_forecast", ForecastRow, set(), set()),
        ("out_dsg_position", DsgRow, set(), set()),
        ("out_pprr_resources", ResourceRow, NESTED, FIGURES),
        ("out_savings", Saving, STATED, STATED_COLUMNS | {"scope", "basis"}),
        ("out_milestones", Milestone, STATED, STATED_COLUMNS | {"is_late"}),
        ("out_risks", Risk, STATED, STATED_COLUMNS),
        ("out_breaks", Break, {"causes"}, set()),
        ("out_causes", Cause, {"evidence", "parts", "service", "takes_back"}, {"break_id", "cause_number"}),
        ("out_cause_evidence", Evidence, set(), {"break_id", "cause_number"}),
    ],
)
def test_columns_bear_the_names_of_the_records_fields(
    table: str, record: Any, left_out: set[str], added: set[str]
) -> None:
    named = {field.name for field in fields(record)} - left_out | added
    assert {column.name for column in PUBLISHED[table].columns} - CARRIED == named


@pytest.mark.parametrize("table", PUBLISHED)
def test_rows_are_numbered_from_one(table: str) -> None:
    assert [row["row_number"] for row in SHAPED[table]] == list(range(1, len(SHAPED[table]) + 1))


def test_values_are_text_whole_numbers_flags_and_dates_only() -> None:
    kinds = {type(value) for rows in SHAPED.values() for row in rows for value in row.values()}
    assert kinds <= {str, int, bool, date, type(None)}


def test_periods_are_written_as_in_data() -> None:
    row = shape_rows(a_statement(costs=(a_cost(earned=Period.parse("2021-22-P12")),)), ())["out_post_costs"][0]
    assert (row["paid"], row["earned"], row["component"]) == ("2022-23-P06", "2021-22-P12", "basic")


@pytest.mark.parametrize("text", ["0.1505", "1191625/3", "22/37", "-1", "0.000000001", "357487.5", "0", "20000"])
def test_a_fraction_is_written_as_a_decimal_where_that_is_exact(text: str) -> None:
    assert exactly(Fraction(text)) == text


def test_the_steps_of_a_cost_stand_in_their_order_with_exact_fractions() -> None:
    rate = {"component": Component.NI, "step": Step.INSURANCE, "rate": Fraction("0.1505"), "unrounded": None}
    steps = tuple(a_working_row(step_number=at, **rate) for at in (10, 9))
    rows = shape_rows(a_statement(working=(*steps, a_working_row())), ())["out_post_workings"]
    assert [(row["component"], row["step_number"]) for row in rows] == [("basic", 1), ("ni", 9), ("ni", 10)]
    assert (rows[0]["unrounded"], rows[0]["fte"], rows[0]["part_month"]) == ("1191625/3", "1", "calendar_days")
    assert (rows[1]["rate"], rows[1]["unrounded"], rows[1]["step"]) == ("0.1505", None, "insurance")


def test_causes_are_numbered_by_class_and_keep_their_evidence() -> None:
    first, second = a_cause(cause_class="1", code="Z", evidence=()), a_cause(cause_class="4", code="A")
    shaped = shape_rows(a_statement(breaks=(a_break(causes=(second, first)),)), ())
    assert [(row["cause_number"], row["code"]) for row in shaped["out_causes"]] == [(1, "Z"), (2, "A")]
    assert [(row["cause_number"], row["source_row"]) for row in shaped["out_cause_evidence"]] == [(2, 214), (2, 215)]


def test_each_fate_of_a_file_is_a_row_and_they_add_up() -> None:
    rows = [row for row in SHAPED["out_conservation"] if row["kind"] == "file"]
    told = {(row["fate"], row["rule"]): (row["rows"], row["amount_pence"]) for row in rows}
    assert told == {
        ("read", ""): (10, 100),
        ("used", ""): (7, -200),
        ("quarantined", "amount_is_missing"): (1, 0),
        ("excluded", "not_joint"): (2, 300),
    }
    assert {row["source_file"] for row in rows} == {FILE}


def test_a_cost_centre_says_where_its_pounds_went() -> None:
    rows = [row for row in SHAPED["out_conservation"] if row["kind"] == "cost_centre"]
    assert {row["fate"]: row["amount_pence"] for row in rows} == {
        "total": 497500,
        "attributed": 500000,
        "not_joint": 20000,
        "break": -22500,
    }
    assert {(row["council"], row["cost_centre"], row["period"]) for row in rows} == {
        ("stockport", "S100", "2022-23-P06")
    }


def test_what_was_published_after_the_knowledge_date_is_left_out() -> None:
    known = a_value("2019", published_on=date(2022, 10, 12))
    late = a_value("2022", published_on=date(2022, 10, 13))
    statement = a_statement(known_on=date(2022, 10, 12), own_measures=())
    rows = shape_rows(statement, (), (known, late))["out_pprr_performance"]
    assert [row["year_label"] for row in rows] == ["2019"]


def test_rows_of_a_file_sent_again_stand_in_the_same_order() -> None:
    two = (a_break(causes=(a_cause(amount_pence=1), a_cause(amount_pence=2))),)
    again = tuple(
        replace(
            each,
            causes=tuple(
                replace(cause, evidence=(Evidence(source_file="0" * 64, source_row=1),)) for cause in each.causes
            ),
        )
        for each in two
    )
    first, second = (shape_rows(a_statement(breaks=breaks), ())["out_causes"] for breaks in (two, again))
    assert first == second


def test_the_same_recharge_of_two_months_stands_in_order_of_months() -> None:
    later = a_recharge(service=P06.month_after())
    rows = shape_rows(a_statement(recharges=(later, a_recharge())), ())["out_recharges"]
    assert [row["service"] for row in rows] == ["2022-23-P06", "2022-23-P07"]


def test_a_draft_is_an_invoice_or_a_credit_note_by_its_sign_and_an_accrual_is_quoted_by_its_id() -> None:
    back = a_draft_invoice(amount_pence=-500, reference="SSP-2223-P07-EYHEAD-TA-2223P06")
    statement = a_statement(drafts=(a_draft_invoice(), back), accruals=(an_accrual(),))
    rows = shape_rows(statement, ())["out_draft_lines"]
    assert [(row["kind"], row["reference"], row["amount_pence"]) for row in rows] == [
        ("accrual", "A2223-EYH-P06-U-SMBC", -263504),
        ("credit_note", "SSP-2223-P07-EYHEAD-TA-2223P06", -500),
        ("invoice", "SSP-2223-P06-EYHEAD-TA-2223P06", 263504),
    ]
