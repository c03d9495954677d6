"""The records of a paged JSON answer as JSON lines, page after page, and the proof that none is missing.

Paging ends where the sender says so: no next address or cursor, or an empty page. A page that is merely short ends
nothing, for many senders cap their pages below the size they are asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import requests

from sspipe.errors import FileRefused, SourceUnavailable
from sspipe.extract.fetched import Fetched, NotThere
from sspipe.extract.http import Client
from sspipe.extract.http_addresses import shown
from sspipe.extract.http_body import Body
from sspipe.extract.http_faults import GONE
from sspipe.extract.json_amounts import atoms_of
from sspipe.extract.json_page import Page, read_page
from sspipe.extract.page_steps import SENDER, Came, PageSteps
from sspipe.extract.patience import LATER
from sspipe.extract.statements import both, disproof, stated_on, unstated
from sspipe.model.sources import MEGABYTE, Mark, Paging, PagingKind
from sspipe.model.stated import Stated

T = TypeVar("T")
MOST_PAGE_BYTES = 64 * MEGABYTE
_HEADERS = {"Accept": "application/json"}
_LIMIT = "Tell the sender; where it is right so, raise the limit in feeds.yaml."


@dataclass(slots=True)
class PagesFetch(Generic[T]):
    """All pages of one address: `write` is handed their lines once, and keeps nothing when they break off."""

    client: Client
    url: str
    paging: Paging
    write: Callable[[Iterable[bytes]], T]
    rows: int = 0
    size: int = 0
    atoms: int = 0
    stated: Stated = field(default_factory=Stated)
    asked: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)

    def fetch(self) -> Fetched[T] | NotThere:
        """Fetch every page, each again where a fault may pass.

        Raises:
            SourceUnavailable: when a page cannot be had now, or the sender's total changes on the way.
            SourceRefused: when it will not be given.
            FileRefused: when a page is no JSON, comes twice, leads to another host, or the total does not fit.
        """
        first = self._page(self._steps.first())
        if first is None:
            return NotThere(found="no such address", url=self._where)
        if self._is_nothing(first):
            return NotThere(found="an answer without any row", url=self._where)
        written = self.write(self._lines(first))
        return Fetched(
            written=written,
            mark=Mark(url=self.url, size=self.size),
            stated=self.stated,
            url=self._where,
            rows=self.rows,
            is_length_proved=True,
        )

    @property
    def _where(self) -> str:
        return shown(self.url)

    @property
    def _steps(self) -> PageSteps:
        return PageSteps(self.url, self.paging)

    def _is_nothing(self, first: Came) -> bool:
        is_last = self._steps.after(first, len(self.asked)) is None
        return is_last and not first.page.rows and not stated_on(first.page, self.paging).rows

    def _lines(self, first: Came) -> Iterator[bytes]:
        came: Came | None = first
        while came is not None:
            self._count(came.page)
            if came.page.rows:
                yield came.page.lines
            came = self._after(came)
        self._prove()

    def _count(self, page: Page) -> None:
        if page.rows and page.content in self.contents:
            found = f"page {len(self.asked)} with the same rows as an earlier one"
            raise self._refused(found, "each page once", SENDER)
        self._hear(page)
        self.contents.add(page.content)
        self.rows += page.rows
        self.size += len(page.lines)
        if self.size > self.client.source.most_bytes:
            found = f"more than {self.client.source.most_bytes:,} bytes"
            raise self._refused(found, "no more than the source's limit", _LIMIT)
        self.atoms += sum(self._amounts(page))

    def _hear(self, page: Page) -> None:
        """Take up what a page states of the whole; a sender that changes its mind half way has changed its rows."""
        together = both(self.stated, stated_on(page, self.paging))
        if together is None:
            found = "totals that changed while the pages came"
            raise SourceUnavailable(self._where, found, "the same totals on every page", LATER)
        self.stated = together

    def _amounts(self, page: Page) -> Iterator[int]:
        for at, value in enumerate(page.amounts, self.rows - page.rows + 1):
            atoms = atoms_of(value)
            if atoms is None:
                found = f"no amount that can be read at {self.paging.amount_at} of record {at:,}"
                raise self._refused(found, "pounds, for the stated sum to be compared with", SENDER)
            yield atoms

    def _prove(self) -> None:
        missing = unstated(self.stated, self.paging)
        if missing:
            found = f"nothing that can be read at {', '.join(missing)}"
            raise self._refused(found, "what the source says is stated there", "Ask the sender, or correct feeds.yaml.")
        wrong = disproof(self.stated, self.rows, self.atoms if self.paging.amount_at else None)
        if wrong is not None:
            raise self._refused(*wrong)
        if not self.rows:
            raise self._refused(f"no row on {len(self.asked):,} pages", "rows", SENDER)

    def _after(self, came: Came) -> Came | None:
        address = self._steps.after(came, len(self.asked))
        if address is None:
            return None
        if len(self.asked) >= self.paging.most_pages:
            raise self._refused(f"more than {self.paging.most_pages:,} pages", "an end of the pages", _LIMIT)
        if address in self.asked:
            raise self._refused("a next page that was fetched already", "an end of the pages", SENDER)
        return self._unless_past_the_end(self._page(address))

    def _unless_past_the_end(self, came: Came | None) -> Came | None:
        """The page; None past the end, which a sender that numbers its pages may show by none, or by the last again."""
        has_all = self.paging.kind is PagingKind.PAGE_NUMBER and self.rows == self.stated.rows
        if came is None and not has_all:
            raise self._refused(f"no page {len(self.asked)}", "the page after the last one", SENDER)
        if came is not None and has_all and came.page.content in self.contents:
            return None
        return came

    def _page(self, address: str) -> Came | None:
        self.asked.add(address)
        return self.client.patiently(lambda: self._once(address))

    def _once(self, address: str) -> Came | None:
        with self.client.answer(address, _HEADERS) as response:
            if response.status_code in GONE:
                return None
            text = self._text(response)
            linked = response.links.get("next", {}).get("url", "")
        try:
            return Came(read_page(text, self.paging.rows_at, self.paging.amount_at), address, linked)
        except ValueError as error:
            found = str(error)
        action = "Open the address: it may ask to log in, or tell of a fault. Then tell the sender."
        raise self._refused(found, f"JSON with records at {self.paging.rows_at or 'its top'}", action)

    def _text(self, response: requests.Response) -> str:
        whole = bytearray()
        for chunk in Body(response, self.client.source).chunks():
            whole += chunk
            if len(whole) > MOST_PAGE_BYTES:
                raise self._refused(f"a page of more than {MOST_PAGE_BYTES:,} bytes", "smaller pages", SENDER)
        try:
            return whole.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise self._refused("a page that is not UTF-8", "JSON", SENDER) from None

    def _refused(self, found: str, expected: str, action: str) -> FileRefused:
        return FileRefused(self._where, found, expected, action)
