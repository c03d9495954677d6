"""Causes of the cost in what is due: whose each is, and that no pound comes or goes when it is split (R7)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sspipe.model.agreements import PensionBasis, Retrospection, Sharing
from sspipe.model.money import rounded_pence
from sspipe.model.statement import Cause
from sspipe.model.working import Tranche
from sspipe.reconcile.cost_causes import BEARING
from sspipe.reconcile.cost_workings import work_out_costs
from sspipe.reconcile.dues import work_out_dues
from sspipe.reconcile.joint_posts import state
from sspipe.reconcile.shared_causes import is_shared_cause
from sspipe.reconcile.workings import work_out
from tests.builders import the_terms
from tests.worked import completed, facts_of

SOME = settings(max_examples=15, derandomize=True, deadline=None)
TERMS: Mapping[str, tuple[str, ...]] = {
    "host_errors": (
        *("AWARD_PAID_EARLY", "FTE_DIFFERS", "POINT_DIFFERS", "NI_RATE_STALE", "NI_THRESHOLD_STALE", "NI_AGGREGATED"),
        *("NI_CATEGORY", "ROUNDING"),
    ),
    "pension_basis": ("PENSION_RATE_STALE", "WRONG_PENSION_SCHEME"),
    "levy": ("LEVY_MISSING", "CENTRAL_ONCOST"),
    "one_off_pay": ("ONE_OFF_PAY", "SALARY_SACRIFICE"),
    "absence": ("PAY_REDUCED", "STATUTORY_PAY_RECOVERED"),
    "non_pay_costs": ("NON_PAY_COST",),
    "cover_and_overlap": ("AGENCY_COVER", "OVERLAP_HANDOVER"),
    "lump_sums": ("PENSION_LUMP_SUM",),
    "exit_costs": ("LEAVER_FINAL_PAY", "EXIT_COST"),
    "retrospection": ("PRIOR_YEAR_ITEM",),
}
"""The catalogue's column, written down by hand: the causes that each term shares."""
NEVER = (
    *("VACANT_POST_PAID", "LEAVER_STILL_PAID", "STARTER_UNPAID", "MISSING_PAY", "LATE_CHANGE_NOT_PAID"),
    *("AWARD_NOT_PAID", "NI_MISSING", "PENSION_MISSING", "OPTED_OUT", "WRONG_COST_CENTRE", "MISCODED_IN"),
    *("DUPLICATE_POSTING", "POSTED_NEXT_PERIOD", "POSTED_EARLY", "OVERPAYMENT_RECOVERED", "MANUAL_JOURNAL"),
    *("SIGN_REVERSED", "TRANSPOSED_DIGITS"),
)
SAYS_YES: dict[str, Any] = {
    "pension_basis": PensionBasis.HOST_RATE,
    "retrospection": Retrospection.FROM_SHARED_FROM,
    **dict.fromkeys(TERMS.keys() - {"pension_basis", "retrospection"}, Sharing.SHARED),
}
SAYS_NO: dict[str, Any] = {
    "pension_basis": PensionBasis.NOT_SHARED,
    "retrospection": Retrospection.NONE,
    **dict.fromkeys(TERMS.keys() - {"pension_basis", "retrospection"}, Sharing.NOT_SHARED),
}


def a_cause(code: str, rivals: str = "") -> Cause:
    return Cause(
        code=code,
        cause_class="1",
        amount_pence=100,
        is_supposed=False,
        sentence="",
        evidence=(),
        tried=1,
        rivals=rivals,
    )


def test_every_line_of_the_catalogue_is_judged_here() -> None:
    assert set(BEARING) <= {*NEVER, *(code for codes in TERMS.values() for code in codes)}


@pytest.mark.parametrize("term", TERMS)
def test_a_cause_is_shared_by_its_own_term_and_by_no_other(term: str) -> None:
    alone = the_terms(**(SAYS_NO | {term: SAYS_YES[term]}))
    all_others = the_terms(**(SAYS_YES | {term: SAYS_NO[term]}))
    for code in set(TERMS[term]) & set(BEARING):
        assert is_shared_cause(a_cause(code), alone), code
        assert not is_shared_cause(a_cause(code), all_others), code


