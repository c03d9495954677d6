"""The chain of everything that was done to a release: rows are added, and never changed or removed."""

from datetime import datetime

from sspipe.store.columns import Stored, moment, number, text


class AuditEntry(Stored, table=True):
    """One act. Each entry's hash covers the one before, so that none can be changed or left out unseen."""

    __tablename__ = "audit_entry"

    entry_number: int = number("Counts the entries from 1.", key=True)
    happened_at: datetime = moment("When it was done.")
    actor: str = text("The run or role that did it.")
    action: str = text("What was done.")
    site: str = text("The site.")
    period: str = text("The period.")
    release_id: str = text("The release; empty where none is concerned.")
    detail: str = text("The facts of the act, as JSON.")
    previous_hash: str = text("The hash of the entry before; 64 noughts for the first.", unique=True)
    entry_hash: str = text("SHA-256 over the hash of the entry before and this entry as JSON.", unique=True)
