"""The published files of July 2014 and the national measures, quirks and all."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sspipe.conform.files import Conformed, conform_file
from sspipe.conform.records import measure_values
from tests.conform.reading import PAYMENTS, ROOT, SITE, context_of_case, layout_of

DATA = ROOT.parent / "shared" / "data"
pytestmark = [
    pytest.mark.real_data,
    # They are too large to ship; tests/conform/cases holds small files with the same quirks for every checkout.
    pytest.mark.skipif(not DATA.exists(), reason="the published files do not stand beside the checkout"),
]
LOOK_ALIKES = ("NHS", "CP SOCIETY", "TRUCK", "PSYCHOLOGY")


def _conformed(case: str, name: str, known_from: date) -> Conformed:
    path = DATA / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    context = replace(context_of_case(case, name), known_from=known_from, source_file=digest)
    with path.open("rb") as source:
        return conform_file(source, layout_of(case), context)


@pytest.fixture(scope="module")
def stockport() -> Conformed:
    return _conformed("stockport_payments", "stockport_spend_2014-07.xls", date(2014, 8, 4))


@pytest.fixture(scope="module")
def tameside() -> Conformed:
    return _conformed("tameside_payments", "tameside_spend_2014-07.csv", date(2014, 8, 4))


@pytest.fixture(scope="module")
def measures() -> Conformed:
    return _conformed("dfe_measures", "lait_early_years_stockport_tameside.csv", date(2026, 1, 1))


def test_stockport_paid_2580_lines(stockport: Conformed) -> None:
    read = stockport.conservation.read
    assert (read.rows, read.debit_pence, read.credit_pence) == (2580, 27_698_843_30, 0)
    assert stockport.conservation.holds


def test_stockport_paid_tameside_twice(stockport: Conformed) -> None:
    assert stockport.table is not None
    assert stockport.table.column("amount_pence").to_pylist() == [1_893_21, 3_708_00]
    assert {*stockport.table.column("counterparty").to_pylist()} == {"tameside"}
    assert {*stockport.table.column("period").to_pylist()} == {"2014-15-P04"}


def test_tameside_paid_1679_lines_of_which_three_are_aggregates(tameside: Conformed) -> None:
    read, excluded = tameside.conservation.read, dict(tameside.conservation.excluded)
    blank, aggregate = excluded["blank_rows"], excluded["aggregate_lines"]
    assert read.rows - blank.rows == 1679
    assert read.debit_pence - read.credit_pence == 27_884_776_22
    assert aggregate.rows == 3
    assert read.rows - blank.rows - aggregate.rows == 1676
    assert read.debit_pence - read.credit_pence - aggregate.debit_pence == 19_359_448_04
    assert tameside.conservation.holds


def test_tameside_paid_stockport_six_times(tameside: Conformed) -> None:
    assert tameside.table is not None
    amounts = tameside.table.column("amount_pence").to_pylist()
    assert (len(amounts), sum(amounts)) == (6, 19_753_21)


def test_a_row_number_leads_back_to_the_line_of_the_file(tameside: Conformed) -> None:
    assert tameside.table is not None
    lines = (DATA / "tameside_spend_2014-07.csv").read_text(encoding="ascii").splitlines()
    for row in tameside.table.select(["source_row", "document"]).to_pylist():
        assert lines[row["source_row"] - 1].startswith(f"{row['document']},STOCKPORT MBC,")


def test_look_alikes_are_not_taken_for_the_council(tameside: Conformed) -> None:
    lines = (DATA / "tameside_spend_2014-07.csv").read_text(encoding="ascii").splitlines()
    assert tameside.table is not None
    taken = [lines[row - 1] for row in tameside.table.column("source_row").to_pylist()]
    assert not [line for line in taken if any(name in line for name in LOOK_ALIKES)]
    assert any("STOCKPORT NHS" in line for line in lines)


def test_no_payment_is_quarantined(stockport: Conformed, tameside: Conformed) -> None:
    assert (stockport.conservation.quarantined, tameside.conservation.quarantined) == ((), ())


def test_the_national_measures_are_read_without_loss(measures: Conformed) -> None:
    assert measures.table is not None
    assert measures.conservation.used == measures.conservation.read
    values = {(v.code, v.area, v.year_label): v.value for v in measure_values(measures.table)}
    level = "FSP_NEW_GOODDEV"
    assert (str(values[level, "stockport", "2022"]), str(values[level, "tameside", "2022"])) == ("65.5", "60.1")
    assert values[level, "stockport", "2020"] is None
    assert str(values[level, "North West", "2017"]) == "67.9"
    assert any(value is not None and value > 100 for key, value in values.items() if key[0] == "%_3&4yr_olds")
    assert not [value for value in values.values() if value is not None and len(str(value)) > 15]


@pytest.mark.parametrize("name", ["stockport_payments", "tameside_payments", "dfe_measures"])
def test_the_layouts_stand_in_the_deployment(name: str) -> None:
    assert (PAYMENTS / f"{name}.yaml").exists()
    assert Path(SITE / "dfe_measures.yaml").exists()
