"""A year of reports agrees with files worked by hand from the labelled truth, figure by figure and to the penny.

`worked_year/README.md` says how they were worked, by somebody who had seen neither the program nor its answer.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flows.command_run import close_periods
from sspipe.model.periods import Period
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import SmallSite

YEAR = [Period(2022, number) for number in range(1, 13)]
QUARTER_ENDS = ("2022-23-P03", "2022-23-P06", "2022-23-P09", "2022-23-P12")
FILES = ("stockport-pprr-resources.csv", "tameside-pprr-resources.csv", "tameside-monitoring.csv")
OPEN = "?"
"""In the worked files: what the papers do not decide."""
FIRST_FIGURE, LAST_FIGURE = 6, 16
FIGURES = (
    "budget_before",
    "budget_change",
    "budget_now",
    "spent_to_date",
    "forecast",
    "variance",
    "variance_before",
    "movement",
)
SECTIONS = {"Cash limit": "cash_limit", "Dedicated Schools Grant": "dsg", "Savings": "savings"}
REPORTS = {"PPRR": "pprr", "monitoring": "monitoring"}
COUNCILS = {
    "Stockport Metropolitan Borough Council": "stockport",
    "Tameside Metropolitan Borough Council": "tameside",
    "All councils together": "",
}


@pytest.fixture(scope="module")
def closed_year(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    """The demonstration's year, closed month by month."""
    lab = lab_of(1)
    year = SmallSite(tmp_path_factory.mktemp("year"))
    year.site.symlink_to(lab / "site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(year.output))
        patch.delenv("SSPIPE_DATABASE_URL", raising=False)
        close_periods(year.site, YEAR, None, dry_run=False, plain=True)
        yield year


def _rows(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content, newline="")))


def _worked(name: str) -> list[list[str]]:
    return _rows((Path(__file__).parent / "worked_year" / name).read_text(encoding="utf-8"))


def _published(year: SmallSite, period: str, name: str) -> list[list[str]]:
    path = year.output / "packs" / "stockport-tameside" / period / name
    return _rows(path.read_bytes().decode("utf-8-sig"))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("period", QUARTER_ENDS)
def test_a_quarters_file_is_the_one_worked_by_hand(period: str, name: str, closed_year: SmallSite) -> None:
    worked, published = _worked(f"{period}/{name}"), _published(closed_year, period, name)
    assert len(published) == len(worked)
    for expected, found in zip(worked, published, strict=True):
        assert [OPEN if word == OPEN else said for word, said in zip(expected, found, strict=True)] == expected


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("period", QUARTER_ENDS)
def test_lines_and_what_rounding_leaves_add_up_in_every_column(period: str, name: str, closed_year: SmallSite) -> None:
    _, *rows = _published(closed_year, period, name)
    for section in {(row[1], row[2]) for row in rows}:
        *parts, total = [row for row in rows if (row[1], row[2]) == section]
        for column in range(FIRST_FIGURE, LAST_FIGURE + 1):
            if total[column]:
                added = sum(_thousandths(row[column]) for row in parts if row[column])
                assert added == _thousandths(total[column]), (section, column)


def _thousandths(figure: str) -> int:
    """Whole thousands of pounds, whether they are written so or as millions to three places."""
    return int(figure.replace(".", ""))


@pytest.mark.parametrize("period", QUARTER_ENDS)
def test_the_pence_behind_the_figures_are_those_worked_by_hand(period: str, closed_year: SmallSite) -> None:
    published = dict(_pence_of(closed_year, period))
    _, *worked = _worked("pence.csv")
    checked = 0
    for when, report, council, section, line, figure, pence in worked:
        if when == period:
            found = published[REPORTS[report], COUNCILS[council], SECTIONS[section], line][figure]
            assert ("" if found is None else str(found)) == pence, (report, council, section, line, figure)
            checked += 1
    assert checked == len(worked) / len(QUARTER_ENDS)


def _pence_of(year: SmallSite, period: str) -> Iterator[tuple[tuple[str, str, str, str], Mapping[str, object]]]:
    columns = ", ".join(f"{figure}_pence" for figure in FIGURES)
    query = (
        f"select report, council, section, case line_kind when 'total' then 'Total' else service_line end, {columns}"  # noqa: S608 - our own names
        f" from current_pprr_resources where release_period = '{period}' and line_kind != 'rounding'"
    )
    for report, council, section, line, *figures in year.rows(query):
        yield (str(report), str(council), str(section), str(line)), dict(zip(FIGURES, figures, strict=True))


def test_what_a_close_leaves_open_is_what_the_next_one_opens_with_and_the_movements_lie_between(
    closed_year: SmallSite,
) -> None:
    query = "select release_period, council, stock, movement, breaks, amount_pence from current_break_movements"
    found = {tuple(row[:4]): row[4:] for row in closed_year.rows(query)}
    left: dict[tuple[object, ...], tuple[object, ...]] = {}
    moved = 0
    for period in map(str, YEAR):
        for council, stock in {(key[1], key[2]) for key in found if key[0] == period}:
            of = {key[3]: row for key, row in found.items() if key[:3] == (period, council, stock)}
            assert tuple(of["opening"]) == tuple(left.pop((council, stock), (0, 0)))
            for at in (0, 1):
                assert sum(int(str(row[at])) for name, row in of.items() if name != "closing") == of["closing"][at]
            left[council, stock] = of["closing"]
            moved += sum(bool(row[0]) for name, row in of.items() if name in {"new", "cleared"})
        gone = {place for place, row in left.items() if tuple(row) != (0, 0)}
        assert gone <= {(key[1], key[2]) for key in found if key[0] == period}
    assert moved > 0
