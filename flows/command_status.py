"""How sites stand, as a table that fits a terminal or as JSON: releases of each period, open and stopped runs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from flows.choosing import Wanted, site_name
from flows.printing import Column, as_json, drawn
from flows.reading_database import reading
from flows.starting import now
from sspipe.settings import Settings
from sspipe.store.standing_runs import ReleaseStanding, RunStanding, standing_releases, standing_runs
from sspipe.store.states import RunOutcome

MINUTE = 60
_RELEASES = (
    Column(heading="Period", is_whole=True),
    Column(heading="Release", is_amount=True),
    "State",
    "Known on",
    "Published, UTC",
)
_RUNS = (Column(heading="Period", is_whole=True), "Run", "Started, UTC", "What stopped it, or when it last gave a sign")


def tell_status(wanted: Wanted, *, json: bool) -> Iterator[str]:
    """Lines for a terminal, or one line of JSON."""
    site = site_name(wanted)
    with reading(Settings()) as engine:
        every, all_runs = standing_releases(engine), standing_runs(engine)
    releases = [item for item in every if site in ("", item.site)]
    runs = [run for run in all_runs if site in ("", run.site)]
    if json:
        yield as_json({"releases": [asdict(item) for item in releases], "runs": [asdict(run) for run in runs]})
        return
    if not releases and not runs:
        known = ", ".join(sorted({item.site for item in every} | {run.site for run in all_runs}))
        yield f"Nothing was run yet for {site or 'any site'}" + (f"; on record: {known}" if known else "")
    for name in dict.fromkeys([*(item.site for item in releases), *(run.site for run in runs)]):
        yield name
        yield from _tables([item for item in releases if item.site == name], [run for run in runs if run.site == name])


def _tables(releases: Sequence[ReleaseStanding], runs: Sequence[RunStanding]) -> Iterator[str]:
    if releases:
        yield from drawn(_RELEASES, [_row(each) for each in releases])
    if runs:
        told = [(run.period, run.outcome, _at(run.started_at), _message(run)) for run in runs]
        yield from drawn(_RUNS, told)


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
