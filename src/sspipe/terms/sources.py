"""The forms of a feed's source in feeds.yaml: an address, who asks, how its pages follow, and no secret anywhere."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import Discriminator, Field, Strict, StringConstraints, Tag, model_validator

from sspipe.model.sources import Auth, AuthKind, HttpSource, Paging, PagingKind, SftpSource, is_loopback
from sspipe.terms.forms import Form, Text
from sspipe.terms.sftp_sources import SftpSourceForm, sftp_source_of
from sspipe.terms.source_parts import WHERE_SECRETS_ARE, AskedForm, Count, SecretForm, User, patience_of, wrong_host

_HTTP, _SFTP = "over HTTP", "over SFTP"
BRANCHES = frozenset({_HTTP, _SFTP})
"""Names that pydantic puts between the entries of a source that it finds faults with."""
_GIVES_RIGHTS = re.compile(
    r"(^|[_.-])(api_?key|key|token|secret|password|passwd|pwd|sig|signature|code)$", re.IGNORECASE
)

Start = Annotated[int, Strict(), Field(ge=0)]
Header = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z][A-Za-z0-9-]*$")]
Parameter = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z$_][A-Za-z0-9$_.\[\]-]*$")]
Dotted = Annotated[str, StringConstraints(strict=True, pattern=r"^[^.\s]+(\.[^.\s]+)*$")]


class BearerForm(SecretForm):
    """A token, sent as `Authorization: Bearer`."""

    kind: Literal["bearer"]


class BasicForm(SecretForm):
    """A user and a password, sent as `Authorization: Basic`."""

    kind: Literal["basic"]
    user: User


class ApiKeyForm(SecretForm):
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


class HttpSourceForm(AskedForm):
    """A web address that gives a file, or a paged answer in JSON."""

    auth: AuthForm | None = None
    paging: PagingForm | None = None
    tls: TlsForm | None = None

    @model_validator(mode="after")
    def _fit_to_be_asked(self) -> "HttpSourceForm":
        """Refuse what gives rights away; at the whole entry, so that no message quotes the address."""
        wrong = _wrong_address(self.url)
        if wrong:
            raise ValueError(wrong)
        return self


def _wrong_address(url: str) -> str:
    wrong = wrong_host(url)
    if wrong:
        return wrong
    address = urlsplit(url)
    if any(_GIVES_RIGHTS.search(name) for name, _ in parse_qsl(address.query, keep_blank_values=True)):
        return f"an address without a key or token in it: {WHERE_SECRETS_ARE}, under auth"
    if address.scheme == "https" or (address.scheme == "http" and is_loopback(address.hostname or "")):
        return ""
    return "an address that begins with https:// (http:// only to this machine itself) or sftp://"


def _kind(found: Any) -> str:
    """Which form an entry is written in, by how its address begins."""
    url = found.get("url") if isinstance(found, Mapping) else getattr(found, "url", None)
    return _SFTP if isinstance(url, str) and url.strip().lower().startswith("sftp:") else _HTTP


SourceForm = Annotated[
    Annotated[HttpSourceForm, Tag(_HTTP)] | Annotated[SftpSourceForm, Tag(_SFTP)], Discriminator(_kind)
]


def source_of(form: HttpSourceForm | SftpSourceForm) -> HttpSource | SftpSource:
    """The source in the model's words."""
    if isinstance(form, SftpSourceForm):
        return sftp_source_of(form)
    tls = form.tls or TlsForm()
    return HttpSource(
        **patience_of(form),
        auth=_auth(form.auth),
        paging=_paging(form.paging),
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
