"""The sheet of notes: how to read the pack, the rules behind its figures, and everything that the figures rest on."""

from collections.abc import Iterator, Sequence

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import CellRow, Sheet, text

NAME = "Notes"
HASH_SHOWN = 16
MADE_UP = "Illustrative: "
_READING = (
    "Amounts are in pounds and pence.",
    "Months are the ledger's periods: P01 is April, P12 is March, P13 the year end.",
    "Totals follow the filter: filter a sheet and they add up only the rows that are shown.",
    "Where a cell says that something is missing, no figure is on file; it is not nought.",
)
_RULES = (
    "Expected cost: a twelfth of the year's pay, by the part of full time and by the days held, with its on-costs.",
    "On-costs: National Insurance on the month's pay, pension at the scheme's rate, apprenticeship levy on pay.",
    "Arrears of a pay award are paid in one month; each earlier month's part is shared as that month was.",
    "Due: the partner's part of the month's shared cost, with any overhead that the agreement adds; net of VAT.",
    "Where a share changes within a month, the cost is split by the basic pay earned under each share.",
    "The penny that a split leaves over is borne by the council whose part rounding cut most; at a tie by the host.",
    "Due may be billed from the agreement's billing day; until then it waits and is no break.",
    "Within the time that the agreement allows to bill and to book, a difference waits and is no break.",
    "Nothing is due before both councils have approved the agreement.",
    "The causes of a break add up to it to the penny; what nothing on file explains is called unexplained.",
    "A host's own payroll error is the host's until it is cleared, unless the agreement says otherwise.",
    "At 31 March hosts accrue income (due, not billed), partners expenditure (due, not booked); April reverses both.",
    "In the report of resources each figure is rounded to thousands by itself; what rounding leaves over is shown.",
    "A saving's target is shown as its budget; falling short of it is a deficit.",
    "Every row of every file is used, set aside because it cannot be used, or left out by a rule; the pounds add up.",
)
_WORDS = (
    "Host: the council that employs the post-holder and bills. Partner: one that bears a share and is billed.",
    "Due: the partner's part of a month's cost. Billable: due that may be billed now. Billed, booked: by the ledgers.",
    "Not yet billable, within the time allowed: no break; the day has not come, or the time still runs.",
    "Break: a difference left when the time to bill and book is over. Its age counts from the first close that saw it.",
    "Accepted: a break that the councils leave as it is; not open until the day given, or until its amount changes.",
    "Disputed: a break that a council contests; it stays open. One council's dispute outweighs another's acceptance.",
    "May clear by itself: perhaps a matter of time only; if no posting has cleared it by the next close, it is real.",
    "Set aside: a row that could not be used. Left out: a row that a rule leaves out, such as one of another area.",
    "Conservation: the proof that no row and no pound went missing between the files and this pack.",
    "P13: the ledger's year-end period after March; nothing falls due in it.",
    "Kinds of decision: accepted_until, to the day given; accepted_once, for one close; disputed, open; and two more:",
    "matched_by_hand: somebody has found by hand which entries belong together, so the break is accepted.",
    "drift_confirmed: no break; a file held back for changed columns or swapped signs is right, and may be used.",
    "Accrual id: year, post, month, U (not billed by 31 March) or K (billed, not booked), the council that accrues.",
)
_SHARED = (
    "In shared months the other council sees what this council's posts cost by component, all holders added together.",
    "It sees shares, what was due, billed and booked, breaks, and the recharge and invoice lines between the councils.",
    "It never sees a person's point, hours, category, reference or payroll lines.",
)


def notes_sheet(rows: Rows, edition: Edition, sheets: Sequence[Sheet]) -> Sheet:
    """One row a note, under what it is about."""
    return Sheet(
        name=NAME,
        title=f"Notes, {edition.period.label}",
        says="What each sheet shows, the rules behind the figures, and what the figures rest on.",
        columns=(text("about", "About", 26), text("note", "Note", 120)),
        rows=list(_rows(rows, edition, sheets)),
    )


def _rows(rows: Rows, edition: Edition, sheets: Sequence[Sheet]) -> Iterator[CellRow]:
    yield from _under("This release", _release(edition))
    yield from _under("Reading", _READING)
    for sheet in sheets:
        yield {"about": f"Sheet {sheet.name}", "note": sheet.says}
    yield from _under("Rule", _RULES)
    yield from _under("Word", _WORDS)
    yield from _under("Name", _titles(edition))
    yield from _under("What is shared", (*_SHARED, *closed_to_the_reader(edition)))
    measures = {words(row, "code"): words(row, "name") for row in rows.get("out_pprr_performance", ())}
    noted = (edition.names.in_words(words(row, "note"), measures) for row in rows.get("out_notes", ()))
    yield from (_rests(note) for note in noted)
    yield from _under("Made from", _files(edition))


def _rests(note: str) -> CellRow:
    """A note under what it is about; what is made up stands by itself."""
    if not note.startswith(MADE_UP):
        return {"about": "What the figures rest on", "note": note}
    return {
        "about": "Made up for illustration",
        "note": note.removeprefix(MADE_UP).replace(" is illustrative: ", ". Why: "),
    }


def _titles(edition: Edition) -> Iterator[str]:
    """The councils' full names, and the posts that they call by different names."""
    for council, name in sorted(edition.names.in_full.items()):
        if name != edition.names.council(council):
            yield f"{edition.names.council(council)} is {name}."
    for post, titles in sorted(edition.names.elsewhere.items()):
        for council, title in sorted(titles.items()):
            yield f"{edition.names.post(post)}: {edition.names.council(council)} calls it {title}."


def _files(edition: Edition) -> Iterator[str]:
    """The site's files, the national rates, own feeds and those of publishers that are no council."""
    others = tuple(f"{council}/" for council in edition.names.councils if council != edition.council)
    for name, source_file in edition.inputs:
        if not name.startswith(others):
            yield f"{name} (SHA-256 {source_file[:HASH_SHOWN]}…)"


def _under(about: str, notes: Iterator[str] | Sequence[str]) -> Iterator[CellRow]:
    return ({"about": about, "note": note} for note in notes)


def _release(edition: Edition) -> Iterator[str]:
    reader = edition.reader
    yield f"This is {reader}'s pack of release {edition.release_id}: it shows what {reader} may see of it."
    yield f"Known on {edition.known_on:%-d %B %Y}: what became known later is not in it."
    yield "Every figure of this pack stands also in the shared database, under the name of this release."


def closed_to_the_reader(edition: Edition) -> Iterator[str]:
    """What is not shared any more, or not yet, under an agreement's data clause."""
    for agreement in sorted(edition.not_shared):
        yield (
            f"{edition.names.agreement(agreement)}: the data clause lets no council see what another's post costs;"
            " the other council's costs by post are not shown."
        )
