"""What conforming a file needs to know beside its layout: whose it is, the site's aliases, and the occupants' key."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sspipe.model.feeds import LandedFile
from sspipe.model.findings import Where
from sspipe.model.periods import Period
from sspipe.model.site import Site

_SHOWN_DIGITS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupantKey:
    """One council's secret, and the id by which rows name it (R20)."""

    key_id: str
    secret: bytes = field(repr=False)

    def reference_of(self, employee_number: str) -> str:
        """The keyed hash of an employee number; nobody has no reference."""
        if not employee_number:
            return ""
        return hmac.new(self.secret, employee_number.encode(), hashlib.sha256).hexdigest()[:_SHOWN_DIGITS]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformContext:
    """`titles` and `counterparties` map every known way of writing to a code; `accounts` maps account to subjective."""

    publisher: str
    feed: str
    period: Period | None
    known_from: date
    titles: Mapping[str, str]
    counterparties: Mapping[str, str]
    accounts: Mapping[str, str]
    occupant_key: OccupantKey | None
    source_file: str
    file_name: str

    def where(self, source_row: int | None = None) -> Where:
        """The file, or a row of it."""
        return Where(
            council=self.publisher,
            feed=self.feed,
            file_name=self.file_name,
            source_file=self.source_file,
            source_row=source_row,
        )


def context_of(site: Site, landed: LandedFile, occupant_key: OccupantKey | None) -> ConformContext:
    """What a site says about one landed file."""
    offered = landed.offered
    publisher = offered.feed.publisher
    council = site.councils.get(publisher)
    return ConformContext(
        publisher=publisher,
        feed=offered.feed.feed,
        period=offered.period,
        known_from=offered.known_from,
        titles=_titles(site, publisher),
        counterparties={n: code for code, names in council.counterparties.items() for n in names} if council else {},
        accounts={code: account.subjective for code, account in council.accounts.items()} if council else {},
        occupant_key=occupant_key,
        source_file=landed.source_file,
        file_name=offered.file_name,
    )


def _titles(site: Site, publisher: str) -> dict[str, str]:
    joint = {title: post.code for post in site.posts for title in post.titles.get(publisher, ())}
    others = {other.title: other.post_ref for other in site.not_joint if other.council == publisher}
    return others | joint
