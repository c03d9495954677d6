"""Web addresses as they may be shown, compared and followed."""

from urllib.parse import SplitResult, urljoin, urlsplit

from sspipe.errors import SourceRefused
from sspipe.model.sources import is_loopback

_PORTS = {"http": 80, "https": 443}
_ACTION = "Ask the sender where its files are, and correct the feed's source in feeds.yaml."


def shown(url: str) -> str:
    """An address without user, query and fragment, any of which may hold a right.

    >>> shown("https://user:word@a.example:8443/exports/gl?signature=0")
    'https://a.example:8443/exports/gl'
    """
    try:
        address = urlsplit(url)
        port = "" if address.port is None else f":{address.port}"
        host = f"[{address.hostname}]" if ":" in (address.hostname or "") else address.hostname or ""
    except ValueError:
        return "an address that cannot be read"
    return f"{address.scheme}://{host}{port}{address.path}"


def is_same_origin(one: str, other: str) -> bool:
    """Whether two addresses are of one scheme, host and port."""
    return _origin(one) == _origin(other)


def followed(asked: str, home: str, target: str) -> str:
    """Where a redirect leads, counted from the address that was asked; `home` is the source's own.

    Raises:
        SourceRefused: when it leads off an encrypted connection, onto this machine, or hands over a user.
    """
    there = joined(asked, target)
    wrong = _wrong_step(home, there) if there else "an address that cannot be read"
    if wrong:
        raise SourceRefused(shown(home), f"a redirect to {wrong}", "one that can be trusted", _ACTION)
    return there


def joined(asked: str, target: str) -> str:
    """Where an answer leads, counted from the address that was asked; empty: to nothing that can be read."""
    try:
        there = urljoin(asked, target)
        _ = urlsplit(there).port
    except ValueError:
        return ""
    return there


def _wrong_step(home: str, there: str) -> str:
    start, end = urlsplit(home), urlsplit(there)
    if end.username is not None or end.password is not None:
        return "an address with a user in it"
    if not _is_as_safe(start, end):
        return "an address without encryption"
    if is_loopback(end.hostname or "") and not is_loopback(start.hostname or ""):
        return "this machine itself"
    return ""


def _is_as_safe(start: SplitResult, end: SplitResult) -> bool:
    return end.scheme == "https" or (end.scheme == start.scheme == "http" and is_loopback(end.hostname or ""))


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        address = urlsplit(url)
        return address.scheme, address.hostname or "", address.port or _PORTS.get(address.scheme)
    except ValueError:
        return "", url, None
