"""The search for causes: the smallest admissible set, its rivals, its bound; causes always add up to the difference."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.model.councils import Component
from sspipe.model.statement import Evidence
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Part, key_of, less, sum_of
from sspipe.reconcile.named import causes_of
from sspipe.reconcile.solving import MOST_SLIPS, MOST_UNRECORDED, Answer, solve

B, N, P = Component.BASIC, Component.NI, Component.PENSION
RECORDED, TIMING, RATE, SLIP = CauseClass


def a_hypothesis(code: str, cause_class: CauseClass, parts: dict[Part, int], **changes: Any) -> Hypothesis:
    facts: dict[str, Any] = {
        "code": code,
        "cause_class": cause_class,
        "parts": parts,
        "what": f"what {code} is",
        "sentence": f"It was {code}.",
        "decides": f"the paper of {code}",
    }
    return Hypothesis(**(facts | changes))


def codes(answer: Answer) -> tuple[str, ...]:
    return tuple(each.code for each in answer.found)


def test_one_cause_that_is_the_difference_is_found() -> None:
    answer = solve({B: 100, N: 10}, [a_hypothesis("X", RECORDED, {B: 100, N: 10}), a_hypothesis("Y", RECORDED, {B: 1})])
    assert (codes(answer), answer.rivals) == (("X",), ())


def test_the_same_total_in_other_components_is_not_the_difference() -> None:
    answer = solve({B: 100, N: 10}, [a_hypothesis("X", RECORDED, {B: 110})])
    assert answer.found == ()
    assert (answer.nearest and answer.nearest.code, answer.miss_pence) == ("X", 20)


def test_what_is_left_of_a_difference_stands_in_the_order_of_its_parts() -> None:
    every: dict[Part, int] = dict.fromkeys(reversed(Component), 5)
    assert list(less(every, {None: 1, B: 2})) == [*every, None]


def test_one_cause_comes_before_two_of_its_class() -> None:
    two = [a_hypothesis("X", RATE, {B: 60}), a_hypothesis("Y", RATE, {N: 40})]
    assert codes(solve({B: 60, N: 40}, [*two, a_hypothesis("Z", RATE, {B: 60, N: 40})])) == ("Z",)


def test_two_recorded_events_come_before_one_rate() -> None:
    two = [a_hypothesis("X", RECORDED, {B: 60}), a_hypothesis("Y", RECORDED, {N: 40})]
    assert codes(solve({B: 60, N: 40}, [*two, a_hypothesis("Z", RATE, {B: 60, N: 40})])) == ("X", "Y")


def test_a_slip_is_named_only_where_nothing_else_explains() -> None:
    slip, rate = a_hypothesis("S", SLIP, {B: 9}), a_hypothesis("R", RATE, {B: 9})
    assert codes(solve({B: 9}, [slip, rate])) == ("R",)
    assert codes(solve({B: 9}, [slip])) == ("S",)


@pytest.mark.parametrize(
    ("cause_class", "most"), [(RATE, MOST_UNRECORDED), (TIMING, MOST_UNRECORDED), (SLIP, MOST_SLIPS)]
)
def test_so_many_of_a_class_stand_together_and_no_more(cause_class: CauseClass, most: int) -> None:
    parts: dict[Part, int] = {B: 1, N: 2, P: 4}
    hypotheses = [a_hypothesis(f"C{part}", cause_class, {part: pence}) for part, pence in parts.items()]
    enough, more = dict(list(parts.items())[:most]), dict(list(parts.items())[: most + 1])
    assert len(solve(enough, hypotheses).found) == most
    assert solve(more, hypotheses).found == ()


def test_recorded_events_stand_beside_two_rates() -> None:
    hypotheses = [
        a_hypothesis("A", RECORDED, {B: 1}),
        a_hypothesis("R", RATE, {N: 2}),
        a_hypothesis("S", RATE, {P: 4}),
    ]
    assert codes(solve({B: 1, N: 2, P: 4}, hypotheses)) == ("A", "R", "S")


def test_a_difference_of_one_number_takes_one_cause_unless_each_has_rows_of_its_own() -> None:
    bare = [a_hypothesis(code, RECORDED, {None: pence}) for code, pence in (("X", 60), ("Y", 40))]
    rows = [a_hypothesis(code, RECORDED, {None: pence}, has_own_rows=True) for code, pence in (("X", 60), ("Y", 40))]
    assert solve({None: 100}, bare).found == ()
    assert codes(solve({None: 100}, rows)) == ("X", "Y")


def test_a_rival_of_the_same_rank_makes_it_ambiguous_and_one_of_a_worse_rank_does_not() -> None:
    first, second = a_hypothesis("X", RATE, {B: 5}), a_hypothesis("Y", RATE, {B: 5})
    rivals = solve({B: 5}, [first, second])
    assert rivals.is_ambiguous
    assert not solve({B: 5}, [first, a_hypothesis("Y", SLIP, {B: 5})]).is_ambiguous
    (cause,) = causes_of(rivals, {B: 5}, ())
    assert (cause.code, cause.rivals, cause.amount_pence) == ("AMBIGUOUS", "X,Y", 5)
    assert cause.sentence == (
        "The £0.05 more is either what X is, or what Y is; the ledgers cannot tell them apart. To decide, look at "
        "the paper of X, or at the paper of Y. What is owed between the councils is the same whichever is true."
    )


def test_what_is_owed_differs_by_what_the_candidates_would_move_it() -> None:
    """FTE_DIFFERS is the host's and PAY_REDUCED is shared: half of -£2,294.87 with its odd penny."""
    sets = [a_hypothesis(code, RECORDED, {B: -229_487}) for code in ("FTE_DIFFERS", "PAY_REDUCED")]
    moved = {"FTE_DIFFERS": 0, "PAY_REDUCED": -114_744}
    compared = "Stockport's ledger holds £2,180.79 for August 2022; it should be £4,475.66."
    (cause,) = causes_of(
        solve({B: -229_487}, sets), {B: -229_487}, (), compared=compared, owed=lambda each: moved[each.code]
    )
    assert cause.sentence.startswith(f"{compared} The £2,294.87 less is either")
    assert cause.sentence.endswith(" What is owed between the councils differs by £1,147.44.")


