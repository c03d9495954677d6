"""Golden pairs: each case's raw file gives exactly the rows and the findings that stand beside it."""

import csv
import io

import pytest

from sspipe.conform.files import Conformed
from sspipe.model.conservation import NOTHING, Count
from sspipe.model.findings import Severity
from tests.conform.reading import CASES, HASH, conformed, raw_of

NAMES = sorted(folder.name for folder in CASES.iterdir())


def rows_of(result: Conformed) -> list[dict[str, str]]:
    """Rows as text, without the file's hash, which is the same in each."""
    if result.table is None:
        return []
    return [
        {name: "" if value is None else str(value) for name, value in row.items() if name != "source_file"}
        for row in result.table.to_pylist()
    ]


def told_of(result: Conformed) -> list[dict[str, str]]:
    """Findings but the notes: how grave, which rule, which row, what was found."""
    return [
        {"severity": f.severity, "rule": f.rule, "row": str(f.where.source_row or ""), "found": f.found}
        for f in result.findings
        if f.severity is not Severity.INFO
    ]


def _written(case: str, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((CASES / case / name).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("case", NAMES)
def test_a_raw_file_gives_the_rows_that_are_written_beside_it(case: str) -> None:
    assert rows_of(conformed(case, raw_of(case).read_bytes())) == _written(case, "expected.csv")


@pytest.mark.parametrize("case", NAMES)
def test_a_raw_file_gives_the_findings_that_are_written_beside_it(case: str) -> None:
    assert told_of(conformed(case, raw_of(case).read_bytes())) == _written(case, "findings.csv")


@pytest.mark.parametrize("case", NAMES)
def test_every_row_carries_its_file_and_no_row_is_lost(case: str) -> None:
    result = conformed(case, raw_of(case).read_bytes())
    assert result.table is not None
    assert set(result.table.column("source_file").to_pylist()) == {HASH}
    assert result.conservation.holds
    assert _by_rule(result) == dict(result.conservation.quarantined)


def _by_rule(result: Conformed) -> dict[str, Count]:
    """The rows set aside, added up by rule."""
    counts: dict[str, Count] = {}
    for row in result.quarantined.to_pylist():
        one = Count(rows=1, debit_pence=row["debit_pence"], credit_pence=row["credit_pence"])
        counts[row["rule"]] = counts.get(row["rule"], NOTHING) + one
    return counts


def test_opening_balances_stay_as_period_00() -> None:
    periods = {
        row["document"]: row["period"]
        for row in rows_of(conformed("tameside_ledger", raw_of("tameside_ledger").read_bytes()))
    }
    assert periods["20000001"] == "2022-23-P00"


def test_what_is_needed_to_judge_a_ledger_whole_leaves_with_it() -> None:
    raw = raw_of("thirdshire_ledger").read_bytes()
    whole = conformed("thirdshire_ledger", b"\n".join(raw.splitlines()[:3]))
    assert (whole.balances, whole.ends_aside) == (True, False)
    assert whole.conservation.read.debit_pence == whole.conservation.read.credit_pence
    assert conformed("thirdshire_ledger", raw).ends_aside
    assert not conformed("council_measures", raw_of("council_measures").read_bytes()).balances
