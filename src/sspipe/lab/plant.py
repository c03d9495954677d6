"""One planted break with its right pounds, and what it changes in the months that the lab writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sspipe.lab.documents import Document
from sspipe.lab.months import Month
from sspipe.lab.people import People
from sspipe.lab.recharges import Invoice
from sspipe.lab.recorded_pay import Element

LEDGER, BILLED, BOOKED, ACCRUED = "ledger-expected", "billed-due", "booked-billed", "accrued-scheduled"
NOT_ATTRIBUTED = "not-attributed"
COMPONENTS = ("basic", "elements", "ni", "pension", "levy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One planted break, signed as in the difference; `post` is a cost centre where no post has it.

    `components` are the pounds of a cost by component, empty for a recharge. `known_from` is the first month at whose
    close the files tell it from every other cause. `partner` names the month or post where the rest of it stands, and
    `clears_in` the month whose files put it right. What `is_information` is no break: its pounds are as they should be.
    """

    kind: str
    post: str
    month: Month
    pair: str
    amount: int
    council: str
    known_from: Month
    components: Mapping[str, int] = field(default_factory=dict)
    partner: str = ""
    clears_in: Month | None = None
    is_information: bool = False

    @property
    def place(self) -> tuple[str, str, Month]:
        """Where it stands; no two plants that are no pair stand there."""
        return self.pair, self.post, self.month


@dataclass(frozen=True, slots=True, kw_only=True)
class PayChange:
    """Pence added to one component of one person's pay in a month.

    They change the amount of the person's line, or stand on a line of their own where `is_own` says so; such a line may
    stand in another cost centre, name another post, or say a service month.
    """

    council: str
    month: Month
    post: str
    person: str
    component: str
    amount: int
    is_own: bool = False
    cost_centre: str = ""
    shown_post: str = ""
    service: Month | None = None


def papers_as_they_are(papers: list[Invoice]) -> list[Invoice]:
    """No invoice is changed."""
    return papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Planting:
    """The breaks that one cause makes together, and every change that makes them.

    `raised` and `turned` are other amounts of accruals than the schedule's, by accrual id: in March, and in April.
    `beside` are posts and months that it rests on although no break stands there.
    `held_centrally` are components that the site's programme then says a council holds in the centre from a month on;
    `publishes` is a council whose ledger then comes as published payments. `elements` are recorded beside those on
    file, and `people` stand in place of those on file.
    """

    plants: tuple[Plant, ...]
    pay: tuple[PayChange, ...] = ()
    papers: Callable[[list[Invoice]], list[Invoice]] = papers_as_they_are
    documents: tuple[Document, ...] = ()
    raised: Mapping[str, int] = field(default_factory=dict)
    turned: Mapping[str, int] = field(default_factory=dict)
    beside: tuple[tuple[str, Month], ...] = ()
    held_centrally: tuple[tuple[str, str, Month], ...] = ()
    publishes: str = ""
    elements: tuple[Element, ...] = ()
    people: People | None = None

    @property
    def is_of_records(self) -> bool:
        """Whether HR's record is another with it."""
        return bool(self.elements) or self.people is not None

    @property
    def first(self) -> Plant:
        """The break that the cause is asked for by."""
        return self.plants[0]
