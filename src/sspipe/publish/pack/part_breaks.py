"""The breaks on the first page: what to dispute, what the other council must put right, and all by pounds.

Amounts stand without a sign; a word beside each says whether it is too much or too little.
"""

import re
from collections.abc import Iterator, Mapping

from sspipe.model.money import in_pounds
from sspipe.model.statement import BreakState, Pair
from sspipe.publish.pack import breaks
from sspipe.publish.pack.breaks import BREAK_MEANS
from sspipe.publish.pack.decision_words import decided_of
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.part_bills import bills_never_booked
from sspipe.publish.pack.parts import Part, counted
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import Cell, CellRow, SheetSum
from sspipe.publish.plain import Row

TOO_MUCH, TOO_LITTLE = "too much", "too little"
HOW = "Write what you decide on the sheet Decisions and return the workbook."
_ONE_OF_SEVERAL = re.compile(r"^(?P<compared>.*?\.) (?=Cause \d+ of \d+, )")


def open_breaks(rows: Rows) -> list[Row]:
    """Breaks that stand, the most pounds first."""
    return _by_size(row for row in rows.get("out_breaks", ()) if row["state"] == breaks.OPEN)


def _by_size(found: Iterator[Row]) -> list[Row]:
    return sorted(found, key=lambda row: (-abs(pence(row, "amount_pence")), words(row, "break_id")))


def to_dispute(rows: Rows, edition: Edition) -> Part:
    """Bills of another council to this one that come to more than is due."""
    found = [row for row in open_breaks(rows) if _is_disputable(row, edition)]
    return Part(
        name="What to dispute",
        says=(
            f"{counted(len(found), 'bill', 'bills')} of another council to {edition.reader} for more than is due: ask"
            f" for a credit note. {HOW} Together too much:"
            if found
            else f"Nothing to dispute: no bill to {edition.reader} comes to more than is due."
        ),
        lines=[_line(row, rows, edition) for row in found],
    )


def _is_disputable(row: Row, edition: Edition) -> bool:
    is_billed_to_reader = row["pair"] == Pair.BILLED_DUE and row["counterparty"] == edition.council
    return is_billed_to_reader and pence(row, "amount_pence") > 0


def to_chase(rows: Rows, edition: Edition) -> Part:
    """Other differences between this council and another that the other one must put right."""
    between = [row for row in open_breaks(rows) if row["counterparty"] and not _is_disputable(row, edition)]
    found = [row for row in between if row["owner_council"] != edition.council]
    own = sum(row["owner_council"] == edition.council for row in between)
    return Part(
        name="What to chase",
        says=(
            f"{counted(len(found), 'difference', 'differences')} between the councils that another council must put"
            f" right in its own ledger; {edition.reader} has nothing to correct: remind it, quoting the document named."
            if found
            else f"Nothing to chase: no other council is late towards {edition.reader}."
        )
        + _own(own, edition),
        lines=[{**_line(row, rows, edition), **_quoted(row, rows, edition)} for row in found],
        is_summed=False,
    )


def _quoted(row: Row, rows: Rows, edition: Edition) -> CellRow:
    """The bills to quote, where nothing else is wrong than that they are not booked."""
    bills = bills_never_booked(rows, edition, row, "") if row["pair"] == Pair.BOOKED_BILLED else []
    named = "; ".join(str(bill["reference"]) for bill in bills if bill["reference"])
    return {"reference": named} if named else {}


def _own(count: int, edition: Edition) -> str:
    """A word on the breaks between the councils that the reader must mend itself."""
    if not count:
        return ""
    late = "bill or booking is" if count == 1 else "bills or bookings are"
    return f" {count} {late} for {edition.reader} itself to put right: see Breaks by pounds."


def breaks_by_pounds(rows: Rows, edition: Edition) -> Part:
    """Every open break, those below the site's threshold in one line each way, and what has cleared."""
    found = open_breaks(rows)
    large = [row for row in found if breaks.is_listed(row, edition)]
    return Part(
        name="Breaks by pounds",
        says=(
            f"{BREAK_MEANS} {counted(len(found), 'break is', 'breaks are')} open, the largest first."
            f" {_both_ways(found)}."
            if found
            else "No break is open: all figures that should agree do, or still have time."
        ),
        lines=[
            *(_line(row, rows, edition) for row in large),
            *_small(found, rows, edition),
            *_cleared(rows, edition),
        ],
        is_summed=False,
    )


def _both_ways(found: list[Row]) -> str:
    """The pounds that are too many and those that are too few, which are not to be set off in a reader's mind."""
    amounts = [pence(row, "amount_pence") for row in found]
    more, less = sum(each for each in amounts if each > 0), sum(each for each in amounts if each < 0)
    return "; ".join(
        f"{way.capitalize()}, together: {in_pounds(amount)}"
        for way, amount in ((TOO_MUCH, more), (TOO_LITTLE, -less))
        if amount
    ).replace("; Too", "; too")


