"""What every test shares: the seed of the day, printed once, and places that no test leaves its mark on."""

import gc
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("suite", database=None, deadline=None, max_examples=60)
settings.load_profile("suite")
DAY_SEED = int(os.environ.get("SSPIPE_TEST_SEED", datetime.now(UTC).strftime("%Y%m%d")))  # noqa: TID251 - the day chooses the seed


def pytest_configure(config: pytest.Config) -> None:
    """Draw the examples of property tests by the day's seed; look for garbage rarely, of which months make much."""
    gc.set_threshold(100_000, 20, 20)
    config.option.hypothesis_seed = config.option.hypothesis_seed or str(DAY_SEED)


def pytest_report_header() -> str:
    """Print the seed, so that a failure of today can be had again tomorrow."""
    return f"seed of the day: {DAY_SEED} (SSPIPE_TEST_SEED={DAY_SEED} repeats it)"


@pytest.fixture(scope="session")
def day_seed() -> int:
    """One seed that changes daily."""
    return DAY_SEED


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The project's folder."""
    return Path(__file__).parents[1]
