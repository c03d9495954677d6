"""What the content of an ods workbook says of tables and cells, with every repetition that it claims.

Repeated cells and rows without a value do not count. An error value, and a formula that was never calculated, is
remembered.
"""

from xml.parsers.expat import XMLParserType

from sspipe.conform.error_values import is_error_value
from sspipe.conform.extents import Extent

_CELLS = ("table:table-cell", "table:covered-table-cell")


class OdsPart:
    """Listens to a parser; `tables` holds the name and the extent of each, `size` the text of repeated cells."""

    def __init__(self, parser: XMLParserType) -> None:
        self._parser = parser
        self._row = self._column = 0
        self._rows = self._columns = 0
        self._is_formula = False
        self._extent = Extent()
        self.size = 0
        self.tables: list[tuple[str, Extent]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        if name in _CELLS:
            self._cell(attributes)
        elif name == "text:p":
            self._fill()
        elif name == "table:table-row":
            self._row += self._rows
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._column = self._columns = 0
        elif name == "table:table":
            self._extent = Extent()
            self.tables.append((attributes.get("table:name", ""), self._extent))
            self._row = self._rows = self._column = self._columns = 0

    def text(self, data: str) -> None:
        """Take in the text that a formula's cell shows, or one that is repeated."""
        self.size += len(data) * self._rows * self._columns
        if self._is_formula and is_error_value(data.strip()):
            self._remember()

    def end(self) -> None:
        """Take in that the part is complete: nothing is left open here."""

    def _cell(self, attributes: dict[str, str]) -> None:
        self._column += self._columns
        self._columns = int(attributes.get("table:number-columns-repeated", 1))
        self._is_formula = "table:formula" in attributes
        is_repeated = self._rows * self._columns > 1
        if any(key.startswith("office:") for key in attributes):
            self._fill()
            self.size += sum(map(len, attributes.values())) * self._rows * self._columns if is_repeated else 0
        self._parser.CharacterDataHandler = self.text if self._is_formula or is_repeated else None
        is_uncalculated = self._is_formula and "office:value-type" not in attributes
        if is_uncalculated or attributes.get("calcext:value-type") == "error":
            self._remember()

    def _fill(self) -> None:
        if self._columns:
            self._extent.reach(self._row + self._rows, self._column + self._columns)

    def _remember(self) -> None:
        self._extent.errors.append((self._row, self._column, self._rows, self._columns))
