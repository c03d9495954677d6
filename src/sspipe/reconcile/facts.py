"""Everything that one period's reconciliation reads, as known on its knowledge date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sspipe.model.decisions import FiledDecision
from sspipe.model.earlier import EarlierBreak
from sspipe.model.grants import GrantLine
from sspipe.model.ledger import ClearedItem, LedgerLine
from sspipe.model.pay_elements import ElementSnapshot
from sspipe.model.periods import Period
from sspipe.model.posts import HrSnapshot
from sspipe.model.resources import EarlierResource
from sspipe.model.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The site's words, HR snapshots, ledger lines of periods up to this one, and the breaks published before.

    `cleared` holds a council only where the site has a feed of its cleared items; without it cash is not evidenced.
    `elements` are the snapshots of pay elements, none where the site has no such feed; `grants`
    every line of every version of an allocation; `resources_before` the service lines that earlier releases of the year
    published and that a report may be held against. `earlier` holds every break that a release ever showed, as the
    release `carried_release` left it; `decisions` all that people decided about breaks, wherever it stands.
    """

    site: Site
    period: Period
    known_on: date
    snapshots: tuple[HrSnapshot, ...]
    lines: tuple[LedgerLine, ...]
    cleared: Mapping[str, tuple[ClearedItem, ...]]
    earlier: Mapping[str, EarlierBreak]
    elements: tuple[ElementSnapshot, ...] = ()
    grants: tuple[GrantLine, ...] = ()
    resources_before: tuple[EarlierResource, ...] = ()
    decisions: tuple[FiledDecision, ...] = ()
    carried_release: str = ""
