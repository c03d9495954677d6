"""The feeds of a site from feeds.yaml: who publishes what, and how its file names tell period and date."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, model_validator

from sspipe.model.feeds import Feed, FeedKind, Noun
from sspipe.model.periods import Period
from sspipe.model.sources import parts_of
from sspipe.terms.faults import Fault
from sspipe.terms.feed_parts import DueForm, StatedForm, due_of, statement_of
from sspipe.terms.forms import Code, FileForm, Form, Text, Truth
from sspipe.terms.sources import SourceForm, source_of
from sspipe.terms.strict_yaml import Document

DAY_GROUPS = frozenset({"extracted", "published"})
MONTH_GROUPS = frozenset({"calendar_year", "calendar_month"})
YEAR_GROUPS = frozenset({"financial_year", "year_start"})
PERIOD_GROUPS = MONTH_GROUPS | {"period", "period_number", "quarter"}
GROUPS = DAY_GROUPS | PERIOD_GROUPS | YEAR_GROUPS
_AN_ARRIVAL = date(2022, 10, 5)
_A_PERIOD = Period(2022, 6)


def _pattern(text: str) -> str:
    try:
        groups = set(re.compile(text).groupindex)
    except re.error as error:
        message = "a regular expression"
        raise ValueError(message) from error
    if groups - GROUPS:
        message = f"only the named groups {', '.join(sorted(GROUPS))}"
        raise ValueError(message)
    if len(groups & MONTH_GROUPS) == 1:
        message = f"the named groups {' and '.join(sorted(MONTH_GROUPS))} together"
        raise ValueError(message)
    return text


class FeedForm(Form):
    """One feed: its files stand at a path, or come from a source."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["path"]}, {"required": ["source"]}]})

    publisher: Code
    noun: Noun
    kind: FeedKind
    path: Text | None = None
    source: SourceForm | None = None
    name_pattern: Annotated[Text, AfterValidator(_pattern)]
    date_format: str
    layout: Code
    required: Truth
    statement: StatedForm | None = None
    due: DueForm | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "FeedForm":
        if (self.path is None) == (self.source is None):
            message = "either a path, where its files stand, or a source, which is asked for them"
            raise ValueError(message)
        return self


class FeedsFile(FileForm):
    """The file feeds.yaml; what stands in it is quoted nowhere, as somebody may have written a secret into it."""

    model_config = ConfigDict(hide_input_in_errors=True)

    feeds: tuple[FeedForm, ...]


def feed_faults(document: Document, form: FeedsFile, layouts: Collection[str]) -> Iterator[Fault]:
    """Say what the feeds have wrong among each other, and which layouts nobody has written."""
    seen: set[tuple[str, str]] = set()
    for at, feed in enumerate(form.feeds):
        name = (feed.publisher, str(feed.noun))
        if name in seen:
            found = f"the feed {feed.publisher}/{feed.noun} twice"
            yield Fault(document.place("feeds", at), found, "each feed once", "Remove one of the two.")
        seen.add(name)
        if DAY_GROUPS & set(re.compile(feed.name_pattern).groupindex) and not feed.date_format:
            place = document.place("feeds", at, "date_format")
            yield Fault(place, "no date format for a name that holds a date", "one such as %Y%m%d", "Add it.")
        if f"layouts/{feed.layout}.yaml" not in layouts:
            place = document.place("feeds", at, "layout")
            found = f"the layout '{feed.layout}' without a file"
            yield Fault(place, found, "a file of the folder layouts", "Write it, or correct the name.")
        yield from _source_faults(document.place("feeds", at, "source"), feed)


def _source_faults(place: str, feed: FeedForm) -> Iterator[Fault]:
    """Say where a source's templates and the pattern of the feed's names do not fit together."""
    if feed.source is None:
        return
    tells_period = bool(PERIOD_GROUPS & set(re.compile(feed.name_pattern).groupindex))
    parts = parts_of(_A_PERIOD if tells_period else None, _AN_ARRIVAL)
    source = source_of(feed.source)
    try:
        _, name = source.address(parts), source.name(parts)
    except KeyError:
        found, expected = "a period in the source of a feed whose names tell none", "{arrived} alone"
        yield Fault(place, found, expected, "Take it out, or let name_pattern tell the period.")
    except (ValueError, TypeError):
        yield Fault(place, "a format that its part cannot take", "one such as {period_number:02d}", "Correct it.")
    else:
        if re.fullmatch(feed.name_pattern, name) is None:
            expected = "a file_name that name_pattern understands"
            yield Fault(place, f"a file_name that comes out as {name}", expected, "Correct one of the two.")


def feeds_of(form: FeedsFile) -> tuple[Feed, ...]:
    """The feeds in the model's words."""
    return tuple(_feed(feed) for feed in form.feeds)


def _feed(form: FeedForm) -> Feed:
    return Feed(
        publisher=form.publisher,
        noun=form.noun,
        kind=form.kind,
        path=form.path or "",
        name_pattern=form.name_pattern,
        date_format=form.date_format,
        layout=form.layout,
        required=form.required,
        source=source_of(form.source) if form.source else None,
        statement=statement_of(form.statement),
        due=due_of(form.due),
    )
