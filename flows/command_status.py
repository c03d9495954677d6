"""How sites stand, as a table that fits a terminal or as JSON: releases of each period, open and stopped runs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from io import StringIO

from rich.console import Console
from rich.table import Table

from flows.starting import now, open_engine
from sspipe.settings import Settings
from sspipe.store.standing_runs import ReleaseStanding, RunStanding, standing_releases, standing_runs
from sspipe.store.states import RunOutcome

MINUTE = 60


def tell_status(site: str, *, as_json: bool) -> Iterator[str]:
    """Lines for a terminal, or one line of JSON."""
    engine = open_engine(Settings())
    try:
        releases, runs = standing_releases(engine, site), standing_runs(engine, site)
    finally:
        engine.dispose()
    if as_json:
        yield _as_json(releases, runs)
        return
    if not releases and not runs:
        yield f"Nothing was run yet for {site or 'any site'}"
    for name in dict.fromkeys([*(item.site for item in releases), *(run.site for run in runs)]):
        yield name
        yield from _tables([item for item in releases if item.site == name], [run for run in runs if run.site == name])


def _as_json(releases: Sequence[ReleaseStanding], runs: Sequence[RunStanding]) -> str:
    standing = {"releases": [asdict(item) for item in releases], "runs": [asdict(run) for run in runs]}
    return json.dumps(standing, default=str)


def _tables(releases: Sequence[ReleaseStanding], runs: Sequence[RunStanding]) -> Iterator[str]:
    if releases:
        rows = [_row(each) for each in releases]
        yield from _drawn(("Period", "Release", "State", "Known on", "Published"), rows)
    if runs:
        told = [(run.period, run.outcome, _at(run.started_at), _message(run)) for run in runs]
        yield from _drawn(("Period", "Run", "Started", "What stopped it, or when it last gave a sign"), told)


def _row(release: ReleaseStanding) -> tuple[str, ...]:
    number = str(release.release_number)
    return release.period, number, release.state, str(release.known_on), _at(release.published_at)


def _message(run: RunStanding) -> str:
    if run.outcome != RunOutcome.RUNNING:
        return run.message
    minutes = int((now() - run.last_sign_at).total_seconds() // MINUTE)
    return f"open; last sign of life {minutes} min ago"


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _drawn(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table no wider than the terminal; long texts break over lines."""
    table = Table(*headings, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    text = StringIO()
    Console(file=text, width=Console().width, no_color=True, highlight=False, markup=False).print(table)
    return [line.rstrip() for line in text.getvalue().splitlines()]
