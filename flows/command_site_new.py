"""A folder with the files of a new site, and one sentence for each blank that they leave."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from flows.choosing import refused
from flows.command_site import tell_blanks
from flows.printing import as_json
from sspipe.terms.blanks import Blank, blanks_of
from sspipe.terms.files import SiteFolder, read_folder
from sspipe.terms.new_site import copied_files, skeleton_files
from sspipe.terms.site import site_of_files

PAIR = 2
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")


def make_new_site(folder: Path, another: Path | None, councils: str, *, json: bool) -> Iterator[str]:
    """Write the files of a new site into a folder that is new or empty, and say what they still lack.

    Raises:
        SiteFileWrong: when the site that is to be copied is none, or has faults of its own.
    """
    _refuse_full(folder)
    site = _code(folder.absolute().name, "DIR", "the folder's name, which is the site's,")
    made = _copied(site, another) if another else skeleton_files(site, *_pair(councils))
    _write(folder, made)
    blanks = blanks_of(SiteFolder(made))
    yield from (as_json(_document(site, folder, made, blanks)),) if json else _lines(folder, made, blanks)


def _refuse_full(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise refused(f"{folder} holds files already, and nothing is written over; name a folder that is new", "DIR")


def _code(text: str, option: str, what: str) -> str:
    if not _CODE.fullmatch(text):
        raise refused(f"{what} must be small letters, digits and dashes, such as north-south; '{text}' is not", option)
    return text


def _pair(councils: str) -> tuple[str, str]:
    named = [_code(each.strip(), "--councils", "each council's code") for each in councils.split(",")]
    if len(named) != PAIR or named[0] == named[1]:
        message = "name two councils with a comma between, such as north,south; more join by files later"
        raise refused(message, "--councils")
    return named[0], named[1]


def _copied(site: str, another: Path) -> Mapping[str, bytes]:
    files = read_folder(another)
    first, second, *_ = site_of_files(files).councils
    return copied_files(site, (first, second), files)


def _write(folder: Path, made: Mapping[str, bytes]) -> None:
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)


def _document(site: str, folder: Path, made: Mapping[str, bytes], blanks: Sequence[Blank]) -> dict[str, object]:
    return {"site": site, "folder": folder, "files": sorted(made), "blanks": [asdict(blank) for blank in blanks]}


def _lines(folder: Path, made: Mapping[str, bytes], blanks: Sequence[Blank]) -> Iterator[str]:
    yield f"{len(made)} files in {folder}"
    yield from tell_blanks(blanks)
    yield f"Replace each whole, quotes included, by what it asks for; then: sspipe site check {folder}"
