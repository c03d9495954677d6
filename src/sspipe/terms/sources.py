"""The form of a feed's source in feeds.yaml: an address, who asks, how its pages follow, and no secret anywhere."""

import re
from string import Formatter
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, Field, Strict, StringConstraints, model_validator

from sspipe.model.sources import MEGABYTE, PARTS, Auth, AuthKind, HttpSource, Paging, PagingKind, is_loopback
from sspipe.terms.forms import Form, Text

_SECRET_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_NAME = 60
_MOST_DIGITS = 4
_GIVES_RIGHTS = re.compile(
    r"(^|[_.-])(api_?key|key|token|secret|password|passwd|pwd|sig|signature|code)$", re.IGNORECASE
)
_WHERE_SECRETS_ARE = "put the value into the environment or a secret block, and its name here"

Count = Annotated[int, Strict(), Field(ge=1)]
Start = Annotated[int, Strict(), Field(ge=0)]
Header = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9-]*$")]
Parameter = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z$_][A-Za-z0-9$_.\[\]-]*$")]
Dotted = Annotated[str, StringConstraints(strict=True, pattern=r"^[^.\s]+(\.[^.\s]+)*$")]


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


class _Secret(Form):
    """Whatever names a secret; the check stands at the whole entry, so that no message quotes what was written."""

    secret: Annotated[str, Strict()]

    @model_validator(mode="after")
    def _only_a_name(self) -> "_Secret":
        fits = _SECRET_NAME.fullmatch(self.secret) and len(self.secret) <= _LONGEST_NAME
        if not fits or sum(letter.isdigit() for letter in self.secret) > _MOST_DIGITS:
            message = f"the name of a secret, such as tameside-ledger, and never its value: {_WHERE_SECRETS_ARE}"
            raise ValueError(message)
        return self


class BearerForm(_Secret):
    """A token, sent as `Authorization: Bearer`."""

    kind: Literal["bearer"]


class BasicForm(_Secret):
    """A user and a password, sent as `Authorization: Basic`."""

    kind: Literal["basic"]
    user: Annotated[Text, StringConstraints(pattern=r"^[^:\s]+$")]


class ApiKeyForm(_Secret):
    """A key, sent in a header of the sender's choice."""

    kind: Literal["api_key"]
    header: Header


class _Pages(Form):
    rows_at: Dotted | None
    total_at: Dotted | None = None
    sum_at: Dotted | None = None
    amount_at: Dotted | None = None
    opening_at: Dotted | None = None
    closing_at: Dotted | None = None
    most_pages: Count = 10_000

    @model_validator(mode="after")
    def _sum_of_something(self) -> "_Pages":
        if (self.sum_at is None) != (self.amount_at is None):
            message = "sum_at, where the sum of all rows is stated, and amount_at, what it is the sum of, together"
            raise ValueError(message)
        return self


class NextLinkForm(_Pages):
    """Each page says the address of the next at `next_at`, or, where that is null, in the header `Link`."""

    kind: Literal["next_link"]
    next_at: Dotted | None


class PageNumberForm(_Pages):
    """Pages are asked for by number, until one is empty."""

    kind: Literal["page_number"]
    parameter: Parameter
    first_page: Start = 1
    page_size: Count | None = None
    page_size_parameter: Parameter | None = None

    @model_validator(mode="after")
    def _size_with_its_name(self) -> "PageNumberForm":
        if (self.page_size is None) != (self.page_size_parameter is None):
            message = "page_size and page_size_parameter together, or neither"
            raise ValueError(message)
        return self


class CursorForm(_Pages):
    """Each page gives at `next_at` what the next is asked for with."""

    kind: Literal["cursor"]
    parameter: Parameter
    next_at: Dotted


class TlsForm(Form):
    """Whose certificates are trusted. Unchecked ones need a reason, and every pull tells of it."""

    ca_file: Text | None = None
    is_unverified: Annotated[bool, Strict()] = False
    reason: Text | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> "TlsForm":
        if self.is_unverified != (self.reason is not None):
            message = "a reason with is_unverified: true, and none without"
            raise ValueError(message)
        if self.is_unverified and self.ca_file:
            message = "either a ca_file or is_unverified: true"
            raise ValueError(message)
        return self


AuthForm = Annotated[BearerForm | BasicForm | ApiKeyForm, Field(discriminator="kind")]
PagingForm = Annotated[NextLinkForm | PageNumberForm | CursorForm, Field(discriminator="kind")]


class SourceForm(Form):
    """A web address that gives a file, or a paged answer in JSON; `url` and `file_name` are templates."""

    url: Template
    file_name: Annotated[Template, AfterValidator(_file_name)]
    auth: AuthForm | None = None
    paging: PagingForm | None = None
    tls: TlsForm | None = None
    timeout_seconds: Count = 30
    whole_seconds: Count = 3600
    attempts: Annotated[Count, Field(le=10)] = 4
    longest_wait_seconds: Count = 300
    most_megabytes: Count = 4096

    @model_validator(mode="after")
    def _fit_to_be_asked(self) -> "SourceForm":
        """Refuse what gives rights away; at the whole entry, so that no message quotes the address."""
        wrong = _wrong_address(self.url)
        if wrong:
            raise ValueError(wrong)
        return self


def _wrong_address(url: str) -> str:
    try:
        address = urlsplit(url)
        host, is_bare = address.hostname or "", address.username is None and address.password is None
        _ = address.port
    except ValueError:
        return "an address that can be asked"
    if not is_bare:
        return f"an address without user or password: {_WHERE_SECRETS_ARE}, under auth"
    if any(_GIVES_RIGHTS.search(name) for name, _ in parse_qsl(address.query, keep_blank_values=True)):
        return f"an address without a key or token in it: {_WHERE_SECRETS_ARE}, under auth"
    if not host or "{" in address.netloc:
        return "an address with its host written out"
    if address.scheme == "https" or (address.scheme == "http" and is_loopback(host)):
        return ""
    return "an address that begins with https:// (http:// only to this machine itself)"


def source_of(form: SourceForm) -> HttpSource:
    """The source in the model's words."""
    tls = form.tls or TlsForm()
    return HttpSource(
        url=form.url,
        file_name=form.file_name,
        auth=_auth(form.auth),
        paging=_paging(form.paging),
        timeout_seconds=form.timeout_seconds,
        whole_seconds=form.whole_seconds,
        attempts=form.attempts,
        longest_wait_seconds=form.longest_wait_seconds,
        most_bytes=form.most_megabytes * MEGABYTE,
        ca_file=tls.ca_file or "",
        unverified_reason=tls.reason or "",
    )


def _auth(form: BearerForm | BasicForm | ApiKeyForm | None) -> Auth | None:
    if form is None:
        return None
    entries = form.model_dump()
    return Auth(**{**entries, "kind": AuthKind(entries["kind"])})


def _paging(form: NextLinkForm | PageNumberForm | CursorForm | None) -> Paging | None:
    if form is None:
        return None
    entries = {name: value for name, value in form.model_dump().items() if value is not None}
    return Paging(**{"rows_at": "", **entries, "kind": PagingKind(entries["kind"])})
