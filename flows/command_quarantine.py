"""Rows that are set aside, as tickets of their files: which stand open, and which a corrected file has closed."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import Engine

from flows.choosing import Wanted, named_period, refused, site_name
from flows.naming import counted
from flows.printing import Column, as_json, drawn, wrapped
from flows.reading_database import reading
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.store.tickets import (
    AsideFile,
    ClosedFile,
    LookedRun,
    closed_files,
    looked_runs,
    open_files,
    publishers_of_files,
)

Document = dict[str, object]
_FILE = (Column(heading="Period", is_whole=True), "File")
_OPEN = (*_FILE, Column(heading="Rows", is_amount=True), "By rule")
_CLOSED = (*_FILE, Column(heading="Rows", is_amount=True), "Closed by")
EVERY = "every"
"""How the period of a file is told that serves them all."""


def tell_tickets(wanted: Wanted, *, json: bool) -> Iterator[str]:
    """Lines for a terminal, or one of JSON: counts and rules, never an amount or a text of a row (R20)."""
    with reading(Settings()) as engine:
        run = chosen_run(engine, wanted)
        if run is None:
            yield as_json({"site": None, "open": [], "closed": []}) if json else "No run has looked at any file yet."
            return
        _refuse_unknown(wanted, publishers_of_files(engine))
        aside = open_files(engine, run.run_id)
        closed = closed_files(engine, run.site, aside)
    still_open = [file for file in aside if wanted.council in (None, file.publisher)]
    closed_since = [file for file in closed if wanted.council in (None, file.publisher)]
    if json:
        yield as_json(_document(run, still_open, closed_since))
        return
    yield from _lines(run, still_open, closed_since)


def chosen_run(engine: Engine, wanted: Wanted) -> LookedRun | None:
    """The last run of the period that was named, else of the newest one; None where no run has looked at any file."""
    runs = looked_runs(engine)
    if not runs:
        return None
    site = _known_site(wanted, {run.site for run in runs})
    own = [run for run in runs if run.site == site]
    period = named_period(wanted.period) if wanted.period else own[0].period
    of_period = [run for run in own if run.period == period]
    if not of_period:
        raise refused(f"no run has looked at {period} of {site}", "--period")
    return of_period[0]


def _refuse_unknown(wanted: Wanted, publishers: Collection[str]) -> None:
    if wanted.council is not None and wanted.council not in publishers:
        listed = ", ".join(sorted(publishers))
        raise refused(f"no file of '{wanted.council}' is on record; there are files of {listed}", "--for")


def _known_site(wanted: Wanted, sites: Collection[str]) -> str:
    name, listed = site_name(wanted), ", ".join(sorted(sites))
    if name and name not in sites:
        raise refused(f"no run of '{name}' is on record; there are runs of {listed}", "--site")
    if not name and len(sites) > 1:
        raise refused(f"the database holds several sites; name one of {listed}", "--site")
    return name or next(iter(sites))


def by_rule(file: AsideFile) -> dict[str, int]:
    """How many rows of a file stand aside under each rule."""
    return dict(sorted(Counter(row.rule for row in file.rows).items()))


def rows_of(file: AsideFile) -> list[int]:
    """The numbers of a file's rows that stand aside."""
    return sorted({row.source_row for row in file.rows})


def _document(run: LookedRun, still_open: Sequence[AsideFile], closed: Sequence[ClosedFile]) -> Document:
    facts = ("feed", "publisher", "period", "file_name", "source_file", "known_from")
    return {
        "site": run.site,
        "run_id": run.run_id,
        "period": run.period,
        "known_on": run.known_on,
        "open": [
            {
                **{fact: getattr(file, fact) for fact in facts},
                "rows": len(rows_of(file)),
                "by_rule": by_rule(file),
                "source_rows": rows_of(file),
            }
            for file in still_open
        ],
        "closed": [asdict(file) for file in closed],
    }


def _lines(run: LookedRun, still_open: Sequence[AsideFile], closed: Sequence[ClosedFile]) -> Iterator[str]:
    yield from wrapped(f"{Period.parse(run.period).label} of {run.site}, as its last run found it on {run.known_on}.")
    rows = sum(len(rows_of(file)) for file in still_open)
    files = counted(len(still_open), "file")
    yield f"{counted(rows, 'row')} of {files} set aside." if still_open else "No row is set aside."
    if still_open:
        yield ""
        yield from drawn(_OPEN, [_open_row(file) for file in still_open])
        yield ""
        out = "sspipe quarantine export --site DIR --for COUNCIL --out FOLDER"
        yield from wrapped(f"For their sender, with what is wrong: {out}")
    if closed:
        yield from ("", "Closed, for a newer file is in use:")
        yield from drawn(_CLOSED, [_closed_row(file) for file in closed])


def _open_row(file: AsideFile) -> tuple[str, ...]:
    rules = ", ".join(f"{count:,} {rule}" for rule, count in by_rule(file).items())
    return _period(file.period), f"{file.feed} {file.file_name}", f"{len(rows_of(file)):,}", rules


def _closed_row(file: ClosedFile) -> tuple[str, ...]:
    return _period(file.period), f"{file.feed} {file.file_name}", f"{file.rows:,}", file.closed_by


def _period(period: str) -> str:
    return Period.parse(period).label if period else EVERY
