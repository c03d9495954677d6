"""YAML that means one thing: no floats, no repeated keys, no anchors, no words that turn into something else.

YAML makes a float of `0.138`, truth of `no` and a sum of minutes of `12:30` before anyone can object, and its reader
keeps the last of two equal keys in silence. Here each of these is refused with its line. Dates stay dates.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from sspipe.errors import SiteFileWrong

Path = tuple[str | int, ...]

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIKE_A_NUMBER = re.compile(r"[-+]?\.?\d[\d_.,]*([eE][-+]?\d+)?")
_WORDS = {"null": None, "true": True, "false": False}
_TEXT = "tag:yaml.org,2002:str"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where libyaml is there
_QUOTES = "Put it in quotes."


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, its name, and on which line each entry stands."""

    name: str
    content: object
    lines: Mapping[Path, int] = field(repr=False)

    def place(self, *path: object) -> str:
        """Name the file and the line of an entry, or of the nearest one around it."""
        return f"{self.name} line {self.line(*path)}"

    def line(self, *path: object) -> int:
        """The line of an entry, or of the nearest one around it."""
        steps = _steps(path)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)


def read_strict(text: str, name: str) -> object:
    """Read one YAML document into plain values.

    Raises:
        SiteFileWrong: naming the file and the line.
    """
    return read_document(text, name).content


def read_document(text: str, name: str) -> Document:
    """Read one YAML document and keep the line of each entry.

    Raises:
        SiteFileWrong: naming the file and the line.
    """
    try:
        _refuse_marks(text, name)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _unreadable(error, name) from error
    if node is None:
        raise SiteFileWrong(f"{name} line 1", "nothing", "a YAML document", "Fill the file in.")
    lines: dict[Path, int] = {}
    return Document(name, _Reader(name, lines).value_of(node, ()), lines)


@dataclass(frozen=True, slots=True)
class _Reader:
    name: str
    lines: dict[Path, int]

    def value_of(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, _line(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.value_of(item, (*path, at)) for at, item in enumerate(node.value)]
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[object, object]]:
        seen: set[object] = set()
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in seen:
                raise self._wrong(key_node, f"'{key}' twice", "each key once", "Remove one of the two.")
            seen.add(key)
            here = (*path, str(key))
            self.lines[here] = _line(key_node)
            yield key, self.value_of(value_node, here)

    def _key(self, node: yaml.Node) -> object:
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(node, "a list or mapping as a key", "a word or a date", "Write a plain key.")
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> object:
        text = str(node.value)
        if isinstance(node, yaml.ScalarNode) and node.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DAY.fullmatch(text):
            return self._day(node, text)
        return self._plain_text(node, text)

    def _day(self, node: yaml.Node, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self._wrong(node, f"'{text}'", "a day of the calendar", "Correct the date.") from error

    def _plain_text(self, node: yaml.Node, text: str) -> str:
        if not text:
            raise self._wrong(node, "nothing after the key", "a value, or null", "Write null if there is none.")
        if _LIKE_A_NUMBER.fullmatch(text):
            raise self._wrong(node, f"the bare number {text}", "whole numbers only, others in quotes", _QUOTES)
        if _turns_into(text) != _TEXT:
            raise self._wrong(node, f"'{text}', which YAML reads as something else", "text in quotes", _QUOTES)
        return text

    def _wrong(self, node: yaml.Node, found: str, expected: str, action: str) -> SiteFileWrong:
        return SiteFileWrong(f"{self.name} line {_line(node)}", found, expected, action)


def _turns_into(text: str) -> str:
    loader = yaml.SafeLoader("")
    return str(loader.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call] # not in the stubs


def _refuse_marks(text: str, name: str) -> None:
    for event in yaml.parse(text, Loader=_LOADER):
        place = f"{name} line {_line(event)}"
        if getattr(event, "anchor", None) is not None:
            raise SiteFileWrong(
                place, "an anchor or an alias (& or *)", "every value written out", "Write the value where it belongs."
            )
        if getattr(event, "tag", None) is not None:
            raise SiteFileWrong(place, "a tag (!)", "values without tags", "Remove the tag.")


def _unreadable(error: yaml.YAMLError, name: str) -> SiteFileWrong:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "text that YAML cannot read"
    line = 1 if mark is None else mark.line + 1
    return SiteFileWrong(f"{name} line {line}", str(problem), "one YAML document", "Correct the line.")


def _line(marked: yaml.Node | yaml.Event) -> int:
    return 1 if marked.start_mark is None else marked.start_mark.line + 1


def _steps(path: tuple[object, ...]) -> Path:
    return tuple(step if isinstance(step, int) else str(step) for step in path)
