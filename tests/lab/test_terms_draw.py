"""The demonstration keeps the site's terms; other seeds draw theirs."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from sspipe.lab.chance import stream
from sspipe.lab.terms_draw import drawn_agreement, drawn_implementation

BASE = Path(__file__).parents[2] / "deployments" / "stockport-tameside" / "agreements" / "ey-leadership.yaml"
GIVEN = yaml.safe_load(BASE.read_text(encoding="utf-8"))
SEEDS = range(2, 202)


def agreed(agreement: dict[str, Any]) -> dict[str, Any]:
    return next(version for version in agreement["versions"] if version["status"] == "agreed")


def drawn(seed: int) -> dict[str, Any]:
    return drawn_agreement(GIVEN, seed, stream(seed, "terms"))


def test_the_demonstration_differs_by_one_share_that_changes_inside_a_month() -> None:
    found = drawn(1)
    assert agreed(found)["shares"]["ey-pvi"].pop(date(2022, 10, 12)) == {"stockport": "3/5", "tameside": "2/5"}
    assert found == GIVEN
    assert drawn_implementation(1, stream(1, "awards")) == {}


def test_the_seeds_vary_in_every_term_that_the_lab_draws() -> None:
    found = [drawn(seed) for seed in SEEDS]
    terms = [agreed(each)["terms"] for each in found]
    assert {each["levy"] for each in terms} == {"shared", "not_shared"}
    assert {each["overhead"] for each in terms} == {"0", "0.05", "0.025"}
    assert {each["frequency"] for each in terms} == {"monthly", "quarterly"}
    assert {(each["billing_day"]["day"], each["billing_day"]["month"]) for each in terms} == {
        (20, "following"),
        (28, "same"),
    }
    assert {each["retrospection"] for each in terms} == {"from_shared_from", "none"}
    assert len({each["lag_to_book_working_days"] for each in terms}) == 4
    assert len({each["approvals"][1]["takes_effect"] for each in found}) == 4
    assert {each["ends"] is None for each in found} == {True, False}


def test_some_councils_pay_the_award_later_than_by_rule() -> None:
    found = [tuple(sorted(drawn_implementation(seed, stream(seed, "awards")))) for seed in SEEDS]
    assert set(found) == {(), ("stockport",), ("tameside",), ("stockport", "tameside")}


def test_every_share_drawn_sums_to_one_and_one_at_least_changes_inside_a_month() -> None:
    for seed in SEEDS:
        shares = agreed(drawn(seed))["shares"]
        changes = [day for dated in shares.values() for day in dated if day != date(2022, 7, 6)]
        assert changes
        assert all(day.day > 1 for day in changes)
