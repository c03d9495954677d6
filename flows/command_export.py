"""Error files for their sender alone, in a folder that only its owner opens, with an entry in the audit chain."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine

from flows.choosing import Wanted, refused
from flows.closing import site_now
from flows.command_quarantine import chosen_run, rows_of
from flows.naming import counted
from flows.printing import as_json
from flows.reading_database import reading
from flows.returning import Returning, error_file_of
from flows.starting import now
from sspipe.model.site import Site
from sspipe.publish.error_file import error_csv, error_workbook
from sspipe.settings import Settings
from sspipe.storage import OWNER_ALONE
from sspipe.store.audit import Act, append_act
from sspipe.store.engine import writing
from sspipe.store.tickets import AsideFile, LookedRun, faults_of, open_files

EXPORTED = "export"
_OTHERS = 0o077
_FILE_MODE = 0o600
SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asked to be exported: for which publisher, of which period's last run, of one noun or of all."""

    site_folder: Path
    publisher: str
    period: str | None
    noun: str | None
    out: Path


def export_rows(asked: Asked, *, json: bool) -> Iterator[str]:
    """Write the error files; a line for each, with counts and no text of a row, or one of JSON."""
    settings, site = Settings(), site_now(asked.site_folder)
    _refuse_unknown(asked, site)
    _refuse_open_folder(asked.out)
    with reading(settings) as engine:
        run = chosen_run(engine, Wanted(site=str(asked.site_folder), period=asked.period))
        files = [] if run is None else _files_for(asked, open_files(engine, run.run_id))
        if run is None or not files:
            yield as_json({"files": []}) if json else f"No row of {asked.publisher} is set aside; nothing was written."
            return
        returning = Returning(
            site_folder=asked.site_folder, site=site, publisher=asked.publisher, run=run, settings=settings
        )
        _write(engine, returning, files, asked.out)
    yield from (as_json(_document(asked, run, files)),) if json else _lines(asked, files)


def _refuse_unknown(asked: Asked, site: Site) -> None:
    publishers = sorted({feed.publisher for feed in site.feeds})
    if asked.publisher not in publishers:
        message = f"no feed of the site is published by '{asked.publisher}'; there are {', '.join(publishers)}"
        raise refused(message, "--for")
    nouns = sorted(feed.noun for feed in site.feeds if feed.publisher == asked.publisher)
    if asked.noun is not None and asked.noun not in nouns:
        raise refused(f"{asked.publisher} publishes no '{asked.noun}'; it publishes {', '.join(nouns)}", "--feed")


def _refuse_open_folder(out: Path) -> None:
    """A folder that others can open is no place for rows as their sender wrote them."""
    if out.exists() and (not out.is_dir() or out.stat().st_mode & _OTHERS):
        message = f"{out} can be opened by others than its owner; name a new folder, or close it to them (chmod 700)"
        raise refused(message, "--out")


def _files_for(asked: Asked, aside: Sequence[AsideFile]) -> list[AsideFile]:
    own = [file for file in aside if file.publisher == asked.publisher]
    return own if asked.noun is None else [file for file in own if file.feed == f"{asked.publisher}/{asked.noun}"]


def _write(engine: Engine, returning: Returning, files: Sequence[AsideFile], out: Path) -> None:
    """Put every file in its place once all are made and the entry stands: a stop on the way leaves none of them."""
    out.mkdir(mode=OWNER_ALONE, parents=True, exist_ok=True)
    held = Path(tempfile.mkdtemp(prefix=".part-", dir=out))
    try:
        named = names_of(files)
        made = [_made(engine, returning, file, [held / name for name in named[file.source_file]]) for file in files]
        with writing(engine) as connection:
            append_act(connection, _act(returning, files))
        for path in (path for pair in made for path in pair):
            path.replace(out / path.name)
    finally:
        shutil.rmtree(held, ignore_errors=True)


def _made(engine: Engine, returning: Returning, file: AsideFile, paths: Sequence[Path]) -> tuple[Path, ...]:
    made = error_file_of(returning, file, faults_of(engine, returning.run.run_id, file.source_file))
    contents = (error_workbook(made, returning.run.started_at), error_csv(made))
    return tuple(_put(path, content) for path, content in zip(paths, contents, strict=True))


def _put(path: Path, content: bytes) -> Path:
    path.touch(mode=_FILE_MODE)
    path.write_bytes(content)
    return path


def names_of(files: Sequence[AsideFile]) -> dict[str, tuple[str, str]]:
    """What workbook and CSV are called, by the file's hash; the publisher stands first, so that none is mixed up."""
    stems = {file.source_file: f"{file.feed.replace('/', '-')}-{PurePosixPath(file.file_name).stem}" for file in files}
    several = {stem for stem, count in Counter(stems.values()).items() if count > 1}
    named = {sha: f"{stem}-{sha[:SHOWN]}" if stem in several else stem for sha, stem in stems.items()}
    return {sha: (f"{stem}-rows-to-mend.xlsx", f"{stem}-rows-to-mend.csv") for sha, stem in named.items()}


def _act(returning: Returning, files: Sequence[AsideFile]) -> Act:
    return Act(
        happened_at=now(),
        actor=f"quarantine export for {returning.publisher}",
        action=EXPORTED,
        site=returning.site.site,
        period=returning.run.period,
        release_id="",
        detail={
            "publisher": returning.publisher,
            "run_id": returning.run.run_id,
            "files": {file.source_file: len(rows_of(file)) for file in files},
            "rows": sum(len(rows_of(file)) for file in files),
        },
    )


def _lines(asked: Asked, files: Sequence[AsideFile]) -> Iterator[str]:
    named = names_of(files)
    for file in files:
        workbook, csv = named[file.source_file]
        yield f"{counted(len(rows_of(file)), 'row')} of {file.file_name}: {workbook}, {csv}"
    yield f"They are in {asked.out}, for {asked.publisher} alone: they hold rows as they were sent."


def _document(asked: Asked, run: LookedRun, files: Sequence[AsideFile]) -> dict[str, object]:
    return {
        "site": run.site,
        "period": run.period,
        "run_id": run.run_id,
        "for": asked.publisher,
        "folder": str(asked.out),
        "files": [
            {
                "feed": file.feed,
                "period": file.period,
                "file_name": file.file_name,
                "source_file": file.source_file,
                "rows": len(rows_of(file)),
                "workbook": workbook,
                "csv": csv,
            }
            for file, (workbook, csv) in zip(files, names_of(files).values(), strict=True)
        ],
    }
