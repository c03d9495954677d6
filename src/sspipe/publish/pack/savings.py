"""The sheet of savings: baseline, target, delivered and forecast, each council's own and both together."""

from sspipe.publish.pack.as_published import TableSheet, sheet_as_published
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import Sheet

_SHOWN = TableSheet(
    table="out_savings",
    name="Savings",
    title="Savings",
    says="A cost moved to the partner is no saving. What has no figure on record is missing, not nought.",
    headings={
        "title": "Saving",
        "owner": "Council whose saving it is",
        "scope": "One council's, or all together",
        "year": "Financial year",
        "baseline_pence": "Baseline: the cost that it starts from, £",
        "target_pence": "Target: to be saved, £",
        "delivered_pence": "Delivered: saved, £",
        "forecast_pence": "Forecast: expected to be saved, £",
        "rating": "Risk rating",
        "is_one_sided": "Its owner's alone",
        "basis": "How it counts",
        "status": "How sure the paper is",
        "paper_title": "Paper",
        "paragraph": "Paragraph",
        "stated_on": "Day of the paper",
        "is_illustrative": "Made up for the demonstration",
        "note": "Note",
        "saving": "Short name",
        "paper": "Paper's short name",
    },
)


def savings_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each saving and year, and one for each year over all councils."""
    return sheet_as_published(rows, edition, _SHOWN)
