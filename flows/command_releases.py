"""Every release with how far it has come, what stands open in it, and the inputs that the one before had not."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from flows.choosing import Wanted, known_site, named_period, nothing_published, refused, site_name
from flows.printing import Column, as_json, drawn, wrapped
from flows.reading_database import reading
from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.settings import Settings
from sspipe.store.listing import ListedRelease, OpenBreaks, list_releases

MOST_NAMED = 6
"""So many inputs are named of those that changed; --json names all."""
_COLUMNS = (
    Column(heading="Period", is_whole=True),
    Column(heading="No.", is_amount=True),
    "State",
    Column(heading="Known on", is_whole=True),
    "Published, UTC",
    Column(heading="Open", is_amount=True),
    Column(heading="Size", is_amount=True),
)


def tell_releases(wanted: Wanted, *, json: bool) -> Iterator[str]:
    """Lines for a terminal, or one of JSON."""
    period = named_period(wanted.period) if wanted.period else ""
    with reading(Settings()) as engine:
        listed = list_releases(engine)
    if not listed:
        raise nothing_published()
    sites = sorted({each.site for each in listed})
    if wanted.site:
        sites = [known_site(wanted, sites)]
    chosen = [each for each in listed if each.site in sites and period in ("", each.period)]
    if not chosen:
        raise refused(f"no release of {period} was ever made for {site_name(wanted) or 'any site'}", "--period")
    yield from (as_json({"releases": [_document(each) for each in chosen]}),) if json else _lines(sites, chosen)


def _document(each: ListedRelease) -> dict[str, object]:
    facts = {key: value for key, value in asdict(each).items() if key not in {"open_breaks", "inputs"}}
    return {
        **facts,
        "open_breaks": each.open_breaks.count,
        "open_size_pence": each.open_breaks.size_pence,
        "inputs_changed": list(each.inputs.changed),
        "inputs_added": list(each.inputs.added),
        "inputs_gone": list(each.inputs.gone),
    }


def _lines(sites: Sequence[str], chosen: Sequence[ListedRelease]) -> Iterator[str]:
    for site in sites:
        own = [each for each in chosen if each.site == site]
        yield site
        yield from drawn(_COLUMNS, [_row(each) for each in own])
        for each in own:
            yield from _replaced(each)
    if any(each.open_breaks.size_pence is None for each in chosen):
        yield ""
        yield from wrapped("Pounds that stand on one post alone are not told here: see sspipe breaks --for COUNCIL.")


def _row(each: ListedRelease) -> tuple[str, ...]:
    return (
        Period.parse(each.period).label,
        str(each.release_number),
        each.state.replace("_", " "),
        str(each.known_on),
        each.published_at.strftime("%Y-%m-%d %H:%M"),
        str(each.open_breaks.count),
        _size(each.open_breaks),
    )


def _size(breaks: OpenBreaks) -> str:
    return "one post" if breaks.size_pence is None else in_pounds(breaks.size_pence)


def _replaced(each: ListedRelease) -> Iterator[str]:
    """Which release it took the place of, and which inputs are others; why it was outdated or withdrawn."""
    name = f"{Period.parse(each.period).label} release {each.release_number}"
    if each.state_reason:
        yield from ("", *wrapped(f"{name} is {each.state.replace('_', ' ')}: {each.state_reason}"))
    if not each.before:
        return
    yield from ("", *wrapped(f"{name} follows release {each.before.rsplit('-', 1)[-1]}. {_inputs_in_words(each)}"))


def _inputs_in_words(each: ListedRelease) -> str:
    inputs = each.inputs
    told = [
        f"{verb}: {_named(names)}"
        for verb, names in (("Other bytes", inputs.changed), ("New", inputs.added), ("No longer used", inputs.gone))
        if names
    ]
    return ". ".join([*told, ""]).strip() or "Its inputs are the same."


def _named(names: Sequence[str]) -> str:
    rest = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{rest}"
