"""The open breaks of a release as one council may see them, the most pounds first."""

from collections.abc import Iterator, Mapping, Sequence

from flows.choosing import Wanted, refuse_without_council
from flows.naming import counted
from flows.printing import Column, as_json, drawn, wrapped
from flows.reading_database import reading
from flows.seeing import Seen, seen_now
from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.publish.breaks_told import Document, is_accepted, is_open, told_breaks
from sspipe.publish.pack.edition import Edition
from sspipe.settings import Settings

_COLUMNS = (
    Column(heading="Break", is_whole=True),
    Column(heading="Amount", is_amount=True),
    "Where and when",
    "What differs, who must act",
    "Age",
    "Causes",
)


def tell_breaks(wanted: Wanted, *, every: bool, json: bool) -> Iterator[str]:
    """Lines for a terminal, or one of JSON; `every` with breaks that have cleared."""
    refuse_without_council(wanted)
    settings = Settings()
    with reading(settings) as engine:
        seen = seen_now(engine, wanted, settings)
    told = told_breaks(seen.rows, seen.edition)
    yield from (as_json(_document(seen, told, every=every)),) if json else _lines(seen, told, wanted, every=every)


def facts_of(seen: Seen) -> Document:
    """Of which release and for whom something is told."""
    edition = seen.edition
    return {
        "site": seen.site,
        "release_id": edition.release_id,
        "period": str(edition.period),
        "state": edition.state,
        "known_on": edition.known_on,
        "published_at": edition.published_at,
        "for": edition.council,
    }


def heading_of(edition: Edition) -> str:
    """The same in words."""
    number = edition.release_id.rsplit("-", 1)[-1]
    return (
        f"{edition.period.label} of {edition.title}: release {number}, {edition.stands}, known on {edition.known_on}, "
        f"as {edition.reader} may see it."
    )


def _document(seen: Seen, told: Sequence[Document], *, every: bool) -> Document:
    amounts = _open_amounts(told)
    accepted = [amount_of(each) for each in told if is_accepted(each)]
    return {
        **facts_of(seen),
        "open_breaks": len(amounts),
        "open_net_pence": sum(amounts),
        "open_size_pence": sum(map(abs, amounts)),
        "accepted_breaks": len(accepted),
        "accepted_net_pence": sum(accepted),
        "breaks": [each for each in told if every or is_open(each)],
    }


def _open_amounts(told: Sequence[Document]) -> list[int]:
    return [amount_of(each) for each in told if is_open(each)]


def amount_of(told: Mapping[str, object], key: str = "amount_pence") -> int:
    """An amount of a break or a cause in pence."""
    value = told[key]
    return value if isinstance(value, int) else 0


def _lines(seen: Seen, found: Sequence[Document], wanted: Wanted, *, every: bool) -> Iterator[str]:
    told = [each for each in found if every or is_open(each)]
    yield from wrapped(heading_of(seen.edition))
    amounts = _open_amounts(told)
    if amounts:
        size, net = in_pounds(sum(map(abs, amounts))), in_pounds(sum(amounts))
        both = f"{counted(len(amounts), 'open break')}: {size} in size, {net} net (plus: more than it should be)."
        yield from wrapped(both)
    else:
        yield "No break is open."
    yield from _accepted(found)
    if told:
        yield ""
        yield from drawn(_COLUMNS, [_row(each) for each in told], gap=1)
        yield ""
        words = f"sspipe explain {told[0]['short_id']} --for {seen.edition.council}{_also(wanted)}"
        yield from wrapped(f"One in full: {words}")


def _accepted(found: Sequence[Document]) -> Iterator[str]:
    """What people accepted, which is no longer open."""
    amounts = [amount_of(each) for each in found if is_accepted(each)]
    if amounts:
        yield from wrapped(f"{counted(len(amounts), 'break')} accepted: {in_pounds(sum(amounts))} net, no longer open.")


def _also(wanted: Wanted) -> str:
    """What must be named again to find the same release."""
    named = {"--site": wanted.site, "--period": wanted.period or ""}
    return "".join(f" {option} {value}" for option, value in named.items() if value)


def _row(told: Document) -> tuple[str, ...]:
    state = "" if is_open(told) else f" ({told['state']})"
    decided = f"; {told['decided']}" if told["decided"] else ""
    return (
        str(told["short_id"]),
        in_pounds(amount_of(told)),
        f"{where_of(told)}, {month_of(told)}",
        f"{told['what_differs']}; {owner_of(told)}{state}{decided}",
        age_of(told),
        ", ".join(_named_cause(cause) for cause in causes_of(told)) or "no cause on file",
    )


def where_of(told: Mapping[str, object]) -> str:
    """The post by its title, or the cost centre where no post is known."""
    return str(told["post_title"]) if told["post"] else f"cost centre {told['cost_centre']}"


def month_of(told: Mapping[str, object], key: str = "month") -> str:
    """A period of a break as people write it."""
    return Period.parse(str(told[key])).label


def owner_of(told: Mapping[str, object]) -> str:
    """Who must do what, the council by the name it goes by within the site: `Tameside must book`."""
    council = str(told["owner_council"]).replace("-", " ").replace("_", " ").title()
    return f"{council} {told['owner_side']}"


def age_of(told: Mapping[str, object]) -> str:
    """How long it has stood, in periods and in working days."""
    periods, days = amount_of(told, "age_periods"), amount_of(told, "age_working_days")
    return f"{counted(periods, 'period')}, {counted(days, 'working day')}"


def causes_of(told: Mapping[str, object]) -> list[Document]:
    """Its causes, in their order."""
    causes = told["causes"]
    return causes if isinstance(causes, list) else []


def _named_cause(cause: Mapping[str, object]) -> str:
    return f"{cause['code']} (supposed)" if cause["is_supposed"] else str(cause["code"])
