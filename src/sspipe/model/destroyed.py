"""What a landing area still says of a content whose raw bytes were destroyed by rule (R19)."""

from dataclasses import dataclass
from datetime import datetime

from sspipe.model.periods import Period

_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """That one content of one feed and period was destroyed by a rule, and what stands in its place.

    `kept` names what came of it in the conformed area, without its ending; `parts` are the endings, each with the
    SHA-256 of what stands there. `is_served`: it stays in use even where its sender offers it no more.
    """

    source_file: str
    size_bytes: int
    period: Period | None
    destroyed_at: datetime
    rule: str
    kept: str
    parts: tuple[tuple[str, str], ...]
    is_served: bool

    @property
    def sentence(self) -> str:
        """What is said wherever its raw text would be shown."""
        return destroyed_in_words(self.destroyed_at, self.kept)


def destroyed_in_words(destroyed_at: datetime, kept: str) -> str:
    """When a raw file was destroyed, and where its figures stand; a hash is shortened."""
    folder, _, name = kept.rpartition("/")
    return (
        f"the raw file was destroyed on {destroyed_at:%Y-%m-%d} by the site's retention rule; "
        f"its figures stand in the conformed table {folder}/{name[:_SHOWN]}…"
    )
