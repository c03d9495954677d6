"""The sheet of the forecast outturn: what each post will have cost the council by the year's end, against budget."""

from sspipe.publish.pack.as_published import TableSheet, sheet_as_published
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import Sheet

_AMOUNTS = {
    "budget_pence": "Budget of the year, £",
    "actual_to_date_pence": "Cost of own pay to date, £ (of the council that employs)",
    "expected_left_pence": "Own pay expected in the months left, £",
    "provision_pence": "Provided for pay awards, £",
    "recharge_pence": "Recharge of the whole year, billed or to come, £ (minus: income)",
    "forecast_pence": "Forecast outturn, £",
    "variance_pence": "Forecast less budget, £ (plus: a deficit)",
}
_SHOWN = TableSheet(
    table="out_forecast",
    name="Forecast",
    title="Forecast outturn against budget",
    says=(
        "What each post will cost the council in the year: its own pay to date and in the months left, what is set"
        " aside for pay awards, and recharges (income is a minus). A forecast above the budget is a deficit. Months"
        " left are worked out by today's records and shares, without pay awards still to come; open breaks stay in."
    ),
    headings={
        "post": "Post",
        "council": "Council",
        "role": "Host or partner",
        "fund": "Fund",
        **_AMOUNTS,
        "budget_is_missing": "No budget on file",
        "provision_is_missing": "An unsettled award has no value on file",
        "is_incomplete": "A month left could not be costed: too low",
        "is_unapproved": "Agreement not yet approved: no recharge foreseen",
        "is_allocated": "Spread from a cost of several posts",
        "is_of_several_funds": "Lines name several funds",
    },
    summed=tuple(_AMOUNTS),
)


def forecast_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each post and role of the council."""
    return sheet_as_published(rows, edition, _SHOWN)
