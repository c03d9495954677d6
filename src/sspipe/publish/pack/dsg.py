"""The sheet of the Dedicated Schools Grant: allocations by version, and central spend against its limit."""

from sspipe.publish.pack.as_published import TableSheet, sheet_as_published
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import Sheet

_TABLE, _CODES = "out_dsg_position", ("kind", "block", "line")
_SHOWN = TableSheet(
    table=_TABLE,
    name="DSG",
    title="Dedicated Schools Grant",
    says=(
        "Allocations of the grant at each publication, and central spend against the most that may be kept centrally."
        " Planned spend is tested against the allocation when the year began, the forecast against the latest one."
    ),
    headings={
        "council": "Council",
        "kind": "What the row shows",
        "financial_year": "Financial year",
        "block": "Block",
        "line": "Line",
        "first_published_on": "First published on",
        "first_pence": "As first published, £",
        "latest_published_on": "Last published on",
        "latest_pence": "As last published, £",
        "movement_pence": "Change between them, £ (plus: an increase)",
        "like_published_on": "Latest publication comparable with one a year earlier",
        "like_pence": "Amount in it, £",
        "like_before_published_on": "Comparable publication a year earlier",
        "like_before_pence": "Amount in that, £",
        "like_change_pence": "Change between the comparable publications, £ (plus: an increase)",
        "planned_published_on": "Version when the year began",
        "planned_pence": "Planned funding of the entitlements, £",
        "kept_at_most_pence": "Most that may be kept centrally, £",
        "planned_spend_pence": "Planned central spend, £",
        "planned_headroom_pence": "Headroom of the plan, £ (minus: a breach)",
        "headroom_as_charged_pence": "Headroom with the recharges posted so far, £ (minus: a breach)",
        "headroom_once_recharged_pence": "Headroom with all recharges due in the year, £ (minus: a breach)",
        "is_within_limit": "The plan keeps to the limit",
        "is_of_joint_posts_only": "Only spend on joint posts is counted",
        "is_each_tested_alone": "Each entitlement has its own test",
        "is_limit_illustrative": "A limit is illustrative",
        "is_incomplete": "The forecast lacks something",
    },
    missing="none",
)


def dsg_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row for each allocation, and one for the test of central spend."""
    worded = [{**row, **{key: words(row, key).replace("_", " ") for key in _CODES}} for row in rows.get(_TABLE, ())]
    return sheet_as_published({**rows, _TABLE: worded}, edition, _SHOWN)
