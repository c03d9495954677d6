"""The sheet of decisions: empty, for a council to fill in and return."""

from sspipe.model.decisions import DecisionKind, Reason, Role
from sspipe.model.money import in_pounds
from sspipe.publish.pack import breaks
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.sheets import Column, Sheet, day, pounds

NAME = "Decisions"
TO_FILL = 40
_ROLES = tuple(map(str, Role))
_COLUMNS = (
    Column(key="break_id", heading="Break", width=22, chosen_from=(breaks.NAME, "break_id")),
    Column(key="cause", heading="Cause", width=26, chosen_from=(breaks.NAME, "code")),
    pounds("amount_pence", "Amount, £ (as on the sheet Breaks)"),
    Column(key="kind", heading="Decision", width=20, choices=tuple(map(str, DecisionKind))),
    Column(key="role", heading="Role that decides (never a name)", width=30, choices=_ROLES),
    Column(key="second_role", heading="Second role, above the site's limit", width=30, choices=_ROLES),
    day("decided_on", "Date"),
    Column(key="reason", heading="Reason", width=30, choices=tuple(map(str, Reason))),
    day("expires_on", "Expires on"),
)


def decisions_sheet(edition: Edition) -> Sheet:
    """Headings and empty rows, with the closed list of decisions behind its column."""
    return Sheet(
        name=NAME,
        title=f"Decisions of {edition.reader}, {edition.period.label}",
        says=(
            f"For each break that you accept or dispute fill in a row as on the sheet {breaks.NAME}, and return the"
            " workbook to its sender before the next close. Site's limit, above which two roles decide:"
            f" {in_pounds(edition.second_role_limit_pence)}."
        ),
        columns=_COLUMNS,
        rows=(),
        blank_rows=TO_FILL,
    )
