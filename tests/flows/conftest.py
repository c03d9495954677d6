"""Labelled sites made once a seed, and the throw-away databases that they are closed into."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sspipe.lab.make import make_site
from sspipe.settings import Settings
from tests.databases import (
    address_of,
    database,
    empty_database,
    kind,
    postgresql_server,
    postgresql_template,
    sqlite_template,
)

__all__ = ["address_of", "database", "empty_database", "kind", "postgresql_server", "postgresql_template", "sqlite_template"]

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
