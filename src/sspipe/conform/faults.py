"""A fault told without repeating what stood there: digits, signs and dates are quoted, all else is counted (R20)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sspipe.conform.context import ConformContext
from sspipe.conform.error_values import NO_VALUE, is_error_value
from sspipe.model.findings import Finding, Severity

SHOWN_PER_RULE = 100
_LONGEST_QUOTED = 30
_QUOTABLE = re.compile(r"[0-9 .,:/+\-£%]*[0-9][0-9 .,:/+\-£%]*")
_MONTH_YEAR = re.compile(r"(\d{1,2}[ -])?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ -]\d{2,4}")


@dataclass(frozen=True, slots=True)
class Telling:
    """How the fault of a kind of cell is told: `found` says what stood there, around the shape of its text."""

    found: str
    expected: str
    action: str
    severity: Severity = Severity.REJECT
    is_quotable: bool = True


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault of one row; `at` counts rows from the start of its block."""

    at: int
    rule: str
    severity: Severity
    found: str
    expected: str
    action: str

    def finding(self, context: ConformContext, first_row: int) -> Finding:
        """The fault as a finding, its row counted as a person counts."""
        return Finding(
            severity=self.severity,
            rule=self.rule,
            where=context.where(first_row + self.at),
            found=self.found,
            expected=self.expected,
            action=self.action,
        )


def shape_of(text: str, *, is_quotable: bool = True) -> str:
    """Describe a text: `11 letters and a space`; digits, signs and dates stand as they are.

    >>> shape_of("twelve pounds"), shape_of("12.5.1"), shape_of("")
    ('12 letters and a space', '12.5.1', 'nothing')
    """
    if not text:
        return "nothing"
    if text == NO_VALUE:
        return "no single value"
    if is_error_value(text):
        return "an error value of a spreadsheet"
    if is_quotable and len(text) <= _LONGEST_QUOTED and (_QUOTABLE.fullmatch(text) or _MONTH_YEAR.fullmatch(text)):
        return text
    parts = [
        _counted(sum(character.isalpha() for character in text), "letter"),
        _counted(sum(character.isdigit() for character in text), "digit"),
        _counted(sum(character.isspace() for character in text), "space"),
        _counted(sum(not (c.isalpha() or c.isdigit() or c.isspace()) for c in text), "other sign"),
    ]
    return _listed([part for part in parts if part])


def told(rule: str, at: int, texts: Iterable[str], telling: Telling) -> RowFault:
    """The fault of one row, its cells described."""
    shapes = " and ".join(shape_of(text, is_quotable=telling.is_quotable) for text in texts)
    return RowFault(at, rule, telling.severity, telling.found.format(shapes), telling.expected, telling.action)


def beyond_shown(rule: str, count: int, severity: Severity, context: ConformContext) -> Finding:
    """Say how many more rows have a fault than were listed."""
    return Finding(
        severity=severity,
        rule=rule,
        where=context.where(),
        found=f"{count} more rows with the fault {rule}",
        expected="no such row",
        action="See the quarantined rows of the file.",
        more_rows=count,
    )


def _counted(count: int, word: str) -> str:
    if count == 0:
        return ""
    return f"a {word}" if count == 1 and word != "other sign" else f"{count} {word}{'' if count == 1 else 's'}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


CORRECT = "Ask the council to correct the row and send the file again."
TELLINGS: Mapping[str, Telling] = MappingProxyType(
    {
        "code": Telling("{} where a code belongs", "a code of the form that the layout states", CORRECT),
        "text": Telling("{} where a name belongs", "a name of the form that the layout states", CORRECT),
        "choice": Telling(
            "{} where a listed value belongs",
            "one of the values that the layout lists",
            "Correct it, or list the value.",
        ),
        "alias": Telling("{} where a name belongs", "a name, or nothing", CORRECT, is_quotable=False),
        "titles": Telling(
            "an unknown post title ({})",
            "a title listed for a post of this council",
            "Add the title to the post in posts.yaml, or ask the council whose post it is.",
            Severity.CRITICAL,
            is_quotable=False,
        ),
        "date": Telling("{} where a date belongs", "a day in the format that the layout states", CORRECT),
        "month": Telling("{} where a month belongs", "a month in the format that the layout states", CORRECT),
        "pounds": Telling("{} where an amount belongs", "an amount in pounds such as 1,234.56", CORRECT),
        "fraction": Telling("{} where a fraction belongs", "hours, or a plain decimal, above nil", CORRECT),
        "decimal": Telling(
            "{} where a number belongs", "a plain decimal, or the layout's marker of a missing value", CORRECT
        ),
        "occupant": Telling(
            "{} where an employee number belongs",
            "a number of the form that the layout states",
            CORRECT,
            is_quotable=False,
        ),
        "period": Telling(
            "{} where a ledger period belongs", "a period from P00 to P16 in the form that the layout states", CORRECT
        ),
        "own": Telling(
            "{} where a line of the file's own period belongs", "lines of the period in the file's name", CORRECT
        ),
        "sign": Telling(
            "{} where an amount with its sign belongs", "an amount and a debit or credit sign that agree", CORRECT
        ),
        "constant": Telling(
            "{} where the layout's constant belongs",
            "the value that the layout states for every row",
            "Ask what the column now holds.",
        ),
        "no_value": Telling("{} in a declared column", "a value", CORRECT),
        "year_of_name": Telling(
            "{} where the file's year belongs", "a financial year in the file's name", "Rename the file."
        ),
    }
)
