"""What a sender states of a file in a small text beside it, by the patterns that the feed declares."""

import re
from decimal import Decimal, InvalidOperation

from sspipe import storage
from sspipe.errors import FileRefused
from sspipe.model.feeds import FeedFile, StatementForm
from sspipe.model.stated import NOTHING_STATED, Stated

_MOST_BYTES = 1 << 20
_PENCE = 100


def stated_beside(offered: FeedFile) -> Stated:
    """What the text beside a file states; nothing where the feed has no such text, or none came.

    Raises:
        FileRefused: when the text came and does not say what the feed's patterns ask of it.
    """
    form = offered.feed.statement
    if form is None or not storage.exists(f"{offered.url}{form.suffix}"):
        return NOTHING_STATED
    with storage.open_read(f"{offered.url}{form.suffix}") as source:
        text = source.read(_MOST_BYTES).decode("utf-8", "replace")
    return _read(text, form, f"{offered.feed.feed} {offered.file_name}{form.suffix}")


def _read(text: str, form: StatementForm, where: str) -> Stated:
    rows = _found(form.rows, text, where)
    return Stated(
        rows=None if rows is None else int(rows.replace(",", "")),
        total_pence=_pence(_found(form.total, text, where), where),
        opening_pence=_pence(_found(form.opening, text, where), where),
        closing_pence=_pence(_found(form.closing, text, where), where),
    )


def _found(pattern: str, text: str, where: str) -> str | None:
    if not pattern:
        return None
    match = re.search(pattern, text)
    if match is None:
        raise _refused(where, "a statement without a figure that the feed's patterns name")
    return match[1].strip()


def _pence(figure: str | None, where: str) -> int | None:
    if figure is None:
        return None
    try:
        pence = Decimal(figure.replace(",", "").replace("£", "")) * _PENCE
    except InvalidOperation as error:
        raise _refused(where, "a stated amount that is no amount") from error
    if pence != int(pence):
        raise _refused(where, "a stated amount with parts of a penny")
    return int(pence)


def _refused(where: str, found: str) -> FileRefused:
    action = "Ask the council for the statement again, or mend the patterns of the feed's statement in feeds.yaml."
    return FileRefused(where, found, "the figures that the feed declares", action)
