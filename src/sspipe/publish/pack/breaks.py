"""The sheet of breaks: one row for each cause, with who must act, how old it is, and the rows of files it rests on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sspipe.model.money import in_pounds
from sspipe.model.statement import BreakState, Pair
from sspipe.model.working import Tranche
from sspipe.publish.pack.decision_words import decided_of
from sspipe.publish.pack.due_parts import NAME as DUE_IN_PARTS
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, month_label, pence, words
from sspipe.publish.pack.sheets import Cell, CellRow, Sheet, Total, flag, number, pounds, text
from sspipe.publish.plain import Row

NAME = "Breaks"
OPEN = str(BreakState.OPEN)
MOST_EVIDENCE = 10
_OF_PART = ("post", "host", "paid", "tranche")
_PAIRS = {
    Pair.LEDGER_EXPECTED: "ledger less expected cost",
    Pair.BILLED_DUE: "billed less due",
    Pair.BOOKED_BILLED: "booked less billed",
    Pair.ACCRUAL: "accrued less scheduled",
    Pair.NOT_ATTRIBUTED: "posted and attributed to no post",
}
BREAK_MEANS = (
    "A break is a difference between two figures that should agree, once the time that the agreement allows to bill and"
    " to book is over."
)
_WHAT_IS_DUE = {
    Pair.LEDGER_EXPECTED: (
        "No part of it is due from {other}, and {council} is not to bill it: it stays {council}'s cost until it is put"
        " right."
    ),
    Pair.BILLED_DUE: "What {other} owes {council} stays as it is; only {council}'s bills have to be put right.",
    Pair.BOOKED_BILLED: "What {council} owes {other} stays as it is; only {council}'s booking has to be put right.",
    Pair.ACCRUAL: "What the councils owe each other stays as it is; only {council}'s accruals have to be put right.",
    Pair.NOT_ATTRIBUTED: "No part of it is due from another council until {council} says to which post it belongs.",
}
_TOO_LITTLE_PAID = "What {other} owes stays as it is: it goes by what the post should cost."
_COLUMNS = (
    text("sentence", "What happened", 62),
    pounds("amount_pence", "Amount, £ (plus: more than it should be; minus: less)"),
    text("owner", "Council that must act", 28),
    text("owner_side", "What it must do", 24),
    text("what_is_due", "What it means for what is due between the councils", 40),
    text("post", "Post or cost centre", 34),
    text("month", "Month", 13),
    text("pair", "What differs", 26),
    text("counterparty", "Other council", 28),
    text("agreement", "Agreement", 24),
    text("first_seen", "First seen", 13),
    text("open_since", "Open since (later than first seen if it cleared and came back)", 16),
    number("age_periods", "Age, periods"),
    number("age_working_days", "Age, working days"),
    number("origin_age_periods", "Age since its month, periods"),
    number("origin_age_working_days", "Age since its month, working days"),
    text("state", "State", 10),
    text("decided", "What people decided", 34),
    flag("is_supposed", "May clear by itself with a later posting"),
    flag("on_first_page", "Has a line of its own on the first page"),
    text("code", "Cause, as a decision quotes it", 24),
    text("break_id", "Break, as a decision quotes it", 20),
    text("evidence", "Rows that it rests on", 60),
)


_AGES = ("age_periods", "age_working_days", "origin_age_periods", "origin_age_working_days")


def breaks_sheet(rows: Rows, edition: Edition) -> Sheet:
    """One row a cause; the causes of a break add up to it."""
    causes = causes_by_break(rows)
    evidence = evidence_by_cause(rows)
    shown = [
        {**_row(each, cause, edition, evidence), "what_is_due": effect_of(each, rows, edition)}
        for each in rows.get("out_breaks", ())
        for cause in causes.get(words(each, "break_id"), ({},))
    ]
    return Sheet(
        name=NAME,
        title=f"Breaks and their causes, {edition.period.label}",
        says=(
            f"{BREAK_MEANS} Each row is one cause; the causes of a break add up to it. A break in the pay of a post"
            " that another council employs is always listed if it is of this year; if it is of an earlier year, only"
            " while something of that month is still to be billed or booked, and after that only in the other"
            " council's pack."
        ),
        columns=_COLUMNS,
        rows=shown,
        totals=tuple(_totals(shown)),
        empty="No break stands.",
    )


def _totals(shown: Sequence[CellRow]) -> Iterator[Total]:
    """What is open, and what people accepted where they did."""
    if shown:
        yield Total(label="Total of open breaks", columns=("amount_pence",), where=(("state", OPEN),))
    if any(row["state"] == BreakState.ACCEPTED for row in shown):
        where = (("state", str(BreakState.ACCEPTED)),)
        yield Total(label="Total of accepted breaks", columns=("amount_pence",), where=where)


def causes_by_break(rows: Rows) -> Mapping[str, list[Row]]:
    """Causes by the break that they explain."""
    found: dict[str, list[Row]] = defaultdict(list)
    for cause in rows.get("out_causes", ()):
        found[words(cause, "break_id")].append(cause)
    return found


def is_listed(each: Row, edition: Edition) -> bool:
    """Whether a break is large enough to stand by itself on the first page."""
    return abs(pence(each, "amount_pence")) >= edition.threshold_pence


def place_of(each: Row, edition: Edition) -> str:
    """The post, or the cost centre where no post is known."""
    return edition.names.post(words(each, "post")) if each["post"] else f"cost centre {words(each, 'cost_centre')}"


def differs_of(each: Row) -> str:
    """The two figures that the break stands between, in words."""
    return _PAIRS[Pair(words(each, "pair"))]


def effect_of(each: Row, rows: Rows, edition: Edition) -> str:
    """What the break means for what one council owes the other (R7)."""
    shared = _shared_pence(each, rows)
    if shared:
        what = f"{in_pounds(abs(shared))} {'more' if shared > 0 else 'less'}"
        return f"The agreement shares it: it makes {what} due, on the sheet {DUE_IN_PARTS}."
    is_too_little_paid = each["pair"] == Pair.LEDGER_EXPECTED and pence(each, "amount_pence") < 0
    said = _TOO_LITTLE_PAID if is_too_little_paid else _WHAT_IS_DUE[Pair(words(each, "pair"))]
    other = edition.names.council(words(each, "counterparty")) or _partner(each, edition)
    return said.format(council=edition.names.council(words(each, "council")), other=other)


def _partner(each: Row, edition: Edition) -> str:
    """Who would bear a share of another's pay: the reader; of its own the other council."""
    if each["council"] != edition.council:
        return edition.reader
    return edition.other_council or "the other council"


