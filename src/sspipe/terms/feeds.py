"""The feeds of a site from feeds.yaml: who publishes what, and how its file names tell period and date."""

import re
from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from sspipe.model.feeds import Feed, FeedDue, FeedKind, Noun, StatementForm
from sspipe.terms.faults import Fault
from sspipe.terms.forms import Code, Day, FileForm, Form, Text, Truth
from sspipe.terms.strict_yaml import Document

DAY_GROUPS = frozenset({"extracted", "published"})
MONTH_GROUPS = frozenset({"calendar_year", "calendar_month"})
GROUPS = DAY_GROUPS | MONTH_GROUPS | {"period", "financial_year", "year_start", "period_number", "quarter"}


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


def _one_group(text: str) -> str:
    if re.compile(_pattern_alone(text)).groups != 1:
        message = "a regular expression with one group, the figure"
        raise ValueError(message)
    return text


def _pattern_alone(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        message = "a regular expression"
        raise ValueError(message) from error
    return text


Figure = Annotated[Text, AfterValidator(_one_group)]


class StatedForm(Form):
    """The small text beside a file in which its sender states rows and totals; what it does not say is left out."""

    suffix: Annotated[Text, Field(pattern=r"^\.[A-Za-z0-9.]+$")]
    rows: Figure | None = None
    total: Figure | None = None
    opening: Figure | None = None
    closing: Figure | None = None


class DueForm(Form):
    """By which working day after a period's end its file is due, or the days on which publications are expected."""

    working_day: Annotated[int, Field(strict=True, ge=1, le=60)] | None = None
    year_end_working_day: Annotated[int, Field(strict=True, ge=1, le=120)] | None = None
    publications: tuple[Day, ...] = ()


class FeedForm(Form):
    """One feed."""

    publisher: Code
    noun: Noun
    kind: FeedKind
    path: Text
    name_pattern: Annotated[Text, AfterValidator(_pattern)]
    date_format: str
    layout: Code
    required: Truth
    statement: StatedForm | None = None
    due: DueForm | None = None


class FeedsFile(FileForm):
    """The file feeds.yaml."""

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


def feeds_of(form: FeedsFile) -> tuple[Feed, ...]:
    """The feeds in the model's words."""
    return tuple(_feed(feed) for feed in form.feeds)


def _feed(form: FeedForm) -> Feed:
    stated = form.statement
    said = {name: figure or "" for name, figure in stated.model_dump().items()} if stated else None
    return Feed(
        **form.model_dump(exclude={"statement", "due"}),
        statement=StatementForm(**said) if said else None,
        due=FeedDue(**form.due.model_dump()) if form.due else None,
    )
