"""A person reads names where the rows hold codes, and every row of a sheet in the sentence over it."""

import pytest

from sspipe.model.movements import Movement
from sspipe.publish.pack.breaks import effect_of
from sspipe.publish.pack.movements import movements_sheet
from sspipe.publish.page.chart_causes import said
from sspipe.publish.plain import Row
from tests.publish.pack.releases import STOCKPORT, TAMESIDE, a_release, edition


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("approval by tameside is illustrative", f"approval by {TAMESIDE} is illustrative"),
        ("pay dates of stockport and tameside", f"pay dates of {STOCKPORT} and {TAMESIDE}"),
        ("hosts, ey-head, from 6 July", "hosts, Head of Early Years, from 6 July"),
        ("ey-leadership: no version is agreed", "Early years leadership: no version is agreed"),
        ("(agreements/ey-leadership.yaml)", "(agreements/ey-leadership.yaml)"),
        ("ey-leadership.yaml (7)", "ey-leadership.yaml (7)"),
        ("stockport/posts (12 files)", "stockport/posts (12 files)"),
        ("Tolerance of EY01, %_2yr_olds and EY010", "Tolerance of Good level, Take-up at two and EY010"),
    ],
)
def test_a_code_that_stands_by_itself_in_a_note_is_told_by_its_name(note: str, told: str) -> None:
    names = edition("stockport").names

    assert names.in_words(note, {"EY01": "Good level", "%_2yr_olds": "Take-up at two"}) == told


def test_the_sentence_over_the_movements_names_every_one_of_them() -> None:
    sheet = movements_sheet(a_release(), edition("stockport"))
    told = ("Open at the close before", "new", "open again", "changes of amount", "cleared", "accepted", "open now")

    assert [word for word in told if word not in sheet.says] == []
    assert len(told) == len(Movement) - 1, "reopened and lapsed are both open again"


@pytest.mark.parametrize(("month", "told"), [("2022-23-P06", True), ("2022-23-P07", False)])
def test_a_difference_in_pay_that_the_agreement_shares_is_not_told_as_the_hosts(month: str, *, told: bool) -> None:
    each: Row = {"pair": "ledger-expected", "post": "ey-head", "council": "stockport", "month": month}
    part: Row = {"post": "ey-head", "host": "stockport", "paid": "2022-23-P06", "tranche": "cause", "due_pence": -5665}
    shared = "The agreement shares it: it makes £56.65 less due, on the sheet Due in parts."

    assert (effect_of(each, {"out_due_parts": [part]}, edition("stockport")) == shared) is told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("VACANT_POST_PAID", "vacant post paid"),
        ("NI_RATE_STALE", "National Insurance rate stale"),
        ("VAT_INCLUDED", "VAT included"),
        ("AMBIGUOUS", "one of several causes, not told apart"),
    ],
)
def test_a_bar_of_causes_is_named_in_words(code: str, told: str) -> None:
    assert said(code) == told
