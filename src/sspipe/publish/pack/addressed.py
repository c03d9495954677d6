"""A sentence as the council that reads it is told it: what its own officers are to do it is asked for itself (R10)."""

from collections.abc import Iterator

OF_THE_COUNCIL = "the council's finance officer"
_FINANCE = (
    ("Ask {reader}'s finance officer to ", "Please "),
    ("Ask {reader}'s finance officer for ", "Please find "),
    ("Ask {reader}'s finance officer ", "Please say "),
    (", which {reader}'s finance officer holds", ", which you hold"),
    ("{reader}'s finance officer", "you"),
)
_OTHERS = (("{reader}'s payroll officer", "your payroll officer"), ("{reader}'s HR officer", "your HR officer"))


def addressed(sentence: str, reader: str, council: str) -> str:
    """The sentence as the reader's finance officer reads it; `council` is the one whose difference it is of.

    >>> addressed("Ask York's finance officer to book it.", "York", "York")
    'Please book it.'
    >>> addressed("Ask Leeds's payroll officer to pay it.", "York", "Leeds")
    "Ask Leeds's payroll officer to pay it."
    """
    said = sentence.replace(OF_THE_COUNCIL, f"{council}'s finance officer")
    for asked, told in _told_to(reader):
        said = said.replace(asked, told)
    return said


def _told_to(reader: str) -> Iterator[tuple[str, str]]:
    for asked, told in (*_FINANCE, *_OTHERS):
        yield asked.format(reader=reader), told
