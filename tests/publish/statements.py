"""Statements, files and measures that are valid by default; a test names only what matters to it."""

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sspipe.model.agreed_terms import AgreedTerm, TermKind
from sspipe.model.agreements import Status
from sspipe.model.conservation import Conservation, Count, LedgerTotal
from sspipe.model.councils import Component
from sspipe.model.decisions import DecisionKind, JudgedDecision, Reason, Standing
from sspipe.model.decisions import Role as Decider
from sspipe.model.drafts import DraftInvoice
from sspipe.model.dsg import DsgKind, DsgRow
from sspipe.model.dues import DueItem, SharedDays
from sspipe.model.forecast import ForecastRow, Role
from sspipe.model.measures import Measure, MeasureValue, OwnMeasure, OwnValue, Polarity
from sspipe.model.part_months import PartMonth
from sspipe.model.periods import FinancialYear, Period
from sspipe.model.prices import PriceRow
from sspipe.model.programme import Certainty, Milestone, Programme, Risk, Saving, Stated
from sspipe.model.resources import Figures, LineKind, Quarter, Residuals, ResourceRow, Section, Unit
from sspipe.model.settlement import NetRow, Scope, SettlementRow
from sspipe.model.statement import (
    AccrualRow,
    Break,
    BreakState,
    Cause,
    CostItem,
    Evidence,
    LedgerItem,
    Pair,
    Posted,
    RechargeRow,
    Statement,
)
from sspipe.model.tie_out import TieOutPart, TieOutRow
from sspipe.model.working import Side, Step, Tranche, WorkingRow

SITE = "stockport-tameside"
P06 = Period.parse("2022-23-P06")
P07 = Period.parse("2022-23-P07")
P08 = Period.parse("2022-23-P08")
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
        source_file=FILE,
        source_row=12,
    )
    return replace(made, **changes)


def a_working_row(**changes: Any) -> WorkingRow:
    """The basic pay of `a_cost`: a year of £47,665, full-time, all days of September."""
    made = WorkingRow(
        post="ey-head",
        council="stockport",
        occupant_ref="0f" * 16,
        occupant_key_id="stockport-1",
        paid=P06,
        earned=P06,
        tranche=Tranche.CURRENT,
        component=Component.BASIC,
        step_number=1,
        side=Side.SINGLE,
        step=Step.BASIC_SEGMENT,
        pay_scale="NJC",
        pay_point="43",
        annual_pence=4766500,
        fte=Fraction(1),
        weeks_per_year=Fraction(52),
        part_of_year=Fraction(1),
        first_date=date(2022, 9, 1),
        last_date=date(2022, 9, 30),
        days=30,
        out_of_days=30,
        part_month=PartMonth.CALENDAR_DAYS,
        rate_from=date(2021, 4, 1),
        source="NJC pay agreement of 28 February 2022",
        is_illustrative=False,
        unrounded=Fraction(4766500, 12),
        result_pence=397208,
        amount_pence=397208,
        source_file=FILE,
        source_row=12,
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
        from_causes_pence=0,
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


def a_tie_out(**changes: Any) -> TieOutRow:
    """September of the head's post, billed and within the time to book."""
    made = TieOutRow(
        scope=Scope.PERIOD,
        post="ey-head",
        council="stockport",
        part=TieOutPart.ALL,
        earned_pence=527008,
        late_pence=0,
        expected_pence=527008,
        ledger_pence=504508,
        ledger_less_expected_pence=-22500,
        due_pence=263504,
        billed_pence=263504,
        billed_less_due_pence=0,
        may_wait_to_bill_pence=0,
        booked_pence=0,
        booked_less_billed_pence=-263504,
        may_wait_to_book_pence=263504,
    )
    return replace(made, **changes)


def a_part_tied_out(**changes: Any) -> TieOutRow:
    """A part of it: a recharge has no parts."""
    names = ("due", "billed", "billed_less_due", "may_wait_to_bill", "booked", "booked_less_billed", "may_wait_to_book")
    return a_tie_out(**({"part": TieOutPart.BASIC} | {f"{name}_pence": None for name in names} | changes))


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
        open_since=P06,
        age_periods=0,
        age_working_days=3,
        origin_age_periods=0,
        origin_age_working_days=8,
        owner_council="stockport",
        owner_side="correct the payroll",
        state=BreakState.OPEN,
        accepted_pence=0,
        decision="",
        decided_by="",
        decided_role="",
        decided_until=None,
        before_state=None,
        before_pence=0,
        causes=(a_cause(),),
    )
    return replace(made, **changes)


