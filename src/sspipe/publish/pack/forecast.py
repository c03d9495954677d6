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
        "What each post will cost the council in the year: its own pay to date, pay for the months left, an amount for"
        " pay awards not yet settled, and recharges (a minus is income). A forecast above the budget is a deficit. The"
        " months left use today's records and shares. Pay to date includes differences that are still open."
    ),
    headings={
        "post": "Post",
        "council": "Council",
        "role": "Host or partner",
        "fund": "Fund",
        **_AMOUNTS,
        "budget_is_missing": "No budget on file",
        "provision_is_missing": "A pay award not yet settled is not included",
        "is_incomplete": "Forecast too low: a month left could not be costed",
        "is_unapproved": "Agreement not yet approved: no recharge foreseen",
        "is_allocated": "Holds a part of a cost shown for several posts together",
        "is_of_several_funds": "Ledger lines charge more than one fund",
    },
    summed=tuple(_AMOUNTS),
)


def forecast_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each post and role of the council."""
    return sheet_as_published(rows, edition, _SHOWN)
