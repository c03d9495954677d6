"""Whether the audit chain of the shared database holds, entry by entry."""

from dataclasses import dataclass

from flows.naming import counted
from flows.printing import as_json
from flows.reading_database import reading
from sspipe.settings import Settings
from sspipe.store.audit import verify_chain


@dataclass(frozen=True, slots=True)
class Verified:
    """What to print, and whether the chain is broken."""

    lines: tuple[str, ...]
    is_broken: bool


def verified(*, json: bool) -> Verified:
    """Check every entry of the chain."""
    with reading(Settings()) as engine:
        chain = verify_chain(engine)
    is_broken = bool(chain.faults)
    if json:
        return Verified((as_json({"entries": chain.entries, "faults": list(chain.faults)}),), is_broken)
    entries = "1 entry" if chain.entries == 1 else f"{chain.entries:,} entries"
    faults = counted(len(chain.faults), "fault")
    first = (
        f"The audit chain is broken: {faults} in {entries}." if is_broken else f"The audit chain holds in {entries}."
    )
    return Verified((first, *(f"  {fault}" for fault in chain.faults)), is_broken)
