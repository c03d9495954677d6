"""One file of a web address, streamed to wherever it is written, or the word that it is the one of last time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

import requests

from sspipe.errors import FileRefused, SourceRefused
from sspipe.extract.fetched import Fetched, NotThere, Unchanged
from sspipe.extract.http import Client
from sspipe.extract.http_addresses import shown
from sspipe.extract.http_body import Body
from sspipe.extract.http_faults import GONE, NOT_MODIFIED
from sspipe.model.sources import Mark
from sspipe.model.stated import Stated

T = TypeVar("T")
_HEAD_BYTES = 512
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_PAGES_BEGIN = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<!--")
_HTML = ("text/html", "application/xhtml")
_WEAK = "W/"


@dataclass(frozen=True, slots=True)
class FileFetch(Generic[T]):
    """One file to be fetched: `write` is handed its bytes, anew at each try, and keeps nothing when they break off."""

    client: Client
    url: str
    mark: Mark | None
    write: Callable[[Iterable[bytes]], T]

    def fetch(self) -> Fetched[T] | Unchanged | NotThere:
        """Fetch it, and again where a fault may pass.

        Raises:
            SourceUnavailable: when it cannot be had whole now.
            SourceRefused: when it will not be given.
            FileRefused: when what comes is no file.
        """
        return self.client.patiently(self._once)

    def _once(self) -> Fetched[T] | Unchanged | NotThere:
        with self.client.answer(self.url, self._conditions()) as response:
            if response.status_code in GONE:
                return NotThere(found=f"status {response.status_code}", url=shown(self.url))
            if self._is_unchanged(response) and self.mark is not None:
                return Unchanged(mark=self.mark, url=shown(self.url))
            return self._taken(response)

    def _conditions(self) -> dict[str, str]:
        """What makes a sender answer `not modified`; a mark of another address means nothing here."""
        if self.mark is None or self.mark.url != self.url:
            return {}
        conditions = {"If-None-Match": self.mark.etag, "If-Modified-Since": self.mark.last_modified}
        return {name: value for name, value in conditions.items() if value}

    def _is_unchanged(self, response: requests.Response) -> bool:
        """Whether the sender says so, or shows the same mark with an answer that need not be read then.

        Raises:
            SourceRefused: when it says so of a content that it was not asked about.
        """
        is_asked = bool(self._conditions())
        if response.status_code == NOT_MODIFIED:
            if not is_asked:
                found = f"status {NOT_MODIFIED} (not modified) without a version to compare with"
                raise SourceRefused(shown(self.url), found, "the file", "Tell the sender.")
            return True
        return is_asked and self.mark is not None and _is_same(self.mark, self._mark_of(response))

    def _mark_of(self, response: requests.Response) -> Mark:
        return Mark(
            url=self.url,
            etag=response.headers.get("ETag", ""),
            last_modified=response.headers.get("Last-Modified", ""),
            size=Body(response, self.client.source).length,
        )

    def _taken(self, response: requests.Response) -> Fetched[T]:
        body = Body(response, self.client.source)
        written = self.write(_file_of(body.chunks(), response))
        return Fetched(
            written=written,
            mark=self._mark_of(response),
            stated=Stated(),
            url=shown(self.url),
            rows=None,
            is_length_proved=body.is_length_proved,
        )


def _is_same(before: Mark, now: Mark) -> bool:
    """Whether two marks are of the same bytes: a strong ETag, or else size and time. A weak ETag is of a meaning."""
    if before.etag and now.etag and not before.etag.startswith(_WEAK):
        return before.etag == now.etag
    is_timed = bool(before.last_modified) and before.size is not None
    return is_timed and (before.last_modified, before.size) == (now.last_modified, now.size)


def _file_of(chunks: Iterator[bytes], response: requests.Response) -> Iterator[bytes]:
    """The bytes, once their beginning is seen to be no web page."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _HEAD_BYTES:
            break
    _refuse_page(head, response)
    return chain([head], chunks)


def _refuse_page(head: bytes, response: requests.Response) -> None:
    where, text = shown(response.url), head.lstrip(_BLANKS)[:_HEAD_BYTES].lower()
    says_page = response.headers.get("Content-Type", "").lower().startswith(_HTML)
    if text.startswith(_PAGES_BEGIN) or (says_page and text.startswith(b"<")):
        action = "Open the address in a browser: it may ask to log in, or tell of a fault. Then tell the sender."
        raise FileRefused(where, "a web page with status 200", "a file", action)
    if not head:
        raise FileRefused(where, "an empty answer", "a file", "Ask the sender to send it again.")
