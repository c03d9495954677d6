"""What one council may see of a release: its own rows, and of the others' what rule R20 lets councils share.

A table that is not named here is shown to nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from sspipe.model.statement import Pair
from sspipe.model.working import Tranche
from sspipe.publish.agreed_terms import BETWEEN
from sspipe.publish.pack.addressed import addressed
from sspipe.publish.pack.edition import Edition, Names
from sspipe.publish.pack.outside import OUTSIDE, outside_rows
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.pack.tie_out_seen import Others, others_seen, tie_out_seen
from sspipe.publish.pack.withheld import RECORDED_CHANGE, part_told_to_partner, told_to_partner
from sspipe.publish.plain import Row

OWN_MEASURES = "SSP_"
ALL_HOLDERS = "all holders"
OF_PEOPLE = frozenset({"occupant_ref", "occupant_key_id", "source_file"})
_COST_OF = ("post", "council", "holder", "paid", "earned", "tranche", "component")


@dataclass(frozen=True, slots=True)
class Sight:
    """What decides whether a council sees a row: the months of posts that it shares, and who published which file.

    `files` gives by hash the publisher and the name under which the file was offered; `holders` a number for each of
    its own holders of a post; `tied_out` what it may see of other councils' tie-outs.
    """

    council: str
    names: Names
    shared: frozenset[tuple[str, str]]
    files: Mapping[str, tuple[str, str]]
    holders: Mapping[tuple[object, object], str]
    tied_out: Others


def rows_of_edition(rows: Rows, edition: Edition) -> dict[str, list[Row]]:
    """The rows that the edition's council may see, by table; every table that was handed in is named.

    Beside the tables stands what is outside the report, of every council's files.
    """
    sight = _sight(rows, edition)
    seen = {name: list(_SEEN.get(name, _nobody)(table, sight)) for name, table in rows.items()}
    pairs = {words(row, "break_id"): row for row in seen.get("out_breaks", ())}
    seen["out_causes"] = list(_causes(rows.get("out_causes", ()), pairs, edition))
    seen["out_decisions"] = list(_decisions(rows.get("out_decisions", ()), seen["out_causes"], pairs))
    seen[OUTSIDE] = list(outside_rows(rows.get("out_conservation", ()), edition.council, edition.names.councils))
    seen["out_cause_evidence"] = list(_evidence(rows.get("out_cause_evidence", ()), seen["out_causes"], pairs, sight))
    return seen


def _sight(rows: Rows, edition: Edition) -> Sight:
    between = (row for row in _between(rows.get("out_recharges", ()), edition.council) if row["shared_pence"])
    shared = frozenset(
        (words(row, "post"), words(row, "service")) for row in between if row["agreement"] not in edition.not_shared
    )
    files = (row for row in rows.get("out_conservation", ()) if row["kind"] == "file")
    paid = chain(rows.get("out_post_costs", ()), rows.get("out_post_workings", ()))
    return Sight(
        council=edition.council,
        names=edition.names,
        shared=shared,
        files={words(row, "source_file"): (words(row, "publisher"), words(row, "file_name")) for row in files},
        holders=_holders(row for row in paid if row["council"] == edition.council),
        tied_out=others_seen(rows.get("out_recharges", ()), edition.council, shared, edition.period),
    )


def _between(rows: Iterable[Row], council: str) -> Iterator[Row]:
    """Rows of the pairs of councils to which it belongs."""
    return (row for row in rows if council in (row["host"], row["partner"]))


def _as_party(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    return _between(rows, sight.council)


def _either_side(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    return (row for row in rows if sight.council in (row["council"], row["counterparty"]))


def _lines(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Ledger lines between the councils, whoever posted them, each with the name of its file."""
    for row in _either_side(rows, sight):
        _, file_name = sight.files.get(words(row, "source_file"), ("", ""))
        yield {**row, "file_name": file_name}


