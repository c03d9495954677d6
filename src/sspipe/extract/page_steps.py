"""The address of each page of an answer: the first, and from a page the one after it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from sspipe.errors import FileRefused
from sspipe.extract.http_addresses import is_same_origin, joined, shown
from sspipe.extract.json_page import Page
from sspipe.model.sources import Paging, PagingKind

SENDER = "Tell the sender; nothing of the answer was kept."


@dataclass(frozen=True, slots=True)
class Came:
    """A page, where it was asked for, and the next address that its headers name."""

    page: Page
    asked: str
    linked: str


@dataclass(frozen=True, slots=True)
class PageSteps:
    """The way through the pages of one address."""

    url: str
    paging: Paging

    def first(self) -> str:
        """Where the first page is."""
        is_numbered = self.paging.kind is PagingKind.PAGE_NUMBER
        return self._numbered(self.paging.first_page) if is_numbered else self.url

    def after(self, came: Came, pages: int) -> str | None:
        """Where the page after this one is, the last of so many; None: there is none.

        Raises:
            FileRefused: when it leads to another host, or is no text.
        """
        if self.paging.kind is PagingKind.PAGE_NUMBER:
            return self._numbered(self.paging.first_page + pages) if came.page.rows else None
        following = came.page.at(self.paging.next_at) if self.paging.next_at else came.linked
        if following is None or following is False or following == "":
            return None
        if not isinstance(following, str):
            raise self._refused(f"no text at {self.paging.next_at}", "what leads to the next page, or null")
        if self.paging.kind is PagingKind.CURSOR:
            return self._with({self.paging.parameter: following})
        return self._linked(came, following)

    def _linked(self, came: Came, following: str) -> str:
        address = joined(came.asked, following)
        if not is_same_origin(self.url, address) or urlsplit(address).username is not None:
            raise self._refused(f"a next page at {shown(address)}", "one of the same host as the first")
        return address

    def _numbered(self, number: int) -> str:
        size = {} if self.paging.page_size is None else {self.paging.page_size_parameter: str(self.paging.page_size)}
        return self._with({self.paging.parameter: str(number), **size})

    def _with(self, parameters: dict[str, str]) -> str:
        return str(requests.Request("GET", self.url, params=parameters).prepare().url)

    def _refused(self, found: str, expected: str) -> FileRefused:
        return FileRefused(shown(self.url), found, expected, SENDER)
