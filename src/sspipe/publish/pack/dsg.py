"""The sheet of the Dedicated Schools Grant: allocations by version, and central spend against its limit."""

from sspipe.publish.pack.as_published import TableSheet, sheet_as_published
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import Sheet

_SHOWN = TableSheet(
    table="out_dsg_position",
    name="DSG",
    title="Dedicated Schools Grant",
    says="A later publication never overwrites an earlier one; movement is between like versions only.",
    headings={
        "council": "Council",
        "kind": "What the row shows",
        "year": "Financial year",
        "block": "Block",
        "line": "Line",
        "first_published_on": "First published on",
        "first_pence": "As first published, £",
        "latest_published_on": "Last published on",
        "latest_pence": "As last published, £",
        "movement_pence": "Change, £ (plus: an increase)",
    },
)


def dsg_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each allocation, and one for the test of central spend."""
    return sheet_as_published(rows, edition, _SHOWN)
