"""What a corrected file mends: the rows that were set aside of the file before it, once the newer one is in use."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Engine

from flows.closing import Close, Gathered
from flows.naming import counted
from flows.prepare import Prepared
from sspipe.model.findings import Finding, Severity, Where
from sspipe.store.tickets import AsideFile, Key, key_of, open_files, run_before

CLOSED = "TICKETS_CLOSED"


def closed_tickets(engine: Engine, close: Close, gathered: Gathered) -> tuple[Finding, ...]:
    """A finding for each file whose set-aside rows a newer file of its feed and period has taken the place of.

    It is held against the run before, so that the same files tell it once.
    """
    before = run_before(engine, gathered.site.site, close.period, close.run_id)
    if before is None:
        return ()
    return tuple(mended(open_files(engine, before.run_id), gathered.prepared))


def mended(before: Iterable[AsideFile], prepared: Iterable[Prepared]) -> Iterator[Finding]:
    """What the files of now mend of those that had rows set aside."""
    used = {_key(file): file for file in prepared if file.table_url}
    hashes = {file.landed.source_file for file in used.values()}
    for old in before:
        new = used.get(old.key)
        if new is not None and old.source_file not in hashes and _known_from(new) >= old.known_from:
            yield _finding(old, new)


def _key(file: Prepared) -> Key:
    offered = file.landed.offered
    return key_of(offered.feed.feed, str(offered.period or ""), offered.known_from)


def _known_from(file: Prepared) -> date:
    return file.landed.offered.known_from


def _finding(old: AsideFile, new: Prepared) -> Finding:
    offered = new.landed.offered
    return Finding(
        severity=Severity.INFO,
        rule=CLOSED,
        where=Where(
            council=offered.feed.publisher,
            feed=offered.feed.feed,
            file_name=offered.file_name,
            source_file=new.landed.source_file,
        ),
        found=_found(old, new),
        expected="every row of the file to be used",
        action="Send back what remains: sspipe quarantine export." if new.set_aside else "Nothing to do.",
    )


def _found(old: AsideFile, new: Prepared) -> str:
    """Rows are compared rule by rule: a row has no name by which it could be known again in another file."""
    were, are = Counter(row.rule for row in old.rows), Counter(row.rule for row in new.set_aside)
    gone, stay, more = (were - are).total(), (were & are).total(), (are - were).total()
    dated = "" if old.known_from == date.min else f" of {old.known_from:%-d %B}"
    were_said = f"that {'was' if gone == 1 else 'were'} set aside of {old.file_name}{dated}"
    said = f"{counted(gone, 'row')} {were_said} {'is' if gone == 1 else 'are'} mended by {new.landed.offered.file_name}"
    others = [f"{stay:,} remain{'s' if stay == 1 else ''}"] + ([f"{more:,} set aside anew"] if more else [])
    return "; ".join([said, *others])