def a_decision(**changes: Any) -> JudgedDecision:
    """Stockport accepted the whole of `a_break` until the end of November."""
    made = JudgedDecision(
        break_id="b1",
        cause="LATE_STARTER",
        amount_pence=-22500,
        kind=DecisionKind.ACCEPTED_UNTIL,
        council="stockport",
        role=Decider.FINANCE_OFFICER,
        second_role="",
        decided_on=date(2022, 10, 5),
        known_from=date(2022, 10, 5),
        expires_on=date(2022, 11, 30),
        reason=Reason.TIMING,
        last_day=date(2022, 11, 30),
        standing=Standing.IN_FORCE,
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
        from_causes_pence=0,
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
        owed_pence=None,
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


def a_forecast_row(**changes: Any) -> ForecastRow:
    made = ForecastRow(
        council="stockport",
        post="ey-head",
        role=Role.HOST,
        fund="EYDSG",
        budget_pence=6600000,
        actual_to_date_pence=3162048,
        expected_left_pence=3137940,
        provision_pence=0,
        recharge_pence=-2318990,
        forecast_pence=3980998,
        variance_pence=-2619002,
        budget_is_missing=False,
        provision_is_missing=True,
        is_incomplete=False,
        is_unapproved=False,
        is_allocated=False,
        is_of_several_funds=False,
    )
    return replace(made, **changes)


def a_dsg_row(**changes: Any) -> DsgRow:
    made = DsgRow(
        kind=DsgKind.ALLOCATION,
        council="stockport",
        financial_year=FinancialYear(2022),
        block="early_years",
        line="universal_3_4",
        first_published_on=date(2021, 12, 16),
        first_pence=1240000000,
        latest_published_on=date(2022, 7, 20),
        latest_pence=1230000000,
        movement_pence=-10000000,
    )
    return replace(made, **changes)


def a_resource_row(**changes: Any) -> ResourceRow:
    """A line of £54,400.00 of budget, £400.00 of it new, and a deficit of £1,200.00, £600.00 of it since."""
    made = ResourceRow(
        report="pprr",
        report_council="stockport",
        report_title="Portfolio Performance and Resources Report",
        period_label="Mid-Year 2022/23",
        quarter=Quarter.Q2,
        unit=Unit.THOUSAND_POUNDS,
        council="stockport",
        section=Section.DSG,
        line_kind=LineKind.LINE,
        service="ey-leadership",
        service_line="Early years leadership",
        exact=Figures(
            budget_before=5400000,
            budget_change=40000,
            budget_now=5440000,
            spent_to_date=2700000,
            forecast=5560000,
            variance=120000,
            variance_before=60000,
            movement=60000,
        ),
        thousands=Figures(
            budget_before=54,
            budget_change=0,
            budget_now=54,
            spent_to_date=27,
            forecast=56,
            variance=1,
            variance_before=1,
            movement=1,
        ),
        residuals=Residuals(budget=0, variance=-1, movement=1),
        is_outturn=False,
        is_incomplete=False,
        is_short=False,
    )
    return replace(made, **changes)


def a_section(**changes: Any) -> tuple[ResourceRow, ...]:
    """That line, a second of which no budget is on file, what rounding leaves below them, and the total."""
    line = a_resource_row(**changes)
    known = {"spent_to_date": 40000, "forecast": 80000}
    other = replace(
        line,
        service="hub-lead",
        service_line="Hub lead",
        exact=Figures(**known),
        thousands=Figures(spent_to_date=0, forecast=1),
        residuals=Residuals(),
    )
    below: dict[str, Any] = {"service": "", "service_line": "", "residuals": Residuals()}
    total = replace(
        line,
        line_kind=LineKind.TOTAL,
        exact=replace(line.exact, spent_to_date=2740000, forecast=5640000),
        thousands=replace(line.thousands, spent_to_date=27, forecast=56),
        is_short=True,
        **below,
    )
    left = replace(
        line,
        line_kind=LineKind.ROUNDING,
        exact=Figures(**dict.fromkeys(asdict(line.exact), 0)),
        thousands=replace(Figures(**dict.fromkeys(asdict(line.exact), 0)), forecast=-1),
        **below,
    )
    return line, other, left, total


def a_monitored_section() -> tuple[ResourceRow, ...]:
    """The same of Tameside in its report by period."""
    return a_section(
        report="monitoring",
        report_council="tameside",
        report_title="Revenue monitoring",
        period_label="Period 6 2022/23",
        quarter=None,
        unit=Unit.MILLION_POUNDS,
        council="tameside",
    )


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


def a_due_part(**changes: Any) -> DueItem:
    """Half of a month of 30 days, from its 6th on."""
    made = DueItem(
        agreement="ey-leadership",
        version="half-each",
        post="ey-head",
        host="stockport",
        partner="tameside",
        service=P06,
        paid=P06,
        tranche=Tranche.CURRENT,
        shared_pence=527008,
        part_pence=219587,
        due_pence=219587,
        billable_on=date(2022, 10, 10),
        days=(
            SharedDays(date(2022, 9, 1), date(2022, 9, 5), Fraction(1, 6), Fraction(0)),
            SharedDays(date(2022, 9, 6), date(2022, 9, 30), Fraction(5, 6), Fraction(1, 2)),
        ),
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
        paid=P06,
        amount_pence=263504,
        billable_on=date(2022, 10, 10),
    )
    return replace(made, **changes)


def a_ledger_item(**changes: Any) -> LedgerItem:
    made = LedgerItem(
        post="ey-head",
        council="stockport",
        month=P06,
        component=Component.BASIC,
        amount_pence=397208,
        is_allocated=False,
        source_file=FILE,
        source_row=214,
    )
    return replace(made, **changes)


def a_posted_line(**changes: Any) -> Posted:
    made = Posted(
        post="ey-head",
        council="stockport",
        counterparty="tameside",
        service=P06,
        posted_on=date(2022, 10, 20),
        posted_in=P07,
        document="1800000007",
        amount_pence=263504,
        reference="SMBC-2200107",
        accrual_id="",
        is_assumed=False,
        is_allocated=False,
        source_file=FILE,
        source_row=88,
        book_by_date=date(2022, 11, 17),
    )
    return replace(made, **changes)


def a_term(**changes: Any) -> AgreedTerm:
    made = AgreedTerm(
        agreement="ey-leadership",
        councils=("stockport", "tameside"),
        version="half-each",
        term=TermKind.SHARE,
        post="ey-head",
        council="tameside",
        value="1/2",
        starts=date(2022, 7, 6),
        source="Cabinet of 28 June 2022",
        is_illustrative=True,
    )
    return replace(made, **changes)


def a_statement(**changes: Any) -> Statement:
    made = Statement(
        site=SITE,
        period=P06,
        known_on=date(2022, 10, 12),
        last_quarter_on=date(2022, 7, 12),
        costs=(
            a_cost(),
            a_cost(component=Component.NI, amount_pence=48372),
            a_cost(component=Component.LEVY, amount_pence=1986),
        ),
        working=(a_working_row(),),
        ledger=(a_ledger_item(),),
        billed=(a_posted_line(),),
        booked=(a_posted_line(council="tameside", counterparty="stockport", book_by_date=None),),
        due=(a_due_part(), a_due_part(post="data-lead", host="tameside", partner="stockport")),
        terms=(a_term(),),
        tie_out=(a_tie_out(), a_part_tied_out(), a_tie_out(scope=Scope.YEAR_TO_DATE)),
        recharges=(a_recharge(), a_recharge(post="data-lead", host="tameside", partner="stockport")),
        accruals=(an_accrual(),),
        drafts=(a_draft_invoice(),),
        breaks=(
            a_break(),
            a_break(break_id="b2", amount_pence=100, causes=(a_cause(amount_pence=60), a_cause(amount_pence=40))),
        ),
        decisions=(a_decision(standing=Standing.LAPSED),),
        settlement=(a_settlement_row(), a_settlement_row(scope=Scope.YEAR_TO_DATE)),
        prices=(a_price(),),
        forecast=(a_forecast_row(),),
        dsg=(a_dsg_row(), a_dsg_row(kind=DsgKind.CENTRAL_SPEND, line="entitlements", is_within_limit=True)),
        resources=(*a_section(), *a_monitored_section()),
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
        own_measures=(an_own_value(),),
        findings=(),
        notes=("Illustrative: pay date of stockport is made up (councils.yaml).",),
    )
    return replace(made, **changes)


def an_own_value(**changes: Any) -> OwnValue:
    return replace(OwnValue(OwnMeasure.DAYS_TO_CLOSE, SITE, "2022-23-P06", Decimal(12)), **changes)


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


def stated(**changes: Any) -> Stated:
    made = Stated(
        status=Certainty.STATED,
        paper="tameside-2022-02",
        paper_title="Shared services update",
        paragraph="3.6",
        stated_on=date(2022, 2, 9),
        is_illustrative=False,
        note="",
    )
    return replace(made, **changes)


def a_saving(**changes: Any) -> Saving:
    made = Saving(
        saving="tameside-envelope",
        owner="tameside",
        title="Minor saving within the existing envelope",
        year=FinancialYear(2022),
        baseline_pence=None,
        target_pence=300000,
        delivered_pence=None,
        forecast_pence=None,
        rating=None,
        is_one_sided=True,
        stated=stated(),
    )
    return replace(made, **changes)


def a_milestone(**changes: Any) -> Milestone:
    made = Milestone(
        milestone="implementation",
        council="tameside",
        title="Implementation",
        expected="Between April and September 2022",
        expected_by=date(2022, 9, 30),
        output="",
        stated=stated(status=Certainty.PLANNED),
    )
    return replace(made, **changes)


def a_risk(**changes: Any) -> Risk:
    made = Risk(
        risk="governance",
        council="stockport",
        title="Governance arrangements",
        implication="The work slows.",
        action="Regular scrutiny reports.",
        rating=None,
        stated=stated(),
    )
    return replace(made, **changes)


def a_programme() -> Programme:
    return Programme(savings=(a_saving(),), milestones=(a_milestone(),), risks=(a_risk(),))


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
