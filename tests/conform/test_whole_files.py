"""What holds for any file: rows and pounds are conserved, order and blocks do not matter, nothing undeclared passes."""

import io
import random
from collections import Counter
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.conform import files
from sspipe.conform.delimited import whole_rows
from sspipe.conform.faults import SHOWN_PER_RULE
from sspipe.conform.files import Conformed
from sspipe.conform.forms import DelimitedFile
from sspipe.conform.quoting import is_open
from sspipe.errors import FileRefused
from sspipe.model.findings import Severity
from tests.conform.reading import NAME, TITLES, conformed, raw_of

LEDGER = raw_of("stockport_ledger").read_bytes()
HEADING, *LINES = LEDGER.decode("cp1252").rstrip("\r\n").split("\r\n")
QUOTED = DelimitedFile(format="delimited", encoding="utf-8", delimiter=",", quoted=True)
TABULAR = ["stockport_posts", "stockport_ledger", "tameside_ledger", "dfe_measures", "council_measures"]
SOUND = dict(zip(HEADING.split(";"), LINES[0].split(";"), strict=True))
CELL = st.text(alphabet="0123456789.,-£ aéZ/\"'", max_size=12)
AMOUNT = st.one_of(st.decimals(-10_000_000, 10_000_000, places=2).map(lambda value: f"{value:,.2f}"), CELL)


def _ledger(rows: list[dict[str, str]]) -> bytes:
    lines = [";".join(row[name] for name in HEADING.split(";")) for row in rows]
    return "\r\n".join([HEADING, *lines, ""]).encode("cp1252")


def _multiset(result: Conformed) -> Counter[str]:
    if result.table is None:
        return Counter()
    return Counter(str(row) for row in result.table.drop_columns(["source_row"]).to_pylist())


def _everything(result: Conformed) -> str:
    rows = "" if result.table is None else str(result.table.to_pylist())
    return rows + "".join(finding.message for finding in result.findings)


def _pence(text: str) -> int:
    """An independent reading of the forms that AMOUNT draws."""
    text = text.strip()
    sign = -1 if "-" in text else 1
    digits = text.removeprefix("-").removeprefix("£") if text[:1] in "-£" else text.removesuffix("-")
    whole, _, odd = digits.partition(".")
    return sign * (int(whole.replace(",", "")) * 100 + int(odd.ljust(2, "0")))


ROW = st.fixed_dictionaries(
    {**{name: st.just(value) for name, value in SOUND.items()}, "Amount in Local Currency": AMOUNT}
)
WILD = st.fixed_dictionaries({name: st.one_of(st.just(value), CELL) for name, value in SOUND.items()})


@settings(max_examples=60, deadline=None)
@given(st.lists(WILD, min_size=1, max_size=6))
def test_rows_and_pounds_are_conserved_whatever_the_cells_hold(rows: list[dict[str, str]]) -> None:
    result = conformed("stockport_ledger", _ledger(rows))
    kept = result.conservation
    assert kept.holds
    assert kept.read.rows == len(rows)
    assert result.table is not None
    assert kept.used.rows == result.table.num_rows
    assert kept.used.debit_pence - kept.used.credit_pence == sum(result.table.column("amount_pence").to_pylist())


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8))
def test_a_used_line_holds_the_pounds_that_its_text_says(rows: list[dict[str, str]]) -> None:
    result = conformed("stockport_ledger", _ledger(rows))
    assert result.table is not None
    for line in result.table.select(["source_row", "amount_pence"]).to_pylist():
        assert line["amount_pence"] == _pence(rows[line["source_row"] - 2]["Amount in Local Currency"])


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), case=st.sampled_from(["stockport_ledger", "dfe_measures", "council_measures"]))
def test_rows_in_another_order_give_the_same_rows(seed: int, case: str) -> None:
    heading, *lines = raw_of(case).read_bytes().splitlines(keepends=True)
    random.Random(seed).shuffle(lines)
    shuffled, straight = conformed(case, b"".join([heading, *lines])), conformed(case, raw_of(case).read_bytes())
    assert _multiset(shuffled) == _multiset(straight)
    assert shuffled.conservation == straight.conservation


