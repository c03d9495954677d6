"""How much text the cells of an xlsx sheet have once each holds the text that it shares with others.

A few large texts that a million cells share fit into a small file, and into no memory.
"""

from collections.abc import Sequence
from xml.parsers.expat import XMLParserType


class SharedTexts:
    """Listens to a parser; `size` grows by the length of the text of every cell."""

    def __init__(self, parser: XMLParserType, lengths: Sequence[int]) -> None:
        """Take in the length of each text that cells may share."""
        self._parser, self._lengths = parser, lengths
        self._is_shared = False
        self.size = 0
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        local = name.rpartition(":")[2]
        if local == "c":
            self._is_shared = attributes.get("t") == "s"
        is_place = local == "v" and self._is_shared
        self._parser.CharacterDataHandler = self._text if is_place else None

    def end(self) -> None:
        """Take in that the part is complete: nothing is left open here."""

    def _text(self, data: str) -> None:
        place = int(data) if data.strip() else 0
        self.size += self._lengths[place] if 0 <= place < len(self._lengths) else 0

    @staticmethod
    def _refuse(*_: object) -> None:
        message = "a comment, which may stand within a number"
        raise ValueError(message)
