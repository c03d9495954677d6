from typing import Any

import pytest

from sspipe.model.dues import SharedCause
from sspipe.model.statement import Break, BreakState, Pair
from sspipe.model.working import Tranche
from sspipe.publish.breaks_told import Document, explained, is_open, short_ids, told_breaks
from sspipe.publish.pack.editions import rows_of_edition
from tests.publish.pack.releases import a_release, edition, not_booked, own_break
from tests.publish.statements import P06, a_break, a_cause, a_due_part, a_ledger_item, a_recharge, an_accrual


def told(council: str, *breaks: Break, **changes: Any) -> tuple[list[Document], Any]:
    """The breaks as a council reads them, and the rows of its edition."""
    own = edition(council)
    rows = rows_of_edition(a_release(breaks=breaks, **changes), own)
    return told_breaks(rows, own), rows


def one(council: str, each: Break, **changes: Any) -> Any:
    (found,), rows = told(council, each, **changes)
    return explained(found, rows, edition(council))


def test_the_most_pounds_stand_first_whichever_way_they_differ() -> None:
    small, large = own_break(), not_booked()
    breaks, _ = told("tameside", small, large)
    assert [each["amount_pence"] for each in breaks] == [-263504, 310]


def test_a_cleared_break_is_not_open() -> None:
    (gone, stands), _ = told(
        "stockport", a_break(break_id="b8"), a_break(break_id="b9", state=BreakState.CLEARED, amount_pence=-22501)
    )
    assert (is_open(gone), is_open(stands)) == (False, True)


@pytest.mark.parametrize(
    ("ids", "short"),
    [
        (["0123456789abcdef"], ["012345"]),
        (["0123456789abcdef", "0123457789abcdef"], ["0123456", "0123457"]),
        (["0123456789abcde1", "0123456789abcde2", "ffffffffffffffff"], None),
        (["b1", "b2"], ["b1", "b2"]),
    ],
)
def test_short_ids_are_of_one_length_and_each_names_one_break(ids: list[str], short: list[str] | None) -> None:
    found = short_ids(ids)
    assert [found[each] for each in ids] == (short or ids)


def test_pay_is_compared_by_component_and_the_parts_add_up_to_the_break() -> None:
    # expected basic 2,383.25 + 1,588.83 = 3,972.08 and NI 244.60 + 125.02 = 369.62, together 4,341.70; the ledger holds
    # basic 4,000.00 and no NI: 341.70 less
    break_of_pay = a_break(amount_pence=-34170, causes=(a_cause(amount_pence=-34170),))
    found = one("stockport", break_of_pay, ledger=(a_ledger_item(amount_pence=400000),))
    assert [tuple(part.values()) for part in found["components"]] == [("basic", 397208, 400000), ("ni", 36962, 0)]
    assert found["figures"] == {"expected_pence": 434170, "ledger_pence": 400000}


def test_the_partner_reads_what_was_expected_and_no_ledger() -> None:
    found = one("tameside", a_break(), ledger=(a_ledger_item(amount_pence=400000),))
    assert [tuple(part.values()) for part in found["components"]] == [("basic", 397208, None), ("ni", 36962, None)]
    assert found["figures"] == {"expected_pence": 434170, "ledger_pence": None}


@pytest.mark.parametrize(
    ("pair", "council", "other", "figures"),
    [
        (
            Pair.BILLED_DUE,
            "stockport",
            "tameside",
            {
                "due_pence": 263504,
                "from_causes_pence": 0,
                "not_yet_billable_pence": 0,
                "billable_pence": 263504,
                "billed_pence": 200000,
                "unbilled_pence": 63504,
                "unbilled_in_transit_pence": 0,
            },
        ),
        (
            Pair.BOOKED_BILLED,
            "tameside",
            "stockport",
            {"billed_pence": 200000, "booked_pence": 0, "unbooked_pence": 200000, "unbooked_in_transit_pence": 0},
        ),
    ],
)
@pytest.mark.parametrize("reader", ["stockport", "tameside"])
def test_a_recharge_is_told_by_its_own_direction(
    pair: Pair, council: str, other: str, figures: dict[str, int], reader: str
) -> None:
    between = a_break(agreement="ey-leadership", council=council, counterparty=other, pair=pair)
    right_way = a_recharge(
        billed_pence=200000, unbilled_pence=63504, unbooked_pence=200000, unbooked_in_transit_pence=0
    )
    crossing = a_recharge(host="tameside", partner="stockport", billed_pence=1)
    found = one(reader, between, recharges=(right_way, crossing))
    assert found["figures"] == figures
    assert found["components"] == []


def test_an_accrual_is_told_by_what_was_scheduled_raised_and_reversed() -> None:
    accrual = an_accrual(scheduled_pence=-263504, raised_pence=-200000, reversed_pence=200000)
    other_side = an_accrual(accrual_id="A-TA", council="tameside", scheduled_pence=5)
    each = a_break(agreement="ey-leadership", counterparty="tameside", pair=Pair.ACCRUAL)
    found = one("stockport", each, accruals=(accrual, other_side))
    assert found["figures"] == {"scheduled_pence": -263504, "raised_pence": -200000, "reversed_pence": 200000}


def test_a_cost_centre_is_told_by_where_its_total_went() -> None:
    each = a_break(post="", cost_centre="S100", pair=Pair.NOT_ATTRIBUTED)
    assert one("stockport", each)["figures"] == {
        "total_pence": 497500,
        "attributed_pence": 500000,
        "not_joint_pence": 20000,
        "break_pence": -22500,
    }


def test_posts_that_are_shown_only_in_total_have_no_figures_of_their_own() -> None:
    found = one("stockport", a_break(post="", cost_centre="S100"))
    assert (found["components"], found["figures"]) == ([], {})


def test_a_cause_keeps_its_rows_with_the_name_of_the_file() -> None:
    (cause,) = one("tameside", not_booked())["causes"]
    (row,) = cause["evidence"]
    assert row["file_name"].startswith("SMBC_GL_LINE_ITEMS")
    assert row["source_row"] == 9


def test_a_break_of_no_other_month_takes_the_figures() -> None:
    each = a_break(agreement="ey-leadership", counterparty="tameside", pair=Pair.BILLED_DUE, month=P06.month_after())
    assert one("stockport", each)["figures"] == {}


def test_a_break_of_pay_says_what_of_it_is_due_from_the_partner() -> None:
    part = a_due_part(
        tranche=Tranche.CAUSE,
        shared_pence=316,
        part_pence=158,
        due_pence=158,
        cause=SharedCause(code="FTE_DIFFERS", rivals="", sentence="Other hours."),
    )
    shown = [one(reader, a_break(), due=(a_due_part(), part))["shared"] for reader in ("stockport", "tameside")]

    assert [[(each["cause"], each["due_pence"]) for each in parts] for parts in shown] == [
        [("FTE_DIFFERS", 158)],
        [("RECORDED_CHANGE", 158)],
    ]
    assert one("stockport", a_break(month=P06.month_after()), due=(part,))["shared"] == []
