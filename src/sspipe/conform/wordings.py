"""Which declared heading a heading of a file stands for, by its wording, its aliases or its pattern.

White space, byte order marks and zero-width signs do not count. Letter case counts only where the layout itself tells
two wordings apart by it: a heading in other letters is taken for the declared one, and the file's findings say so.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sspipe.conform.layout import LayoutVersion
from sspipe.conform.names import plain_heading

_NEAR = 0.6
_LONGEST_COMPARED = 80


@dataclass(frozen=True, slots=True)
class Wordings:
    """Declared headings by plain wording, by wording without letter case where that leads to one, and by pattern."""

    exact: Mapping[str, str]
    caseless: Mapping[str, str]
    patterns: Mapping[str, str]

    def names_of(self, plain: str) -> tuple[str, ...]:
        """The declared headings for which a plain heading of a file stands: mostly one or none."""
        name = self.exact.get(plain) or self.caseless.get(plain.casefold())
        by_pattern = (other for other, pattern in self.patterns.items() if re.fullmatch(pattern, plain))
        return (name, *by_pattern) if name else tuple(by_pattern)

    def is_other_case(self, plain: str) -> bool:
        """Whether a heading is known by its letters alone, their case aside."""
        return plain not in self.exact and plain.casefold() in self.caseless

    def near(self, plain: str, among: Iterable[str]) -> str:
        """The one of some declared headings whose wording comes nearest; empty where none is near."""
        wanted = set(among)
        wordings = {_compared(wording): name for wording, name in self.exact.items() if name in wanted}
        nearest = difflib.get_close_matches(_compared(plain), wordings, n=1, cutoff=_NEAR)
        return wordings[nearest[0]] if nearest else ""


def wordings_of(version: LayoutVersion) -> Wordings:
    """The wordings that a version of a layout declares."""
    exact = {plain_heading(text): name for name, texts in version.wordings.items() for text in texts}
    patterns = {name: version.headings[name] for name in version.declared if name in version.headings}
    return Wordings(exact, _leading_to_one(exact), patterns)


def _leading_to_one(exact: Mapping[str, str]) -> dict[str, str]:
    names: dict[str, set[str]] = {}
    for wording, name in exact.items():
        names.setdefault(wording.casefold(), set()).add(name)
    return {wording: leads_to.pop() for wording, leads_to in names.items() if len(leads_to) == 1}


def _compared(text: str) -> str:
    return text.casefold()[:_LONGEST_COMPARED]
