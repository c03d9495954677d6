"""The files of a site's folder, by a fixed list: read as bytes once, each with the form it is written in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from sspipe.terms.faults import Fault, refuse

TOP = ("site.yaml", "councils.yaml", "posts.yaml", "feeds.yaml", "programme.yaml", "measures.yaml", "decisions.yaml")
REPORTS = "reports.yaml"
RETENTION = "retention.yaml"
OPTIONAL = (REPORTS, RETENTION)
FOLDERS = ("agreements", "rates", "layouts")
AWARDS = "rates/awards.yaml"
ALSO_ALLOWED = frozenset({"README.md"})


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The bytes of every file of a site, by name within its folder."""

    contents: Mapping[str, bytes]

    def of(self, folder: str) -> Iterator[str]:
        """The names of the files of a sub-folder, in order."""
        return (name for name in self.contents if name.startswith(f"{folder}/"))


def read_folder(folder: Path) -> SiteFolder:
    """Read every file of a site.

    Raises:
        SiteFileWrong: when a file is missing, or one stands there that nobody would read.
    """
    refuse((*_missing(folder), *_unknown(folder)))
    known = (*TOP, *(name for name in OPTIONAL if (folder / name).is_file()))
    names = [*known, *(f"{sub}/{path.name}" for sub in FOLDERS for path in sorted((folder / sub).glob("*.yaml")))]
    return SiteFolder(MappingProxyType({name: (folder / name).read_bytes() for name in names}))


def missing_faults(files: SiteFolder) -> Iterator[Fault]:
    """Say which files of a site are not among those that were kept of it."""
    return (_absent("the files that were kept", name) for name in TOP if name not in files.contents)


def _missing(folder: Path) -> Iterator[Fault]:
    return (_absent(str(folder), name) for name in TOP if not (folder / name).is_file())


def _absent(where: str, name: str) -> Fault:
    return Fault(where, f"no {name}", "every file of a site", "Write it; a list in it may be empty.")


def _unknown(folder: Path) -> Iterator[Fault]:
    for path in _visible(folder):
        if path.is_file() and path.name not in (*TOP, *OPTIONAL, *ALSO_ALLOWED):
            expected = f"only {', '.join((*TOP, *OPTIONAL))}"
            yield Fault(str(folder), f"the unknown file {path.name}", expected, "Correct its name, or take it away.")
    for sub in FOLDERS:
        for path in _visible(folder / sub):
            if path.suffix != ".yaml":
                yield Fault(f"{folder}/{sub}", f"the unknown file {path.name}", "files *.yaml", "Take it away.")


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
