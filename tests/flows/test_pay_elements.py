"""A council that sends its recorded pay elements: the feed joins by files alone, and a month without any is no fault.

The demonstration's expected cost of May 2022 moves on the post that has the allowance: £200.00 of elements, and £1.00
more levy (0.5% of £200.00, whole pence, and so the same at any pay).
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from sspipe.model.councils import Component
from sspipe.model.periods import Period
from sspipe.model.statement import CostItem
from tests.flows.small_sites import P02, SmallSite

LAYOUT = Path(__file__).parents[1] / "conform/cases/stockport_elements/layout.yaml"
HEADINGS = LAYOUT.with_name("raw.csv").read_text(encoding="utf-8").splitlines()[0] + "\n"
FEED = """
  - publisher: stockport
    noun: pay_elements
    kind: snapshot
    path: feeds/stockport/pay_elements
    name_pattern: 'elements_(?P<period>\\d{4}-\\d{2}-P\\d{2})_(?P<extracted>\\d{8})\\.csv'
    date_format: '%Y%m%d'
    layout: stockport_elements
    required: false
"""


def _send(small: SmallSite, *rows: str) -> None:
    """Declare the feed and put the file of May beside the others, known before May's cut-off."""
    (small.site / "layouts/stockport_elements.yaml").write_text(LAYOUT.read_text(encoding="utf-8"), encoding="utf-8")
    with (small.site / "feeds.yaml").open("a", encoding="utf-8") as feeds:
        feeds.write(FEED)
    folder = small.site / "feeds/stockport/pay_elements"
    folder.mkdir(parents=True)
    text = HEADINGS + "".join(f"{row}\n" for row in rows)
    (folder / "elements_2022-23-P02_20220506.csv").write_text(text, encoding="utf-8")


def _holder(small: SmallSite) -> tuple[str, str]:
    """Post and employee number of the first holder in Stockport's establishment of May."""
    for line in small.feed_file("stockport/posts").read_text(encoding="utf-8").splitlines()[1:]:
        post, *_ = line.split(",")
        number = next((cell for cell in line.split(",") if cell.strip('"').isdigit() and len(cell) > 5), "")
        if post.startswith("SP4") and number:
            return post, number
    raise AssertionError


def _of(costs: Iterable[CostItem], component: Component) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for item in costs:
        if item.component is component:
            found[item.council, item.post] += item.amount_pence
    return found


def test_a_recorded_allowance_is_expected_of_its_post_and_moves_no_other(two_months: SmallSite) -> None:
    before = two_months.close(P02, dry_run=True)
    post, number = _holder(two_months)
    _send(two_months, f"{post},{number},X,Car Allowance,,200.00,,Monthly,N,Y,N,N,,01/05/2022,,01/05/2022")

    closed = two_months.close(P02)

    assert closed.published, [finding.message for finding in closed.findings]
    assert before.statement is not None
    assert closed.statement is not None
    assert list(_of(before.statement.costs, Component.ELEMENTS).values()) == []
    assert list(_of(closed.statement.costs, Component.ELEMENTS).values()) == [200_00]
    was, now = (_of(one.costs, Component.LEVY) for one in (before.statement, closed.statement))
    assert [more for more in (now[key] - was[key] for key in now) if more] == [1_00]


def test_a_file_without_any_element_is_no_fault(two_months: SmallSite) -> None:
    _send(two_months)

    closed = two_months.close(P02)

    assert closed.published, [finding.message for finding in closed.findings]
    assert closed.period == Period(2022, 2)


@pytest.mark.parametrize("row", ["SP4101,9912345,X,Sick Pay,illness,200.00,,Monthly,N,Y,N,N,,01/05/2022,,01/05/2022"])
def test_a_row_that_cannot_be_read_refuses_the_file_and_says_no_reason_of_absence(
    two_months: SmallSite, row: str
) -> None:
    _send(two_months, row)

    closed = two_months.close(P02)

    assert closed.is_refused
    assert not any("illness" in finding.message for finding in closed.findings)
