"""How cells look: one plain face, dark headings, pounds with two decimals, minus thousands bracketed, days in full."""

from typing import Any

from sspipe.publish.pack.sheets import Kind

FACE = "Arial"
_NUMBER_FORMATS = {
    Kind.POUNDS: "#,##0.00",
    Kind.THOUSANDS: "#,##0;(#,##0);0",
    Kind.MILLIONS: "#,##0.000;(#,##0.000);0.000",
    Kind.DATE: "d mmmm yyyy",
    Kind.NUMBER: "General",
}
_OF_NUMBERS = (Kind.POUNDS, Kind.THOUSANDS, Kind.MILLIONS, Kind.NUMBER)
_PLAIN = {"font_name": FACE, "font_size": 10, "valign": "top"}
_LINE = {"bottom": 1, "bottom_color": "#C8CDD3"}
_WEIGHTS: dict[str, dict[str, object]] = {
    "line": {**_LINE},
    "headline": {**_LINE, "bold": True, "bg_color": "#E3EAF2"},
    "total": {"bold": True, "top": 1, "bottom": 6},
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        """Formats belong to a workbook."""
        self._book = book
        self._made: dict[tuple[object, ...], Any] = {}
        self._asked: dict[tuple[object, ...], Any] = {}

    def title(self) -> Any:
        """The sheet's title."""
        return self._format({**_PLAIN, "bold": True, "font_size": 14})

    def says(self) -> Any:
        """The sentence below it."""
        return self._format(_PLAIN)

    def heading(self, kind: Kind) -> Any:
        """A column's heading."""
        side = "right" if kind in _OF_NUMBERS else "left"
        dark = {
            "bold": True,
            "bg_color": "#1F3A5F",
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "align": side,
            "indent": int(side == "right"),
        }
        return self._format({**_PLAIN, **dark})

    def words(self, weight: str, *, is_quoted: bool = False, side: str = "left") -> Any:
        """Words in a cell; quoted ones stay words even when somebody edits the cell."""
        asked = (weight, is_quoted, side)
        if asked not in self._asked:
            wrapped = {"text_wrap": True, "align": side, "indent": int(side == "right"), "quote_prefix": is_quoted}
            self._asked[asked] = self._format({**_PLAIN, **_WEIGHTS[weight], **wrapped})
        return self._asked[asked]

    def value(self, kind: Kind, weight: str) -> Any:
        """An amount, a day or a count."""
        asked = (kind, weight)
        if asked not in self._asked:
            side = "left" if kind is Kind.DATE else "right"
            shown = {"align": side, "indent": int(side == "right"), "num_format": _NUMBER_FORMATS[kind]}
            self._asked[asked] = self._format({**_PLAIN, **_WEIGHTS[weight], **shown})
        return self._asked[asked]

    def _format(self, wanted: dict[str, object]) -> Any:
        key = tuple(sorted(wanted.items(), key=lambda item: item[0]))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]
