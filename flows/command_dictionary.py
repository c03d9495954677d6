"""The column dictionary as a page or as JSON: what every column of every table and view means."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from flows.printing import as_json as in_json
from sspipe.store.dictionary import DictionaryEntry, column_dictionary
from sspipe.store.tables import METADATA

_HEAD = (
    "# The column dictionary",
    "",
    "Every column of the shared database. Readers have rights on the views (`current_…`, `signed_…`); tables named",
    "`out_…` hold what is published, the others are book-keeping. Amounts named `_pence` are whole pence; views show",
    "them as pounds. Made by `sspipe dictionary`; a test holds it and the database together.",
)


def tell_dictionary(*, as_json: bool) -> Iterator[str]:
    """Lines of a page, or one line of JSON."""
    entries = list(column_dictionary())
    if as_json:
        yield in_json({"columns": [asdict(entry) for entry in entries]})
        return
    yield from _HEAD
    for (kind, relation), columns in groupby(entries, key=lambda entry: (entry.kind, entry.relation)):
        yield from ("", f"## {relation} ({kind})", "", *_of_what(relation), "| column | means |", "|---|---|")
        yield from (_row(column) for column in columns)


def _of_what(relation: str) -> tuple[str, ...]:
    """What one row of a table is; a view shows its table's."""
    table = METADATA.tables.get(relation)
    return () if table is None else (f"One row: {table.comment}", "")


def _row(column: DictionaryEntry) -> str:
    says = column.says.replace("|", "\\|")
    return f"| `{column.column}` | {says} |"
