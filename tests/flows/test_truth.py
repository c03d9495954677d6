"""The labelled months come out to the penny: every post, month, component and view, in both databases."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from flows import running
from flows.closing import Closed
from flows.command_run import close_periods, periods_to_close
from sspipe.model.statement import BreakState
from tests.databases import KINDS, address_of
from tests.flows.conftest import MakeLab
from tests.flows.published import costs_not_explained, published_figures, published_states, steps_published

IN_THE_SUITE, IN_FULL = range(1, 21), range(1, 201)
STATES = {"not_yet_billable", "in_transit"}


def _seeds() -> Iterator[object]:
    """Twenty seeds in the suite, by turns in one database and the other; two hundred in both under `make prove`."""
    for seed in IN_FULL:
        for at, kind in enumerate(KINDS):
            marks = [pytest.mark.xdist_group(f"seed {seed}")]
            is_sample = seed in IN_THE_SUITE and seed % len(KINDS) == at
            yield pytest.param(seed, kind, marks=marks if is_sample else [*marks, pytest.mark.prove])


@pytest.mark.parametrize(("seed", "kind"), list(_seeds()))
def test_every_figure_is_the_truth_to_the_penny(
    seed: int, database: Engine, lab_of: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    _close_and_compare(lab_of(seed), database, monkeypatch)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_so_it_is_for_the_seed_of_the_day(
    day_seed: int, database: Engine, lab_of: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    _close_and_compare(lab_of(day_seed), database, monkeypatch)


def _close_and_compare(folder: Path, database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Close everything and compare what the database holds; packs are read back from it, and tested where they are."""
    monkeypatch.setattr(running, "write_packs", lambda *_: ())
    monkeypatch.setenv("SSPIPE_OUTPUT", str(folder / "output"))
    monkeypatch.setenv("SSPIPE_DATABASE_URL", address_of(database))
    closed = _close_everything(folder / "site")
    published = published_figures(database)

    wrong = {key: (published[key], pence) for key, pence in _truth(folder) if published[key] != pence}

    assert wrong == {}
    assert _found_at_the_end(closed[-1]) == sorted(_planted(folder))
    assert published_states(database) == _states_in_truth(folder)
    assert steps_published(database) > len(closed)
    assert costs_not_explained(database) == []
    assert _accruals_as_posted(database) == _accruals_in_truth(folder)


def _close_everything(site: Path) -> list[Closed]:
    periods = periods_to_close(site, None, every=True)
    closed = close_periods(site, periods, None, dry_run=False, plain=True)
    assert [item.period for item in closed if item.published and item.published.is_new] == periods
    assert len(periods) == 16
    return closed


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _truth(folder: Path) -> Iterator[tuple[tuple[str, str, str, str], int]]:
    for row in _rows(folder / "truth.csv"):
        if row["measure"] != "accrued":
            yield (row["post"], row["month"], row["measure"], row["component"]), int(row["amount_pence"])


def _found_at_the_end(last: Closed) -> list[tuple[str, ...]]:
    statement = last.statement
    assert statement is not None
    return sorted(
        (cause.code, item.post, str(item.month), item.pair.value, str(cause.amount_pence))
        for item in statement.breaks
        if item.state is BreakState.OPEN
        for cause in item.causes
    )


def _planted(folder: Path) -> Iterator[tuple[str, ...]]:
    for row in _rows(folder / "planted.csv"):
        if row["kind"] not in STATES:
            yield row["kind"], row["post"], row["month"], row["pair"], row["amount_pence"]


def _states_in_truth(folder: Path) -> set[tuple[str, ...]]:
    columns = ("kind", "post", "month", "pair", "amount_pence", "seen_in")
    return {tuple(row[name] for name in columns) for row in _rows(folder / "planted.csv") if row["kind"] in STATES}


def _accruals_as_posted(database: Engine) -> dict[str, int]:
    query = text(
        "select o.accrual_id, o.raised_pence from out_draft_lines o join current_release c"
        " on c.release_id = o.release_id where c.period = '2022-23-P13' and o.kind = 'accrual'"
    )
    with database.connect() as connection:
        return dict(connection.execute(query).tuples().all())


def _accruals_in_truth(folder: Path) -> dict[str, int]:
    rows = _rows(folder / "truth.csv")
    return {row["component"]: int(row["amount_pence"]) for row in rows if row["measure"] == "accrued"}
