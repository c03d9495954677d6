"""Budget, forecast and variance of each service line as the councils' reports of resources show them."""

from sspipe.model.resources import LineKind, Quarter, Section, Unit
from sspipe.store.columns import Published, flag, number, one_of, pence, text

_EXACT = "Exact; empty where it is missing, nil on a row of rounding."
_ROUNDED = "in thousands of pounds, rounded by itself, half up in size; where the unit is millions, shown over 1,000."
_DEFICIT = "plus is a deficit, minus a surplus, which the report shows in brackets"
_SAVED = "in savings the target less what is saved, so that falling short of it is plus"


class OutPprrResources(Published, table=True):
    """One service line of a council in one report of resources, what rounding leaves over below lines, or a total."""

    __tablename__ = "out_pprr_resources"
    __table_args__ = (
        one_of("quarter", Quarter),
        one_of("unit", Unit),
        one_of("section", Section),
        one_of("line_kind", LineKind),
    )

    report: str = text("The report's short name in the site's reports.yaml.")
    report_council: str = text("The council whose report it is.")
    report_title: str = text("The report's title.")
    period_label: str = text("What the report calls itself, such as Mid-Year 2022/23 or Period 6 2022/23.")
    quarter: str | None = text("The canonical quarter, Q1 to Q4 (the year end is Q4); empty for a report by period.")
    unit: str = text("In what the report shows money: thousand_pounds, or million_pounds to three places.")
    council: str = text("The council whose money it is; empty over all councils together, which savings alone have.")
    section: str = text(
        "The part of the report, by the fund of the post's ledger lines: cash_limit, dsg or reserves; not_stated where"
        " they name no fund of the report, or several; savings."
    )
    line_kind: str = text("line: a service line; rounding: what rounding leaves over below the lines; total.")
    service: str = text("The short name of the agreement, post or saving behind the line; empty below the lines.")
    service_line: str = text("The line's title: posts of one agreement are one line; empty below the lines.")
    budget_before_pence: int | None = pence(f"The budget in the last report of the year. {_EXACT}")
    budget_change_pence: int | None = pence(f"The budget now less that before; plus is more. {_EXACT}")
    budget_now_pence: int | None = pence(f"The year's budget, or the target of a saving. {_EXACT}")
    spent_to_date_pence: int | None = pence(
        f"Pay that the council's ledger shows in the year to the period, before recharges; none of savings. {_EXACT}"
    )
    forecast_pence: int | None = pence(
        f"What the year will have cost after recharges, or what a saving will have saved. {_EXACT}"
    )
    variance_pence: int | None = pence(f"Forecast less budget: {_DEFICIT}; {_SAVED}. {_EXACT}")
    variance_before_pence: int | None = pence(f"The variance in the last report of the year: {_DEFICIT}. {_EXACT}")
    movement_pence: int | None = pence(f"The variance less that before: plus is worse, minus better. {_EXACT}")
    budget_before_thousands: int | None = number(f"The budget in the last report {_ROUNDED}")
    budget_change_thousands: int | None = number(f"The change of the budget {_ROUNDED}")
    budget_now_thousands: int | None = number(f"The budget {_ROUNDED}")
    spent_to_date_thousands: int | None = number(f"Pay in the ledger to date {_ROUNDED}")
    forecast_thousands: int | None = number(f"The forecast or outturn {_ROUNDED}")
    variance_thousands: int | None = number(f"The variance ({_DEFICIT}) {_ROUNDED}")
    variance_before_thousands: int | None = number(f"The variance in the last report ({_DEFICIT}) {_ROUNDED}")
    movement_thousands: int | None = number(f"The movement (plus is worse) {_ROUNDED}")
    budget_residual_thousands: int | None = number(
        "What rounding leaves across the row, in thousands of pounds: the rounded budget less the rounded budget before"
        " and change; empty where they do not rest on the same lines."
    )
    variance_residual_thousands: int | None = number(
        "What rounding leaves across the row, in thousands of pounds: the rounded variance less that of the rounded"
        " forecast and budget; empty where they do not rest on the same lines."
    )
    movement_residual_thousands: int | None = number(
        "What rounding leaves across the row, in thousands of pounds: the rounded movement less that of the rounded"
        " variances; empty where they do not rest on the same lines."
    )
    is_outturn: bool = flag("Whether the report speaks of the outturn: the annual one, or by period from P12 on.")
    is_incomplete: bool = flag("Whether a forecast in the row lacks a month that could not be costed.")
    is_short: bool = flag(
        "Whether something that the row adds up lacks a figure which the rest of it has: the sum is of what is known."
    )
