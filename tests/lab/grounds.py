"""Seeds worked out without a file, and what their documents come to: held against what plants say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sspipe.lab.agreements import read_agreed
from sspipe.lab.causes_beside_pay import BESIDE_PAY
from sspipe.lab.documents import Document, Line
from sspipe.lab.drawn import lay_site, wanted_breaks
from sspipe.lab.ground import Ground
from sspipe.lab.laying import ground_of, laid_anew
from sspipe.lab.people import draw_people
from sspipe.lab.plant import BILLED, BOOKED, LEDGER, Planting
from sspipe.lab.scales import pay_scales
from sspipe.lab.site import LAST, read_site
from sspipe.lab.world import documents_of

BASE = Path(__file__).parents[2] / "deployments" / "stockport-tameside"
COUNCILS = ("STOCKPORT MBC", "TAMESIDE MBC")
COMPONENTS = ("basic", "elements", "ni", "pension", "levy")
BESIDE = ("non_pay", "agency")
ORDINARY = "BILLED_ON_BUDGET,OVERHEAD_ADDED,NON_PAY_COST,AGENCY_COVER"
OF_A_SITE_OF_ITS_OWN = ("VAT_NOT_CHARGED", "ESTIMATE_NOT_TRUED_UP")
Sums = dict[tuple[str, ...], int]


def facts_for(code: str) -> str:
    """The breaks whose facts must stand on file where a cause is planted."""
    return code if code in OF_A_SITE_OF_ITS_OWN else ORDINARY


@cache
def ground(seed: int, facts: str = ORDINARY) -> Ground:
    """A seed with nothing wrong in it, and with every fact on file that a cause may need."""
    with TemporaryDirectory() as folder:
        wanted = wanted_breaks(facts, BASE)
        site_folder, implemented = lay_site(BASE, Path(folder), seed, wanted)
        site, agreed = read_site(site_folder), read_agreed(site_folder)
    people = draw_people(seed, site, agreed.hosts)
    return ground_of(site, agreed, people, pay_scales(implemented, site.close_day(LAST.period)), seed)


@dataclass(frozen=True)
class Books:
    """What documents come to: pay by post, month and component; charges and bookings by post and service month."""

    pay: Sums
    billed: Sums
    booked: Sums
    accrued: Sums


def books_of(grounds: Ground, documents: Iterable[Document]) -> Books:
    found = Books(*(defaultdict(int) for _ in range(4)))
    for document in documents:
        for line in document.lines:
            _add(grounds, found, document, line)
    return found


def _add(grounds: Ground, found: Books, document: Document, line: Line) -> None:
    council = document.council
    post = _posts(grounds, council).get(line.cost_centre, "")
    use = _uses(grounds, council).get(line.account, "")
    service = line.service.name if line.service else ""
    if document.entry_type == "accrual" and line.accrual_id:
        found.accrued[line.accrual_id, document.period.name] += line.amount
    elif document.entry_type != "actual" or not post:
        return
    elif use in COMPONENTS and document.period.number <= 12:
        found.pay[post, document.period.name, use] += line.amount
    elif use in BESIDE:
        found.pay[post, document.period.name, BESIDE_PAY] += line.amount
    elif use == "recharge_income":
        found.billed[post, service] -= line.amount
    elif use == "recharge_expenditure" and line.partner in COUNCILS:
        found.booked[post, service] += line.amount


def _posts(grounds: Ground, council: str) -> dict[str, str]:
    return {known.cost_centres[council]: post for post, known in grounds.site.posts.items()}


def _uses(grounds: Ground, council: str) -> dict[str, str]:
    return {account: use for use, account in grounds.site.councils[council].accounts.items()}


@cache
def clean(seed: int, facts: str = ORDINARY) -> Books:
    """The books of a seed with nothing wrong in it."""
    return books_of(ground(seed, facts), documents_of(ground(seed, facts), []))


def right_of(seed: int, planting: Planting, facts: str) -> Books:
    """The books of a seed with nothing wrong in it but for what HR has recorded with a planting."""
    if not planting.is_of_records:
        return clean(seed, facts)
    right = laid_anew(ground(seed, facts), planting.people or ground(seed, facts).people, planting.elements)
    return books_of(right, documents_of(right, []))


def moved(seed: int, documents: Iterable[Document], planting: Planting, facts: str = ORDINARY) -> Books:
    """What documents hold more than those of the seed with nothing wrong in it."""
    right, wrong = right_of(seed, planting, facts), books_of(ground(seed, facts), documents)
    return Books(
        *(
            {key: by for key in {*old, *new} if (by := new.get(key, 0) - old.get(key, 0))}
            for old, new in zip(vars(right).values(), vars(wrong).values(), strict=True)
        )
    )


def said(planting: Planting) -> Books:
    """What the plants themselves say of their pair of figures; booked is held against what stands billed."""
    found = Books(*(defaultdict(int) for _ in range(4)))
    for plant in (each for each in planting.plants if not each.is_information):
        if plant.pair == LEDGER:
            for component, pence in plant.components.items():
                found.pay[plant.post, plant.month.name, component] += pence
        elif plant.pair == BILLED and plant.clears_in is None:
            found.billed[plant.post, plant.month.name] += plant.amount
        elif plant.pair == BOOKED and plant.clears_in is None:
            found.booked[plant.post, plant.month.name] += plant.amount
    return found
