"""Differences put into a year's ledger lines, by post and month, under the name that a cause ought to give them."""

import random
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace

from sspipe.model.ledger import LedgerLine
from sspipe.model.periods import LAST_MONTH, Period
from sspipe.model.statement import Pair

Months = MutableMapping[tuple[str, Period], list[LedgerLine]]
Lines = list[LedgerLine]
Change = Callable[[Lines], Lines]
PAY = ("basic", "elements", "ni", "pension", "levy")
INCOME, EXPENDITURE = "recharge_income", "recharge_expenditure"
ONE_IN_TEN, TWO_IN_A_HUNDRED = 10, 2
LAST_BILLED = 10
"""Of service months after this the partner still has time to book what was billed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One cause in one post's month."""

    code: str
    pair: Pair
    post: str
    month: Period


@dataclass(frozen=True, slots=True)
class Plant:
    """What a cause does to the lines of a post's month."""

    code: str
    pair: Pair
    change: Change


def _without(*accounts: str) -> Change:
    return _each(lambda _: [], accounts)


def _with_amount(amount: Callable[[int], int], *accounts: str) -> Change:
    return _each(lambda line: [replace(line, amount_pence=amount(line.amount_pence))], accounts)


def _twice(*accounts: str) -> Change:
    return _each(lambda line: [line, line], accounts)


def _placed(*accounts: str, **where: str) -> Change:
    return _each(lambda line: [replace(line, **where)], accounts)  # type: ignore[arg-type]


def _each(change: Callable[[LedgerLine], Lines], accounts: Sequence[str]) -> Change:
    """What becomes of the month's pay under some accounts; of recharges only of the month's first invoice."""

    def changed(lines: Lines) -> Lines:
        first = next((line.document for line in lines if line.account == INCOME), "")
        concerned = [line.account in accounts and (line.account in PAY or line.document == first) for line in lines]
        return [
            new for line, is_one in zip(lines, concerned, strict=True) for new in (change(line) if is_one else [line])
        ]

    return changed


def _swapped(pence: int) -> int:
    """The first two unlike neighbouring digits changed."""
    digits = str(abs(pence))
    at = next((at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and digits[at + 1] != "0"), None)
    if at is None:
        return pence
    turned = int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    return turned if pence > 0 else -turned


OF_COST = (
    Plant("MISSING_PAY", Pair.LEDGER_EXPECTED, _without(*PAY)),
    Plant("DUPLICATE_POSTING", Pair.LEDGER_EXPECTED, _twice(*PAY)),
    Plant("WRONG_COST_CENTRE", Pair.LEDGER_EXPECTED, _placed(*PAY, cost_centre="elsewhere")),
)
NO_LEVY = Plant("LEVY_MISSING", Pair.LEDGER_EXPECTED, _without("levy"))
LACKING = {"MISSING_PAY", "WRONG_COST_CENTRE"}
"""Costs by which the ledger lacks the whole month."""
OF_COMPONENTS = (
    Plant("PENSION_MISSING", Pair.LEDGER_EXPECTED, _without("pension")),
    NO_LEVY,
    Plant("NI_MISSING", Pair.LEDGER_EXPECTED, _without("ni")),
    Plant("TRANSPOSED_DIGITS", Pair.LEDGER_EXPECTED, _with_amount(_swapped, "basic")),
)
OF_BILLED = (
    Plant("NOT_BILLED", Pair.BILLED_DUE, _without(INCOME, EXPENDITURE)),
    Plant("DUPLICATE_INVOICE", Pair.BILLED_DUE, _twice(INCOME, EXPENDITURE)),
    Plant("WRONG_UNIT", Pair.BILLED_DUE, _with_amount(lambda pence: pence * 1000, INCOME, EXPENDITURE)),
    Plant("TRANSPOSED_DIGITS", Pair.BILLED_DUE, _with_amount(_swapped, INCOME, EXPENDITURE)),
    Plant("SIGN_REVERSED", Pair.BILLED_DUE, _with_amount(lambda pence: -pence, INCOME, EXPENDITURE)),
)
OF_BOOKED = (
    Plant("NOT_BOOKED", Pair.BOOKED_BILLED, _without(EXPENDITURE)),
    Plant("BOOKED_TWICE", Pair.BOOKED_BILLED, _twice(EXPENDITURE)),
    Plant("BOOKED_OTHER_CODE", Pair.BOOKED_BILLED, _placed(EXPENDITURE, cost_centre="elsewhere", post_ref="")),
    Plant("WRONG_COUNTERPARTY", Pair.BOOKED_BILLED, _placed(EXPENDITURE, counterparty="somebody")),
    Plant("TRANSPOSED_DIGITS", Pair.BOOKED_BILLED, _with_amount(_swapped, EXPENDITURE)),
)


def plant(months: Months, draw: random.Random) -> Iterator[Planted]:
    """Change the lines of 10% of the post-months by one cause and of 2% by two.

    A levy that the ledger lacks is shared by these agreements: what was billed of it is owed back.
    """
    for post, month in sorted(months):
        chance = draw.randrange(100)
        count = 2 if chance < TWO_IN_A_HUNDRED else 1 if chance < TWO_IN_A_HUNDRED + ONE_IN_TEN else 0
        for each in _drawn(month, count, draw):
            changed = each.change(months[post, month])
            if changed != months[post, month]:
                months[post, month] = changed
                yield Planted(code=each.code, pair=each.pair, post=post, month=month)
                if each is NO_LEVY and month.number < LAST_MONTH and _is_charged(months[post, month]):
                    yield Planted(code="CREDIT_NOTE_NOT_ISSUED", pair=Pair.BILLED_DUE, post=post, month=month)


def _is_charged(lines: Lines) -> bool:
    return any(line.account == INCOME for line in lines)


def _drawn(month: Period, count: int, draw: random.Random) -> Sequence[Plant]:
    """So many causes that can stand on one month: two components of pay, or a cost and a recharge."""
    recharges = draw.choice((OF_BILLED, OF_BOOKED)) if month.number <= LAST_BILLED else OF_COMPONENTS
    if count == 1:
        return draw.sample((*OF_COST, *OF_COMPONENTS) if draw.randrange(2) else recharges, 1)
    if draw.randrange(2) or recharges is OF_COMPONENTS:
        return draw.sample(OF_COMPONENTS, count)
    beside = draw.choice(recharges)
    return [draw.choice([cost for cost in (*OF_COST, *OF_COMPONENTS) if _is_apart(cost, beside)]), beside][:count]


def _is_apart(cost: Plant, recharge: Plant) -> bool:
    """Whether the recharge keeps its name beside the cost.

    A levy not paid moves what is due, and one number of the bill takes one cause (R9 d). Where the ledger lacks the
    month, a host that billed nothing billed its ledger, as the table of twins has it.
    """
    if cost is NO_LEVY:
        return recharge in OF_BOOKED
    return recharge.code != "NOT_BILLED" or cost.code not in LACKING
