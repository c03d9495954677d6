"""A planted person is found where raw files are landed, and nowhere else that a run leaves anything (R20)."""

import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl  # type: ignore[import-untyped] # it ships no types
import pytest
from typer.testing import CliRunner

from flows.cli import app
from sspipe.storage import read_table
from tests.flows.small_sites import SmallSite, change_line, change_text

SURNAME = "ZZFAKE"
FORENAME = "Person 00"
STOCKPORT_NUMBER, TAMESIDE_NUMBER = "9978485", "9925772"
PLANTED = (SURNAME, FORENAME, STOCKPORT_NUMBER, TAMESIDE_NUMBER)
FULL_NAME = f"{SURNAME} Person 0034"
HEAD = ";401000;CE4101;SP4101;"


def _texts(path: Path) -> Iterator[str]:
    """A file as whoever opens it could read it: bytes as text, and tables cell by cell."""
    yield path.read_bytes().decode("latin-1")
    if path.suffix == ".parquet":
        table = read_table(str(path))
        yield "\n".join(table.column_names)
        for column in table.columns:
            yield "\n".join(str(value) for value in column.to_pylist())
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            yield from (book.read(name).decode("utf-8") for name in book.namelist())


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def left_behind(site: SmallSite) -> dict[str, str]:
    """Everything below the output folder but the landing area."""
    landing = site.output / "landing"
    kept = [path for path in _files(site.output) if landing not in path.parents]
    return {str(path.relative_to(site.output)): "\n".join(_texts(path)) for path in kept}


def _landed(site: SmallSite) -> str:
    return "\n".join(path.read_bytes().decode("latin-1") for path in _files(site.output / "landing"))


def _run(site: SmallSite, *options: str) -> str:
    """What the command prints."""
    words = ["run", "--site", str(site.site), "--period", "2022-23-P02", "--plain", *options]
    return CliRunner().invoke(app, words).output


def assert_nobody_is_found(places: dict[str, str]) -> None:
    found = {f"{word} in {name}" for name, text in places.items() for word in PLANTED if word in text}
    assert found == set()


@pytest.fixture
def anew(two_months: SmallSite) -> SmallSite:
    """The first month was closed in another test's folder; here everything is prepared again and looked through."""
    for path in _files(two_months.output / "conformed"):
        path.unlink()
    return two_months


def _plant_in_workbook(site: SmallSite, heading: str, name: str) -> None:
    path = site.feed_file("tameside/posts")
    book = openpyxl.load_workbook(path)
    sheet = book["Establishment"]
    column = next(cell.column for cell in sheet[3] if cell.value == heading)
    sheet.cell(row=4, column=column, value=name)
    book.save(path)


def plant_where_a_publishable_file_may_hold_it(site: SmallSite) -> None:
    """In columns that are read, but in no form that passes: a payee that is no council, and one bad row a ledger."""
    ledger = site.feed_file("stockport/ledger")
    change_line(ledger, ["SUPPLIER 53194"], "SUPPLIER 53194", FULL_NAME, "cp1252")
    change_line(ledger, [HEAD], "3,804.00", FULL_NAME, "cp1252")
    change_line(site.feed_file("tameside/ledger"), ["7104,TP7104", ",1100,"], TAMESIDE_NUMBER, FULL_NAME)


def test_a_published_month_keeps_people_in_the_landing_area(
    anew: SmallSite, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    plant_where_a_publishable_file_may_hold_it(anew)

    printed = _run(anew) + _run(anew, "--json")

    assert "published stockport-tameside-2022-23-P02-1" in printed
    assert "found 12 letters, 4 digits and 2 spaces where an amount belongs" in printed
    left = left_behind(anew)
    output = capfd.readouterr()
    assert_nobody_is_found({**left, "printed": printed, "logs": caplog.text, "streams": output.out + output.err})
    assert sum(name.endswith(".xlsx") for name in left) == 4, "two months' packs, one a council, were looked through"
    assert sum(name.endswith(".html") for name in left) == 8, "and their pages, with those of the checks"
    assert any(name.endswith("-joint.parquet") and "EYDSG" in text for name, text in left.items())
    assert any(name.endswith(".json") and "unreadable_amount_pence" in text for name, text in left.items())
    assert "unreadable_occupant_ref" in left["sspipe.db"]
    assert all(word in _landed(anew) for word in (SURNAME, FORENAME, STOCKPORT_NUMBER))


HEADINGS = ("Post No", "Post Title", "Payroll No", "Hours", "Scale", "SCP", "NI Cat", "Pension", "Cost Centre", "From")


@pytest.mark.parametrize(
    ("heading", "name"),
    [*((heading, FULL_NAME) for heading in HEADINGS), ("Scale", SURNAME), ("Fund", SURNAME)],
)
def test_a_name_in_the_wrong_column_of_an_establishment_is_refused_without_being_repeated(
    heading: str, name: str, anew: SmallSite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _plant_in_workbook(anew, heading, name)

    printed = _run(anew)

    assert "2022-23 P02: refused" in printed
    assert_nobody_is_found({**left_behind(anew), "printed": printed, "logs": caplog.text})


def test_a_name_in_a_file_name_or_a_heading_is_not_repeated(anew: SmallSite, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    path = anew.feed_file("stockport/posts")
    path.with_name(f"{FULL_NAME}.csv").write_bytes(path.read_bytes())
    change_text(path, "Contract Hours", FULL_NAME)

    printed = _run(anew)

    assert "no column headed 'Contract Hours'" in printed
    assert_nobody_is_found({**left_behind(anew), "printed": printed, "logs": caplog.text})
