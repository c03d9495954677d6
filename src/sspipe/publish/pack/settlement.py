"""The settlement sheets: what each post's partner owes its host, over the period and over the year to date."""

from collections.abc import Iterable, Iterator

from sspipe.model.settlement import Scope
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import CellRow, Sheet, Total, pounds, text

NAMES = {Scope.PERIOD: "Settlement period", Scope.YEAR_TO_DATE: "Settlement year"}
NOT_EVIDENCED = "not evidenced"
_COLUMNS = (
    text("post", "Post", 34),
    text("host", "Council that bills", 30),
    text("partner", "Council that is billed", 30),
    pounds("opening_pence", "Due less booked at the start, £"),
    pounds("due_pence", "Due, £"),
    pounds("from_causes_pence", "Of due: from differences in the ledger that are shared, £"),
    pounds("not_yet_billable_pence", "Of due: change in amounts too early to bill, £"),
    pounds("unbilled_pence", "Of due: change in amounts ready to bill and not billed, £"),
    pounds("unbooked_pence", "Of due: change in amounts billed and not booked, £"),
    pounds("booked_pence", "Of due: booked, £"),
    pounds("in_transit_pence", "Of ready to bill, and of billed and not booked: change in what is still in time, £"),
    pounds("closing_pence", "Due less booked at the end, £"),
    pounds("host_accrued_pence", "Accrued income of the council that bills, £"),
    pounds("partner_accrued_pence", "Accrued expenditure of the council that is billed, £"),
    pounds("paid_pence", "Paid, £", NOT_EVIDENCED),
    pounds("owed_pence", "Owed: due less paid, £", NOT_EVIDENCED),
)
SUMMED = tuple(column.key for column in _COLUMNS if column.key.endswith("_pence") and column.missing != NOT_EVIDENCED)


def settlement_sheets(rows: Rows, edition: Edition) -> Iterator[Sheet]:
    """One sheet a scope; each direction is added up on its own, for the two are not to be added together."""
    for scope, name in NAMES.items():
        shown = [_named(row, edition) for row in rows.get("out_settlement", ()) if row["scope"] == scope]
        yield Sheet(
            name=name,
            title=f"Settlement by post, {_when(scope, edition)}",
            says=(
                "For each post: the share that fell due, and how much of it is billed and booked. What was due and not"
                " booked at the start, plus what fell due, less what was booked, is what is due and not booked at the"
                " end. What fell due is either booked or waits: so due is what was booked plus the change in three"
                " amounts that wait (too early to bill; ready to bill and not billed; billed and not booked). Where"
                " the agreement lets the partner bear a part of a difference in the ledger, that part is in the column"
                " Due, and the column after it says how much it is. A plus is owed to the council that bills, a minus"
                " to the one that is billed; in a column of changes a minus is a fall. Not evidenced: no file of"
                " payments shows what was paid."
            ),
            columns=_COLUMNS,
            rows=shown,
            totals=tuple(directions(shown, SUMMED)),
            empty="Nothing fell due between the councils.",
        )


def _when(scope: Scope, edition: Edition) -> str:
    return edition.period.label if scope is Scope.PERIOD else f"the year to {edition.period.label}"


def _named(row: dict[str, object], edition: Edition) -> CellRow:
    names = edition.names
    return {
        **row,  # type: ignore[dict-item] # published values are cells
        "host": names.council(words(row, "host")),
        "partner": names.council(words(row, "partner")),
        "post": names.post(words(row, "post")),
    }


def directions(shown: Iterable[CellRow], columns: tuple[str, ...]) -> Iterator[Total]:
    """A total for each council that bills another."""
    for host, partner in sorted({(str(row["host"]), str(row["partner"])) for row in shown}):
        label = f"Total: {host} bills {partner}"
        yield Total(label=label, columns=columns, where=(("host", host), ("partner", partner)))
