"""One break in full, as one council may read it: its figures, its causes with what they rest on, and who must act."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import Engine

from flows.break_history import closes_of, decision_lines, history_lines
from flows.choosing import Wanted, chosen_release, refuse_without_council, refused
from flows.command_breaks import (
    age_of,
    amount_of,
    causes_of,
    facts_of,
    heading_of,
    month_of,
    where_of,
)
from flows.naming import counted
from flows.printing import INDENT, Column, as_json, drawn, wrapped
from flows.reading_database import reading
from flows.seeing import Seen, seen_release
from sspipe.model.money import in_pounds
from sspipe.publish.breaks_told import Document, explained, told_breaks
from sspipe.settings import Settings
from sspipe.store.destructions import Destruction, destroyed_contents
from sspipe.store.listing import releases_with_break
from sspipe.store.standing_runs import ReleaseStanding

MOST_NAMED = 5
"""So many breaks are named of those that an id could mean."""
MOST_ROWS = 10
NOT_SHOWN = "not shown"
COMPONENTS = MappingProxyType(
    {
        "basic": "Basic pay",
        "elements": "Other pay elements",
        "ni": "Employer National Insurance",
        "pension": "Employer pension",
        "levy": "Apprenticeship levy",
    }
)
FIGURES = MappingProxyType(
    {
        "expected_pence": "Expected",
        "ledger_pence": "In the ledger",
        "due_pence": "Due",
        "from_causes_pence": "Of due: from differences in the ledger that are shared",
        "not_yet_billable_pence": "Of due: not yet billable",
        "billable_pence": "Of due: billable by now",
        "billed_pence": "Billed, net of VAT",
        "unbilled_pence": "Billable less billed",
        "unbilled_in_transit_pence": "Of that: within the time allowed to bill",
        "booked_pence": "Booked, net of VAT",
        "unbooked_pence": "Billed less booked",
        "unbooked_in_transit_pence": "Of that: within the time allowed to book",
        "scheduled_pence": "Scheduled to be accrued",
        "raised_pence": "Raised in the ledger",
        "reversed_pence": "Reversed in the ledger",
        "total_pence": "The cost centre's total",
        "attributed_pence": "Of that: attributed to posts",
        "not_joint_pence": "Of that: not joint, by a named rule",
        "break_pence": "Of that: attributed to nothing",
    }
)


def tell_break(beginning: str, wanted: Wanted, *, json: bool) -> Iterator[str]:
    """Lines for a terminal, or one of JSON, on the break whose id begins so."""
    refuse_without_council(wanted)
    settings = Settings()
    with reading(settings) as engine:
        newest = chosen_release(engine, wanted)
        seen, told = _found(engine, newest, beginning.lower(), wanted, settings)
        gone = destroyed_contents(engine, newest.site)
        history = closes_of(engine, newest.site, str(told["break_id"]), seen, wanted, settings)
    told = {**_with_destroyed(explained(told, seen.rows, seen.edition), gone), "history": history}
    if json:
        yield as_json({**facts_of(seen), "newest_period": newest.period, "break": told})
        return
    yield from _lines(seen, told)
    if newest.release_id != seen.edition.release_id:
        yield from ("", *wrapped(f"The release of {newest.period}, the newest, shows it no more."))


def _with_destroyed(told: Document, gone: Mapping[str, Destruction]) -> Document:
    """Each row that a cause rests on with what became of its raw file, where a rule destroyed that."""
    return {**told, "causes": [{**cause, "evidence": [*_evidence(cause, gone)]} for cause in causes_of(told)]}


def _evidence(cause: Document, gone: Mapping[str, Destruction]) -> Iterator[Document]:
    evidence = cause["evidence"]
    for row in evidence if isinstance(evidence, list) else []:
        destruction = gone.get(str(row["source_file"]))
        yield row if destruction is None else {**row, "raw_file": destruction.sentence}


def _found(
    engine: Engine, newest: ReleaseStanding, beginning: str, wanted: Wanted, settings: Settings
) -> tuple[Seen, Document]:
    """The break in the release that was named; else in the newest one that shows it."""
    others = () if wanted.period else releases_with_break(engine, newest.site, beginning)
    for release_id in dict.fromkeys((newest.release_id, *others)):
        seen = seen_release(engine, release_id, wanted, settings)
        meant = [each for each in told_breaks(seen.rows, seen.edition) if str(each["break_id"]).startswith(beginning)]
        if meant:
            return seen, _only(meant, beginning)
    looked_in = newest.period if wanted.period else "any period"
    message = f"no break that {wanted.council} may see begins with '{beginning}' in {looked_in}; see sspipe breaks"
    raise refused(message, "BREAK")


def _only(meant: Sequence[Document], beginning: str) -> Document:
    if len(meant) == 1:
        return meant[0]
    named = ", ".join(str(each["break_id"]) for each in meant[:MOST_NAMED])
    rest = f" and {len(meant) - MOST_NAMED} more" if len(meant) > MOST_NAMED else ""
    raise refused(f"'{beginning}' begins {len(meant)} breaks: {named}{rest}; write more of the id", "BREAK")


def _lines(seen: Seen, told: Document) -> Iterator[str]:
    yield from wrapped(f"Break {told['break_id']}: {where_of(told)}, {month_of(told)}")
    yield from wrapped(f"{_state(told)}. {_sized(told)}. {told['owner']}.")
    yield from wrapped(f"First seen in {month_of(told, 'first_seen')}; {_since(told)} for {age_of(told)}.")
    if told["agreement"]:
        yield from wrapped(f"Agreement: {told['agreement_title']}.")
    yield from wrapped(heading_of(seen.edition))
    yield from ("", *_figures(told))
    yield ""
    yield from _causes(told)
    yield from _shared(told)
    yield from decision_lines(told)
    yield from history_lines(told)


def _state(told: Document) -> str:
    state = str(told["state"]).capitalize()
    return f"{state}: {told['decided']}" if told["decided"] else state


def _since(told: Document) -> str:
    """It is as old as its first sight, unless it cleared in between."""
    returned = told["open_since"] != told["first_seen"]
    return f"cleared, and open again in {month_of(told, 'open_since')}, standing" if returned else "standing"


def _sized(told: Document) -> str:
    amount = amount_of(told)
    way = "more than it should be" if amount > 0 else "less than it should be"
    return f"{str(told['what_differs']).capitalize()}: {in_pounds(amount)}, {way if amount else 'nothing left'}"


def _figures(told: Document) -> Iterator[str]:
    """The two figures and what stands between them."""
    components = told["components"]
    if isinstance(components, list) and components:
        yield from _pay(components, told)
        return
    figures = told["figures"]
    shown = figures if isinstance(figures, Mapping) else {}
    if not shown:
        yield "No published figure stands beside this break."
        return
    rows = [(FIGURES.get(key, key), in_pounds(pence)) for key, pence in shown.items() if isinstance(pence, int)]
    yield from drawn(("Figure", Column(heading="Amount", is_amount=True)), rows)


def _pay(components: Sequence[Document], told: Document) -> Iterator[str]:
    rows = [(COMPONENTS.get(str(part["component"]), str(part["component"])), *_compared(part)) for part in components]
    figures = told["figures"]
    together = [("Together", *_compared(figures))] if isinstance(figures, dict) else []
    columns = [Column(heading=heading, is_amount=True) for heading in ("Expected", "In the ledger", "Difference")]
    yield from drawn(("Of the month's pay", *columns), [*rows, *together])
    if any(part["ledger_pence"] is None for part in components):
        said = "is another council's own; expected is that of the months that are shared"
        yield from wrapped(f"The ledger by component {said}.")


def _compared(part: Mapping[str, object]) -> tuple[str, str, str]:
    expected, ledger = amount_of(part, "expected_pence"), part["ledger_pence"]
    if not isinstance(ledger, int):
        return in_pounds(expected), NOT_SHOWN, NOT_SHOWN
    return in_pounds(expected), in_pounds(ledger), in_pounds(ledger - expected)


def _causes(told: Document) -> Iterator[str]:
    causes = causes_of(told)
    if not causes:
        yield "No cause is on file."
        return
    yield f"{counted(len(causes), 'cause')}; together {in_pounds(sum(amount_of(cause) for cause in causes))}"
    for cause in causes:
        yield ""
        yield from _cause(cause)


def _shared(told: Document) -> Iterator[str]:
    """What of the causes is due from a partner, because the agreement shares it."""
    shared = told["shared"]
    for part in shared if isinstance(shared, list) else []:
        split, due = in_pounds(amount_of(part, "shared_pence")), in_pounds(amount_of(part, "due_pence"))
        yield ""
        yield from wrapped(
            f"The agreement shares {split} of it ({part['cause']}): {due} is due from {part['partner']} for "
            f"{month_of(part, 'service')}, to be billed from {part['billable_on']}."
        )


def _cause(cause: Document) -> Iterator[str]:
    supposed = "; supposed, until a later posting settles it" if cause["is_supposed"] else ""
    yield from wrapped(f"{cause['code']}  {in_pounds(amount_of(cause))}{supposed}", indent=INDENT)
    yield from wrapped(str(cause["sentence"]), indent=2 * INDENT)
    tried = amount_of(cause, "tried")
    if tried:
        said = "1 hypothesis was" if tried == 1 else f"{tried} hypotheses were"
        yield from wrapped(f"{said} weighed.", indent=2 * INDENT)
    for cited in _cited(cause):
        yield from wrapped(cited, indent=2 * INDENT, hanging=3 * INDENT)


def _cited(cause: Document) -> Iterator[str]:
    """The rows that it rests on, file by file; a file is called as it was offered, else by its hash."""
    evidence = cause["evidence"]
    rows: dict[tuple[str, str], list[int]] = {}
    for row in evidence if isinstance(evidence, list) else []:
        name = str(row["file_name"]) or f"file {str(row['source_file'])[:12]}"
        rows.setdefault((name, str(row.get("raw_file", ""))), []).append(int(row["source_row"]))
    for (name, raw_file), numbers in rows.items():
        shown = sorted(set(numbers))
        rest = f" and {len(shown) - MOST_ROWS} more" if len(shown) > MOST_ROWS else ""
        word = "row" if len(shown) == 1 else "rows"
        yield f"Rests on {name}, {word} {', '.join(map(str, shown[:MOST_ROWS]))}{rest}{'; ' * bool(raw_file)}{raw_file}"
