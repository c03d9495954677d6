"""What each of the council's own posts should cost and what its ledger shows, for the month and the year to date.

A release holds the payslips and postings of its own month; the months before are those of the releases that stood when
it was published.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.posts import NAME as POSTS
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.sheets import CellRow, pounds, text
from sspipe.publish.page.bars import Bar, Key, Named, bar_drawing
from sspipe.publish.page.drawing import Drawing
from sspipe.publish.page.groups import Group
from sspipe.publish.page.tables import Table, heads_of, lines_of
from sspipe.publish.plain import Row

BEFORE = ("out_post_costs", "out_post_ledger")
"""Tables of which the months before are read."""
Before = Sequence[tuple[Period, Rows]]
ByMonth = dict[str, dict[str, int]]
EXPECTED, LEDGER = "first", "second"
_KEYS = (Key(EXPECTED, "expected cost"), Key(LEDGER, "the ledger shows"))
_COLUMNS = (
    text("post", "Post", 34),
    pounds("expected_pence", "Expected cost, £"),
    pounds("ledger_pence", "The ledger shows, £"),
    pounds("difference_pence", "Ledger less expected, £"),
)


def costs_group(rows: Rows, before: Before, edition: Edition) -> Group:
    """Two pictures and a table each; only posts that the council employs."""
    releases = [*before, (edition.period, rows)]
    expected = _by_month(releases, BEFORE[0], "paid", edition.council)
    ledger = _by_month(releases, BEFORE[1], "month", edition.council)
    month = edition.period.month
    year = sorted({str(period.month) for period, _ in releases})
    spans = (("month", f"{month.label}", [str(month)]), ("year", f"year to {month.label}", year))
    figures = [(ident, when, _figures(expected, ledger, months, edition)) for ident, when, months in spans]
    filled = [each for each in figures if each[2]]
    return Group(
        ident="chart-costs",
        heading="Expected cost and ledger, by post",
        says=_notes(year, month, edition, is_empty=not filled),
        sheet=POSTS,
        drawings=[_drawing(*each) for each in filled],
        tables=[_table(*each) for each in filled],
    )


def _by_month(releases: Before, table: str, month: str, council: str) -> ByMonth:
    """Pence by month and post; of a month that several releases hold the latest counts."""
    found: ByMonth = {}
    for _, rows in releases:
        own = [row for row in rows.get(table, ()) if row["council"] == council]
        for name in {words(row, month) for row in own}:
            found[name] = _by_post(row for row in own if row[month] == name)
    return found


def _by_post(rows: Iterable[Row]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[words(row, "post")] += pence(row, "amount_pence")
    return dict(sums)


def _figures(expected: ByMonth, ledger: ByMonth, months: Iterable[str], edition: Edition) -> list[CellRow]:
    """One row a post, by its title."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for month in months:
        for side, found in enumerate((expected, ledger)):
            for post, amount_pence in found.get(month, {}).items():
                sums[post][side] += amount_pence
    named = sorted((edition.names.post(post), post) for post in sums)
    return [_figure(title, *sums[post]) for title, post in named]


def _figure(title: str, expected: int, ledger: int) -> CellRow:
    return {
        "post": title,
        "expected_pence": expected,
        "ledger_pence": ledger,
        "difference_pence": ledger - expected,
    }


def _drawing(ident: str, when: str, figures: Sequence[CellRow]) -> Drawing:
    return bar_drawing(
        f"costs-{ident}",
        f"Expected cost and ledger by post, {when}",
        _told(figures),
        [_named(row) for row in figures],
        _KEYS,
    )


def _named(row: CellRow) -> Named:
    sides = ((EXPECTED, _amount(row, "expected_pence")), (LEDGER, _amount(row, "ledger_pence")))
    return Named(str(row["post"]), [Bar(style, amount, in_pounds(amount)) for style, amount in sides])


def _amount(row: Mapping[str, object], key: str) -> int:
    value = row[key]
    return value if isinstance(value, int) else 0


def _told(figures: Sequence[CellRow]) -> str:
    expected, ledger, difference = (
        sum(_amount(row, key) for row in figures) for key in ("expected_pence", "ledger_pence", "difference_pence")
    )
    widest = max(figures, key=lambda row: abs(_amount(row, "difference_pence")))
    opening = f"These posts should cost {in_pounds(expected)}; the ledger shows {in_pounds(ledger)}"
    if not any(_amount(row, "difference_pence") for row in figures):
        return f"{opening}. They agree post by post."
    most = f"The widest gap is {_gap(_amount(widest, 'difference_pence'))}: {widest['post']}."
    return f"{opening}, {_gap(difference)}. {most}" if difference else f"{opening}, the same in total. {most}"


def _gap(difference: int) -> str:
    return f"{in_pounds(abs(difference))} {'more' if difference > 0 else 'less'}"


def _table(ident: str, when: str, figures: Sequence[CellRow]) -> Table:
    total: CellRow = {
        "post": "Total",
        **{column.key: sum(_amount(row, column.key) for row in figures) for column in _COLUMNS[1:]},
    }
    return Table(
        ident=f"costs-{ident}-table",
        caption=f"Expected cost and ledger, {when}",
        heads=heads_of(_COLUMNS),
        lines=lines_of(figures, _COLUMNS),
        totals=lines_of([total], _COLUMNS),
    )


def _notes(year: Sequence[str], month: Period, edition: Edition, *, is_empty: bool) -> list[str]:
    if is_empty:
        return [f"{edition.reader} employs no post that had a cost in the year so far."]
    wanted = [each for each in month.year.months() if each <= month]
    missing = [each.label for each in wanted if str(each) not in year]
    notes = [f"Expected pay and ledger of the posts that {edition.reader} employs, by the month paid."]
    if missing:
        notes.append(f"The year lacks {', '.join(missing)}: no release of it stood when this one was published.")
    return notes
