"""Due stands part by part, with the days and shares behind each, and with the reason for its host alone."""

import pytest

from sspipe.model.councils import Component
from sspipe.model.dues import DueItem, SharedCause, SharedComponent
from sspipe.model.working import Tranche
from sspipe.publish.shared_days import days_in_words
from tests.publish.pack.releases import STOCKPORT, a_release, opened, packed, table
from tests.publish.statements import P06, P08, a_due_part

SHARED_CAUSE = "The difference in the ledger that is shared"
SHARE = "Partner's share of it, by the days of the month of service"


def test_a_part_says_its_days_and_shares_and_the_pay_month_that_added_it() -> None:
    late = a_due_part(paid=P08, tranche=Tranche.ARREARS, shared_pence=16000, part_pence=6667, due_pence=6667)
    shown = table(opened(packed(a_release(due=(a_due_part(), late)), "stockport")), "Due in parts")

    assert [row["Month paid"] for row in shown[:2]] == [P06.label, P08.label]
    assert [row["Why it is paid then"] for row in shown[:2]] == ["current pay", "arrears of an award"]
    assert [row["Due: the part with any overhead, £"] for row in shown[:2]] == [2195.87, 66.67]
    assert (
        shown[0][SHARE]
        == "1 to 5 September (1/6 of the month's pay): 0%; 6 to 30 September (5/6 of the month's pay): 50%"
    )


def test_the_council_that_is_billed_does_not_learn_why() -> None:
    late = a_due_part(paid=P08, tranche=Tranche.CORRECTION)
    shown = table(opened(packed(a_release(due=(late,)), "tameside")), "Due in parts")

    assert shown[0]["Why it is paid then"] == "known to the council that employs, not shown here"
    assert shown[0]["Council that bills"] == STOCKPORT


def of_cause(code: str, sentence: str, rivals: str = "") -> DueItem:
    """Half of £3.17 that the ledger holds too much of National Insurance and of cost beside pay."""
    return a_due_part(
        tranche=Tranche.CAUSE,
        shared_pence=317,
        part_pence=158,
        due_pence=158,
        components=(SharedComponent(Component.NI, 217, 108), SharedComponent(None, 100, 50)),
        cause=SharedCause(code=code, rivals=rivals, sentence=sentence),
    )


@pytest.mark.parametrize("reader", ["stockport", "tameside"])
def test_a_shared_difference_of_rates_is_told_to_both_with_its_components(reader: str) -> None:
    part = of_cause("NI_RATE_STALE", "September 2022 holds National Insurance at an old rate.")
    shown = table(opened(packed(a_release(due=(part,)), reader)), "Due in parts")

    assert shown[0]["Why it is paid then"] == "a difference in the ledger that is shared"
    assert shown[0][SHARED_CAUSE] == "September 2022 holds National Insurance at an old rate."
    assert shown[0]["Partner's part by component"] == (
        "employer National Insurance: £1.08 of £2.17; cost beside pay: £0.50 of £1.00"
    )
    assert shown[0]["Due: the part with any overhead, £"] == 1.58


@pytest.mark.parametrize(
    ("code", "rivals"), [("FTE_DIFFERS", ""), ("AMBIGUOUS", "NI_RATE_STALE,NI_CATEGORY"), ("ADDED_LATER", "")]
)
def test_a_shared_difference_of_a_persons_record_is_told_to_its_host_alone(code: str, rivals: str) -> None:
    part = of_cause(code, "September 2022 is paid at 0.8 of full time.", rivals)
    own, other = (
        table(opened(packed(a_release(due=(part,)), reader)), "Due in parts")[0] for reader in ("stockport", "tameside")
    )

    assert own[SHARED_CAUSE] == "September 2022 is paid at 0.8 of full time."
    assert own["Partner's part by component"]
    assert other[SHARED_CAUSE] == f"A recorded change in this post's pay; {STOCKPORT} holds the record."
    assert not other["Partner's part by component"]
    assert other["Due: the part with any overhead, £"] == 1.58


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("2022-09-01 to 2022-09-30: 1 at 0.5", ["1 to 30 September: 50%"]),
        (
            "2022-09-01 to 2022-09-01: 1/30 at 37/76",
            ["1 September (1/30 of the month's pay): 37/76 (about 48.68%)"],
        ),
        ("2022-09-01 to 2022-09-08: 1234/4321 at 0", ["1 to 8 September (about 28.56% of the month's pay): 0%"]),
    ],
)
def test_days_and_shares_are_written_as_people_write_them(days: str, said: list[str]) -> None:
    assert list(days_in_words(days)) == said
