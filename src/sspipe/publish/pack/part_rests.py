"""What the figures rest on: a release not signed, values that are made up, files that nothing proves complete."""

import re
from collections import Counter
from collections.abc import Iterator

from sspipe.publish.pack import notes
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.outside import OUTSIDE, feed_said, said_outside
from sspipe.publish.pack.parts import Part, counted
from sspipe.publish.pack.published import Rows, words
from sspipe.publish.pack.sheets import CellRow

NAME = "What this rests on"
RESTS_ON_MADE_UP = f"Some values behind them are made up: do not send or post these figures (see {NAME})."
_FILE = re.compile(r"\((?P<name>[\w./-]+\.yaml)\)\.$")
_UNSETTLED = frozenset({"provisional", "part_signed"})


def rests_on_made_up(rows: Rows) -> bool:
    """Whether any value behind the figures is made up."""
    return any(words(row, "note").startswith(notes.MADE_UP) for row in rows.get("out_notes", ()))


def rests_on(rows: Rows, edition: Edition) -> Part:
    """One line for each thing that a reader must know before trusting the figures."""
    lines: list[CellRow] = [{"says": said} for said in _sentences(rows, edition)]
    return Part(
        name=NAME,
        says="What to know before relying on the figures." if lines else "Nothing to note.",
        lines=lines,
        is_summed=False,
    )


def _sentences(rows: Rows, edition: Edition) -> Iterator[str]:
    if edition.state in _UNSETTLED:
        yield (
            f"The figures are {edition.stands}: at least one council has not signed them, and they may still change."
            " Do not report them as agreed."
        )
    told = [words(row, "note") for row in rows.get("out_notes", ())]
    yield from (edition.names.in_words(note) for note in told if not note.startswith(notes.MADE_UP))
    yield from _made_up([note for note in told if note.startswith(notes.MADE_UP)], edition)
    yield from said_outside(rows.get(OUTSIDE, ()), edition)
    yield from _unproved(rows, edition)
    yield from without_award(rows, edition)
    yield from notes.closed_to_the_reader(edition)


def _made_up(told: list[str], edition: Edition) -> Iterator[str]:
    """How many notes tell of values that are no public figure, by subject; one note may tell of several values."""
    if told:
        files = Counter(_about(match["name"], edition) for match in map(_FILE.search, told) if match)
        listed = "; ".join(f"{about} ({count})" for about, count in sorted(files.items()))
        noted = counted(len(told), "note", "notes")
        yield (
            f"Some values are made up for illustration; the sheet {notes.NAME} tells of them, in {noted}. An amount"
            " that rests on one, be it to invoice, to book or to accrue, only shows how the pack works: do not"
            f" send or post it. The number of these notes on each subject: {listed}."
        )


def _about(name: str, edition: Edition) -> str:
    """What the values of a file are of: `rates/njc_points.yaml` as njc points, an agreement by its title."""
    folder, _, stem = name.removesuffix(".yaml").rpartition("/")
    return f"terms of {edition.names.agreement(stem)}" if folder == "agreements" else stem.replace("_", " ")


def without_award(rows: Rows, edition: Edition) -> Iterator[str]:
    """Posts whose forecast lacks an award that has begun and is not settled."""
    found = (words(row, "post") for row in rows.get("out_forecast", ()) if row.get("provision_is_missing"))
    listed = "; ".join(sorted({edition.names.post(post) for post in found}))
    if listed:
        yield (
            "The forecast of these posts is too low, because it holds nothing for a pay award that is to run from a day"
            f" already past and is not settled yet: {listed}."
        )


def _unproved(rows: Rows, edition: Edition) -> Iterator[str]:
    files = (row for row in rows.get("out_conservation", ()) if row["kind"] == "file" and row["fate"] == "read")
    by_feed = Counter(words(row, "feed") for row in files if row["is_proved_complete"] is False)
    listed = "; ".join(
        f"{feed_said(feed, edition)} ({counted(count, 'file', 'files')})" for feed, count in sorted(by_feed.items())
    )
    if listed:
        yield (
            "These files came without a control total, so that nobody can tell whether a row is missing from them"
            f" (completeness not proved): {listed}. Ask the senders for a count of rows and a total."
        )
