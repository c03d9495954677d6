"""A break as one council may read it, whole: what differs, who must act, its causes, its figures and its evidence.

In:  the rows of an edition (`publish.pack.editions`), so that nothing stands here that the council may not see (R20).
Out: plain documents under stable keys, amounts in whole pence, for a terminal and for programs alike.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from sspipe.model.councils import Component
from sspipe.model.statement import BreakState, Pair
from sspipe.model.working import Tranche
from sspipe.publish.pack.breaks import OPEN, causes_by_break, differs_of
from sspipe.publish.pack.decision_words import KINDS, STANDINGS, decided_of, plainly, until_of
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.plain import Row

Document = dict[str, object]
SHORTEST_ID = 6
_SHOWN = ("state", "pair", "amount_pence", "council", "counterparty", "agreement", "post", "cost_centre", "month")
_AGED = (
    *("first_seen", "open_since", "age_periods", "age_working_days", "origin_age_periods", "origin_age_working_days"),
    *("owner_council", "owner_side"),
)
_DECIDED = ("decision", "decided_by", "decided_role", "decided_until", "accepted_pence", "before_state", "before_pence")
_OF_DECISION = (
    *("cause", "amount_pence", "kind", "council", "role", "second_role", "decided_on", "known_from", "last_day"),
    *("reason", "standing"),
)
_CAUSE = ("cause_number", "code", "cause_class", "amount_pence", "is_supposed", "sentence", "tried", "rivals")
_RECHARGE = MappingProxyType(
    {
        Pair.BILLED_DUE: (
            "due_pence",
            "from_causes_pence",
            "not_yet_billable_pence",
            "billable_pence",
            "billed_pence",
            "unbilled_pence",
            "unbilled_in_transit_pence",
        ),
        Pair.BOOKED_BILLED: ("billed_pence", "booked_pence", "unbooked_pence", "unbooked_in_transit_pence"),
    }
)


def told_breaks(rows: Rows, edition: Edition) -> list[Document]:
    """Every break, the most pounds first, with its causes."""
    found = rows.get("out_breaks", ())
    short, causes = short_ids(words(row, "break_id") for row in found), causes_by_break(rows)
    ordered = sorted(found, key=lambda row: (-abs(pence(row, "amount_pence")), words(row, "break_id")))
    decisions = _decisions(rows, edition)
    return [
        _told(row, edition, short, causes.get(words(row, "break_id"), ()), decisions.get(words(row, "break_id"), []))
        for row in ordered
    ]


def is_open(told: Mapping[str, object]) -> bool:
    """Whether a break still stands."""
    return told["state"] == OPEN


def is_accepted(told: Mapping[str, object]) -> bool:
    """Whether people accepted it, so that it is no longer open."""
    return told["state"] == BreakState.ACCEPTED


def short_ids(break_ids: Iterable[str]) -> Mapping[str, str]:
    """Beginnings of ids, all of one length, each of which names one break.

    >>> short_ids(["aaaaaaa1", "aaaaaaa2"])["aaaaaaa1"], short_ids(["0123456789"])["0123456789"]
    ('aaaaaaa1', '012345')
    """
    listed = list(break_ids)
    longest = max((len(each) for each in listed), default=SHORTEST_ID)
    lengths = range(SHORTEST_ID, longest + 1)
    enough = next((size for size in lengths if len({each[:size] for each in listed}) == len(set(listed))), longest)
    return {each: each[:enough] for each in listed}


def _decisions(rows: Rows, edition: Edition) -> Mapping[str, list[Document]]:
    """Every decision by its break, also in words."""
    found: dict[str, list[Document]] = defaultdict(list)
    for row in rows.get("out_decisions", ()):
        by = f"{edition.names.council(words(row, 'council'))} ({plainly(words(row, 'role'))})"
        said = f"{KINDS[words(row, 'kind')]} by {by}{until_of(row['last_day'])}: {STANDINGS[words(row, 'standing')]}"
        found[words(row, "break_id")].append({**{key: row[key] for key in _OF_DECISION}, "said": said})
    return found


def _told(
    row: Row, edition: Edition, short: Mapping[str, str], causes: Sequence[Row], decisions: Sequence[Document]
) -> Document:
    break_id = words(row, "break_id")
    return {
        "break_id": break_id,
        "short_id": short[break_id],
        **{key: row[key] for key in (*_SHOWN, *_AGED, *_DECIDED)},
        "decided": decided_of(row, edition),
        "decisions": decisions,
        "what_differs": differs_of(row),
        "post_title": edition.names.post(words(row, "post")),
        "agreement_title": edition.names.agreement(words(row, "agreement")),
        "owner": f"{edition.names.council(words(row, 'owner_council'))} {words(row, 'owner_side')}",
        "causes": [{key: cause[key] for key in _CAUSE} for cause in causes],
    }


def explained(told: Document, rows: Rows, edition: Edition) -> Document:
    """A break that was told with its figures, those of its pay by component, and the evidence of each cause.

    Of pay that another council's ledger holds the reader sees what was expected in the months it shares, and no more.
    `shared` are the parts of due that its causes make, where the agreement shares them (R7).
    """
    evidence = _evidence(rows, str(told["break_id"]))
    causes = told["causes"]
    listed: list[Document] = causes if isinstance(causes, list) else []
    of_pay = told["pair"] == Pair.LEDGER_EXPECTED and told["post"] != ""
    components = _components(told, rows, is_own=told["council"] == edition.council) if of_pay else []
    return {
        **told,
        "causes": [{**cause, "evidence": evidence.get(cause["cause_number"], [])} for cause in listed],
        "components": components,
        "shared": _shared(told, rows) if of_pay else [],
        "figures": _pay(components) if of_pay else _figures(told, rows),
    }


def _evidence(rows: Rows, break_id: str) -> Mapping[object, list[Document]]:
    """Rows of files by the number of the cause that rests on them."""
    found: dict[object, list[Document]] = defaultdict(list)
    for row in rows.get("out_cause_evidence", ()):
        if row["break_id"] == break_id:
            found[row["cause_number"]].append({key: row[key] for key in ("file_name", "source_file", "source_row")})
    return found


def _components(told: Document, rows: Rows, *, is_own: bool) -> list[Document]:
    """Expected and ledger of the post and the month paid; the ledger is missing where it is not the reader's own."""
    expected = _by_component(row for row in rows.get("out_post_costs", ()) if _is_of(row, told, "paid"))
    ledger = _by_component(row for row in rows.get("out_post_ledger", ()) if _is_of(row, told, "month"))
    return [
        {
            "component": str(component),
            "expected_pence": expected.get(component, 0),
            "ledger_pence": ledger.get(component, 0) if is_own else None,
        }
        for component in Component
        if expected.get(component) or ledger.get(component)
    ]


