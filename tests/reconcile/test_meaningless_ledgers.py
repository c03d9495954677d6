"""Ledgers that mean nothing: whatever lines stand in them, causes add up to the penny and no order or run tells."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sspipe.model.councils import AccountUse
from sspipe.model.ledger import EntryType, LedgerLine
from sspipe.model.periods import Period
from sspipe.model.statement import Break
from sspipe.reconcile.facts import Facts
from sspipe.reconcile.joint_posts import reconcile_joint_posts
from tests.builders import POSTS, a_ledger_line, centre_of, post_ref
from tests.reconcile.draws import sites
from tests.reconcile.the_site import Given
from tests.worked import facts_of

AS_DRAWN = (Phase.generate,)  # an example is two numbers' worth of drawing: made smaller it tells no more
SOME = settings(max_examples=5, derandomize=True, deadline=None, phases=AS_DRAWN)
TODAY = settings(max_examples=3, deadline=None, database=None, phases=AS_DRAWN)  # by the seed of the day, see conftest
MANY = settings(max_examples=100, derandomize=True, deadline=None, phases=AS_DRAWN)
COUNCILS = {"stockport": "tameside", "tameside": "stockport"}
PEOPLE = ("", "", "A", "B", "C", "Z")
MOST_LINES, MOST_PENCE = 160, 800_000
KINDS = (EntryType.ACTUAL, EntryType.ACTUAL, EntryType.ACTUAL, EntryType.ACCRUAL, EntryType.BUDGET)
TYPES = ("PY", "PY", "SI", "SC", "PI", "MJ", "")
Said = tuple[str, int, tuple[tuple[str, int, str, str, bool], ...]]


def meaningless(facts: Facts, seed: int) -> Facts:
    """The same site and records; of the ledgers, each line kept or not, and others that are drawn."""
    dice = random.Random(seed)
    kept = [line for line in facts.lines if dice.random() < dice.random()]
    again = dice.choices(kept, k=dice.randrange(6)) if kept else []
    copies = [replace(line, source_row=90_000 + row) for row, line in enumerate(again)]
    drawn = _lines(dice, facts.period, dice.randrange(MOST_LINES))
    return replace(facts, lines=(*kept, *copies, *drawn))


def _lines(dice: random.Random, close: Period, count: int) -> Iterator[LedgerLine]:
    amounts = [dice.randint(-MOST_PENCE, MOST_PENCE) for _ in range(max(count // 3, 1))]
    return (_line(dice, close, row, dice.choice(amounts)) for row in range(50_000, 50_000 + count))


def _line(dice: random.Random, close: Period, row: int, pence: int) -> LedgerLine:
    """Any account on any post, month and sign; amounts come again, as they do where something was posted twice."""
    council = dice.choice(sorted(COUNCILS))
    period = Period(2022, dice.randint(0, close.number))
    post, other = dice.choice(sorted(POSTS)), dice.choice([*sorted(POSTS), "other"])
    service = Period(2022, dice.randint(1, 12)) if dice.random() < 0.5 else None
    return a_ledger_line(
        council=council,
        document=str(dice.randrange(40)),
        line=str(row),
        posting_date=period.month.first_day + timedelta(days=dice.randrange(28)),
        period=period,
        account=dice.choice(list(AccountUse)).value,
        cost_centre=dice.choice([centre_of(council, post), "C9999"]),
        post_ref=dice.choice(["", post_ref(council, post), post_ref(council, other)]),
        occupant_ref=dice.choice(PEOPLE),
        counterparty=dice.choice(["", COUNCILS[council]]),
        reference=dice.choice(["", "INV5000", f"R{dice.randrange(9)}"]),
        service_from=service.first_day if service else None,
        service_to=service.last_day if service else None,
        tax_code=dice.choice(["", "OS", "V1"]),
        vat_pence=dice.choice([0, 0, pence // 5]),
        entry_type=dice.choice(KINDS),
        document_type=dice.choice(TYPES),
        credits_document=dice.choice(["", "", str(dice.randrange(40))]),
        accrual_id=dice.choice(["", "", "A2223-EYHEAD-P11-U-ST"]),
        fund=dice.choice(["", "GF", "EYDSG"]),
        amount_pence=dice.choice([pence, -pence]),
        source_row=row,
    )


def check_ledger(site: Given, seed: int) -> None:
    """The three promises of any close, held on one that means nothing."""
    facts = meaningless(facts_of({"given": site}), seed)
    found = reconcile_joint_posts(facts)
    mixed = replace(facts, lines=tuple(random.Random(seed + 1).sample(facts.lines, len(facts.lines))))

    for item in found.breaks:
        assert sum(cause.amount_pence for cause in item.causes) == item.amount_pence
    assert reconcile_joint_posts(facts) == found
    assert [_said(item) for item in reconcile_joint_posts(mixed).breaks] == [_said(item) for item in found.breaks]


def _said(item: Break) -> Said:
    causes = (
        (cause.code, cause.amount_pence, cause.sentence, cause.rivals, cause.is_supposed) for cause in item.causes
    )
    return item.break_id, item.amount_pence, tuple(sorted(causes))


@given(sites(), st.integers(0, 10**9))
@SOME
def test_causes_add_up_and_neither_order_nor_run_tells(site: Given, seed: int) -> None:
    check_ledger(site, seed)


@given(sites(), st.integers(0, 10**9))
@TODAY
def test_so_it_is_of_ledgers_drawn_today(site: Given, seed: int) -> None:
    check_ledger(site, seed)


@pytest.mark.prove
@given(sites(), st.integers(0, 10**9))
@MANY
def test_so_it_is_of_many(site: Given, seed: int) -> None:
    check_ledger(site, seed)
