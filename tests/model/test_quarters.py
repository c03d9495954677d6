"""The quarter before a period closes on the close day of its last month."""

from datetime import date

import pytest

from sspipe.model.periods import Period
from tests.builders import a_site, the_rates


@pytest.mark.parametrize(
    ("period", "closed_on"),
    [
        ("2022-23-P04", date(2022, 7, 12)),
        ("2022-23-P06", date(2022, 7, 12)),
        ("2022-23-P07", date(2022, 10, 12)),
        ("2022-23-P09", date(2022, 10, 12)),
        ("2022-23-P10", date(2023, 1, 12)),
        ("2022-23-P12", date(2023, 1, 12)),
        ("2022-23-P13", date(2023, 1, 12)),
        ("2023-24-P01", date(2023, 4, 12)),
    ],
)
def test_the_close_of_the_quarter_before(period: str, closed_on: date) -> None:
    """The 12th of the month after the quarter's last: P03 on 12 July, P06 on 12 October, P09 on 12 January."""
    assert a_site(the_rates({}, {}, ()), ()).close_of_quarter_before(Period.parse(period)) == closed_on
