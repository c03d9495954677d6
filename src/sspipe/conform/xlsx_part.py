"""What one part of an xlsx workbook says of sheets and cells, element by element.

Formatted cells without a value do not count. An error value, and a formula that was never calculated, is remembered.
"""

from string import digits
from xml.parsers.expat import XMLParserType

from sspipe.conform.extents import Extent

_LETTERS = 26
_BEFORE_A = ord("A") - 1
_OF_A_CELL = ("v", "is", "f")
_BESIDE_CELLS = ("row", "sheet", "si", "Relationship")


class XlsxPart:
    """Listens to a parser.

    `sheets` holds name and relation of each sheet, `targets` the part of each relation; `lengths` has the length of
    each text that cells may share, and `shared` says how many cells do.
    """

    def __init__(self, parser: XMLParserType) -> None:
        self._parser = parser
        self._columns: dict[str, int] = {}
        self._row = self._column = -1
        self._cell: dict[str, str] = {}
        self._is_formula = self._has_text = False
        self.extent = Extent()
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self.lengths: list[int] = []
        self.shared = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element; where a cell stands is worked out only where it is asked for."""
        if ":" in name:
            name = name[name.rindex(":") + 1 :]
        if name == "c":
            if self._is_formula:
                self.end()
            if "r" not in attributes:
                self._place()
                self._column += 1
            self._cell = attributes
            if "t" in attributes:
                self._count(attributes["t"])
        elif name in _OF_A_CELL:
            self._inside_cell(name)
        elif name in _BESIDE_CELLS:
            self._beside_cells(name, attributes)

    def text(self, data: str) -> None:
        """Take in what stands between elements; listened to within a formula's value only."""
        self._has_text = self._has_text or bool(data.strip())

    def end(self) -> None:
        """Take in that the cell before is complete."""
        if self._is_formula and not self._has_text and self._cell.get("t") != "str":
            self._remember()
        self._is_formula = self._has_text = False
        self._parser.CharacterDataHandler = None

    def _count(self, kind: str) -> None:
        if kind == "s":
            self.shared += 1
        elif kind == "e":
            self._remember()

    def _measure(self, data: str) -> None:
        self.lengths[-1] += len(data)

    def _inside_cell(self, name: str) -> None:
        if name == "f":
            self._is_formula = True
            return
        self._place()
        self.extent.reach(self._row + 1, self._column + 1)
        if self._is_formula:
            self._parser.CharacterDataHandler = self.text

    def _beside_cells(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._place()
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column, self._cell = -1, {}
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))
        elif name == "si":
            self.lengths.append(0)
            self._parser.CharacterDataHandler = self._measure
        else:
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _remember(self) -> None:
        self._place()
        self.extent.errors.append((self._row, self._column, 1, 1))

    def _place(self) -> None:
        """Work out where the cell at hand stands, if it says so; else it is counted on from the one before."""
        place = self._cell.get("r")
        if place is not None:
            letters = place.rstrip(digits)
            column = self._columns.get(letters)
            self._column = self._known(letters) if column is None else column
            self._row = int(place[len(letters) :]) - 1

    def _known(self, letters: str) -> int:
        if not letters.isascii() or not letters.isalpha():
            message = "no place of a cell"
            raise ValueError(message)
        column = 0
        for letter in letters.upper():
            column = column * _LETTERS + ord(letter) - _BEFORE_A
        self._columns[letters] = column - 1
        return column - 1
