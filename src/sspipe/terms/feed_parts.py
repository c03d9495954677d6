"""What a feed says beside its files: how its sender's statement reads, and by when a file is due."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from sspipe.model.feeds import FeedDue, StatementForm
from sspipe.terms.forms import Day, Form, Text


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


def statement_of(form: StatedForm | None) -> StatementForm | None:
    """The statement's form in the model's words."""
    return StatementForm(**{name: figure or "" for name, figure in form.model_dump().items()}) if form else None


def due_of(form: DueForm | None) -> FeedDue | None:
    """The calendar of a feed in the model's words."""
    return FeedDue(**form.model_dump()) if form else None
