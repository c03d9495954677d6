"""The blanks of a new site's files: what each waits for, in which file and line; a site with one is not read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sspipe.terms.faults import Fault
from sspipe.terms.files import SiteFolder

MARK = "FILL IN: "
_BLANK = re.compile(rf'"{MARK}([^"]+)"')


@dataclass(frozen=True, slots=True)
class Blank:
    """One value that nobody has written yet, in a line of a file; `wanted` says what belongs there."""

    file: str
    line: int
    wanted: str


def blanks_of(files: SiteFolder) -> tuple[Blank, ...]:
    """Every blank, in the order of the files and of their lines."""
    return tuple(
        blank for name, content in files.contents.items() if name.endswith(".yaml") for blank in _in_file(name, content)
    )


def blank_faults(files: SiteFolder) -> Iterator[Fault]:
    """Say each blank as a fault of its file."""
    for blank in blanks_of(files):
        yield Fault(f"{blank.file} line {blank.line}", "a blank", blank.wanted, "Fill it in.")


def _in_file(name: str, content: bytes) -> Iterator[Blank]:
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        yield from (Blank(name, number, found[1]) for found in _BLANK.finditer(line))
