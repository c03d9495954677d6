"""The sheets of savings, milestones and risks: what each council's papers on file expect and state of the programme."""

from collections.abc import Iterator

from sspipe.publish.pack.as_published import TableSheet, sheet_as_published
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import Sheet

_PAPER = {
    "status": "How sure the paper is",
    "paper_title": "Paper",
    "paragraph": "Paragraph",
    "stated_on": "Day of the paper",
    "is_illustrative": "Made up for the demonstration",
    "note": "Note",
}
_SAVINGS = TableSheet(
    table="out_savings",
    name="Savings",
    title="Savings",
    says="Savings as the papers on file state them. A cost moved to the other council is no saving. Where no figure is"
    " on file, the cell says so; it is not nought.",
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
        **_PAPER,
        "saving": "Short name",
        "paper": "Paper's short name",
    },
)
_MILESTONES = TableSheet(
    table="out_milestones",
    name="Milestones",
    title="Milestones of the programme",
    says="Milestones as the papers on file have them. Late means: its last day has passed, and no paper on file says"
    " that it is done.",
    headings={
        "title": "Milestone",
        "council": "Council that expects it",
        "expected": "Expected, in the paper's words",
        "expected_by": "Last day of that",
        "is_late": "Late",
        "output": "What it produces",
        **_PAPER,
        "milestone": "Short name",
        "paper": "Paper's short name",
    },
    empty="No milestone is on file.",
)
_RISKS = TableSheet(
    table="out_risks",
    name="Risks",
    title="Risks of the programme",
    says="Risks as the papers on file state them. Where a paper gives no rating, the cell is empty.",
    headings={
        "title": "Risk",
        "council": "Council whose paper states it",
        "implication": "What would follow",
        "action": "What is done about it",
        "rating": "Rating",
        **_PAPER,
        "risk": "Short name",
        "paper": "Paper's short name",
    },
    wide=frozenset({"title", "implication", "action", "note"}),
    empty="No risk is on file.",
)


def programme_sheets(rows: Rows, edition: Edition) -> Iterator[Sheet]:
    """One row for each saving and year, each milestone as a council expects it, each risk as its paper states it."""
    for shown in (_SAVINGS, _MILESTONES, _RISKS):
        yield sheet_as_published(rows, edition, shown)