def _parts(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Parts of what is due; the reason only for the council that employs: it may be a change of a person's pay.

    Of a cause of the cost that is shared the partner reads as much as of the break that it explains.
    """
    for row in _as_party(rows, sight):
        if row["host"] == sight.council:
            yield row
        elif row["tranche"] == Tranche.CAUSE:
            yield part_told_to_partner(row, sight.names.council(words(row, "host")))
        else:
            yield {**row, "tranche": ""}


def _between_councils(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Terms of the agreements that the council is party to."""
    return (row for row in rows if sight.council in words(row, "councils").split(BETWEEN))


def _own(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    return (row for row in rows if row.get("council") in (sight.council, None, ""))


def _everybody(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:  # noqa: ARG001 - the form of all of these
    return iter(rows)


def _nobody(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:  # noqa: ARG001 - the form of all of these
    return iter(())


def _costs(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Own posts holder by holder; the others' added up over holders and reasons, in the months that are shared."""
    sums: dict[tuple[object, ...], int] = defaultdict(int)
    for row in rows:
        is_own = row["council"] == sight.council
        if is_own or (row["post"], row["earned"]) in sight.shared:
            shown = row if is_own else {**row, "tranche": ""}
            holder = sight.holders[row["post"], row["occupant_ref"]] if is_own else ALL_HOLDERS
            sums[tuple(({**shown, "holder": holder})[key] for key in _COST_OF)] += pence(row, "amount_pence")
    for key, amount_pence in sums.items():
        yield {**dict(zip(_COST_OF, key, strict=True)), "amount_pence": amount_pence}


def _tie_out(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    return tie_out_seen(rows, sight.council, sight.tied_out)


def _workings(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Own posts only: point, part of full time, days and rates of a person are for no other council to see."""
    for row in rows:
        if row["council"] == sight.council:
            _, file_name = sight.files.get(words(row, "source_file"), ("", ""))
            shown = {key: value for key, value in row.items() if key not in OF_PEOPLE}
            holder = sight.holders[row["post"], row["occupant_ref"]]
            yield {**shown, "holder": holder, "file_name": file_name or f"file {words(row, 'source_file')[:12]}"}


def _holders(rows: Iterable[Row]) -> dict[tuple[object, object], str]:
    """A number for each holder of a post in place of the keyed reference, the one who earned first being the first."""
    first: dict[tuple[object, object], str] = {}
    for row in rows:
        key = (row["post"], row["occupant_ref"])
        first[key] = min(first.get(key, words(row, "earned")), words(row, "earned"))
    numbers: dict[object, int] = defaultdict(int)
    named = {}
    for post, ref in sorted(first, key=lambda key: (str(key[0]), first[key], str(key[1]))):
        numbers[post] += 1
        named[post, ref] = f"holder {numbers[post]}"
    return named


def _breaks(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Own breaks, those between this council and another, and those of the pay of a post in a month that it shares."""
    for row in rows:
        is_shared = row["pair"] == Pair.LEDGER_EXPECTED and (row["post"], row["month"]) in sight.shared
        if is_shared or sight.council in (row["council"], row["counterparty"]):
            yield row


def _causes(rows: Iterable[Row], breaks: Mapping[str, Row], edition: Edition) -> Iterator[Row]:
    by_break: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_break[words(row, "break_id")].append(row)
    for break_id, found in by_break.items():
        stands = breaks.get(break_id)
        if stands is None:
            continue
        council = words(stands, "council")
        host = edition.names.council(council)
        told = found if council == edition.council else told_to_partner(found, words(stands, "pair"), host)
        yield from ({**row, "sentence": addressed(words(row, "sentence"), edition.reader, host)} for row in told)


def _decisions(rows: Iterable[Row], causes: Iterable[Row], breaks: Mapping[str, Row]) -> Iterator[Row]:
    """Decisions on the breaks that the council sees; a cause that it may not read is named as it reads it."""
    read = {(row["break_id"], row["code"]) for row in causes}
    for row in rows:
        if words(row, "break_id") in breaks:
            is_withheld = (row["break_id"], RECORDED_CHANGE) in read and (row["break_id"], row["cause"]) not in read
            yield {**row, "cause": RECORDED_CHANGE} if is_withheld else row


def _evidence(rows: Iterable[Row], causes: Iterable[Row], breaks: Mapping[str, Row], sight: Sight) -> Iterator[Row]:
    """Rows of files that the council published itself, and of both councils' where the break stands between them."""
    told = {(row["break_id"], row["cause_number"]) for row in causes if row["code"] != RECORDED_CHANGE}
    for row in rows:
        if (row["break_id"], row["cause_number"]) not in told:
            continue
        publisher, file_name = sight.files.get(words(row, "source_file"), ("", ""))
        between = breaks[words(row, "break_id")]["pair"] not in (Pair.LEDGER_EXPECTED, Pair.NOT_ATTRIBUTED)
        if between or publisher == sight.council:
            yield {**row, "file_name": file_name}


def _conservation(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Own files and cost centres, and files of publishers that are no council."""
    others = set(sight.names.councils) - {sight.council}
    return (row for row in rows if row["publisher"] not in others and row["council"] not in others)


def _performance(rows: Iterable[Row], sight: Sight) -> Iterator[Row]:
    """Published measures of every area; of those that are worked out here the council's own and those of no council."""
    others = set(sight.names.councils) - {sight.council}
    return (row for row in rows if not (words(row, "code").startswith(OWN_MEASURES) and row["area"] in others))


_SEEN: Mapping[str, Callable[[Iterable[Row], Sight], Iterator[Row]]] = MappingProxyType(
    {
        "out_post_costs": _costs,
        "out_post_workings": _workings,
        "out_post_ledger": _own,
        "out_tie_out": _tie_out,
        "out_recharge_lines": _lines,
        "out_terms": _between_councils,
        "out_recharges": _as_party,
        "out_due_parts": _parts,
        "out_settlement": _as_party,
        "out_prices": _as_party,
        "out_net": _either_side,
        "out_draft_lines": _either_side,
        "out_breaks": _breaks,
        "out_break_movements": _own,
        "out_conservation": _conservation,
        "out_notes": _everybody,
        "out_savings": _everybody,
        "out_milestones": _everybody,
        "out_risks": _everybody,
        "out_forecast": _own,
        "out_dsg_position": _own,
        "out_pprr_resources": _own,
        "out_pprr_performance": _performance,
    }
)
