"""One plain sentence for each value of a site that is illustrative, with the file it stands in.

A mapping says it of itself (`illustrative: true`, its source beside it) or names those of its entries that are made up
(`illustrative: [refs, cost_centres]`); entries made up alike in one file share a sentence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sspipe.terms.strict_yaml import Document

_NAMES = (
    "report",
    "council",
    "version",
    "post",
    "code",
    "service",
    "milestone",
    "risk",
    "saving",
    "estimate",
    "subject",
    "scale",
    "rule",
)
_CALLED = MappingProxyType({"approvals": "approval by ", "versions": "version ", "implemented": "award of "})
_SILENT = frozenset({"reports", "rules", "values", "keyed", "approvals", "versions", "shares", "counts", "implemented"})


@dataclass(frozen=True, slots=True)
class _Said:
    place: tuple[str, ...]
    entries: tuple[str, ...]
    source: str


def illustrative_sentences(document: Document) -> Iterator[str]:
    """Say what is illustrative in a file."""
    said = tuple(_found(document.content, ()))
    subject = _subject(document)
    for one in said:
        if not one.entries:
            place = ", ".join((subject, *one.place))
            yield f"{place} is illustrative: {one.source} ({document.name})."
    for entries in dict.fromkeys(one.entries for one in said if one.entries):
        places = [one.place[-1] if one.place else subject for one in said if one.entries == entries]
        verb = "is" if len(entries) == 1 else "are"
        yield f"{_listed(entries).capitalize()} of {_listed(places)} {verb} made up ({document.name})."


def _found(content: object, path: tuple[str, ...], called: str = "") -> Iterator[_Said]:
    if isinstance(content, list):
        for at, item in enumerate(content):
            yield from _found(item, (*path, called + (_name(item) or f"entry {at + 1}")))
    if isinstance(content, Mapping):
        yield from _said(content, path)
        for key, item in content.items():
            yield from _found(item, path if key in _SILENT else (*path, _step(key)), _CALLED.get(str(key), ""))


def _said(content: Mapping[object, object], path: tuple[str, ...]) -> Iterator[_Said]:
    said = content.get("illustrative")
    if said is True:
        yield _Said(path, (), str(content.get("source", "no source")))
    elif isinstance(said, list) and said:
        yield _Said(path, tuple(str(entry).replace("_", " ") for entry in said), "")


def _subject(document: Document) -> str:
    content = document.content
    named = (str(content[key]) for key in ("name", "title") if isinstance(content, Mapping) and key in content)
    return next(named, document.name.removesuffix(".yaml"))


def _name(item: object) -> str:
    if not isinstance(item, Mapping):
        return ""
    return next((str(item[key]) for key in _NAMES if key in item), "")


def _step(key: object) -> str:
    if isinstance(key, date):
        return f"from {key.day} {key:%B %Y}"
    return str(key).replace("_", " ")


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
