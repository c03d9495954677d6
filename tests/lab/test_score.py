"""The score of small tables made by hand: each way a planted break may come out, and what may not be."""

import pytest

from sspipe.lab.score import (
    NamedCause,
    Outcome,
    PlantedBreak,
    Score,
    ShownBreak,
    Twins,
    score,
)
from sspipe.lab.score_told import document, tally

PERIODS = ("2022-23-P06", "2022-23-P07")
HERE = ("ledger-expected", "ey-head", "2022-23-P06", "stockport")
THERE = ("billed-due", "ey-head", "2022-23-P06", "stockport")
TWINS = Twins(
    of={("MISSING_PAY", ""): frozenset({"POSTED_NEXT_PERIOD"})}, families=(("MISSING_PAY", "POSTED_NEXT_PERIOD"),)
)


def plant(kind: str, pence: int = 500, known_from: str = "2022-23-P06", clears_in: str = "") -> PlantedBreak:
    return PlantedBreak(kind=kind, place=HERE, pence=pence, known_from=known_from, clears_in=clears_in)


def cause(code: str, pence: int = 500, *rivals: str, is_supposed: bool = False) -> NamedCause:
    return NamedCause(code=code, pence=pence, rivals=frozenset(rivals), is_supposed=is_supposed)


def shown(*causes: NamedCause, period: str = PERIODS[-1], is_open: bool = True) -> ShownBreak:
    return ShownBreak(
        period=period, place=HERE, pence=sum(each.pence for each in causes), is_open=is_open, causes=causes
    )


def scored(plants: list[PlantedBreak], breaks: list[ShownBreak]) -> Score:
    return score(plants, breaks, PERIODS, TWINS)


@pytest.mark.parametrize(
    ("planted", "causes", "outcome", "passes"),
    [
        (plant("MISSING_PAY"), [cause("MISSING_PAY")], Outcome.FOUND, True),
        (plant("MISSING_PAY"), [cause("MISSING_PAY", 499), cause("UNEXPLAINED", 1)], Outcome.WRONG_AMOUNT, False),
        (
            plant("MISSING_PAY"),
            [cause("AMBIGUOUS", 500, "MISSING_PAY", "POSTED_NEXT_PERIOD")],
            Outcome.AMBIGUOUS,
            True,
        ),
        (plant("MISSING_PAY"), [cause("AMBIGUOUS", 500, "NI_MISSING", "LEVY_MISSING")], Outcome.WRONG_NAME, False),
        (
            plant("MISSING_PAY"),
            [cause("AMBIGUOUS", 400, "MISSING_PAY", "POSTED_NEXT_PERIOD")],
            Outcome.WRONG_AMOUNT,
            False,
        ),
        (plant("MISSING_PAY"), [cause("UNEXPLAINED")], Outcome.UNEXPLAINED, False),
        (plant("MISSING_PAY", known_from="2022-23-P08"), [cause("UNEXPLAINED")], Outcome.TOO_EARLY, True),
        (plant("MISSING_PAY"), [cause("NI_MISSING")], Outcome.WRONG_NAME, False),
        (plant("UNEXPLAINED"), [cause("UNEXPLAINED")], Outcome.FOUND, True),
        (plant("UNEXPLAINED"), [cause("FTE_DIFFERS")], Outcome.WRONG_NAME, False),
        (plant("MISSING_PAY"), [], Outcome.NOT_SHOWN, False),
        (plant("MISSING_PAY", known_from="2022-23-P08"), [], Outcome.TOO_EARLY, True),
    ],
)
def test_one_planted_break_comes_out_so(
    planted: PlantedBreak, causes: list[NamedCause], outcome: Outcome, *, passes: bool
) -> None:
    found = scored([planted], [shown(*causes)] if causes else [])
    assert [each.outcome for each in found.judged] == [outcome]
    assert found.passes is passes


