"""Faults of asking a web address, told apart: those that may pass by themselves, and those that somebody must mend."""

import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from sspipe.errors import RunBroken, SourceRefused, SourceUnavailable
from sspipe.extract.http_addresses import shown
from sspipe.extract.patience import LATER, MayPass, stopped

OK, ACCEPTED, NOT_MODIFIED = 200, 202, 304
GONE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAY_PASS = frozenset({429, 502, 503, 504})
_SERVER_FAULTS = 500
_RIGHTS = {401: "what we show it is not accepted", 403: "who we are has no right to this"}
_ADDRESS = "Ask the sender, and correct the feed's source in feeds.yaml."
_CERTIFICATE = (
    "Ask the sender which authority signs its certificates, and name that authority's file as ca_file in feeds.yaml."
)


def fault_of_asking(url: str, error: Exception, timeout_seconds: float) -> Exception:
    """What a failed request means; the library's own words stay out, as they may quote address and header."""
    if isinstance(error, requests.Timeout):
        return MayPass(url, f"no answer within {timeout_seconds:g} seconds")
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in _behind(error)):
        found = "a certificate that no known authority stands for"
        return SourceRefused(shown(url), found, "the sender's own certificate", _CERTIFICATE)
    if isinstance(error, requests.ConnectionError):
        return MayPass(url, "no connection, or one that ended before any answer")
    return SourceRefused(
        shown(url), "an address, or a header, that breaks the rules of HTTP", "a web address", _ADDRESS
    )


def fault_of_reading(url: str, error: HTTPError, came: int, length: int | None, timeout_seconds: float) -> MayPass:
    """What an answer that stopped on its way means."""
    return stopped(url, came, length, timeout_seconds if isinstance(error, ReadTimeoutError) else None)


def fault_of_status(url: str, response: requests.Response) -> Exception | None:
    """What is wrong with an answer by its status; None: it is there, unchanged, or gone."""
    status = response.status_code
    if status in {OK, NOT_MODIFIED} | GONE:
        return None
    if status in _MAY_PASS:
        after = retry_after(response)
        asked = "" if after is None else f" (ask again in {after:g} seconds)"
        return MayPass(url, f"status {status}{asked}", after)
    return _settled(shown(url), status)


def _settled(where: str, status: int) -> RunBroken:
    if status == ACCEPTED:
        return SourceUnavailable(where, "status 202: what is wanted is still being made", "the file", LATER)
    if status >= _SERVER_FAULTS:
        return SourceUnavailable(where, f"status {status}: a fault of the sender's server", "an answer", LATER)
    if status in _RIGHTS:
        action = "Ask the sender for the right, and renew the secret that the feed's source names."
        return SourceRefused(where, f"status {status}: {_RIGHTS[status]}", "an answer", action)
    return SourceRefused(where, f"status {status}", f"status {OK} with what was asked for", _ADDRESS)


def retry_after(response: requests.Response) -> float | None:
    """The wait in seconds that a sender asks for, whether it says seconds or a time; None: it says nothing readable."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    until = _time_of(asked)
    if until is None:
        return None
    now = _time_of(response.headers.get("Date", ""))  # the sender's own clock, which ours need not agree with
    return max(0.0, until - (time.time() if now is None else now))


def _time_of(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def _behind(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it stands for, however the libraries wrapped it."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            inner = (each.__cause__, each.__context__, getattr(each, "reason", None), *each.args)
            waiting.extend(part for part in inner if isinstance(part, BaseException))
