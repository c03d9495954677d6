"""What one part of an xlsx workbook says of sheets and cells, element by element.

Formatted cells without a value do not count. An error value, and a formula that was never calculated, is remembered.
"""

from string import digits
from xml.parsers.expat import XMLParserType

from sspipe.conform.extents import Extent

_LETTERS = 26
_BEFORE_A = ord("A") - 1


class XlsxPart:
    """Listens to a parser; `sheets` holds name and relation of each sheet, `targets` the part of each relation."""

    def __init__(self, parser: XMLParserType) -> None:
        self._parser = parser
        self._columns: dict[str, int] = {}
        self._row = self._column = -1
        self._kind = ""
        self._is_formula = self._has_text = False
        self.elements = 0
        self.extent = Extent()
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        self.elements += 1
        if ":" in name:
            name = name[name.rindex(":") + 1 :]
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "is"):
            self._value()
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def text(self, data: str) -> None:
        """Take in what stands between elements; listened to within a formula's value only."""
        self._has_text = self._has_text or bool(data.strip())

    def end(self) -> None:
        """Take in that the cell before is complete."""
        if self._is_formula and not self._has_text and self._kind != "str":
            self.extent.errors.append((self._row, self._column, 1, 1))
        self._is_formula = self._has_text = False
        self._parser.CharacterDataHandler = None

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._is_formula:
            self.end()
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            letters = place.rstrip(digits)
            column = self._columns.get(letters)
            self._column = self._known(letters) if column is None else column
            self._row = int(place[len(letters) :]) - 1
        self._kind = attributes.get("t", "")
        if self._kind == "e":
            self.extent.errors.append((self._row, self._column, 1, 1))

    def _value(self) -> None:
        self.extent.reach(self._row + 1, self._column + 1)
        if self._is_formula:
            self._parser.CharacterDataHandler = self.text

    def _known(self, letters: str) -> int:
        if not letters.isascii() or not letters.isalpha():
            message = "no place of a cell"
            raise ValueError(message)
        column = 0
        for letter in letters.upper():
            column = column * _LETTERS + ord(letter) - _BEFORE_A
        self._columns[letters] = column - 1
        return column - 1
