"""What the forms of every kind of source share: templates, names of secrets, and how patiently a source is asked."""

import re
from string import Formatter
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, Strict, StringConstraints, model_validator

from sspipe.model.sources import MEGABYTE, PARTS
from sspipe.terms.forms import Form, Text

_SECRET_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_NAME = 60
_MOST_DIGITS = 4
WHERE_SECRETS_ARE = "put the value into the environment or a secret block, and its name here"

Count = Annotated[int, Strict(), Field(ge=1)]
User = Annotated[Text, StringConstraints(pattern=r"^[^:\s]+$")]


def _template(text: str) -> str:
    message = f"braces around {', '.join(PARTS)} only, such as {{period}} or {{period_number:02d}}"
    try:
        named = [(name, conversion) for _, name, _, conversion in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise ValueError(message) from error
    if any(name not in PARTS or conversion for name, conversion in named):
        raise ValueError(message)
    return text


def _file_name(text: str) -> str:
    if "/" in text or "\\" in text:
        message = "a file's name without a folder"
        raise ValueError(message)
    return text


Template = Annotated[Text, AfterValidator(_template)]


class SecretForm(Form):
    """Whatever names a secret; the check stands at the whole entry, so that no message quotes what was written."""

    secret: Annotated[str, Strict()]

    @model_validator(mode="after")
    def _only_a_name(self) -> "SecretForm":
        check_secret_name(self.secret)
        return self


def check_secret_name(written: str) -> None:
    """Refuse what may be a secret's value.

    Raises:
        ValueError: without quoting it.
    """
    fits = _SECRET_NAME.fullmatch(written) and len(written) <= _LONGEST_NAME
    if not fits or sum(letter.isdigit() for letter in written) > _MOST_DIGITS:
        message = f"the name of a secret, such as tameside-ledger, and never its value: {WHERE_SECRETS_ARE}"
        raise ValueError(message)


class AskedForm(Form):
    """An address that is asked for files; `url` and `file_name` are templates."""

    url: Template
    file_name: Annotated[Template, AfterValidator(_file_name)]
    timeout_seconds: Count = 30
    whole_seconds: Count = 3600
    attempts: Annotated[Count, Field(le=10)] = 4
    longest_wait_seconds: Count = 300
    most_megabytes: Count = 4096


def wrong_host(url: str) -> str:
    """What is wrong with an address up to its path; empty: nothing."""
    try:
        address = urlsplit(url)
        host, is_bare = address.hostname or "", address.username is None and address.password is None
        _ = address.port
    except ValueError:
        return "an address that can be asked"
    if not is_bare:
        return f"an address without user or password: {WHERE_SECRETS_ARE}, under auth"
    if not host or "{" in address.netloc:
        return "an address with its host written out"
    return ""


def patience_of(form: AskedForm) -> dict[str, Any]:
    """The entries that every source has, in the model's words."""
    return {
        "url": form.url,
        "file_name": form.file_name,
        "timeout_seconds": form.timeout_seconds,
        "whole_seconds": form.whole_seconds,
        "attempts": form.attempts,
        "longest_wait_seconds": form.longest_wait_seconds,
        "most_bytes": form.most_megabytes * MEGABYTE,
    }
