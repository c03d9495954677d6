"""The settlement through the year: due, billed and booked by month of service, each direction in a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sspipe.model.money import in_pounds
from sspipe.model.periods import FinancialYear, Period
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.recharges import NAME as RECHARGES
from sspipe.publish.pack.sheets import CellRow, pounds, text
from sspipe.publish.page.axes import figure_axis, scale_over, time_axis
from sspipe.publish.page.bars import Key, key_height, key_shapes
from sspipe.publish.page.drawing import WIDTH, Box, Drawing, Scale, Shape
from sspipe.publish.page.groups import Group
from sspipe.publish.page.tables import Table, heads_of, lines_of

KEYS = ("due_pence", "billed_pence", "booked_pence")
_STYLES = (Key("first", "due"), Key("second", "billed"), Key("third", "booked"))
_COLUMNS = (
    text("service", "Month of service", 13),
    pounds("due_pence", "Due, £"),
    pounds("billed_pence", "Billed, £"),
    pounds("booked_pence", "Booked, £"),
)
_COUNTED = 12
_LEFT, _TOP, _PLOT, _BELOW = 66, 8, 150, 24
_BAR = 7
_PENNY, _POUND = Fraction(1), 100
_LETTERS = 3
"""A month is called by its first letters."""


@dataclass(frozen=True, slots=True)
class Month:
    """Due, billed and booked of one month of service, in whole pence."""

    service: Period
    amounts: tuple[int, ...]

    @property
    def cells(self) -> CellRow:
        """The month as a row of the table."""
        return {"service": self.service.label, **dict(zip(KEYS, self.amounts, strict=True))}


def settlement_group(rows: Rows, edition: Edition) -> Group:
    """Both directions of each pair of councils, months of this financial year."""
    year = edition.period.year
    table = rows.get("out_recharges", ())
    pairs = sorted({(words(row, "host"), words(row, "partner")) for row in table})
    found = [(host, partner, _months(rows, host, partner, year)) for host, partner in pairs]
    filled = [each for each in found if each[2]]
    return Group(
        ident="chart-settlement",
        heading="The settlement through the year",
        says=list(_notes(rows, year, is_empty=not filled)),
        sheet=RECHARGES,
        drawings=[_drawing(at, host, partner, months, edition) for at, (host, partner, months) in enumerate(filled, 1)],
        tables=[_table(at, host, partner, months, edition) for at, (host, partner, months) in enumerate(filled, 1)],
    )


def _months(rows: Rows, host: str, partner: str, year: FinancialYear) -> list[Month]:
    """Every month of service of the year that has a row, added up over posts."""
    own = [row for row in rows.get("out_recharges", ()) if (row["host"], row["partner"]) == (host, partner)]
    return [
        Month(month, tuple(sum(pence(row, key) for row in own if row["service"] == str(month)) for key in KEYS))
        for month in year.months()
        if any(row["service"] == str(month) for row in own)
    ]


def _notes(rows: Rows, year: FinancialYear, *, is_empty: bool) -> Iterator[str]:
    if is_empty:
        yield f"Nothing fell due between the councils for service in {year}."
    else:
        yield "Each amount stands at its month of service, whenever it was billed or booked."
    services = {words(row, "service") for row in rows.get("out_recharges", ())}
    if any(Period.parse(service).year != year for service in services):
        yield f"Months of other years that wait to be billed or booked stand on the sheet {RECHARGES} only."


def _names(host: str, partner: str, edition: Edition) -> str:
    return f"{edition.names.council(host)} bills {edition.names.council(partner)}"


def _drawing(number: int, host: str, partner: str, months: Sequence[Month], edition: Edition) -> Drawing:
    top = _TOP + key_height(_STYLES)
    amounts = [amount for month in months for amount in month.amounts]
    scale = scale_over((0, *amounts), top + _PLOT, top, _PENNY)
    name = _names(host, partner, edition)
    return Drawing(
        ident=f"settlement-{number}",
        title=f"{name}: due, billed and booked by month of service, {edition.period.year}",
        says=_told(months, edition),
        height=top + _PLOT + _BELOW,
        shapes=[
            *key_shapes(_STYLES, _TOP),
            *figure_axis(scale, _LEFT, WIDTH - 2, _written, _PENNY),
            *_bars(scale, months, edition.period.year),
            *time_axis(_short(edition.period.year), _middles(), top + _PLOT + 16),
        ],
    )


def _slot() -> Fraction:
    return Fraction(WIDTH - 2 - _LEFT, _COUNTED)


def _middles() -> list[Fraction]:
    return [_LEFT + _slot() * at + _slot() / 2 for at in range(_COUNTED)]


def _short(year: FinancialYear) -> list[str]:
    return [f"{month.first_day:%B}"[:_LETTERS] for month in year.months()]


def _bars(scale: Scale, months: Sequence[Month], year: FinancialYear) -> Iterator[Shape]:
    places = dict(zip(year.months(), _middles(), strict=True))
    nought = scale.place(0)
    for month in months:
        first = places[month.service] - Fraction(_BAR * len(KEYS), 2)
        for at, (amount, key) in enumerate(zip(month.amounts, _STYLES, strict=True)):
            if amount:
                end = scale.place(amount)
                yield Box(first + _BAR * at, min(nought, end), _BAR - 1, abs(end - nought), key.style)


def _written(amount: Fraction) -> str:
    """Whole pounds without their pence."""
    shown = in_pounds(int(amount))
    return shown.removesuffix(".00") if int(amount) % _POUND == 0 else shown


def _told(months: Sequence[Month], edition: Edition) -> str:
    due, billed, booked = _totals(months)
    return (
        f"For service in {edition.period.year} {in_pounds(due)} is due as at {edition.period.label},"
        f" {in_pounds(billed)} is billed and {in_pounds(booked)} is booked."
        f" {_unbilled(due - billed)}; {_unbooked(billed - booked)}."
    )


def _unbilled(left: int) -> str:
    if left < 0:
        return f"{in_pounds(-left)} is billed above what is due"
    return f"{in_pounds(left)} of what is due is not billed" if left else "Billed and due are equal in total"


def _unbooked(left: int) -> str:
    if left < 0:
        return f"{in_pounds(-left)} is booked above what is billed"
    return f"{in_pounds(left)} of what is billed is not booked" if left else "booked and billed are equal in total"


def _totals(months: Sequence[Month]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(month.amounts for month in months), strict=True)))


def _table(number: int, host: str, partner: str, months: Sequence[Month], edition: Edition) -> Table:
    total: CellRow = {"service": "Total", **dict(zip(KEYS, _totals(months), strict=True))}
    return Table(
        ident=f"settlement-{number}-table",
        caption=f"{_names(host, partner, edition)}, by month of service in {edition.period.year}",
        heads=heads_of(_COLUMNS),
        lines=lines_of([month.cells for month in months], _COLUMNS),
        totals=lines_of([total], _COLUMNS),
    )