def test_the_last_form_of_a_break_counts() -> None:
    early = shown(cause("POSTED_NEXT_PERIOD", is_supposed=True), period=PERIODS[0])
    late = shown(cause("MISSING_PAY"))
    for breaks in ([early, late], [late, early]):
        assert scored([plant("MISSING_PAY")], breaks).passes


def test_a_break_that_clears_is_found_by_what_it_was_called_before() -> None:
    late = plant("BILLED_NEXT_PERIOD", known_from="2022-23-P06", clears_in="2022-23-P07")
    before = shown(cause("NOT_BILLED", is_supposed=True), period=PERIODS[0])
    cleared = ShownBreak(period=PERIODS[1], place=HERE, pence=0, is_open=False)
    assert scored([late], [before, cleared]).judged[0].outcome is Outcome.FOUND
    still = scored([late], [before, shown(cause("NOT_BILLED"))])
    assert still.judged[0].outcome is Outcome.WRONG_AMOUNT


def test_a_break_that_nobody_planted_is_a_false_alarm() -> None:
    found = scored([], [shown(cause("NI_MISSING"))])
    assert [(each.place, each.pence, each.said) for each in found.false_alarms] == [(HERE, 500, ("NI_MISSING",))]
    assert not found.passes


def test_a_cause_too_many_on_a_planted_break_is_one_too() -> None:
    found = scored([plant("MISSING_PAY")], [shown(cause("MISSING_PAY"), cause("NI_MISSING", 20))])
    assert [each.outcome for each in found.judged] == [Outcome.FOUND]
    assert [each.pence for each in found.false_alarms] == [20]


def test_a_pair_is_judged_cause_by_cause_and_may_stay_unexplained() -> None:
    pair = [plant("NI_MISSING", 300), plant("FTE_DIFFERS", 200)]
    both = scored(pair, [shown(cause("FTE_DIFFERS", 200), cause("NI_MISSING", 300))])
    neither = scored(pair, [shown(cause("UNEXPLAINED", 500))])
    assert [each.outcome for each in both.judged] == [Outcome.FOUND] * 2
    assert [each.outcome for each in neither.judged] == [Outcome.UNEXPLAINED] * 2
    assert both.passes
    assert neither.passes


def test_one_ambiguous_cause_may_stand_for_a_whole_pair() -> None:
    pair = [plant("NI_MISSING", 300), plant("FTE_DIFFERS", 200)]
    found = scored(pair, [shown(cause("AMBIGUOUS", 500, "NI_MISSING", "FTE_DIFFERS"))])
    assert [each.outcome for each in found.judged] == [Outcome.AMBIGUOUS] * 2
    assert found.passes


def test_an_ambiguity_that_the_table_of_twins_does_not_hold_is_counted() -> None:
    listed = scored([plant("MISSING_PAY")], [shown(cause("AMBIGUOUS", 500, "MISSING_PAY", "POSTED_NEXT_PERIOD"))])
    other = scored([plant("MISSING_PAY")], [shown(cause("AMBIGUOUS", 500, "MISSING_PAY", "ROUNDING"))])
    assert [tally(each.judged)["beyond_twins"] for each in (listed, other)] == [0, 1]


def test_counts_and_pounds_add_up_by_cause_and_by_family() -> None:
    other = PlantedBreak(kind="NOT_BILLED", place=THERE, pence=-1000, known_from=PERIODS[0])
    told = document(scored([plant("MISSING_PAY"), other], [shown(cause("MISSING_PAY"))]), TWINS)
    assert (told["all"]["planted"], told["all"]["found"], told["all"]["not_shown"], told["all"]["pence"]) == (
        2,
        1,
        1,
        1500,
    )
    assert told["causes"]["MISSING_PAY"]["found_pence"] == 500
    assert [(each["planted"], each["found"]) for each in told["families"]] == [(1, 1)]
    assert [each["kind"] for each in told["failures"]] == ["NOT_BILLED"]
    assert not told["passes"]
