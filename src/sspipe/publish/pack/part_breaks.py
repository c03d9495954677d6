"""The breaks on the first page: those that the other council must mend, and all by pounds."""

from collections.abc import Iterator

from sspipe.model.money import in_pounds
from sspipe.publish.pack import breaks
from sspipe.publish.pack.decision_words import decided_of
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.parts import Part, counted
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import CellRow, SheetSum
from sspipe.publish.plain import Row


def open_breaks(rows: Rows) -> list[Row]:
    """Breaks that stand, the most pounds first."""
    stand = [row for row in rows.get("out_breaks", ()) if row["state"] == breaks.OPEN]
    return sorted(stand, key=lambda row: (-abs(pence(row, "amount_pence")), words(row, "break_id")))


def to_dispute(rows: Rows, edition: Edition) -> Part:
    """Open breaks between this council and another that the other one owns."""
    found = [row for row in open_breaks(rows) if row["counterparty"] and row["owner_council"] != edition.council]
    return Part(
        name="What to dispute",
        says=(
            f"{counted(len(found), 'break', 'breaks')} between the councils for the other one to mend"
            " (plus: more than it should be; minus: less). Together:"
            if found
            else f"Nothing to dispute: no open break between the councils is the other one's.{_own(rows, edition)}"
        ),
        lines=[_line(row, rows, edition) for row in found],
    )


def _own(rows: Rows, edition: Edition) -> str:
    """A word on the breaks between the councils that the reader must mend itself."""
    own = [row for row in open_breaks(rows) if row["counterparty"] and row["owner_council"] == edition.council]
    return f" {counted(len(own), 'is', 'are')} the reader's own to mend: see Breaks by pounds." if own else ""


def breaks_by_pounds(rows: Rows, edition: Edition) -> Part:
    """Every open break, those below the site's threshold in one line."""
    found = open_breaks(rows)
    large = [row for row in found if breaks.is_listed(row, edition)]
    return Part(
        name="Breaks by pounds",
        says=(
            f"{counted(len(found), 'open break', 'open breaks')}, the most pounds first: {_both_ways(found)}."
            if found
            else "No break is open."
        ),
        lines=[*(_line(row, rows, edition) for row in large), *_small(found, edition)],
        is_summed=False,
    )


def _both_ways(found: list[Row]) -> str:
    """The pounds that are too many and those that are too few, which are not to be set off in a reader's mind."""
    amounts = [pence(row, "amount_pence") for row in found]
    more, less = sum(each for each in amounts if each > 0), sum(each for each in amounts if each < 0)
    return f"{in_pounds(more)} more than it should be (plus), {in_pounds(-less)} less (minus)"


def _small(found: list[Row], edition: Edition) -> Iterator[CellRow]:
    small = [row for row in found if not breaks.is_listed(row, edition)]
    if small:
        yield {
            "says": (
                f"{counted(len(small), 'break', 'breaks')} below {in_pounds(edition.threshold_pence)} each;"
                f" see the sheet {breaks.NAME}."
            ),
            "amount_pence": SheetSum(
                sum(pence(row, "amount_pence") for row in small),
                breaks.NAME,
                "amount_pence",
                (("state", breaks.OPEN), ("on_first_page", "no")),
            ),
        }


def sentences_of(row: Row, rows: Rows) -> str:
    """What happened, cause by cause."""
    causes = breaks.causes_by_break(rows).get(words(row, "break_id"), [])
    return " ".join(words(cause, "sentence") for cause in causes) or "No cause is on file."


def _line(row: Row, rows: Rows, edition: Edition) -> CellRow:
    owner = edition.names.council(words(row, "owner_council"))
    decided = decided_of(row, edition)
    said = f" {decided[:1].upper()}{decided[1:]}." if decided else ""
    return {
        "says": f"{sentences_of(row, rows)} {owner} {words(row, 'owner_side')}. {breaks.effect_of(row, rows)}{said}",
        "amount_pence": pence(row, "amount_pence"),
        "post": breaks.place_of(row, edition),
        "month": month_label(row, "month"),
        "reference": f"break {words(row, 'break_id')}",
        "council": owner,
    }
