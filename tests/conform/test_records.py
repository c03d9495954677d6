"""Records out of tables, and which ledger lines become records."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO

import pyarrow as pa
import pytest

from sspipe.conform.context import ConformContext, OccupantKey
from sspipe.conform.files import conform_file
from sspipe.conform.records import (
    Concerns,
    concerning,
    grant_lines,
    ledger_lines,
    measure_values,
    occupancies,
    pay_elements,
)
from sspipe.model.findings import has_critical
from sspipe.model.ledger import EntryType
from sspipe.model.pay_elements import ElementKind
from sspipe.model.periods import FinancialYear, Period
from tests.conform.reading import conformed, context_of_case, layout_of, raw_of

NOBODY = Concerns(
    cost_centres=frozenset(), post_refs=frozenset(), counterparties=frozenset(), control_accounts=frozenset({"790000"})
)


def _table(case: str) -> pa.Table:
    table = conformed(case, raw_of(case).read_bytes()).table
    assert table is not None
    return table


def test_a_ledger_line_is_exact() -> None:
    first = ledger_lines(_table("stockport_ledger"))[0]
    assert (first.period, first.amount_pence, first.entry_type) == (Period(2022, 6), 397208, EntryType.ACTUAL)
    assert (first.post_ref, first.service_from, first.source_row) == ("SP4101", None, 2)


@pytest.mark.parametrize(
    ("concerns", "documents"),
    [
        (NOBODY, []),
        (replace(NOBODY, cost_centres=frozenset({"CE4101"})), ["4900000001", "1800000001", "1600000001", "2000000001"]),
        (replace(NOBODY, counterparties=frozenset({"tameside"})), ["1800000001", "1600000001"]),
        (
            replace(NOBODY, post_refs=frozenset({"SP4101", "SP9999"})),
            ["4900000001", "1800000001", "1600000001", "2000000001"],
        ),
    ],
)
def test_only_lines_that_concern_joint_posts_become_records(concerns: Concerns, documents: list[str]) -> None:
    table = concerning(_table("stockport_ledger"), concerns)
    assert [line.document for line in ledger_lines(table)] == documents
    plain = _table("stockport_ledger").cast(
        pa.schema([(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in table.schema])
    )
    assert concerning(plain, concerns).num_rows == len(documents)


LINES = (
    # document, account, cost centre, amount: J1 brings a cost home, J2 moves one between two cost centres of nobody,
    # J3 has three revenue lines of which two are ours, J4 three of which one is ours, J5 two that do not sum to nil.
    ("J1", "basic", "C9999", -100),
    ("J1", "basic", "CE4101", 100),
    ("J2", "basic", "C9999", -100),
    ("J2", "basic", "C8888", 100),
    ("J3", "basic", "CE4101", -100),
    ("J3", "basic", "CE4101", 100),
    ("J3", "basic", "C9999", 1),
    ("J4", "basic", "CE4101", 100),
    ("J4", "basic", "C9999", -60),
    ("J4", "basic", "C8888", -40),
    ("J5", "basic", "C9999", -100),
    ("J5", "basic", "CE4101", 99),
    ("J6", "control", "", -5),
    ("J6", "basic", "C9999", -100),
    ("J6", "basic", "CE4101", 100),
    ("", "basic", "C9999", -100),
    ("", "basic", "CE4101", 100),
)  # fmt: skip


@pytest.mark.parametrize("in_dictionaries", [False, True])
@pytest.mark.parametrize("block", [1, 100])
def test_the_other_line_of_a_transfer_is_kept_and_no_more(block: int, *, in_dictionaries: bool) -> None:
    documents, accounts, centres, amounts = zip(*LINES, strict=True)
    texts = {"document": documents, "account": accounts, "cost_centre": centres}
    columns = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    columns |= {name: pa.array([""] * len(LINES)) for name in ("post_ref", "counterparty", "occupant_ref")}
    columns |= {"document_type": pa.array(["SA"] * len(LINES))}
    columns |= {"period": pa.array(["2022-23-P02"] * len(LINES))}
    if in_dictionaries:
        columns = {name: column.dictionary_encode() for name, column in columns.items()}
    table = pa.table(columns | {"amount_pence": pa.array(amounts, pa.int64()), "at": pa.array(range(len(LINES)))})
    table = pa.Table.from_batches(table.to_batches(max_chunksize=block))
    concerns = replace(NOBODY, cost_centres=frozenset({"CE4101"}), control_accounts=frozenset({"control"}))

    kept = concerning(table, concerns).column("at").to_pylist()

    assert kept == [0, 1, 4, 5, 6, 7, 11, 12, 13, 14, 16]


def test_of_no_lines_none_concern_anybody() -> None:
    table = _table("stockport_ledger").slice(0, 0)
    assert concerning(table, replace(NOBODY, cost_centres=frozenset({"CE4101"}))).num_rows == 0


def test_an_occupancy_is_exact_and_a_vacancy_has_no_fte() -> None:
    first, vacant, part_year = occupancies(_table("stockport_posts"))
    assert (first.fte, first.valid_to, first.recorded_on) == (Fraction(4, 5), None, date(2022, 4, 1))
    assert (vacant.is_vacant, vacant.fte, vacant.occupant_key_id) == (True, None, "")
    assert part_year.weeks_per_year == 39


def test_a_pay_element_is_exact_and_says_what_is_due_on_it() -> None:
    allowance, reduction, honorarium = pay_elements(_table("stockport_elements"))
    assert (allowance.kind, allowance.amount_pence, allowance.frequency.value) == (
        ElementKind.ALLOWANCE,
        120000,
        "annual",
    )
    assert (allowance.fte_scaled, allowance.ni_able, allowance.pensionable, allowance.uplifted) == (
        True,
        True,
        False,
        True,
    )
    assert (allowance.fraction, allowance.assumed_pay_pence, allowance.valid_to) == (None, None, None)
    assert (reduction.fraction, reduction.assumed_pay_pence, reduction.amount_pence) == (Fraction(1, 2), 397208, 0)
    assert (honorarium.valid_from, honorarium.source_row, honorarium.recorded_on) == (
        date(2022, 8, 18),
        4,
        date(2022, 8, 19),
    )


def test_a_file_of_headings_alone_holds_no_pay_elements() -> None:
    headings = raw_of("stockport_elements").read_bytes().splitlines(keepends=True)[0]
    result = conformed("stockport_elements", headings)
    assert result.table is not None
    assert pay_elements(result.table) == ()
    assert not has_critical(result.findings)


def test_grant_lines_and_measures_keep_their_version_and_what_is_missing() -> None:
    total = grant_lines(_table("dfe_grants"))[-1]
    assert (total.line, total.year, total.amount_pence) == ("total", FinancialYear(2022), 123456000)
    assert (total.published_on, total.version) == (date(2021, 12, 16), "2021-12-16")
    values = measure_values(_table("dfe_measures"))
    assert [str(value.value) for value in values] == ["69.6", "None", "60.1", "100.7", "378984816"]


def test_a_key_does_not_show_its_secret() -> None:
    context: ConformContext = context_of_case("stockport_posts")
    assert "secret" not in repr(context)
    assert OccupantKey(key_id="a", secret=b"one").reference_of("1") != OccupantKey(
        key_id="a", secret=b"two"
    ).reference_of("1")
    assert OccupantKey(key_id="a", secret=b"one").reference_of("") == ""


def test_a_site_without_a_key_is_told_so() -> None:
    context = replace(context_of_case("stockport_posts"), occupant_key=None)
    result = conform_file(BytesIO(raw_of("stockport_posts").read_bytes()), layout_of("stockport_posts"), context)
    assert "no occupant key" in result.findings[0].message
