"""The sheets of milestones and risks: what each council's papers on file expect and state of the programme."""

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
_MILESTONES = TableSheet(
    table="out_milestones",
    name="Milestones",
    title="Milestones of the programme",
    says="As the papers on file have it. Late: its day has passed and no paper says that it is done.",
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
    says="As the papers on file state them; a paper that gives no rating leaves it blank.",
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
    """One row for each milestone as one council expects it, and one for each risk as one council's paper states it."""
    for shown in (_MILESTONES, _RISKS):
        yield sheet_as_published(rows, edition, shown)
