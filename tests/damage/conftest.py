"""Three months of the demonstration to be damaged, one file at a time."""

from pathlib import Path

import pytest

from sspipe.settings import Settings
from tests.damage.pulls import P01, P02, P03, Bench, bench_in
from tests.flows.conftest import MakeLab, lab_of
from tests.flows.small_sites import copied_months

__all__ = ["lab_of"]


@pytest.fixture(scope="session")
def bench(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A site of three months with every publication, and what each undamaged file gives."""
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("damage"), (P01, P02, P03))
    return bench_in(lab_of(1) / "site" / "feeds", small.site, Settings(output=small.output))


@pytest.fixture(scope="session")
def feeds(bench: Bench) -> Path:
    """The folder of its sound files."""
    return bench.site / "feeds"
