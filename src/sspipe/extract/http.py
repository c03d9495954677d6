"""Answers of a source on the web, asked for with its rights, again where a fault may pass, and not again where not."""

import logging
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import Any, Self, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from sspipe.errors import SourceRefused
from sspipe.extract.http_addresses import followed, is_same_origin, shown
from sspipe.extract.http_faults import REDIRECTS, fault_of_asking, fault_of_status
from sspipe.extract.http_rights import Secrets, no_rights, rights_of
from sspipe.extract.patience import Patience
from sspipe.model.sources import HttpSource

logger = logging.getLogger(__name__)
T = TypeVar("T")
MOST_REDIRECTS = 5
_HEADERS = {"User-Agent": "sspipe", "Accept-Encoding": "gzip"}


class _Session(requests.Session):
    """A session that follows no redirect by itself: it would hand an API key to whatever host is named."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        del resp
        return None


class _SystemTrust(HTTPAdapter):
    """Trusts the system's authorities beside those that come with the library: councils add their own there."""

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def build_connection_pool_key_attributes(self, *args: Any, **kwargs: Any) -> Any:
        host, tls = super().build_connection_pool_key_attributes(*args, **kwargs)
        return host, {**tls, "ssl_context": self._context}


class Client:
    """One source, asked any number of times over the same connections; to be closed, as by `with`."""

    def __init__(self, source: HttpSource, secrets: Secrets, sleep: Callable[[float], None] = time.sleep) -> None:
        """Take up the source's rights and authorities.

        Raises:
            SecretUnusable: when its secret cannot be sent.
            SourceRefused: when the file of its authorities cannot be read.
        """
        self.source = source
        self._patience = Patience(source, sleep)
        self._rights = rights_of(source.auth, secrets)
        self._verify = _trusted(source)
        self._session = _Session()
        self._session.headers.update(_HEADERS)
        if self._verify is True:
            self._session.mount("https://", _SystemTrust())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def patiently(self, call: Callable[[], T]) -> T:
        """Do something again while its faults may pass.

        Raises:
            SourceUnavailable: when the last try fails too, or the sender asks for a longer wait than the source grants.
        """
        return self._patience.patiently(call)

    @contextmanager
    def answer(self, url: str, headers: Mapping[str, str]) -> Iterator[requests.Response]:
        """One answer that is there, unchanged or gone, its body unread.

        Raises:
            MayPass: when asking again may help.
            SourceRefused: when it will not.
            SourceUnavailable: when it may help later than now.
        """
        response = self._followed(url, headers)
        try:
            fault = fault_of_status(url, response)
            if fault is not None:
                raise fault
            yield response
        finally:
            response.close()

    def _followed(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        here = url
        for _ in range(MOST_REDIRECTS):
            response = self._asked(here, headers)
            target = response.headers.get("Location") if response.status_code in REDIRECTS else None
            if target is None:
                return response
            response.close()
            here = followed(here, self.source.url, target)
        action = "Ask the sender, and correct the feed's source in feeds.yaml."
        raise SourceRefused(shown(url), f"more than {MOST_REDIRECTS} redirects", "an answer", action)

    def _asked(self, url: str, headers: Mapping[str, str]) -> requests.Response:
        is_home = is_same_origin(url, self.source.url)
        wait = self.source.timeout_seconds
        try:
            return self._session.get(
                url,
                headers=dict(headers),
                auth=self._rights if is_home else no_rights,
                stream=True,
                timeout=(wait, wait),
                verify=self._verify,
            )
        except (requests.RequestException, HTTPError, UnicodeError) as error:
            fault = fault_of_asking(url, error, wait)
        raise fault


def _trusted(source: HttpSource) -> bool | str:
    """Whose certificates are taken: the system's authorities (True), one file's, or anybody's (False, and logged)."""
    if source.is_tls_unverified:
        logger.warning("certificate of %s not checked: %s", shown(source.url), source.unverified_reason)
        return False
    if not source.ca_file:
        return True
    try:
        ssl.create_default_context(cafile=source.ca_file)
    except OSError as error:
        found = "no file of certificates that can be read"
        expected = f"one at {source.ca_file}"
        raise SourceRefused(shown(source.url), found, expected, "Correct ca_file in feeds.yaml.") from error
    return source.ca_file
