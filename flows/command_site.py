"""What a site's files say, what they still lack, and the files of a new one, for whoever keeps them."""

import json as json_text
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.naming import counted
from flows.printing import as_json
from sspipe.conform.layout import layout_schema, read_layout
from sspipe.model.site import Site
from sspipe.terms.blanks import Blank, blanks_of
from sspipe.terms.files import SiteFolder, read_folder
from sspipe.terms.schemas import json_schemas
from sspipe.terms.site import illustrative_retention, site_of_files
from sspipe.terms.strict_yaml import read_strict

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """What a command prints, and whether what it found blocks."""

    lines: tuple[str, ...]
    blocks: bool


def check_site(folder: Path, *, json: bool) -> Told:
    """One line for what was read and one for each value that is only illustrative; or one for each blank.

    Raises:
        SiteFileWrong: with every fault that was found.
    """
    files = read_folder(folder)
    blanks = blanks_of(files)
    if blanks:
        lines = (as_json(_document(None, blanks)),) if json else tuple(tell_blanks(blanks))
        return Told(lines, blocks=True)
    site = site_of_files(files)
    _read_layouts(files)
    made_up = (*site.rests_on, *illustrative_retention(files))
    return Told((as_json(_document(site, (), made_up)),) if json else tuple(_lines(site, made_up)), blocks=False)


def _read_layouts(files: SiteFolder) -> None:
    """Read every layout: a wrong one would refuse the first file that comes."""
    for name in files.of("layouts"):
        read_layout(read_strict(files.contents[name].decode(), name), name)


def _lines(site: Site, made_up: Sequence[str]) -> Iterator[str]:
    counts = (("council", site.councils), ("post", site.posts), ("agreement", site.agreements), ("feed", site.feeds))
    yield f"{site.title}: {', '.join(counted(len(found), noun) for noun, found in counts)}"
    yield from (f"illustrative: {text}" for text in made_up)


def tell_blanks(blanks: Sequence[Blank]) -> Iterator[str]:
    """One sentence a blank, and how many there are."""
    for blank in blanks:
        yield f"{blank.file} line {blank.line} is still blank: {blank.wanted}."
    yield f"{counted(len(blanks), 'blank')} to fill in."


def _document(site: Site | None, blanks: Sequence[Blank], made_up: Sequence[str] = ()) -> Document:
    return {
        "is_complete": site is not None,
        "site": site.site if site else None,
        "title": site.title if site else None,
        "councils": list(site.councils) if site else [],
        "posts": len(site.posts) if site else 0,
        "agreements": len(site.agreements) if site else 0,
        "feeds": len(site.feeds) if site else 0,
        "blanks": [asdict(blank) for blank in blanks],
        "illustrative": list(made_up),
    }


def write_schemas(out: Path) -> Iterator[str]:
    """Write one JSON Schema a kind of file, layouts included; name each."""
    out.mkdir(parents=True, exist_ok=True)
    for kind, schema in {**json_schemas(), "layout": layout_schema()}.items():
        path = out / f"{kind}.json"
        path.write_text(json_text.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        yield str(path)