def _shared(told: Document, rows: Rows) -> list[Document]:
    keys = ("partner", "service", "cause", "shared_pence", "part_pence", "due_pence", "billable_on")
    parts = (row for row in rows.get("out_due_parts", ()) if row["tranche"] == Tranche.CAUSE)
    wanted = (told["post"], told["council"], told["month"])
    return [{key: row[key] for key in keys} for row in parts if (row["post"], row["host"], row["paid"]) == wanted]


def _is_of(row: Row, told: Document, month: str) -> bool:
    return (row["post"], row["council"], row[month]) == (told["post"], told["council"], told["month"])


def _by_component(rows: Iterable[Row]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[words(row, "component")] += pence(row, "amount_pence")
    return found


def _pay(components: Sequence[Document]) -> Document:
    """The components in one sum; nothing where none is shown."""
    if not components:
        return {}
    ledger = [pence(part, "ledger_pence") for part in components if part["ledger_pence"] is not None]
    expected = sum(pence(part, "expected_pence") for part in components)
    return {"expected_pence": expected, "ledger_pence": sum(ledger) if len(ledger) == len(components) else None}


def _figures(told: Document, rows: Rows) -> Document:
    """The figures of a pair that is none of a post's pay; nothing where no published row holds them."""
    figures = _FIGURES.get(Pair(str(told["pair"])))
    return figures(told, rows) if figures else {}


def _recharge(told: Document, rows: Rows) -> Document:
    pair = Pair(str(told["pair"]))
    sides = ("council", "counterparty") if pair is Pair.BILLED_DUE else ("counterparty", "council")
    wanted = (told["agreement"], told["post"], told["month"], *(told[side] for side in sides))
    keys = ("agreement", "post", "service", "host", "partner")
    found = [row for row in rows.get("out_recharges", ()) if tuple(row[key] for key in keys) == wanted]
    return {key: sum(pence(row, key) for row in found) for key in _RECHARGE[pair]} if found else {}


def _accrual(told: Document, rows: Rows) -> Document:
    keys = ("agreement", "post", "service", "council")
    wanted = (told["agreement"], told["post"], told["month"], told["council"])
    lines = [row for row in rows.get("out_draft_lines", ()) if row["kind"] == "accrual"]
    found = [row for row in lines if tuple(row[key] for key in keys) == wanted]
    named = {"scheduled_pence": "amount_pence", "raised_pence": "raised_pence", "reversed_pence": "reversed_pence"}
    return {name: sum(pence(row, key) for row in found) for name, key in named.items()} if found else {}


def _centre(told: Document, rows: Rows) -> Document:
    """The cost centre's total of the month and where it went (R5)."""
    wanted = (told["council"], told["cost_centre"], told["month"])
    keys = ("council", "cost_centre", "period")
    found = [row for row in rows.get("out_conservation", ()) if tuple(row[key] for key in keys) == wanted]
    return {f"{words(row, 'fate')}_pence": pence(row, "amount_pence") for row in found}


_FIGURES: Mapping[Pair, Callable[[Document, Rows], Document]] = MappingProxyType(
    {
        Pair.BILLED_DUE: _recharge,
        Pair.BOOKED_BILLED: _recharge,
        Pair.ACCRUAL: _accrual,
        Pair.NOT_ATTRIBUTED: _centre,
    }
)
