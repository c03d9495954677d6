"""The terms behind what is due: who bears what of which post, and when it is billed and booked."""

from datetime import date

from sspipe.model.agreed_terms import TermKind
from sspipe.store.columns import Published, day, flag, one_of, text


class OutTerms(Published, table=True):
    """One term of an agreed version of an agreement; nothing of what is only proposed or disputed."""

    __tablename__ = "out_terms"
    __table_args__ = (one_of("term", TermKind),)

    agreement: str = text("The agreement's identity.")
    councils: str = text("The councils that it is between, with commas.")
    version: str = text("The agreed version.")
    term: str = text("What the term settles.")
    post: str = text("Of a share: the joint post; else empty.")
    council: str = text("Of a share: the council that bears it; else empty.")
    value: str = text("A share as an exact fraction of the shared cost; else the term in words.")
    starts: date | None = day("The first day on which it holds; missing where it holds as long as the version.")
    source: str = text("Where it is written, as the site's files say.")
    is_illustrative: bool = flag("Whether the value is made up for the demonstration.")