@pytest.mark.parametrize("size", [1, 7, 100, 333])
@pytest.mark.parametrize("case", ["stockport_ledger", "tameside_ledger", "stockport_posts", "tameside_payments"])
def test_blocks_of_any_size_give_the_same_rows_with_the_same_numbers(
    case: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = conformed(case, raw_of(case).read_bytes())
    monkeypatch.setattr(files, "whole_rows", partial(whole_rows, size=size))
    parts = conformed(case, raw_of(case).read_bytes())
    assert whole.table is not None
    assert parts.table is not None
    assert parts.table.to_pylist() == whole.table.to_pylist()
    assert (parts.findings, parts.conservation) == (whole.findings, whole.conservation)
    assert parts.quarantined.to_pylist() == whole.quarantined.to_pylist()


@settings(max_examples=50, deadline=None)
@given(data=st.text(alphabet='a,"\n', max_size=60), size=st.integers(1, 20))
def test_blocks_of_whole_rows_hold_every_byte(data: str, size: int) -> None:
    blocks = whole_rows(io.BytesIO(data.encode()), QUOTED, "file", size=size)
    if is_open(data.encode(), ","):
        with pytest.raises(FileRefused, match="never closed"):
            list(blocks)
    else:
        assert b"".join(blocks) == data.encode()


@pytest.mark.parametrize("case", TABULAR)
def test_a_name_in_any_column_goes_no_further(case: str) -> None:
    encoding, delimiter = ("cp1252", ";") if case == "stockport_ledger" else ("utf-8", ",")
    heading = raw_of(case).read_bytes().split(b"\n")[0].decode(encoding).strip()
    for planted in (NAME, NAME.upper(), "ZZFAKE Person 0007"):
        row = delimiter.join([planted] * (heading.count(delimiter) + 1))
        everything = _everything(conformed(case, f"{heading}\n{row}\n".encode(encoding))).lower()
        assert "fakename" not in everything
        assert "zzfake" not in everything


@pytest.mark.parametrize("name", SOUND)
def test_a_name_in_one_column_of_a_sound_line_goes_no_further(name: str) -> None:
    result = conformed("stockport_ledger", _ledger([SOUND, {**SOUND, name: NAME}]))
    assert "fakename" not in _everything(result).lower()


def test_undeclared_columns_are_counted_and_not_named() -> None:
    result = conformed("stockport_ledger", _ledger([SOUND]).replace(b";Text;", b";Zo\xeb Fakename;"))
    (note,) = [finding for finding in result.findings if finding.rule == "undeclared_columns"]
    assert note.severity is Severity.INFO
    assert note.found.endswith(": 2")
    assert "Fakename" not in _everything(result)


def test_an_unknown_title_is_critical_and_not_printed() -> None:
    titled = raw_of("stockport_posts").read_bytes().replace(b"Chief Childminder", NAME.encode())
    (finding,) = [f for f in conformed("stockport_posts", titled).findings if f.rule == "unknown_post_title"]
    assert finding.severity is Severity.CRITICAL
    assert finding.where.source_row == 6
    assert "akename" not in finding.message


def test_many_equal_faults_are_listed_up_to_a_limit_and_then_counted() -> None:
    rows = [{**SOUND, "Period": "017"}] * (SHOWN_PER_RULE + 50)
    result = conformed("stockport_ledger", _ledger(rows))
    told = [finding for finding in result.findings if finding.rule == "unreadable_period"]
    assert len(told) == SHOWN_PER_RULE + 1
    assert "50 more rows" in told[-1].found
    assert result.quarantined.column("source_row").to_pylist() == list(range(2, len(rows) + 2))


def test_each_council_has_its_own_key() -> None:
    assert TITLES  # the same people, two keys
    one, other = (conformed(case, raw_of(case).read_bytes()).table for case in ("stockport_posts", "tameside_posts"))
    assert one is not None
    assert other is not None
    assert {*one.column("occupant_key_id").to_pylist()} == {"stockport-test", ""}
    assert {*other.column("occupant_key_id").to_pylist()} == {"tameside-test", ""}
    assert not {*one.column("occupant_ref").to_pylist()} & {*other.column("occupant_ref").to_pylist()} - {""}


def test_a_fault_of_a_row_that_gives_several_lines_is_told_once() -> None:
    result = conformed("dfe_grants", raw_of("dfe_grants").read_bytes(), "grants_without_a_year.ods")
    told = [
        (finding.rule, finding.where.source_row) for finding in result.findings if finding.severity is Severity.REJECT
    ]
    assert sorted(told) == [
        ("unreadable_amount_pence", 8),
        ("unreadable_financial_year", 6),
        ("unreadable_financial_year", 8),
    ]
    assert result.conservation.holds


def test_a_line_of_another_period_is_set_aside() -> None:
    result = conformed("stockport_ledger", _ledger([SOUND, {**SOUND, "Period": "005"}, {**SOUND, "Period": "000"}]))
    assert result.table is not None
    assert result.table.column("source_row").to_pylist() == [2]
    assert dict(result.conservation.quarantined)["other_period"].rows == 2
