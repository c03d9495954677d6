"""Labelled sites made once a seed, and the throw-away databases that they are closed into."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sspipe.lab.make import make_site
from sspipe.settings import Settings
from tests.databases import (
    database,
    empty_database,
    kind,
    postgresql_server,
    postgresql_template,
    sqlite_template,
)
from tests.flows.small_sites import P01, P02, SmallSite, copied_months

__all__ = ["database", "empty_database", "kind", "postgresql_server", "postgresql_template", "sqlite_template"]

MakeLab = Callable[[int], Path]


@pytest.fixture(scope="session")
def lab_of(tmp_path_factory: pytest.TempPathFactory) -> MakeLab:
    """The folder of a seed's labelled months: `site`, `truth.csv`, `planted.csv`, and room for `output`."""
    made: dict[int, Path] = {}

    def make(seed: int) -> Path:
        if seed not in made:
            made[seed] = tmp_path_factory.mktemp(f"lab{seed}")
            make_site(Settings().demo_site, made[seed], seed=seed)
        return made[seed]

    return make


@pytest.fixture(scope="session")
def first_month_closed(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """Two months of the demonstration, the first one closed; nobody writes here afterwards."""
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("two-months"), (P01, P02))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(small.output))
        patch.delenv("SSPIPE_DATABASE_URL", raising=False)
        small.close(P01)
    return small


@pytest.fixture
def two_months(first_month_closed: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """A copy of it for one test, which closes the second month."""
    small = SmallSite(tmp_path / "own")
    shutil.copytree(first_month_closed.folder, small.folder)
    monkeypatch.setenv("SSPIPE_OUTPUT", str(small.output))
    monkeypatch.delenv("SSPIPE_DATABASE_URL", raising=False)
    return small
