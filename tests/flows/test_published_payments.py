"""What both councils published of July 2014 goes the way of any feed: read, counted, conserved, published."""

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from flows.closing import Closed
from flows.command_run import close_periods, periods_to_close
from sspipe.conform.records import ledger_lines
from sspipe.model.findings import Severity
from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import Period
from sspipe.storage import read_table
from tests.flows.old_workbook import Cell, workbook
from tests.flows.small_sites import SmallSite

ROOT = Path(__file__).parents[2]
SITE = ROOT / "deployments" / "published-payments-2014"
HAND_MADE = Path(__file__).parent / "published_payments"
REAL = ROOT.parent / "shared" / "data"
JULY = Period(2014, 4)
STOCKPORT, TAMESIDE = "stockport_spend_2014-07.xls", "tameside_spend_2014-07.csv"
MEASURES = "lait_early_years_stockport_tameside.csv"
FOLDER = {STOCKPORT: "stockport/ledger", TAMESIDE: "tameside/ledger", MEASURES: "dfe/measures"}
LEVEL = "FSP_NEW_GOODDEV"
# The councils' published files are too large to ship; hand-made ones with the same quirks run in every checkout.
beside_the_checkout = pytest.mark.skipif(not REAL.exists(), reason="the published files do not stand beside it")
is_real = [pytest.mark.real_data, beside_the_checkout]

Fates: TypeAlias = dict[tuple[str, str], tuple[object, object]]


def _hand_made(name: str) -> bytes:
    """A file with the quirks of the real one; Stockport's is an old workbook, its rows kept as text."""
    if name != STOCKPORT:
        return (HAND_MADE / name).read_bytes()
    with (HAND_MADE / name).with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        return workbook("Jul 14 Spend over £500", [[_cell(text) for text in row] for row in csv.reader(file)])


def _cell(text: str) -> Cell:
    return float(text) if text.replace(".", "").isdigit() else text


def _site_with(folder: Path, files: dict[str, bytes]) -> SmallSite:
    small = SmallSite(folder)
    shutil.copytree(SITE, small.site)
    for name, content in files.items():
        path = small.site / "feeds" / FOLDER[name] / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return small


def _close(small: SmallSite, *, known_from_env: pytest.MonkeyPatch) -> Closed:
    known_from_env.setenv("SSPIPE_OUTPUT", str(small.output))
    known_from_env.delenv("SSPIPE_DATABASE_URL", raising=False)
    (closed,) = close_periods(small.site, [JULY], None, dry_run=False, plain=True)
    return closed


def _closed(folder: Path, files: dict[str, bytes]) -> SmallSite:
    small = _site_with(folder, files)
    with pytest.MonkeyPatch.context() as patch:
        assert _close(small, known_from_env=patch).published is not None
    return small


