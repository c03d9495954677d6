"""A fault of a site's file in four parts, and several faults said in one refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sspipe.errors import SiteFileWrong


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it stands, what was found, what was expected, what to do."""

    where: str
    found: str
    expected: str
    action: str


def refuse(faults: Iterable[Fault]) -> None:
    """Refuse the site when anything is wrong; all faults stand in one message.

    Raises:
        SiteFileWrong: when there is a fault.
    """
    listed = tuple(faults)
    if listed:
        raise refusal(listed)


def refusal(faults: Sequence[Fault]) -> SiteFileWrong:
    """The exception that says the first fault in four parts, and the others after it."""
    first, *rest = (SiteFileWrong(fault.where, fault.found, fault.expected, fault.action) for fault in faults)
    also = "".join(f" Also: {other}" for other in rest)
    return SiteFileWrong(first.where, first.found, first.expected, first.action + also)