@pytest.mark.parametrize("code", [*NEVER, "UNEXPLAINED", "NO_SUCH_CAUSE"])
def test_what_is_the_hosts_or_nobodys_is_shared_by_no_terms(code: str) -> None:
    for amount_pence in (100, -100):
        assert not is_shared_cause(replace(a_cause(code), amount_pence=amount_pence), the_terms(**SAYS_YES))


@pytest.mark.parametrize(
    ("rivals", "shared"),
    [
        ("FTE_DIFFERS,POINT_DIFFERS", True),
        ("FTE_DIFFERS,LEVY_MISSING", True),
        ("FTE_DIFFERS,MISSING_PAY", False),
        ("DUPLICATE_POSTING,FTE_DIFFERS", False),
        ("", False),
    ],
)
def test_what_nobody_can_tell_is_shared_where_every_candidate_is(rivals: str, shared: bool) -> None:  # noqa: FBT001 - the end
    assert is_shared_cause(a_cause("AMBIGUOUS", rivals), the_terms(**SAYS_YES)) is shared


def _line(use: str, pence: int) -> dict[str, Any]:
    pounds = f"{'-' * (pence < 0)}£{abs(pence) // 100}.{abs(pence) % 100:02d}"
    return {"council": "stockport", "period": "2022-23-P05", "post": "ey-head", "use": use, "amount": pounds}


ERRORS = st.sampled_from(
    [
        [_line("ni", 316)],
        [_line("levy", -1986)],
        [_line("pension", -3972)],
        [_line("non_pay", 6001)],
        [_line("agency", 40003), _line("levy", -1986)],
        [_line("basic", -79441), _line("ni", -11956), _line("pension", -15889), _line("levy", -397)],
        [_line("basic", 10000)],
        [],
    ]
)
SPLITS = st.sampled_from([("1/2", "1/2"), ("3/5", "2/5"), ("53/100", "47/100"), ("1/3", "2/3")])
YES = st.sampled_from(["shared", "not_shared"])


@st.composite
def with_errors(draw: st.DrawFn) -> dict[str, Any]:
    """A post of which August holds an error, under terms that share it or not."""
    host, partner = draw(SPLITS)
    names = ("host_errors", "levy", "non_pay_costs", "cover_and_overlap")
    terms = {name: draw(YES) for name in names} | {"overhead": draw(st.sampled_from(["0", "0.1", "0.075"]))}
    return {
        "like": "the usual post",
        "lgps": {"stockport": {date(2020, 4, 1): "0.19", date(2022, 4, 1): "0.20"}},
        "occupancies": [{"fte": "0.8", "to": date(2022, 5, 31)}, {"from": date(2022, 6, 1)}],
        "agreement": {
            "terms": terms,
            "shares": {"ey-head": {date(2022, 7, 6): {"stockport": host, "tameside": partner}}},
        },
        "pay_lines": "as expected",
        "ledger": draw(ERRORS),
        "close": "2022-23-P05",
    }


@SOME
@given(with_errors())
def test_a_split_of_causes_keeps_every_penny_and_moves_nothing_else(drawn: dict[str, Any]) -> None:
    facts = facts_of({"given": completed(drawn)})
    workings = work_out(facts)
    costs = work_out_costs(facts)
    without, _ = work_out_dues(costs, {})
    items = [item for item in workings.due if item.tranche is Tranche.CAUSE]

    assert [item for item in workings.due if item.tranche is not Tranche.CAUSE] == list(without)
    terms = facts.site.agreements[0].versions[0].terms
    for item in workings.due:
        assert sum(part.shared_pence for part in item.components) == item.shared_pence
        assert sum(part.part_pence for part in item.components) == item.part_pence
        assert item.due_pence == rounded_pence(item.part_pence * (1 + terms.overhead))
    explained = {cause.sentence: cause for found in workings.cost_causes.values() for cause in found}
    assert all(item.cause and is_shared_cause(explained[item.cause.sentence], terms) for item in items)
    statement = state(workings)
    for row in statement.recharges:
        ours = [item for item in statement.due if (item.post, item.service) == (row.post, row.service)]
        assert sum(item.due_pence for item in ours) == row.due_pence
        assert sum(item.due_pence for item in ours if item.cause) == row.from_causes_pence
    for settled in statement.settlement:
        assert abs(settled.from_causes_pence) <= sum(abs(item.due_pence) for item in items)
