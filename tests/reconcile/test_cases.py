"""Every worked case gives the figures that stand in it, to the penny."""

from pathlib import Path

import pytest

from sspipe.reconcile.workings import work_out
from tests.reconcile.showing import plain, shown
from tests.worked import Case, facts_of, read_cases

HERE = Path(__file__).parent
CASES = list(read_cases(*HERE.glob("cases/*.yaml"), *(HERE.parent / "hand").glob("*.yaml")))


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_case(case: Case) -> None:
    found = shown(work_out(facts_of(case)), case["expect"])

    assert found == {key: plain(value) for key, value in case["expect"].items()}


def test_no_two_cases_have_one_name() -> None:
    names = [name for name, _ in CASES]

    assert len(names) == len(set(names))
