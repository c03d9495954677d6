"""Each cause moves the books by the pounds that it says, and by nothing else, wherever it is planted."""

from functools import cache
from pathlib import Path
from random import Random

import pytest

from sspipe.lab.catalogue import TABLES, each_by_pair
from sspipe.lab.causes_nil import NIL
from sspipe.lab.choosing import after, billed_after
from sspipe.lab.ground import Ground
from sspipe.lab.plant import ACCRUED, BILLED, BOOKED, LEDGER, Planting
from sspipe.lab.site import LAST
from sspipe.lab.world import documents_of
from tests.lab.grounds import facts_for, ground, moved, said

PAGE = Path(__file__).parents[2] / "src" / "sspipe" / "lab" / "README.md"
SEEDS = (1, 3, 6)
SAMPLE = 2
PAIRS = {"cost": LEDGER, "billed": BILLED, "booked": BOOKED, "accrued": ACCRUED}
NAMES = each_by_pair()
Cells = dict[tuple[str, ...], int]


@cache
def plantings(name: str, seed: int) -> tuple[Planting, ...]:
    code, pair = name.split("/")
    return tuple(TABLES[pair][code](ground(seed, facts_for(code))))


def some(name: str, seed: int) -> list[Planting]:
    every = plantings(name, seed)
    return Random(seed).sample(every, min(SAMPLE, len(every)))


@pytest.mark.parametrize("name", NAMES)
def test_each_cause_has_room_in_one_of_these_seeds_and_goes_by_its_own_name(name: str) -> None:
    found = [planting for seed in SEEDS for planting in plantings(name, seed)]
    code, pair = name.split("/")
    assert found
    assert {(each.first.kind, each.first.pair) for each in found} == {(code, PAIRS[pair])}
    assert all(bool(plant.amount) is (code not in NIL) for each in found for plant in each.plants)


@pytest.mark.parametrize("name", NAMES)
def test_each_cause_moves_what_it_says_and_leaves_every_document_balanced(name: str) -> None:
    facts = facts_for(name.split("/", maxsplit=1)[0])
    for seed in SEEDS:
        right = ground(seed, facts)
        for planting in some(name, seed):
            wrong = billed_after(right, planting)
            if wrong is None:
                continue
            documents = documents_of(wrong, [planting])
            books, told = moved(seed, documents, planting, facts), said(planting)
            late = never_entered(right) | never_entered(wrong)

            assert not [each for each in documents if sum(line.amount for line in each.lines)]
            assert books.pay == not_nil(told.pay)
            assert books.billed == less(told.billed, less(billed(right), billed(wrong)))
            assert without(less(books.booked, books.billed), late) == without(not_nil(told.booked), late)


def billed(found: Ground) -> Cells:
    """What is billed of the causes of the cost that an agreement shares, by post and service month."""
    cells: Cells = {}
    for paper in found.papers:
        for tranche in (each for each in paper.tranches if each.cause):
            cells[paper.post, tranche.earned.name] = cells.get((paper.post, tranche.earned.name), 0) + tranche.charged
    return cells


def never_entered(found: Ground) -> set[tuple[str, ...]]:
    """Service months of which an invoice is entered after the span, if at all."""
    return {
        (paper.post, tranche.earned.name)
        for paper in found.papers
        if paper.booked is None or paper.booked > LAST.last
        for tranche in paper.tranches
    }


def not_nil(cells: Cells) -> Cells:
    return {key: pence for key, pence in cells.items() if pence}


def less(cells: Cells, others: Cells) -> Cells:
    return not_nil({key: cells.get(key, 0) - others.get(key, 0) for key in {*cells, *others}})


def without(cells: Cells, keys: set[tuple[str, ...]]) -> Cells:
    return {key: pence for key, pence in cells.items() if key not in keys}


@pytest.mark.parametrize("name", NAMES)
def test_the_components_of_a_cost_sum_to_it(name: str) -> None:
    for planting in plantings(name, 1):
        for plant in (each for each in planting.plants if each.pair == LEDGER and not each.is_information):
            assert sum(plant.components.values()) == plant.amount


@pytest.mark.parametrize("code", TABLES["accrued"])
def test_an_accrual_differs_by_what_is_said(code: str) -> None:
    for planting in some(f"{code}/accrued", 1):
        plant = planting.first
        books = moved(1, documents_of(after(ground(1), planting), [planting]), planting).accrued
        march, april = (books.get((plant.partner, name), 0) for name in ("2022-23-P12", "2023-24-P01"))
        assert {key[0] for key in books} == {plant.partner}
        if plant.known_from.name == "2022-23-P12":
            assert (march, april) == (plant.amount, -plant.amount)
        else:
            assert (march, april) == (0, plant.amount)


@pytest.mark.parametrize("name", NAMES)
def test_no_cause_is_known_before_its_month_nor_after_it_clears(name: str) -> None:
    for seed in SEEDS:
        for plant in (plant for planting in plantings(name, seed) for plant in planting.plants):
            assert plant.known_from >= plant.month
            assert plant.clears_in is None or plant.known_from < plant.clears_in


def test_the_page_of_the_lab_lists_what_can_be_planted() -> None:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    listed = {
        f"{code.strip()}/{row[1].strip()}" for row in rows if row[1].strip() in TABLES for code in row[2].split(",")
    }
    assert listed == set(NAMES)
