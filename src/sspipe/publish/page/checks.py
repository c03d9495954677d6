"""The page of the checks: for each feed file of a period what became of its rows, and which rules held or were broken.

Counts and rules alone, never a value of a cell (R20). An edition shows the council's own files and those of publishers
that are no council.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.parts import counted
from sspipe.publish.page.cells import Shown
from sspipe.publish.page.rendering import rendered
from sspipe.publish.page.tables import Head, Table

HELD, BROKEN, NOT_ASKED = "held", "broken", "not asked"
WHOLE = "the whole file"
NO_RULES = "No rule is on file for this table."
PROVED, NOT_PROVED, REFUSED = "proved", "not proved", "refused: nothing of it is used"
_FILES = ("Feed", "File", "Rows read", "Used", "Set aside", "Left out", "Rules broken", "Completeness")
_RULES = ("Rule", "What must hold", "Result", "Rows that break it", "Weight", "Who mends it", "What to do")
_FIGURES = frozenset({"Rows read", "Used", "Set aside", "Left out", "Rules broken", "Rows that break it"})
_BROAD = frozenset({"What must hold", "What to do"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """One rule and what came of it: the rows that break it, None where the file was refused before it was asked.

    `is_of_file`: the file breaks it as a whole, in no row of its own. `is_at_least`: there may be more such rows than
    were counted.
    """

    rule: str
    expected: str
    severity: str
    side: str
    action: str
    rows: int | None
    is_of_file: bool = False
    is_at_least: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether any row breaks it, or the file as a whole."""
        return self.is_of_file or bool(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One feed file: what became of its rows, the rules of its suite, and the rules of no suite that it broke."""

    feed: str
    file_name: str
    rows_read: int
    rows_used: int
    rows_aside: int
    rows_left_out: int
    is_proved_complete: bool
    is_refused: bool
    rules: Sequence[RuleResult]
    others: Sequence[RuleResult]

    @property
    def broken(self) -> list[RuleResult]:
        """The rules that it broke."""
        return [rule for rule in (*self.others, *self.rules) if rule.is_broken]


@dataclass(frozen=True, slots=True)
class _Section:
    ident: str
    name: str
    says: str
    table: Table


def checks_html(files: Sequence[CheckedFile], edition: Edition) -> str:
    """The page of an edition; the same results give the same text."""
    return rendered(
        "checks.html",
        title=f"{edition.title}: checks of {edition.reader}, {edition.period.label} ({edition.month})",
        says=f"Release {edition.release_id}, {edition.stands}, as known on {edition.known_on:%-d %B %Y}.",
        edition=edition,
        page=f"{quote(edition.council)}.html",
        summary=_summary(files, edition),
        sections=[_section(file, number) for number, file in enumerate(files, 1)],
    )


def _summary(files: Sequence[CheckedFile], edition: Edition) -> Table:
    return Table(
        ident="files-table",
        caption=f"Files of {edition.period.label}",
        heads=_heads(_FILES),
        lines=[_file_line(file) for file in files],
        empty="No file of this period is on record.",
    )


def _heads(names: Iterable[str]) -> list[Head]:
    return [
        Head(
            words=name,
            is_figure=name in _FIGURES,
            is_broad=name in _BROAD,
            sorts_as="number" if name in _FIGURES else "text",
        )
        for name in names
    ]


def _file_line(file: CheckedFile) -> list[Shown]:
    counts = (file.rows_read, file.rows_used, file.rows_aside, file.rows_left_out, len(file.broken))
    return [_words(file.feed), _words(file.file_name), *map(_count, counts), _words(_completeness(file))]


def _completeness(file: CheckedFile) -> str:
    if file.is_refused:
        return REFUSED
    return PROVED if file.is_proved_complete else NOT_PROVED


def _words(words: str) -> Shown:
    return Shown(words, words)


def _count(count: int, suffix: str = "") -> Shown:
    return Shown(f"{count:,}{suffix}", str(count), is_figure=True)


def _section(file: CheckedFile, number: int) -> _Section:
    return _Section(
        ident=f"file-{number}",
        name=file.file_name,
        says=" ".join(_said(file)),
        table=Table(
            ident=f"file-{number}-table",
            caption=f"Rules of {file.feed}, {file.file_name}",
            heads=_heads(_RULES),
            lines=[_rule_line(rule) for rule in (*file.others, *file.rules)],
            empty=NO_RULES,
        ),
    )


def _said(file: CheckedFile) -> Iterator[str]:
    asked = [rule for rule in file.rules if rule.rows is not None]
    held = sum(not rule.is_broken for rule in asked)
    yield f"{held} of {counted(len(file.rules), 'rule', 'rules')} of its table held."
    told = ", ".join(f"{rule.rule} ({_rows(rule)})" for rule in file.broken)
    if told:
        yield f"Broken: {told}."
    yield f"Completeness: {_completeness(file)}."


def _rows(rule: RuleResult) -> str:
    if rule.is_of_file:
        return WHOLE
    more = " or more" if rule.is_at_least else ""
    return f"{rule.rows or 0:,}{more} {'row' if rule.rows == 1 and not more else 'rows'}"


def _rule_line(rule: RuleResult) -> list[Shown]:
    told = map(_words, (rule.rule, rule.expected, _result(rule)))
    return [*told, _rows_cell(rule), *map(_words, (rule.severity, rule.side, rule.action))]


def _result(rule: RuleResult) -> str:
    if rule.is_broken:
        return BROKEN
    return NOT_ASKED if rule.rows is None else HELD


def _rows_cell(rule: RuleResult) -> Shown:
    if rule.is_of_file or rule.rows is None:
        return Shown(WHOLE if rule.is_of_file else "", is_figure=True)
    return _count(rule.rows, " or more" if rule.is_at_least else "")