def test_one_cause_that_two_records_predict_alike_is_no_rival_of_itself() -> None:
    answer = solve({B: 5}, [a_hypothesis("X", RATE, {B: 5}), a_hypothesis("X", RATE, {B: 5}, what="by another record")])
    assert (codes(answer), answer.is_ambiguous) == (("X",), False)


def test_a_timing_cause_whose_mirror_is_awaited_rivals_a_recorded_one() -> None:
    missing = a_hypothesis("MISSING", RECORDED, {B: -5})
    awaited = a_hypothesis("LATER", TIMING, {B: -5}, weighs_as=RECORDED, is_supposed=True)
    assert solve({B: -5}, [missing, awaited]).is_ambiguous
    assert codes(solve({B: -5}, [missing, a_hypothesis("LATER", TIMING, {B: -5})])) == ("MISSING",)


def test_a_cause_that_changes_nothing_is_no_part_of_a_set() -> None:
    assert codes(solve({B: 5}, [a_hypothesis("NIL", RECORDED, {B: 0}), a_hypothesis("X", RATE, {B: 5})])) == ("X",)


def test_the_search_stops_at_its_bound_and_says_so() -> None:
    many = [a_hypothesis(f"C{number}", RECORDED, {B: 2 * number}) for number in range(1, 60)]
    stopped = solve({B: 1}, many, most_steps=50)
    assert (stopped.is_stopped, stopped.found) == (True, ())
    assert (stopped.steps, stopped.pool) == (50, 59)
    assert causes_of(stopped, {B: 1}, ())[0].sentence.endswith(
        "The search for causes stopped at its limit of 50 steps, so that a cause may have been missed; 59 were weighed."
    )
    assert not solve({B: 1}, many[:5], most_steps=50_000).is_stopped


def test_a_search_that_stops_among_sets_of_one_rank_names_none_of_them() -> None:
    two = [a_hypothesis("A", RECORDED, {B: 60}), a_hypothesis("B", RECORDED, {N: 40})]
    others = [a_hypothesis(f"C{number}", RECORDED, {P: number}) for number in range(1, 60)]
    assert codes(solve({B: 60, N: 40}, [*two, *others], most_steps=500)) == ("A", "B")
    assert solve({B: 60, N: 40}, [*two, *others], most_steps=30).found == ()


def test_what_nothing_explains_says_what_comes_nearest() -> None:
    (cause,) = causes_of(solve({B: 100}, [a_hypothesis("X", RATE, {B: 97})]), {B: 100}, ())
    assert (cause.code, cause.amount_pence) == ("UNEXPLAINED", 100)
    assert cause.sentence == (
        "Nothing on file explains the £1.00 more. What comes nearest is what X is, which misses it by £0.03."
    )


def test_two_names_of_the_same_money_never_stand_together() -> None:
    month: dict[Part, int] = {B: -100, N: -10}
    names = [a_hypothesis("MISSING", RECORDED, month), a_hypothesis("LATER", TIMING, month, weighs_as=RECORDED)]
    turned = a_hypothesis("TURNED", SLIP, {B: -200, N: -20})
    assert solve({B: -200, N: -20}, names).found == ()
    assert codes(solve({B: -200, N: -20}, [*names, turned])) == ("TURNED",)


def test_the_same_money_told_in_two_parts_never_stands_beside_the_whole() -> None:
    whole = a_hypothesis("WHOLE", RECORDED, {B: -100})
    parts = [a_hypothesis("ONE", RECORDED, {B: -60}), a_hypothesis("OTHER", TIMING, {B: -40})]
    assert solve({B: -200}, [whole, *parts]).found == ()


