"""Documents that concern no joint post: budgets, opening balances, small year-end adjustments."""

from sspipe.lab.agreements import Agreed
from sspipe.lab.chance import stream
from sspipe.lab.documents import Document, Line, balanced
from sspipe.lab.months import MONTHS_A_YEAR, Month, Period
from sspipe.lab.pay_postings import EARLY_YEARS_FUND, FUNDS
from sspipe.lab.site import FIRST, MONTHS, YEAR_END, Site
from sspipe.lab.stories import OCCUPIED

BUDGET_SHARES = {"basic": 100, "ni": 12, "pension": 20}
OPENING_ACCOUNTS = ("8900", "8950")
ADJUSTMENT_CODES = {"stockport": ("310400", "CE1"), "tameside": ("3140", "1")}


def budgets(site: Site, agreed: Agreed, seed: int) -> list[Document]:
    """A budget line for each cost centre and account of the occupied posts, at the start of each year."""
    starts = [month for month in MONTHS if month.period_number == 1]
    return [_budget(site, agreed, council, start, seed) for council in sorted(site.councils) for start in starts]


def _budget(site: Site, agreed: Agreed, council: str, start: Month, seed: int) -> Document:
    books = site.councils[council]
    lines = []
    for post in OCCUPIED:
        whole = stream(seed, "budget", post, start.start_year).randrange(45, 60) * 100_000
        shared = post in agreed.sharings
        if agreed.hosts[post] == council:
            wanted = {name: whole * share // 100 for name, share in BUDGET_SHARES.items()}
            wanted["recharge_income"] = -whole * 66 // 100 if shared else 0
        else:
            wanted = {"recharge_expenditure": whole * 66 // 100 if shared else 0}
        lines += [
            Line(
                account=books.accounts[component],
                amount=amount,
                cost_centre=site.posts[post].cost_centres[council],
                text="Original budget",
                fund=FUNDS.get(post, EARLY_YEARS_FUND),
            )
            for component, amount in wanted.items()
        ]
    return Document(
        council=council,
        kind="budget",
        posted=start.first,
        period=start.period,
        entry_type="budget",
        lines=balanced(lines, books.accounts["control"], "Original budget"),
    )


def opening_balances(seed: int) -> list[Document]:
    """Tameside's balances brought forward, which are no movement."""
    found = []
    for start in (month for month in MONTHS if month.period_number == 1):
        amount = stream(seed, "opening", start.start_year).randrange(10_000_000, 900_000_000)
        lines = tuple(
            Line(account=account, amount=sign * amount, text="Balance brought forward")
            for account, sign in zip(OPENING_ACCOUNTS, (1, -1), strict=True)
        )
        period = Period(start.start_year, 0)
        found.append(Document(council="tameside", kind="opening", posted=start.first, period=period, lines=lines))
    return found


def adjustments(site: Site, seed: int) -> list[Document]:
    """Small year-end journals between ordinary cost centres, each nil in sum."""
    return [_adjustment(council, number, seed) for council in sorted(site.councils) for number in range(3)]


def _adjustment(council: str, number: int, seed: int) -> Document:
    rng = stream(seed, "adjustment", council, number)
    account, prefix = ADJUSTMENT_CODES[council]
    amount = rng.randrange(1_000, 500_000)
    lines = tuple(
        Line(account=account, amount=each, cost_centre=f"{prefix}{rng.randrange(1000):03d}", text="Year-end adjustment")
        for each in (amount, -amount)
    )
    period = Period(FIRST.start_year, MONTHS_A_YEAR + 1)
    return Document(council=council, kind="journal", posted=YEAR_END, period=period, lines=lines)
