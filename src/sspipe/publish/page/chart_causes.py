"""The causes of open breaks by pounds: how much of each makes a figure more than it should be, and how much less."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sspipe.model.money import in_pounds
from sspipe.publish.pack.breaks import NAME as BREAKS
from sspipe.publish.pack.breaks import causes_by_break
from sspipe.publish.pack.part_breaks import open_breaks
from sspipe.publish.pack.parts import counted
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.sheets import CellRow, number, pounds, text
from sspipe.publish.page.bars import Bar, Key, Named, bar_drawing
from sspipe.publish.page.groups import Group
from sspipe.publish.page.tables import Table, heads_of, lines_of

MOST = 12
"""So many causes have a bar of their own; the rest share one."""
NO_CAUSE = "no cause on file"
MORE, LESS = "first", "second"
_IN_WORDS = {
    "NI": "National Insurance",
    "FTE": "FTE",
    "VAT": "VAT",
    "ONCOST": "on-cost",
    "AMBIGUOUS": "one of several causes, not told apart",
}
_KEYS = (Key(MORE, "more than it should be"), Key(LESS, "less than it should be"))
_COLUMNS = (
    text("said", "Cause", 30),
    text("code", "Code for the sheet Decisions", 24),
    number("count", "Number"),
    pounds("more_pence", "More than it should be, £"),
    pounds("less_pence", "Less than it should be, £"),
    pounds("size_pence", "Both together, £"),
)


@dataclass(slots=True)
class _Sum:
    amounts: list[int] = field(default_factory=list)

    @property
    def more(self) -> int:
        return sum(amount for amount in self.amounts if amount > 0)

    @property
    def less(self) -> int:
        return -sum(amount for amount in self.amounts if amount < 0)

    @property
    def size(self) -> int:
        return self.more + self.less


def causes_group(rows: Rows) -> Group:
    """One picture and its table, the most pounds first."""
    sums = _sums(rows)
    if not sums:
        return Group(ident="chart-causes", heading="Causes by pounds", says=["No break is open."], sheet=BREAKS)
    says = _told(sums, len(open_breaks(rows)))
    drawing = bar_drawing("causes", "Causes of open breaks, by pounds", says, list(_bars(sums)), _KEYS)
    return Group(
        ident="chart-causes",
        heading="Causes by pounds",
        says=["The longer the bar, the larger the amount; its fill shows whether the figure is too high or too low."],
        sheet=BREAKS,
        drawings=[drawing],
        tables=[_table(sums)],
    )


def _sums(rows: Rows) -> Mapping[str, _Sum]:
    """Amounts of each cause of open breaks, in order of size."""
    causes = causes_by_break(rows)
    found: dict[str, _Sum] = defaultdict(_Sum)
    for each in open_breaks(rows):
        for cause in causes.get(words(each, "break_id"), ({"amount_pence": each["amount_pence"]},)):
            found[words(cause, "code")].amounts.append(pence(cause, "amount_pence"))
    return dict(sorted(found.items(), key=lambda item: (-item[1].size, item[0])))


def said(code: str) -> str:
    """A cause's code as people say it."""
    told = (_IN_WORDS.get(word, word.lower()) for word in code.split("_"))
    return " ".join(told) if code else NO_CAUSE


def _bars(sums: Mapping[str, _Sum]) -> Iterator[Named]:
    named = list(sums.items())
    for code, total in named[:MOST]:
        yield _named(said(code), total)
    rest = named[MOST:]
    if rest:
        together = _Sum([amount for _, total in rest for amount in total.amounts])
        yield _named(f"{counted(len(rest), 'other cause', 'other causes')}", together)


def _named(name: str, total: _Sum) -> Named:
    bars = [Bar(MORE, total.more, in_pounds(total.more))] if total.more else []
    if total.less:
        bars.append(Bar(LESS, total.less, in_pounds(total.less)))
    return Named(f"{name[:1].upper()}{name[1:]}", bars)


def _told(sums: Mapping[str, _Sum], breaks: int) -> str:
    more = sum(total.more for total in sums.values())
    less = sum(total.less for total in sums.values())
    first, largest = next(iter(sums.items()))
    stand = f"{counted(breaks, 'open break has', 'open breaks have')} {counted(len(sums), 'cause', 'causes')}"
    amounts = f"{in_pounds(more)} more than it should be and {in_pounds(less)} less"
    return f"{stand}: {amounts}. The largest cause is: {said(first)}, {in_pounds(largest.size)}."


def _table(sums: Mapping[str, _Sum]) -> Table:
    lines: Sequence[CellRow] = [
        {
            "said": said(code),
            "code": code,
            "count": len(total.amounts),
            "more_pence": total.more,
            "less_pence": total.less,
            "size_pence": total.size,
        }
        for code, total in sums.items()
    ]
    summed = ("count", "more_pence", "less_pence", "size_pence")
    total: CellRow = {"said": "Total", **{key: sum(_whole(line[key]) for line in lines) for key in summed}}
    return Table(
        ident="causes-table",
        caption="Causes of open breaks",
        heads=heads_of(_COLUMNS),
        lines=lines_of(lines, _COLUMNS),
        totals=lines_of([total], _COLUMNS),
    )


def _whole(cell: object) -> int:
    return cell if isinstance(cell, int) else 0
