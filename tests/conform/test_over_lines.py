"""A quote that was never closed takes no row with it unsaid, and a text of several lines stays one cell."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sspipe.conform.forms import DelimitedFile
from sspipe.conform.over_lines import OverLines, first_doubtful
from sspipe.conform.quoting import cells_of, is_open, rows_in
from sspipe.model.findings import Severity
from tests.conform.making import FORMS, HEADINGS, conformed_kind, delimited, rows_of

FORM = DelimitedFile.model_validate(FORMS["csv"])
PLAIN = ("10000001", "2022-04-05", "", "1.00", "x")
WIDTH = 4
CELL = st.text(alphabet='ab, "\n', max_size=6)
TABLE = st.lists(st.lists(CELL, min_size=WIDTH, max_size=WIDTH), min_size=2, max_size=8)
ONE_LINE = CELL.map(lambda cell: cell.replace("\n", ""))
ONE_LINE_TABLE = st.lists(st.lists(ONE_LINE, min_size=WIDTH, max_size=WIDTH), min_size=2, max_size=8)


def text_of(*rows: tuple[str, ...]) -> list[str]:
    return delimited(rows).split("\r\n")[:-1]


def doubtful(text: str, width: int = WIDTH) -> OverLines | None:
    """What is said of a text whose rows are told apart one by one."""
    rows = list(rows_in(text.encode(), ",", quoted=True))
    misshapen = [at for at, row in enumerate(rows) if len(cells_of(row.decode(), ",", quoted=True)) != width]
    return first_doubtful(text.encode(), FORM, width, len(rows), misshapen)


def refusal(*lines: str) -> str:
    result = conformed_kind("csv", "\r\n".join([",".join(HEADINGS), *lines, ""]).encode())
    (finding,) = result.findings
    assert (finding.severity, finding.rule) == (Severity.CRITICAL, "file_refused")
    assert result.table is None
    return finding.found


def used(*lines: str) -> int:
    return len(rows_of(conformed_kind("csv", "\r\n".join([",".join(HEADINGS), *lines, ""]).encode())))


@pytest.mark.parametrize(
    "cell",
    [
        "two\nlines",
        "two\r\nlines",
        "two\rlines",
        "\n",
        'a "word"\nand, another',
        "a, b, c, d, e\nf, g, h, i",
        "\n,,,\n,,,,,",
        "\r\n".join(["a,b,c,d"] * 3),
        ",",
        '"\n"',
    ],
)
def test_a_text_of_several_lines_is_one_cell(cell: str) -> None:
    lines = text_of(*[(*PLAIN[:4], cell)] * 3, PLAIN)
    assert used(*lines) == 4


@pytest.mark.parametrize(
    "later",
    [
        '10000003,2022-04-05,"Stockport, the council",1.00,x',
        '10000003,2022-04-05,,1.00,"a, b"',
        '10000003,2022-04-05,,1.00,", b"',
        '10000003,2022-04-05,,1.00,"""a"", b"',
        '10000003,2022-04-05,,1.00,12"',
        '10000003,2022-04-05,12",1.00,x',
        '10000003,2022-04-05,12",x',
        '10000003,2022-04-05,,1.00,6" pipe',
        '"10000003","2022-04-05","","1.00","x"',
    ],
)
@pytest.mark.parametrize("between", [0, 1, 30])
@pytest.mark.parametrize("at", [2, 4])
def test_a_quote_that_is_closed_in_another_row_is_told_with_its_row(at: int, between: int, later: str) -> None:
    cells = list(PLAIN)
    cells[at] = f'"{cells[at]}'
    found = refusal(",".join(PLAIN), ",".join(cells), *[",".join(PLAIN)] * between, later, ",".join(PLAIN))
    assert found.startswith(
        f"a quote in row 3 that is closed {f'{between + 1} lines' if between else 'in the line'} below, in what looks"
    )


def test_a_forgotten_quote_is_told_beside_texts_of_several_lines() -> None:
    sound = text_of((*PLAIN[:4], "two\nlines"), PLAIN)
    assert used(*sound, *sound) == 4
    assert "in row 4 that is closed in the line below" in refusal(*sound, '1,2,3,4,"x', *sound)


@pytest.mark.parametrize("later", ['1,2,3,4,12"', '1,2,3,4,"x, y"', '1,"2",3,4,x'])
def test_a_forgotten_quote_in_the_headings_is_told(later: str) -> None:
    rows = [",".join(PLAIN)] * 3
    sound = [",".join(HEADINGS).replace("Text", '"Text\nof the line"'), *rows]
    assert len(rows_of(conformed_kind("csv", "\r\n".join(sound).encode()))) == 3
    lines = [",".join(HEADINGS).replace("Text", '"Text'), *rows, later, *rows]
    (finding,) = conformed_kind("csv", "\r\n".join(lines).encode()).findings
    assert finding.found.startswith("a quote in the headings that is closed 4 lines below")


def test_a_quote_in_a_form_that_never_quotes_is_a_sign() -> None:
    data = b'a\t"b\r\nc\td\r\n"e\tf\r\n'
    form = DelimitedFile.model_validate(FORMS["tsv"])
    assert first_doubtful(data, form, 2, 3) is None


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_lines_are_counted_whatever_ends_them(end: str, last: str) -> None:
    rows = ["a,b", 'c,"d', "e", 'f"', "g,h"]
    data = end.join(rows) + (end if last else "")
    assert doubtful(data, 2) is None
    assert doubtful(data.replace("e", "e,e"), 2) is None
    assert doubtful(data.replace("e", "e,e").replace('f"', 'f,"'), 2) == OverLines(1, 3)


@settings(max_examples=200, deadline=None)
@given(TABLE)
@example([["a", "b", "", ""], ["", "", "a", "\n,,,"]])
@example([["a", "b", "", ""], ["a", '"\n"', ",", "b"]])
@example([["", "", "", ""], [",,,\n", "", "", "\n"]])
@example([["", "", "", ""], ["", ',,\n,"', "", ""]])
def test_of_a_well_kept_text_a_row_is_doubtful_only_where_its_lines_are_rows(table: list[list[str]]) -> None:
    text = delimited(table)
    place = next((at for at, row in enumerate(table) if _is_row_by_row(row)), None)
    damaged = f'1,2,3,4"x\r\n{text}'

    found, beside_damage = doubtful(text), doubtful(damaged)

    assert (found.place if found else None) == place
    assert (beside_damage.place - 1 if beside_damage else None) == place


@settings(max_examples=300, deadline=None)
@given(ONE_LINE_TABLE, st.integers(0, 7), st.integers(0, WIDTH - 1))
def test_a_quote_before_any_cell_takes_no_other_row_with_it_unsaid(table: list[list[str]], row: int, cell: int) -> None:
    written = [[delimited([[each]]).removesuffix("\r\n") for each in cells] for cells in table]
    row %= len(table)
    written[row][cell] = f'"{written[row][cell]}'
    text = "\n".join(",".join(cells) for cells in written)
    if len(list(rows_in(text.encode(), ",", quoted=True))) != len(table):
        assert is_open(text.encode(), ",") or doubtful(text)


def _is_row_by_row(row: list[str]) -> bool:
    """Whether one text of a row, taken for what stands outside quotes, leaves a row in each of its lines.

    A quote inside the text is no proof of either: inches stand in rows as well as in texts.
    """
    for at, cell in enumerate(row):
        lines = cell.split("\n")
        counts = [line.count(",") for line in lines]
        if len(lines) > 1:
            counts[0] += at
            counts[-1] += WIDTH - 1 - at
            if all(count == WIDTH - 1 for count in counts):
                return True
    return False