@pytest.fixture(scope="module")
def hand_made(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return _closed(tmp_path_factory.mktemp("hand-made"), {name: _hand_made(name) for name in FOLDER})


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return _closed(tmp_path_factory.mktemp("published"), {name: (REAL / name).read_bytes() for name in FOLDER})


@pytest.fixture(
    params=[pytest.param("hand_made", id="hand-made"), pytest.param("real", id="as published", marks=is_real)]
)
def published(request: pytest.FixtureRequest) -> SmallSite:
    """The site closed over the hand-made files, and over the published ones."""
    small: SmallSite = request.getfixturevalue(request.param)
    return small


def _fates(small: SmallSite, name: str) -> Fates:
    """Rows and net pence of one file by what became of them."""
    rows = small.rows(f"select fate, rule, rows, amount_pence from out_conservation where file_name = '{name}'")  # noqa: S608 - our own names
    return {(str(fate), str(rule)): (count, pence) for fate, rule, count, pence in rows}


def _used(small: SmallSite, feed: str) -> list[LedgerLine]:
    (path,) = (small.output / "conformed" / feed).glob("*-joint.parquet")
    return list(ledger_lines(read_table(str(path))))


def _performance(small: SmallSite, columns: str, where: str) -> Sequence[tuple[object, ...]]:
    return small.rows(f"select {columns} from out_pprr_performance where {where} order by code, area, year_label")  # noqa: S608 - our own columns


@pytest.mark.real_data
@beside_the_checkout
def test_stockport_published_2580_lines_two_of_them_to_tameside(real: SmallSite) -> None:
    assert _fates(real, STOCKPORT) == {
        ("read", ""): (2580, 27_698_843_30),
        ("excluded", "payees_other_than_councils"): (2578, 27_693_242_09),
        ("used", ""): (2, 5_601_21),
    }


@pytest.mark.real_data
@beside_the_checkout
def test_tameside_published_1679_lines_three_of_them_aggregates_and_six_to_stockport(real: SmallSite) -> None:
    fates = _fates(real, TAMESIDE)
    assert fates == {
        ("read", ""): (3130, 27_884_776_22),
        ("excluded", "blank_rows"): (1451, 0),
        ("excluded", "aggregate_lines"): (3, 8_525_328_18),
        ("excluded", "payees_other_than_councils"): (1670, 19_339_694_83),
        ("used", ""): (6, 19_753_21),
    }
    assert 3130 - 1451 == 1679
    assert (1679 - 3, 27_884_776_22 - 8_525_328_18) == (1676, 19_359_448_04)


def test_the_hand_made_files_are_told_apart_alike(hand_made: SmallSite) -> None:
    assert _fates(hand_made, STOCKPORT) == {
        ("read", ""): (6, 8_204_85),
        ("excluded", "payees_other_than_councils"): (4, 2_603_64),
        ("used", ""): (2, 5_601_21),
    }
    assert _fates(hand_made, TAMESIDE) == {
        ("read", ""): (14, 349_841_87),
        ("excluded", "blank_rows"): (4, 0),
        ("excluded", "aggregate_lines"): (2, 12_250_25),
        ("excluded", "payees_other_than_councils"): (5, 335_289_41),
        ("used", ""): (3, 2_302_21),
    }


def test_rows_debits_and_credits_of_every_file_are_conserved(published: SmallSite) -> None:
    names = {str(name) for (name,) in published.rows("select distinct file_name from out_conservation")}
    assert names == {STOCKPORT, TAMESIDE, MEASURES}
    for column in ("rows", "debit_pence", "credit_pence", "amount_pence"):
        query = (
            f"select file_name, sum(case fate when 'read' then {column} else -{column} end) as lost"  # noqa: S608 - our own columns
            " from out_conservation group by file_name having lost <> 0"
        )
        assert published.rows(query) == []


def test_what_cannot_prove_itself_complete_says_so(published: SmallSite) -> None:
    assert published.rows("select distinct is_proved_complete from out_conservation") == [(0,)]


def test_only_payments_between_the_two_councils_are_used_and_no_look_alike(published: SmallSite) -> None:
    stockport, tameside = _used(published, "stockport/ledger"), _used(published, "tameside/ledger")

    assert [line.amount_pence for line in stockport] == [1_893_21, 3_708_00]
    assert {line.counterparty for line in stockport} == {"tameside"}
    assert {line.counterparty for line in tameside} == {"stockport"}
    assert {line.period for line in (*stockport, *tameside)} == {JULY}
    file = published.site / "feeds" / FOLDER[TAMESIDE] / TAMESIDE
    texts = file.read_text(encoding="cp1252").splitlines()
    taken = [texts[line.source_row - 1] for line in tameside]
    assert all("STOCKPORT MBC" in text or "Stockport Metropolitan Borough Council" in text for text in taken)
    for look_alike in ("NHS", "SOCIETY", "TRUCK", "GROUNDWORK"):
        assert any(look_alike in text for text in texts)
        assert not any(look_alike in text for text in taken)


def test_nothing_is_due_where_nothing_was_shared(published: SmallSite) -> None:
    for table in ("out_post_costs", "out_recharges", "out_breaks", "out_settlement"):
        assert published.rows(f"select * from {table}") == []  # noqa: S608 - our own tables


def test_a_months_file_serves_its_month_and_is_known_from_its_end(published: SmallSite) -> None:
    known = published.rows(
        "select file_name, period, known_from from source_file where feed <> 'dfe/measures' order by 1"
    )
    assert known == [(STOCKPORT, "2014-15-P04", "2014-07-31"), (TAMESIDE, "2014-15-P04", "2014-07-31")]
    assert periods_to_close(published.site, None, every=True) == [JULY]


def test_a_month_that_a_council_has_not_published_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = _site_with(tmp_path, {name: _hand_made(name) for name in FOLDER if name != TAMESIDE})
    (small.site / "feeds" / FOLDER[TAMESIDE]).mkdir(parents=True)

    closed = _close(small, known_from_env=monkeypatch)

    (finding,) = [each for each in closed.findings if each.severity is Severity.CRITICAL]
    assert closed.published is None
    assert finding.found == "no file of 2014-15 P04 known on 2014-08-12 in feeds/tameside/ledger"
    assert "tameside_spend_<calendar year>-<calendar month>.csv" in finding.expected


def test_the_good_level_of_development_of_2022_is_published_without_loss(published: SmallSite) -> None:
    where = f"code = '{LEVEL}' and year_label = '2022' and area in ('stockport', 'tameside')"
    assert _performance(published, "area, value, polarity, unit", where) == [
        ("stockport", "65.5", "high", "percent"),
        ("tameside", "60.1", "high", "percent"),
    ]


def test_no_float_tail_is_published(published: SmallSite) -> None:
    where = f"code = '{LEVEL}' and year_label in ('2019', '2023') and area in ('stockport', 'tameside')"
    values = [value for (value,) in _performance(published, "value", where)]
    assert values == ["70.4", "67.6", "66.9", "60.9"]


def test_a_missing_value_is_a_dash_and_not_nought(published: SmallSite) -> None:
    where = f"code = '{LEVEL}' and year_label in ('2020', '2021') and area in ('stockport', 'tameside')"
    rows = _performance(published, "value, value_marker, trend, trend_reason", where)
    assert rows == [(None, "-", "none", "the value is missing")] * 4


def test_no_trend_runs_across_the_new_series(published: SmallSite) -> None:
    where = f"code = '{LEVEL}' and year_label in ('2022', '2023') and area in ('stockport', 'tameside')"
    rows = _performance(published, "area, year_label, previous_year_label, trend", where)
    assert rows == [
        ("stockport", "2022", "", "none"),
        ("stockport", "2023", "2022", "better"),
        ("tameside", "2022", "", "none"),
        ("tameside", "2023", "2022", "better"),
    ]
    reasons = _performance(published, "trend_reason", f"{where} and year_label = '2022'")
    assert reasons == [("a new series begins in 2022; earlier years are not comparable",)] * 2


def test_take_up_above_a_hundred_is_accepted(published: SmallSite) -> None:
    where = "code = '%_3&4yr_olds' and area = 'stockport' and year_label = '2019'"
    assert _performance(published, "value, trend", where) == [("100.7", "better")]


def test_each_measure_has_its_own_polarity(published: SmallSite) -> None:
    where = "year_label = '2019' and area = 'stockport' and code in ('4yrAbsence', 'No_2yr_olds', '%_3&4yr_olds')"
    assert _performance(published, "code, polarity, trend, status", where) == [
        ("%_3&4yr_olds", "high", "better", "none"),
        ("4yrAbsence", "low", "better", "none"),
        ("No_2yr_olds", "neither", "none", "none"),
    ]


@pytest.mark.real_data
@beside_the_checkout
def test_every_early_years_measure_of_both_councils_carries_the_polarity_of_the_dictionary(real: SmallSite) -> None:
    polarity = {"High": "high", "Low": "low", "-": "neither"}
    with (REAL / "lait_measure_dictionary_subset.csv").open(newline="", encoding="utf-8-sig") as file:
        wanted = {
            (row["Measure_short"], area): polarity[row["Polarity"]]
            for row in csv.DictReader(file)
            if row["Topic"] in {"Early Years", "Foundation Stage"}
            for area in ("stockport", "tameside")
        }
    rows = real.rows("select distinct code, area, polarity from out_pprr_performance")
    published = {(str(code), str(area)): polarity for code, area, polarity in rows}
    assert len(wanted) == 56
    assert {key: published[key] for key in wanted} == wanted


@pytest.mark.real_data
@beside_the_checkout
def test_no_value_of_the_national_tool_is_lost(real: SmallSite) -> None:
    assert _fates(real, MEASURES) == {("read", ""): (1556, 0), ("used", ""): (1556, 0)}
    assert real.rows("select count(*) from out_pprr_performance where source_file <> ''") == [(1556,)]
