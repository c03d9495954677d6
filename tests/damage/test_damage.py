"""Every kind of damage, done by machine to one file, ends as the table says that was written before."""

import re
from random import Random

import pytest

from sspipe.model.findings import Finding
from tests.damage import ends
from tests.damage.cases import WORD, Case, Damage
from tests.damage.damages import DAMAGES
from tests.damage.ends import Expected, cases, table
from tests.damage.grids import bytes_of, grid_of
from tests.damage.lab_files import LAB_FILES
from tests.damage.pulls import Bench, Outcome
from tests.damage.words import texts_of

SEED = 20_221_212
SENTENCE = re.compile(r"[^\n]+: found [^\n]+; expected [^\n]+\. [A-Z][^\n]+[.]")
LEAST_KINDS, LEAST_HARMLESS = 34, 12


def _param(expected: Expected) -> object:
    # The table says what the case waits for, and the strict mark ends once it need not.
    waits = pytest.mark.xfail(reason=expected.waits_for, raises=AssertionError, run=expected.can_run, strict=True)
    return pytest.param(expected, id=f"{expected.kind}-{expected.file}", marks=[waits] if expected.waits_for else [])


@pytest.mark.parametrize("expected", [_param(expected) for expected in cases()])
def test_a_damaged_file_ends_as_the_table_says(expected: Expected, bench: Bench) -> None:
    outcome = _done(expected, bench)

    assert all(file.conservation.holds for file in outcome.pulled.prepared)
    _told_well(outcome, bench)
    assert outcome.end == expected.end, sorted(outcome.rules)
    assert expected.allows(set(outcome.rules)), sorted(outcome.rules)


@pytest.mark.prove
@pytest.mark.parametrize("name", LAB_FILES)
def test_a_million_blank_rows_do_no_harm(name: str, bench: Bench) -> None:
    file = LAB_FILES[name]
    content = DAMAGES["blank_tail"](Case(file, bench.site / "feeds", Random(SEED), 1_000_000))

    outcome = bench.outcome(file, content)

    assert outcome.end == ends.HARMLESS, sorted(outcome.rules)
    assert all(prepared.conservation.holds for prepared in outcome.pulled.prepared)


@pytest.mark.parametrize("kind", table()["kinds"])
def test_the_table_says_of_each_file_one_end_or_why_there_is_none(kind: str) -> None:
    entries = table()["kinds"][kind]["ends"]

    assert sorted(file for entry in entries for file in entry["files"]) == sorted(LAB_FILES)
    assert all(("end" in entry) != ("does_not_apply" in entry) for entry in entries)
    assert all(entry["rules"] for entry in entries if entry.get("end") in {ends.QUARANTINED, ends.REFUSED, ends.HELD})
    assert {entry["end"] for entry in entries if "end" in entry} <= set(ends.ENDS)


def test_the_table_has_enough_kinds_and_each_is_done_by_machine() -> None:
    kinds = table()["kinds"]
    harmless = [kind for kind in kinds if _ends_of(kind) == {ends.HARMLESS}]

    assert set(kinds) == set(DAMAGES)
    assert len(kinds) >= LEAST_KINDS
    assert len(harmless) >= LEAST_HARMLESS


@pytest.mark.parametrize("name", LAB_FILES)
def test_a_file_that_is_read_and_written_again_is_not_damaged_by_that(name: str, bench: Bench) -> None:
    file = LAB_FILES[name]
    content = file.path(bench.site / "feeds").read_bytes()
    again = bytes_of(file, grid_of(file, content))

    assert again == content or file.form != "text"
    assert bench.outcome(file, again).end == ends.HARMLESS


def _ends_of(kind: str) -> set[str]:
    return {expected.end for expected in cases() if expected.kind == kind}


def _done(expected: Expected, bench: Bench) -> Outcome:
    file = LAB_FILES[expected.file]
    damage: Damage = DAMAGES[expected.kind]
    case = Case(file, bench.site / "feeds", Random(SEED))
    content = damage(case)
    is_copy = expected.kind == "second_copy"
    assert is_copy == (content == case.content)
    return bench.outcome(file, content, file.second_name if is_copy else "")


def _told_well(outcome: Outcome, bench: Bench) -> None:
    for finding in outcome.pulled.findings:
        assert SENTENCE.fullmatch(finding.message), finding
        assert not _quoted(finding, bench), finding


def _quoted(finding: Finding, bench: Bench) -> list[str]:
    said = f"{finding.found} {finding.expected} {finding.action}".casefold()
    return [text for text in (WORD, *texts_of(bench.site)) if text.casefold() in said]
