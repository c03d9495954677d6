"""What a run hands over to be published, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sspipe.model.findings import Finding
from sspipe.model.periods import Period
from sspipe.store.bulk import Row
from sspipe.store.states import InputKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInput:
    """One input that the figures rest on: `source_file` is the hash of its bytes."""

    name: str
    kind: InputKind
    source_file: str
    version: str = ""
    known_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDraft:
    """A release before it is checked. `rows` by table; the store adds the release to each row.

    `carried_release` is the release whose breaks it carries on; empty for the first.
    """

    site: str
    period: Period
    known_on: date
    run_id: str
    published_at: datetime
    code_version: str
    rows: Mapping[str, Sequence[Row]]
    findings: Sequence[Finding]
    inputs: Sequence[DraftInput]
    carried_release: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """The release that readers now see; `is_new` False where its content was published already."""

    release_id: str
    is_new: bool
    content_hash: str