def _shared_pence(each: Row, rows: Rows) -> int:
    """What the partners owe of a difference in the pay of a post, because its cause is shared."""
    if each["pair"] != Pair.LEDGER_EXPECTED or not each["post"]:
        return 0
    wanted = (each["post"], each["council"], each["month"], Tranche.CAUSE)
    parts = rows.get("out_due_parts", ())
    return sum(pence(row, "due_pence") for row in parts if tuple(row[key] for key in _OF_PART) == wanted)


def _row(each: Row, cause: Row, edition: Edition, evidence: Mapping[tuple[object, object], str]) -> CellRow:
    names = edition.names
    row: dict[str, Cell] = {key: each[key] for key in ("break_id", "owner_side", "state")}  # type: ignore[misc] # texts
    return {
        **row,
        "sentence": words(cause, "sentence") or "No cause is on file.",
        "amount_pence": pence(cause or each, "amount_pence"),
        "owner": names.council(words(each, "owner_council")),
        "post": place_of(each, edition),
        "month": month_label(each, "month"),
        "pair": differs_of(each),
        "counterparty": names.council(words(each, "counterparty")),
        "agreement": names.agreement(words(each, "agreement")),
        "first_seen": month_label(each, "first_seen"),
        "open_since": month_label(each, "open_since"),
        **{key: pence(each, key) for key in _AGES},
        "decided": decided_of(each, edition),
        "is_supposed": bool(cause.get("is_supposed")),
        "on_first_page": is_listed(each, edition),
        "code": words(cause, "code"),
        "evidence": evidence.get((each["break_id"], cause.get("cause_number")), ""),
    }


def evidence_by_cause(rows: Rows) -> Mapping[tuple[object, object], str]:
    """The files and row numbers of each cause; a file is called as it was offered, else by its hash."""
    found: dict[tuple[object, object], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.get("out_cause_evidence", ()):
        name = words(row, "file_name") or f"file {words(row, 'source_file')[:12]}"
        found[row["break_id"], row["cause_number"]][name].append(pence(row, "source_row"))
    return {key: "; ".join(_cited(name, at) for name, at in files.items()) for key, files in found.items()}


def _cited(name: str, at: Iterable[int]) -> str:
    numbers = sorted(set(at))
    shown = ", ".join(str(each) for each in numbers[:MOST_EVIDENCE])
    rest = f" and {len(numbers) - MOST_EVIDENCE} more" if len(numbers) > MOST_EVIDENCE else ""
    return f"{name}, row{'s' if len(numbers) > 1 else ''} {shown}{rest}"
