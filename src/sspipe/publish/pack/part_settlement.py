"""The settlement on the first page: gross both ways and net, in words, for the period and for the year to date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sspipe.model.money import in_pounds
from sspipe.model.settlement import NetRow, Scope
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.parts import Part
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.sheets import CellRow
from sspipe.publish.plain import Row
from sspipe.publish.words import describe_settlement

_NOT_BOOKED = "Not booked yet, of this year and earlier"
_STAGES = {
    "unbooked_pence": "{done} and not booked by {partner}",
    "unbilled_pence": "to be {done} by now and not {done}",
    "not_yet_billable_pence": "not to be {done} yet",
}


def settlement_in_words(rows: Rows, edition: Edition) -> Part:
    """What fell due both ways and net, and what is left to bill and book, with each other council."""
    own = [row for row in rows.get("out_net", ()) if row["council"] == edition.council]
    return Part(
        name="Settlement",
        says=(
            "What fell due between the councils for shared posts, both directions set off; beside each amount stands in"
            " whose favour it is. An amount counts in the period whose payroll paid it, also where it is pay for an"
            " earlier month."
            if own
            else "Nothing fell due between the councils."
        ),
        lines=[line for scope in Scope for line in _lines(own, rows, scope, edition)],
        is_summed=False,
    )


def _lines(own: Iterable[Row], rows: Rows, scope: Scope, edition: Edition) -> Iterator[CellRow]:
    for row in own:
        if row["scope"] != scope:
            continue
        pair = {row["council"], row["counterparty"]}
        both = [_record(each) for each in rows.get("out_net", ()) if {each["council"], each["counterparty"]} == pair]
        for sentence in describe_settlement(
            edition.period, both, edition.names.councils, scope, is_standing_told=False
        ):
            yield _line(sentence, row, "net_pence", edition)
        if scope is Scope.YEAR_TO_DATE:
            yield from _not_booked(row, pair, rows, edition)


def _not_booked(row: Row, pair: set[object], rows: Rows, edition: Edition) -> Iterator[CellRow]:
    """What of it is not booked yet in each direction, and where there are two, both taken together."""
    left: dict[tuple[str, str], int] = defaultdict(int)
    for each in rows.get("out_settlement", ()):
        if each["scope"] == Scope.YEAR_TO_DATE and {each["host"], each["partner"]} == pair:
            left[words(each, "host"), words(each, "partner")] += pence(each, "closing_pence")
    ways = [_one_way(amount, between, rows, edition) for between, amount in sorted(left.items()) if amount]
    yield from ways
    if len(ways) != 1:
        says = "What is due and not booked yet, both directions taken together." if ways else f"{_NOT_BOOKED}: nothing."
        yield _line(says, row, "closing_pence", edition)


def _one_way(amount: int, between: tuple[str, str], rows: Rows, edition: Edition) -> CellRow:
    host, partner = (edition.names.council(council) for council in between)
    due = f"due from {partner} to {host}" if amount > 0 else f"due back from {host} to {partner}, by credit note"
    stages = _stages(amount, between, rows, partner)
    return {
        "says": f"{_NOT_BOOKED}, {due}{stages}.",
        "amount_pence": abs(amount),
        "way": f"in favour of {host if amount > 0 else partner}",
    }


def _stages(amount: int, between: tuple[str, str], rows: Rows, partner: str) -> str:
    """How far it has come: invoiced or credited, to be, not to be yet; nothing where these are not all of it."""
    months = [row for row in rows.get("out_recharges", ()) if (row["host"], row["partner"]) == between]
    sign, done = (-1, "credited") if amount < 0 else (1, "invoiced")
    stages = {key: sign * sum(pence(row, key) for row in months) for key in _STAGES}
    if sum(stages.values()) != sign * amount or any(each < 0 for each in stages.values()):
        return ""
    told = (
        f"{in_pounds(each)} {_STAGES[key].format(done=done, partner=partner)}" for key, each in stages.items() if each
    )
    return f": {', '.join(told)}"


def _line(says: str, row: Row, key: str, edition: Edition) -> CellRow:
    amount = pence(row, key)
    favoured = edition.reader if amount > 0 else edition.names.council(words(row, "counterparty"))
    return {"says": says, "amount_pence": abs(amount), "way": f"in favour of {favoured}" if amount else ""}


def _record(row: Row) -> NetRow:
    return NetRow(
        scope=Scope(words(row, "scope")),
        council=words(row, "council"),
        counterparty=words(row, "counterparty"),
        charged_pence=pence(row, "charged_pence"),
        charged_by_pence=pence(row, "charged_by_pence"),
        net_pence=pence(row, "net_pence"),
        closing_pence=pence(row, "closing_pence"),
        owed_pence=None if row["owed_pence"] is None else pence(row, "owed_pence"),
    )