def test_equal_amounts_stand_together_where_each_has_rows_of_its_own() -> None:
    rows = [Evidence(source_file="ledger.csv", source_row=number) for number in (2, 3)]
    first = a_hypothesis("X", RECORDED, {None: 50}, has_own_rows=True, evidence=(rows[0],))
    second = a_hypothesis("Y", RECORDED, {None: 50}, has_own_rows=True, evidence=(rows[1],))
    same_row = a_hypothesis("Y", RECORDED, {None: 50}, has_own_rows=True, evidence=(rows[0],))
    assert codes(solve({None: 100}, [first, second])) == ("X", "Y")
    assert solve({None: 100}, [first, same_row]).found == ()


def test_no_more_is_taken_off_than_there_is_whatever_else_is_added() -> None:
    month = a_hypothesis("MISSING", RECORDED, {B: -100, N: -10})
    part, more = a_hypothesis("NI_MISSING", RATE, {N: -10}), a_hypothesis("MORE", RECORDED, {N: 7})
    difference: dict[Part, int] = {B: -100, N: -13}
    assert codes(solve(difference, [month, part, more])) == ("MISSING", "MORE", "NI_MISSING")
    assert solve(difference, [month, part, more], most_taken={B: 100, N: 10}).found == ()
    assert solve(difference, [month, part, more], most_taken={B: 100, N: 20}).found


PARTS = st.dictionaries(st.sampled_from([B, N, P]), st.integers(-6, 6), min_size=1)
HYPOTHESES = st.lists(
    st.builds(a_hypothesis, st.sampled_from("UVWXYZ"), st.sampled_from(list(CauseClass)), PARTS), max_size=6
)


@settings(max_examples=200, deadline=None)
@given(PARTS, HYPOTHESES)
def test_the_causes_add_up_to_the_difference_whatever_is_tried(difference: dict[Part, int], tried: list[Any]) -> None:
    answer = solve(difference, tried)
    assert sum(cause.amount_pence for cause in causes_of(answer, difference, ())) == sum(difference.values())
    for found in (answer.found, *answer.rivals):
        assert not found or not key_of(less(difference, sum_of(found)))


@settings(max_examples=100, deadline=None)
@given(PARTS, HYPOTHESES, st.randoms())
def test_the_order_of_what_is_tried_changes_nothing(difference: dict[Part, int], tried: list[Any], dice: Any) -> None:
    shuffled = dice.sample(tried, len(tried))
    assert causes_of(solve(difference, tried), difference, ()) == causes_of(solve(difference, shuffled), difference, ())


@settings(max_examples=100, deadline=None)
@given(PARTS, HYPOTHESES)
def test_what_is_found_is_admissible(difference: dict[Part, int], tried: list[Any]) -> None:
    found = solve(difference, tried).found
    assert sum(each.cause_class is not RECORDED for each in found) <= MOST_UNRECORDED
    assert sum(each.cause_class is SLIP for each in found) <= MOST_SLIPS
    without_slips = [each for each in tried if each.cause_class is not SLIP]
    if any(each.cause_class is SLIP for each in found):
        assert not solve(difference, without_slips).found


@settings(max_examples=200, deadline=None)
@given(PARTS, HYPOTHESES, st.dictionaries(st.sampled_from([B, N, P]), st.integers(0, 9)))
def test_no_money_is_named_twice(difference: dict[Part, int], tried: list[Any], most_taken: dict[Part, int]) -> None:
    answer = solve(difference, tried, most_taken=most_taken)
    for found in (answer.found, *answer.rivals):
        for part in (B, N, P):
            assert sum(max(-each.parts.get(part, 0), 0) for each in found) <= most_taken.get(part, 0)
        for one in found:
            others = [each for each in found if each is not one]
            assert all(key_of(one.parts) != key_of(each.parts) for each in others)
            assert len(others) < 2 or key_of(one.parts) != key_of(sum_of(others))


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([B, N, P]), st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))))
def test_one_cause_alone_never_takes_more_than_there_is(months: dict[Part, tuple[int, int, int]]) -> None:
    difference = {part: shown - taken_back - due for part, (due, shown, taken_back) in months.items()}
    most_taken = {part: due + taken_back for part, (due, _, taken_back) in months.items()}
    alone = a_hypothesis("X", RATE, difference)
    assert bool(solve(difference, [alone], most_taken=most_taken).found) is bool(key_of(difference))


def test_every_order_of_three_gives_one_answer() -> None:
    three = [
        a_hypothesis("X", RECORDED, {B: 1}),
        a_hypothesis("Y", RECORDED, {N: 1}),
        a_hypothesis("Z", RECORDED, {B: 1, N: 1}),
    ]
    assert {codes(solve({B: 1, N: 1}, order)) for order in permutations(three)} == {("Z",)}


def test_what_misses_by_much_is_not_called_near_and_what_to_ask_is_said() -> None:
    answer = solve({B: 100}, [a_hypothesis("X", RATE, {B: 94})])
    (cause,) = causes_of(answer, {B: 100}, (), asked=" Ask somebody for the paper.")
    assert cause.sentence == "Nothing on file explains the £1.00 more. Ask somebody for the paper."
