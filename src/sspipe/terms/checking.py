"""A file's content as its form, or one refusal that lists every entry that breaks the form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sspipe.terms.faults import Fault, refusal
from sspipe.terms.forms import Form
from sspipe.terms.sources import BRANCHES
from sspipe.terms.strict_yaml import Document

AForm = TypeVar("AForm", bound=Form)

SHOWN = 60
NEVER_SHOWN = frozenset({"auth", "url", "host_keys"})
"""Entries that somebody may have written a secret into."""
_DAY_KEY = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")
_PREFIXES = ("Value error, ", "Input should be ", "Assertion failed, ")


def check_form(document: Document, form: type[AForm]) -> AForm:
    """Read a document as a form.

    Raises:
        SiteFileWrong: naming the line of each entry that breaks the form.
    """
    try:
        return form.model_validate(document.content)
    except ValidationError as error:
        raise refusal(tuple(form_faults(document, error))) from error


def form_faults(document: Document, error: ValidationError) -> Iterator[Fault]:
    """Say each fault that the form's check found in the reader's words."""
    return (_fault(document, details) for details in error.errors(include_url=False))


def _fault(document: Document, details: ErrorDetails) -> Fault:
    path = tuple(_step(step) for step in details["loc"] if step not in BRANCHES)
    place = document.place(*path)
    entry = " ".join(str(step) for step in path)
    if details["type"] == "missing":
        return Fault(place, f"no '{entry}'", "a value for it", "Add it: nothing has a default.")
    if details["type"] == "extra_forbidden":
        return Fault(place, f"the unknown entry '{entry}'", "only the entries of this kind of file", "Correct it.")
    if NEVER_SHOWN & set(path):
        return Fault(place, f"another '{entry}'", _expected(details["msg"]), "Correct the entry.")
    found = f"'{entry}' as {shown(details['input'])}" if entry else shown(details["input"])
    return Fault(place, found, _expected(details["msg"]), "Correct the entry.")


def _step(step: int | str) -> int | str:
    day = _DAY_KEY.fullmatch(step) if isinstance(step, str) else None
    return step if day is None else date(*map(int, day.groups())).isoformat()


def _expected(message: str) -> str:
    for prefix in _PREFIXES:
        message = message.removeprefix(prefix)
    return message[:1].lower() + message[1:]


def shown(value: object) -> str:
    """Show a value of a site's file, shortened."""
    if isinstance(value, Mapping):
        return f"a mapping of {len(value)} entries"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"a list of {len(value)} entries"
    text = str(value)
    return f"'{text[:SHOWN]}'" if len(text) <= SHOWN else f"'{text[:SHOWN]}…'"
