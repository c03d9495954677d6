"""What a sender states beside a file is read by the feed's patterns, to the penny, or refused in a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from sspipe.errors import FileRefused
from sspipe.extract.beside import stated_beside
from sspipe.extract.folder import offered_files
from sspipe.model.feeds import StatementForm
from sspipe.model.stated import NOTHING_STATED, Stated
from tests.extract.offering import LEDGER, offered

FORM = StatementForm(
    suffix=".ctl",
    rows=r"ROWS=([\d,]+)",
    total=r"TOTAL=(-?£?[\d,.]+)",
    opening=r"OPENING=(-?[\d,.]+)",
    closing=r"CLOSING=(-?[\d,.]+)",
)
TEXT = "ROWS=16,215\nTOTAL=0.00\nOPENING=1,000.10\nCLOSING=1000.10\n"


def stated(folder: Path, text: str | None, form: StatementForm | None = FORM) -> Stated:
    path = folder / "a.txt"
    path.write_bytes(b"rows")
    if text is not None:
        path.with_name("a.txt.ctl").write_text(text, encoding="utf-8")
    file = offered("a.txt", str(path))
    return stated_beside(replace(file, feed=replace(file.feed, statement=form)))


def test_rows_total_opening_and_closing_are_read_in_pence(tmp_path: Path) -> None:
    assert stated(tmp_path, TEXT) == Stated(rows=16_215, total_pence=0, opening_pence=100_010, closing_pence=100_010)


def test_without_a_text_or_a_form_nothing_is_stated(tmp_path: Path) -> None:
    assert stated(tmp_path, None) == NOTHING_STATED
    assert stated(tmp_path, TEXT, None) == NOTHING_STATED
    assert stated(tmp_path, "", StatementForm(suffix=".ctl")) == NOTHING_STATED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace("ROWS", "LINES"), "without a figure"),
        (TEXT.replace("TOTAL=0.00", "TOTAL=0.0.0"), "no amount"),
        (TEXT.replace("TOTAL=0.00", "TOTAL=0.005"), "parts of a penny"),
    ],
)
def test_a_statement_that_does_not_say_it_is_refused_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        stated(tmp_path, text)
    assert words in str(refusal.value)
    assert str(refusal.value).startswith("stockport/ledger a.txt.ctl: ")


def test_a_statement_is_no_file_of_the_feed(tmp_path: Path) -> None:
    name = "GL_2022-23_P06_20221006.txt"
    (tmp_path / name).write_bytes(b"rows")
    (tmp_path / f"{name}.ctl").write_text(TEXT, encoding="utf-8")
    files, findings = offered_files(replace(LEDGER, path=f"file://{tmp_path}", statement=FORM), "anywhere")
    assert ([file.file_name for file in files], findings) == ([name], ())
