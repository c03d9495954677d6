"""A council's layout of one noun: where each canonical column stands, and which rows are set aside by which rule.

A layout is an allow-list: a column that it does not name is never read on. Its versions start on days; a file is read
by the version in force on the day from which the file is known.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from sspipe.conform.canonical import AUTOMATIC, REQUIRED
from sspipe.conform.cell_kinds import Cell, CellKind, ChoiceCell, ConstantCell, Pattern
from sspipe.conform.forms import FileForm, Part
from sspipe.conform.names import plain_heading
from sspipe.errors import NoTermInForce, SiteFileWrong
from sspipe.model.feeds import Noun
from sspipe.model.tables import TABLES

_SHOWN_FAULTS = 5


class Exclusion(Part):
    """A named rule that sets rows aside without blame; one of `blank`, `unlisted` or `outside` says which.

    `unlisted: choices` takes rows whose column holds what its choice cell does not list; a blank is left to the cell.
    """

    rule: str = Field(pattern=r"[a-z_]+")
    blank: Literal["all"] | list[str] | None = None
    column: str = ""
    unlisted: Literal["counterparties", "choices"] | None = None
    outside: list[str] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        tests = [self.blank is not None, self.unlisted is not None, self.outside is not None]
        if sum(tests) != 1 or bool(self.column) == (self.blank is not None):
            message = f"the exclusion {self.rule} needs `blank`, or a `column` with `unlisted` or `outside`"
            raise ValueError(message)
        return self

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that the rule reads."""
        if isinstance(self.blank, list):
            return tuple(self.blank)
        return (self.column,) if self.column else ()


class Unpivot(Part):
    """Several columns of one row that each become a row: `key` takes the code, the cell of `value` reads the column."""

    key: str
    value: str
    columns: dict[str, str]


class LayoutVersion(Part):
    """The layout from a day on.

    `headings` gives short names to headings whose wording varies, by pattern; `aliases` lists the other wordings of a
    heading, each matched as a whole.
    """

    starts: date = Field(alias="from")
    source: str
    illustrative: bool = False
    file: FileForm
    headings: dict[str, Pattern] = Field(default_factory=dict)
    aliases: dict[str, list[str]] = Field(default_factory=dict)
    cells: dict[str, Cell]
    constants: dict[str, str] = Field(default_factory=dict)
    exclude: list[Exclusion] = Field(default_factory=list)
    unpivot: Unpivot | None = None
    balances: bool = False

    @property
    def declared(self) -> tuple[str, ...]:
        """Every heading that the version reads, once."""
        named = [h for variant in self.variants() for cell in variant.values() for h in cell.headings]
        named += [*self.constants, *(h for rule in self.exclude for h in rule.headings)]
        return tuple(dict.fromkeys(named))

    def choices_of(self, column: str) -> tuple[str, ...]:
        """What the choice cells of a column list; empty where it has none."""
        cells = (cell for cell in self.cells.values() if isinstance(cell, ChoiceCell) and cell.column == column)
        return tuple(value for cell in cells for value in cell.values)

    @model_validator(mode="after")
    def _choices_are_listed(self) -> Self:
        for rule in self.exclude:
            if rule.unlisted == "choices" and not self.choices_of(rule.column):
                message = f"the exclusion {rule.rule} needs a choice cell of the column {rule.column}"
                raise ValueError(message)
        return self

    @property
    def wordings(self) -> dict[str, tuple[str, ...]]:
        """The ways to write each declared heading that no pattern finds, its own first."""
        return {name: (name, *self.aliases.get(name, ())) for name in self.declared if name not in self.headings}

    @model_validator(mode="after")
    def _unpivots_a_cell(self) -> Self:
        if self.unpivot is not None and self.unpivot.value not in self.cells:
            message = f"unpivot needs a cell of {self.unpivot.value}"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _wordings_lead_to_one_heading(self) -> Self:
        strange = sorted(self.aliases.keys() - self.wordings.keys())
        if strange:
            message = f"aliases of what is no heading of a cell, a constant or an exclusion: {strange}"
            raise ValueError(message)
        written = [plain_heading(wording) for wordings in self.wordings.values() for wording in wordings]
        twice = sorted({wording for wording in written if written.count(wording) > 1})
        if twice:
            message = f"wordings that stand for two headings, or twice for one: {twice}"
            raise ValueError(message)
        return self

    def variants(self) -> list[Mapping[str, CellKind]]:
        """The cells of each canonical row that one row of the file gives: one, or one for each unpivoted column."""
        if self.unpivot is None:
            return [self.cells]
        value, form = self.unpivot.value, self.unpivot
        return [
            {**self.cells, value: self.cells[value].model_copy(update={"column": heading}), form.key: _constant(code)}
            for code, heading in form.columns.items()
        ]


class Layout(Part):
    """Every version of the layout of one noun of one publisher."""

    schema_version: Literal[1]
    layout: str
    noun: Noun
    versions: list[LayoutVersion] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits_the_noun(self) -> Self:
        starts = [version.starts for version in self.versions]
        if starts != sorted(set(starts)):
            message = "versions must start on different days, the earliest first"
            raise ValueError(message)
        for version in self.versions:
            _check_columns(self.noun, version)
        return self

    def version_of(self, known_from: date) -> LayoutVersion:
        """The version for a file; the newest where the file's name tells no day.

        Raises:
            NoTermInForce: before the first version.
        """
        return self.versions[-1] if known_from == date.min else self.version_on(known_from)

    def version_on(self, day: date) -> LayoutVersion:
        """The version in force on a day.

        Raises:
            NoTermInForce: before the first version.
        """
        begun = [version for version in self.versions if version.starts <= day]
        if not begun:
            raise NoTermInForce(
                f"layout {self.layout} on {day}",
                "no version in force",
                f"a version from that day (the earliest starts {self.versions[0].starts})",
                "Add the earlier version of the layout.",
            )
        return begun[-1]


def read_layout(mapping: object, name: str) -> Layout:
    """Read a layout out of plain values.

    Raises:
        SiteFileWrong: naming the file and the entries.
    """
    try:
        return Layout.model_validate(mapping)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise SiteFileWrong(
            name, "; ".join(faults[:_SHOWN_FAULTS]), "a layout by its schema", "Correct the entries."
        ) from error


def layout_schema() -> dict[str, object]:
    """The JSON Schema of a layout file."""
    return Layout.model_json_schema()


def _check_columns(noun: Noun, version: LayoutVersion) -> None:
    key = {version.unpivot.key} if version.unpivot else set()
    named = set(version.cells) | key
    strange = sorted(named - set(TABLES[noun]) | named & AUTOMATIC)
    absent = sorted(set(REQUIRED[noun]) - named)
    if strange or absent:
        message = f"cells that {noun} has not, or fills itself: {strange}; cells that it needs: {absent}"
        raise ValueError(message)


def _constant(code: str) -> CellKind:
    return ConstantCell(kind="constant", value=code)
