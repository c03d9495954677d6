"""Notes as rows, in the order in which they are to be read."""

from collections.abc import Iterable

from sspipe.publish.plain import Row, numbered


def shape_notes(notes: Iterable[str]) -> list[Row]:
    """Rows of `out_notes`."""
    return numbered({"note_number": number, "note": note} for number, note in enumerate(notes, 1))
