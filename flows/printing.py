"""Tables, texts and JSON documents in the form in which a command prints them, no wider than the terminal."""

import json as json_text
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

import typer
from rich.console import Console
from rich.table import Table

INDENT = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: amounts stand to the right; what is whole is never broken over lines."""

    heading: str
    is_amount: bool = False
    is_whole: bool = False


def width() -> int:
    """The columns of the terminal; 80 where there is none."""
    return Console().width


def drawn(columns: Sequence[Column | str], rows: Iterable[Sequence[str]], *, gap: int = 0) -> list[str]:
    """A table as lines, `gap` empty lines between its rows; long texts break over lines."""
    table = Table(box=None, pad_edge=False, leading=gap, padding=(0, 2, 0, 0))
    for each in columns:
        column = Column(heading=each) if isinstance(each, str) else each
        table.add_column(
            column.heading,
            justify="right" if column.is_amount else "left",
            no_wrap=column.is_whole or column.is_amount,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*row)
    text = StringIO()
    Console(file=text, width=width(), no_color=True, highlight=False, markup=False, emoji=False).print(table)
    return [line.rstrip() for line in text.getvalue().splitlines()]


def wrapped(text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """A text as lines; `hanging` indents all but the first."""
    rest = indent if hanging is None else hanging
    return textwrap.wrap(text, width(), initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)


def say(lines: Iterable[str], *, json: bool = False) -> None:
    """Print lines; on a terminal long ones break between words, elsewhere each stays whole for whoever searches it."""
    for line in lines:
        for part in _fitted(line) if is_terminal() and not json else [line]:
            typer.echo(part)


def is_terminal() -> bool:
    """Whether somebody looks on, and no pipe."""
    return sys.stdout.isatty()


def _fitted(line: str) -> list[str]:
    """A line as lines no wider than the terminal, the later ones standing further in."""
    margin = line[: len(line) - len(line.lstrip())]
    return wrapped(line.strip(), indent=margin, hanging=margin + INDENT) if len(line) > width() else [line]


def as_json(document: object) -> str:
    """One JSON document on one line, days and moments as ISO 8601 writes them."""
    return json_text.dumps(document, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
