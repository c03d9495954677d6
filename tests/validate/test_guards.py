from datetime import date

import pyarrow as pa
import pytest

from sspipe.errors import SuiteMissing
from sspipe.model.findings import Severity
from sspipe.model.tables import TABLES
from sspipe.validate.checks import validate_table
from sspipe.validate.guards import MAY_HAVE_NO_ROWS, NEVER_EMPTY, check_shape
from sspipe.validate.suites import read_suites
from tests.validate.samples import EXPECTATIONS, a_place, a_table

SUITES = read_suites(EXPECTATIONS)


def rules_of(table: pa.Table, noun: str) -> list[str]:
    findings = check_shape(table, noun, a_place(noun))
    assert all(finding.severity is Severity.CRITICAL for finding in findings)
    return [finding.rule for finding in findings]


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("noun", TABLES)
def test_a_good_table_has_its_shape(noun: str, encoded: bool) -> None:  # noqa: FBT001 - a case of the list
    assert rules_of(a_table(noun, {}, encoded=encoded), noun) == []


@pytest.mark.parametrize("noun", sorted(MAY_HAVE_NO_ROWS))
def test_a_month_without_payments_or_elements_is_no_fault(noun: str) -> None:
    result = validate_table(a_table(noun, {}).slice(0, 0), noun, SUITES, a_place(noun))
    assert result.findings == ()
    assert result.table is not None


@pytest.mark.parametrize("noun", sorted(set(TABLES) - MAY_HAVE_NO_ROWS))
def test_an_empty_table_is_no_good_file(noun: str) -> None:
    result = validate_table(a_table(noun, {}).slice(0, 0), noun, SUITES, a_place(noun))
    assert [finding.rule for finding in result.findings] == ["SHAPE_NO_ROWS"]
    assert result.is_refused


@pytest.mark.parametrize(
    ("noun", "column"), [(noun, column) for noun, names in NEVER_EMPTY.items() for column in names]
)
def test_a_column_without_any_value_is_caught(noun: str, column: str) -> None:
    table = a_table(noun, {column: None}, {column: None})
    assert rules_of(table, noun) == ["SHAPE_COLUMN_EMPTY"]
    if pa.types.is_string(table.schema.field(column).type):
        assert rules_of(a_table(noun, {column: ""}, {column: ""}, encoded=True), noun) == ["SHAPE_COLUMN_EMPTY"]
    assert rules_of(a_table(noun, {column: None}, {}), noun) == (["SHAPE_ROW_UNTRACED"] if "source" in column else [])


def test_a_missing_a_doubled_and_an_undeclared_column_are_caught() -> None:
    table = a_table("posts", {})
    assert rules_of(table.drop(["fte"]), "posts") == ["SHAPE_COLUMN_MISSING"]
    assert rules_of(table.append_column("fte", pa.array(["1"])), "posts") == ["SHAPE_COLUMN_MISSING"]
    named = table.append_column("Person 0007", pa.array(["ZZFAKE"]))
    assert rules_of(named, "posts") == ["SHAPE_COLUMN_UNDECLARED"]
    assert "0007" not in check_shape(named, "posts", a_place("posts"))[0].message


@pytest.mark.parametrize(
    ("noun", "column", "values"),
    [
        ("ledger", "amount_pence", pa.array([1.5])),
        ("ledger", "amount_pence", pa.array([1], pa.int32())),
        ("ledger", "posting_date", pa.array(["2022-09-01"])),
        ("posts", "fte", pa.array([0.8])),
        ("posts", "valid_from", pa.array([date(2022, 4, 1)], pa.date64())),
        ("posts", "post_ref", pa.array([4101])),
        ("measures", "value", pa.array([65.5])),
    ],
)
def test_another_type_is_caught(noun: str, column: str, values: pa.Array) -> None:
    table = a_table(noun, {})
    place = table.column_names.index(column)
    assert rules_of(table.set_column(place, column, values), noun) == ["SHAPE_COLUMN_TYPE"]


def test_every_column_that_may_not_be_empty_is_declared() -> None:
    assert {noun: set(names) - set(TABLES[noun]) for noun, names in NEVER_EMPTY.items()} == {n: set() for n in TABLES}


def test_a_noun_that_no_table_has_is_refused() -> None:
    with pytest.raises(SuiteMissing):
        check_shape(a_table("posts", {}), "surnames", a_place("posts"))
