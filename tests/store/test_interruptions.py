import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from sspipe.errors import ReleaseLocked
from sspipe.store.drafts import Published, ReleaseDraft
from sspipe.store.releases import publish
from tests.databases import address_of
from tests.publish.statements import SITE, a_cost, a_statement
from tests.store.drafts import a_draft

ROOT = Path(__file__).parents[2]
KILLED = -9
PUBLISH_AND_DIE = """
import os, signal, sys
from sspipe.store import releases
from sspipe.store.engine import open_database
from tests.publish.statements import a_cost, a_statement
from tests.store.drafts import a_draft

def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(releases, sys.argv[2], die)
releases.publish(open_database(sys.argv[1]), a_draft(a_statement(costs=(a_cost(amount_pence=7),))))
"""


def publish_and_die(database: Engine, dies_in: str) -> None:
    """Publish one cost of 7p in another process that is killed in a step."""
    command = [sys.executable, "-c", PUBLISH_AND_DIE, address_of(database), dies_in]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": "src:."}, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == KILLED, done.stderr


def publish_patiently(database: Engine, draft: ReleaseDraft) -> Published:
    """Publish once the server has noticed that the killed session is gone."""
    for _ in range(50):
        try:
            return publish(database, draft)
        except ReleaseLocked:
            time.sleep(0.1)
    return publish(database, draft)


def amounts(database: Engine, relation: str = "current_post_costs") -> list[int]:
    with database.connect() as connection:
        return sorted(connection.scalars(text(f"SELECT amount_pence FROM {relation}")).all())  # noqa: S608 - a name of our own


@pytest.mark.parametrize("dies_in", ["check_build", "append_act"])
def test_a_build_killed_before_or_in_its_swap_shows_nothing_and_is_swept_away(database: Engine, dies_in: str) -> None:
    publish(database, a_draft())
    before = amounts(database)
    publish_and_die(database, dies_in)
    assert amounts(database) == before
    assert 7 in amounts(database, "out_post_costs"), "the killed build had loaded its rows"
    published = publish_patiently(database, a_draft(a_statement(costs=(a_cost(amount_pence=9),))))
    assert published.release_id == f"{SITE}-2022-23-P06-2"
    assert amounts(database) == [9]
    assert amounts(database, "out_post_costs") == sorted([*before, 9])


def test_a_build_killed_while_loading_leaves_no_row(database: Engine) -> None:
    publish_and_die(database, "load_rows")
    assert amounts(database, "out_post_costs") == []
    assert publish_patiently(database, a_draft()).is_new


def test_rows_of_a_died_build_of_another_period_are_left_to_its_own_next_build(database: Engine) -> None:
    publish_and_die(database, "check_build")
    other = a_statement(site="elsewhere")
    publish(database, a_draft(other))
    assert 7 in amounts(database, "out_post_costs")
    publish_patiently(database, a_draft())
    assert 7 not in amounts(database, "out_post_costs")
