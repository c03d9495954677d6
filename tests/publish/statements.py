"""Statements, files and measures that are valid by default; a test names only what matters to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sspipe.model.agreements import Status
from sspipe.model.conservation import Conservation, Count, LedgerTotal
from sspipe.model.councils import Component
from sspipe.model.drafts import DraftInvoice
from sspipe.model.measures import Measure, MeasureValue, Polarity
from sspipe.model.periods import Period
from sspipe.model.prices import PriceRow
from sspipe.model.settlement import NetRow, Scope, SettlementRow
from sspipe.model.statement import (
    AccrualRow,
    Break,
    BreakState,
    Cause,
    CostItem,
    Evidence,
    Pair,
    RechargeRow,
    Statement,
    Tranche,
)

SITE = "stockport-tameside"
P06 = Period.parse("2022-23-P06")
P07 = Period.parse("2022-23-P07")
FILE = "a" * 64


def a_cost(**changes: Any) -> CostItem:
    made = CostItem(
        post="ey-head",
        council="stockport",
        occupant_ref="0f" * 16,
        occupant_key_id="stockport-1",
        paid=P06,
        earned=P06,
        tranche=Tranche.CURRENT,
        component=Component.BASIC,
        amount_pence=397208,
    )
    return replace(made, **changes)


def a_recharge(**changes: Any) -> RechargeRow:
    made = RechargeRow(
        agreement="ey-leadership",
        version="half-each",
        post="ey-head",
        host="stockport",
        partner="tameside",
        service=P06,
        shared_pence=527008,
        part_pence=263504,
        due_pence=263504,
        not_yet_billable_pence=0,
        billable_pence=263504,
        billed_pence=263504,
        unbilled_pence=0,
        unbilled_in_transit_pence=0,
        booked_pence=0,
        unbooked_pence=263504,
        unbooked_in_transit_pence=263504,
        host_accrued_pence=0,
        partner_accrued_pence=0,
        paid_pence=None,
        is_assumed=False,
        is_allocated=False,
    )
    return replace(made, **changes)


def a_cause(**changes: Any) -> Cause:
    made = Cause(
        code="LATE_STARTER",
        cause_class="1",
        amount_pence=-22500,
        is_supposed=False,
        sentence="The post-holder started on 18 April; the ledger holds the whole month.",
        evidence=(Evidence(source_file=FILE, source_row=214), Evidence(source_file=FILE, source_row=215)),
        tried=7,
    )
    return replace(made, **changes)


def a_break(**changes: Any) -> Break:
    made = Break(
        break_id="b1",
        agreement="",
        post="ey-head",
        cost_centre="",
        council="stockport",
        counterparty="",
        pair=Pair.LEDGER_EXPECTED,
        month=P06,
        amount_pence=-22500,
        first_seen=P06,
        age_periods=0,
        age_working_days=3,
        owner_council="stockport",
        owner_side="correct the payroll",
        state=BreakState.OPEN,
        causes=(a_cause(),),
    )
    return replace(made, **changes)


def a_settlement_row(**changes: Any) -> SettlementRow:
    made = SettlementRow(
        scope=Scope.PERIOD,
        host="stockport",
        partner="tameside",
        post="ey-head",
        opening_pence=0,
        due_pence=263504,
        not_yet_billable_pence=0,
        unbilled_pence=0,
        unbooked_pence=263504,
        booked_pence=0,
        in_transit_pence=263504,
        closing_pence=263504,
        host_accrued_pence=0,
        partner_accrued_pence=0,
        paid_pence=None,
        owed_pence=None,
    )
    return replace(made, **changes)


def a_net_row(**changes: Any) -> NetRow:
    made = NetRow(
        scope=Scope.PERIOD,
        council="stockport",
        counterparty="tameside",
        charged_pence=263504,
        charged_by_pence=0,
        net_pence=263504,
        closing_pence=263504,
    )
    return replace(made, **changes)


def a_price(**changes: Any) -> PriceRow:
    made = PriceRow(
        agreement="ey-leadership",
        version="ratios",
        status=Status.PROPOSED,
        post="ey-head",
        host="stockport",
        partner="tameside",
        service=P06,
        shared_pence=527008,
        part_pence=247694,
        due_pence=247694,
    )
    return replace(made, **changes)


def an_accrual(**changes: Any) -> AccrualRow:
    made = AccrualRow(
        accrual_id="A2223-EYH-P06-U-SMBC",
        agreement="ey-leadership",
        post="ey-head",
        council="stockport",
        service=P06,
        scheduled_pence=-263504,
        raised_pence=0,
        reversed_pence=0,
    )
    return replace(made, **changes)


def a_draft_invoice(**changes: Any) -> DraftInvoice:
    made = DraftInvoice(
        reference="SSP-2223-P06-EYHEAD-TA-2223P06",
        accrual_id="",
        agreement="ey-leadership",
        post="ey-head",
        council="stockport",
        counterparty="tameside",
        service=P06,
        amount_pence=263504,
        billable_on=date(2022, 10, 10),
    )
    return replace(made, **changes)


def a_statement(**changes: Any) -> Statement:
    made = Statement(
        site=SITE,
        period=P06,
        known_on=date(2022, 10, 12),
        costs=(
            a_cost(),
            a_cost(component=Component.NI, amount_pence=48372),
            a_cost(component=Component.LEVY, amount_pence=1986),
        ),
        ledger=(),
        due=(),
        recharges=(a_recharge(), a_recharge(post="data-lead", host="tameside", partner="stockport")),
        accruals=(an_accrual(),),
        drafts=(a_draft_invoice(),),
        breaks=(
            a_break(),
            a_break(break_id="b2", amount_pence=100, causes=(a_cause(amount_pence=60), a_cause(amount_pence=40))),
        ),
        settlement=(a_settlement_row(), a_settlement_row(scope=Scope.YEAR_TO_DATE)),
        prices=(a_price(),),
        net=(a_net_row(), a_net_row(scope=Scope.YEAR_TO_DATE)),
        ledger_totals=(
            LedgerTotal(
                council="stockport",
                cost_centre="S100",
                period=P06,
                attributed_pence=500000,
                not_joint_pence=20000,
                break_pence=-22500,
                total_pence=497500,
            ),
        ),
        findings=(),
        notes=("Illustrative: pay date of stockport is made up (councils.yaml).",),
    )
    return replace(made, **changes)


def a_count(rows: int = 1, debit_pence: int = 100, credit_pence: int = 0) -> Count:
    return Count(rows=rows, debit_pence=debit_pence, credit_pence=credit_pence)


def a_conservation(**changes: Any) -> Conservation:
    made = Conservation(
        publisher="stockport",
        feed="stockport/ledger",
        source_file=FILE,
        file_name="SMBC_GL_LINE_ITEMS_2022-23_P06_20221006.txt",
        read=a_count(10, 1000, 900),
        used=a_count(7, 700, 900),
        quarantined=(("amount_is_missing", a_count(1, 0, 0)),),
        excluded=(("not_joint", a_count(2, 300, 0)),),
        is_proved_complete=True,
    )
    return replace(made, **changes)


def a_measure(**changes: Any) -> Measure:
    made = Measure(
        code="FSP_NEW_GOODDEV",
        name="Children with a good level of development",
        unit="percent",
        polarity=Polarity.HIGH,
        tolerance=Decimal(2),
        may_exceed_100=False,
        breaks_before=("2022",),
        source="Department for Education",
    )
    return replace(made, **changes)


def a_value(year_label: str = "2019", value: str | None = "70.4", **changes: Any) -> MeasureValue:
    made = MeasureValue(
        code="FSP_NEW_GOODDEV",
        name="Percentage with good level of development",
        area="stockport",
        year_label=year_label,
        value=None if value is None else Decimal(value),
        unit="percent",
        target=None,
        published_on=date(2022, 9, 30),
        source_file=FILE,
        source_row=12,
    )
    return replace(made, **changes)