def _small(found: list[Row], rows: Rows, edition: Edition) -> Iterator[CellRow]:
    small = [row for row in found if not breaks.is_listed(row, edition)]
    where = (("state", breaks.OPEN), ("on_first_page", "no"))
    below = f"below {in_pounds(edition.threshold_pence)} each"
    for count, way, sums in sums_each_way(small, rows, where):
        yield {**sums, "says": f"{count} {below}, {way}; see the sheet {breaks.NAME}."}


def sums_each_way(
    found: list[Row], rows: Rows, where: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str, dict[str, Cell]]]:
    """How many breaks are too much and how many too little, each with its sum over the sheet of breaks."""
    causes = breaks.causes_by_break(rows)
    for way, called in ((1, TOO_MUCH), (-1, TOO_LITTLE)):
        parts = [_one_way(row, causes, way) for row in found]
        count = sum(part != 0 for part in parts)
        if count:
            amount = SheetSum(sum(parts), breaks.NAME, "amount_pence", where, way)
            yield counted(count, "open break", "open breaks"), called, {"amount_pence": amount, "way": called}


def _one_way(row: Row, causes: Mapping[str, list[Row]], way: int) -> int:
    """What of a break's causes goes one way, without a sign."""
    amounts = [way * pence(each, "amount_pence") for each in causes.get(words(row, "break_id"), [row])]
    return sum(amount for amount in amounts if amount > 0)


def _cleared(rows: Rows, edition: Edition) -> Iterator[CellRow]:
    """What was open at the close before and is not any more, with what cleared it."""
    gone = [row for row in rows.get("out_breaks", ()) if row["state"] == BreakState.CLEARED and row["before_state"]]
    for row in sorted(gone, key=lambda row: words(row, "break_id")):
        causes = breaks.causes_by_break(rows).get(words(row, "break_id"), [])
        why = " ".join(words(cause, "sentence") for cause in causes) or "The figures agree now."
        stood = in_pounds(abs(pence(row, "before_pence")))
        yield {
            "says": f"Cleared since the close before, when it stood at {stood}: {why}",
            "post": breaks.place_of(row, edition),
            "month": month_label(row, "month"),
            "reference": f"break {words(row, 'break_id')}",
        }


def sentences_of(row: Row, rows: Rows) -> str:
    """What happened, cause by cause; what is and what should be is said once."""
    causes = breaks.causes_by_break(rows).get(words(row, "break_id"), [])
    said: list[str] = []
    for sentence in (words(cause, "sentence") for cause in causes):
        match = _ONE_OF_SEVERAL.match(sentence)
        is_said = bool(match and said and said[0].startswith(match["compared"]))
        said.append(sentence[match.end() :] if match and is_said else sentence)
    return " ".join(said) or "No cause is on file."


def _line(row: Row, rows: Rows, edition: Edition) -> CellRow:
    decided = decided_of(row, edition)
    said = f" {decided[:1].upper()}{decided[1:]}." if decided else ""
    amount = pence(row, "amount_pence")
    return {
        "says": f"{sentences_of(row, rows)} {breaks.effect_of(row, rows, edition)}{_drafted(row, rows, edition)}"
        f"{_rows_of(row, rows)}{said}",
        "amount_pence": abs(amount),
        "way": TOO_MUCH if amount > 0 else TOO_LITTLE,
        "post": breaks.place_of(row, edition),
        "month": month_label(row, "month"),
        "reference": f"break {words(row, 'break_id')}",
        "council": edition.names.council(words(row, "owner_council")),
    }


def _drafted(row: Row, rows: Rows, edition: Edition) -> str:
    """Where the bill that is missing is drafted for the reader."""
    if row["pair"] != Pair.BILLED_DUE or row["council"] != edition.council or pence(row, "amount_pence") > 0:
        return ""
    spot = (row["council"], row["post"], row["month"])
    drafts = (each for each in rows.get("out_draft_lines", ()) if each["kind"] == "invoice")
    is_drafted = any((each["council"], each["post"], each["service"]) == spot for each in drafts)
    return " It is listed under What to invoice, with the reference to quote." if is_drafted else ""


def _rows_of(row: Row, rows: Rows) -> str:
    """The rows of files that it rests on."""
    cited = breaks.evidence_by_cause(rows)
    found = dict.fromkeys(at for (break_id, _), at in cited.items() if break_id == row["break_id"] and at)
    return f" To look it up: {'; '.join(found)}." if found else ""
