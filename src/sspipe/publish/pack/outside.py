"""Rows and pounds outside the report: what was set aside of each feed, the pounds in their publisher's edition alone.

Rule R20. One row's amount may be one person's pay, and so may the sum of several, for pay, insurance and pension of one
month stand in rows of their own. So no number of rows makes their pounds safe to show: they stand in the edition of the
council that published the file, and of a publisher that is no council in every edition. Rows are said in all of them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sspipe.model.money import in_pounds
from sspipe.model.tables import TABLES
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.parts import counted
from sspipe.publish.pack.published import pence, words
from sspipe.publish.plain import Row

OUTSIDE = "outside"
"""Under this name an edition's rows hold what was set aside, rule by rule."""
UNREAD = frozenset({"unreadable_amount_pence", "wrong_number_of_cells", "LEDGER_AMOUNT_MISSING"})
"""Rules under which a row's amount is not known, and counts nil."""
_POUNDS = ("debit_pence", "credit_pence")


def outside_rows(rows: Iterable[Row], council: str, councils: Collection[str]) -> Iterator[Row]:
    """One row for each publisher, feed and rule of `out_conservation`; without pounds where they are another's."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if row["kind"] == "file" and row["fate"] == "quarantined":
            found.setdefault((words(row, "publisher"), words(row, "feed"), words(row, "rule")), []).append(row)
    for (publisher, feed, rule), alike in sorted(found.items()):
        is_anothers = publisher in councils and publisher != council
        sums = {key: None if is_anothers else sum(pence(row, key) for row in alike) for key in _POUNDS}
        count = sum(pence(row, "rows") for row in alike)
        yield {"publisher": publisher, "feed": feed, "rule": rule, "rows": count, **sums}


def said_outside(rows: Iterable[Row], edition: Edition) -> Iterator[str]:
    """A sentence for each feed of which rows are outside the report, the reader's own first."""
    by_feed: dict[tuple[bool, str, str], list[Row]] = {}
    for row in rows:
        publisher = words(row, "publisher")
        by_feed.setdefault((publisher != edition.council, publisher, words(row, "feed")), []).append(row)
    for (_, publisher, feed), alike in sorted(by_feed.items()):
        yield _sentence(alike, edition.names.council(publisher), feed.partition("/")[2])


def feed_said(feed: str, edition: Edition) -> str:
    """A feed as people name it: `york/posts` is York's posts."""
    publisher, _, noun = feed.partition("/")
    if publisher not in edition.names.councils:
        return f"{noun.replace('_', ' ')} from {publisher.upper()}" if noun else feed
    return f"{edition.names.council(publisher)}'s {noun.replace('_', ' ')}"


def _sentence(rows: Sequence[Row], publisher: str, noun: str) -> str:
    count = sum(pence(row, "rows") for row in rows)
    which = f"{counted(count, 'row', 'rows')} of {publisher}'s {noun.replace('_', ' ')}"
    listed = ", ".join(f"{row['rows']} {words(row, 'rule')}" for row in rows)
    is_or_are = "is" if count == 1 else "are"
    if "amount_pence" not in TABLES.get(noun, {}):
        return f"{which} {is_or_are} outside this report: {listed}."
    if any(row["debit_pence"] is None for row in rows):
        return f"{which} {is_or_are} outside this report, the pounds of which {publisher}'s own pack says: {listed}."
    debit, credit = (in_pounds(sum(pence(row, key) for row in rows)) for key in _POUNDS)
    return f"{debit} of debits and {credit} of credits in {which} are outside this report{_unread(rows)}: {listed}."


def _unread(rows: Iterable[Row]) -> str:
    count = sum(pence(row, "rows") for row in rows if words(row, "rule") in UNREAD)
    return f", beside {counted(count, 'amount', 'amounts')} that could not be read" if count else ""
