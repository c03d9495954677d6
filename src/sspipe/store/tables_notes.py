"""What a reader must know before trusting a release: one row a note."""

from sspipe.store.columns import Published, number, text


class OutNotes(Published, table=True):
    """One note on what the figures rest on: a value that is made up, an agreement without approval, a lack."""

    __tablename__ = "out_notes"

    note_number: int = number("Counts the release's notes from 1, in the order in which they are to be read.")
    note: str = text("The note, in a sentence.")
