"""Every file that a site rests on, byte for byte under its hash, so that a release can list its inputs (R18)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from sspipe.terms.files import RETENTION, read_folder
from sspipe.terms.national import FOLDER, national_bytes


class InputKind(StrEnum):
    """Whose file it is: the site's own, or a national rate of the project."""

    SITE = "site"
    RATE = "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInput:
    """One file: its name within the site (national rates stand under `national/`), its hash and its bytes."""

    name: str
    sha256: str
    content: bytes = field(repr=False)
    kind: InputKind

    @property
    def size_bytes(self) -> int:
        """How many bytes it holds."""
        return len(self.content)


def site_inputs(folder: Path) -> tuple[SiteInput, ...]:
    """List every file that a figure may rest on, layouts and national rates included, by name.

    Raises:
        SiteFileWrong: when a file is missing, or one stands there that nobody would read.
    """
    national = {f"national/{FOLDER}/{name}": content for name, content in national_bytes().items()}
    own = {name: content for name, content in read_folder(folder).contents.items() if name != RETENTION}
    return (
        *_inputs(own, InputKind.SITE),
        *_inputs(national, InputKind.RATE),
    )


def _inputs(contents: Mapping[str, bytes], kind: InputKind) -> Iterator[SiteInput]:
    for name, content in sorted(contents.items()):
        yield SiteInput(name=name, sha256=sha256(content).hexdigest(), content=content, kind=kind)
