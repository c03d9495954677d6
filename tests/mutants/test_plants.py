"""Wrong rules can be planted as they stand on file, and a few of them are planted and caught."""

import random
from collections import Counter

import pytest
import yaml

from tests.mutants.plant import NOT_YET, WRONG_RULES, Plant, read_plants, try_plants

PLANTS = read_plants()
RULES = {rule["id"]: rule["rule"] for rule in yaml.safe_load(WRONG_RULES.read_text(encoding="utf-8"))}
REASONS = yaml.safe_load(NOT_YET.read_text(encoding="utf-8"))
SAMPLE = ("M01", "M104", "M199", "M275")


@pytest.mark.parametrize("plant", PLANTS, ids=[plant.id for plant in PLANTS])
def test_a_planted_text_stands_once_in_its_file_and_changes(plant: Plant) -> None:
    assert plant.times_found == 1
    assert plant.find != plant.replace


def test_every_wrong_rule_is_planted_once_or_listed_with_a_reason() -> None:
    planted = [plant.id for plant in PLANTS]
    listed = [name for group in REASONS for name in group["ids"] if group["reason"].strip()]

    assert Counter([*planted, *listed]) == Counter(list(RULES))


def test_every_rule_has_a_plant() -> None:
    rules = {RULES[plant.id] for plant in PLANTS}

    assert rules >= {"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R9", "R11", "R16"}
    assert len(PLANTS) >= 40


def test_a_sample_of_planted_rules_is_caught(day_seed: int) -> None:
    named = [plant for plant in PLANTS if plant.id in SAMPLE]
    drawn = random.Random(day_seed).sample([plant for plant in PLANTS if plant not in named], 2)

    survived = [each.plant.id for each in try_plants([*named, *drawn]) if not each.caught_by or each.is_no_rule]

    assert survived == []
