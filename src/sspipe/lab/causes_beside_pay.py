"""What a post costs beside pay: mileage and training, and an agency's cover, each under an account of its own."""

from collections.abc import Callable, Iterator, Mapping

from sspipe.lab.chance import stream
from sspipe.lab.documents import Document, Line, balanced
from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.pence import PENCE
from sspipe.lab.plant import LEDGER, Plant, Planting
from sspipe.lab.site import MONTHS

BESIDE_PAY = "beside pay"
LEAST_POUNDS = 20
MOST_POUNDS = {"non_pay": 300, "agency": 4_000}
PAPERS = {"non_pay": "Travel and training", "agency": "Cover by an agency"}
SUPPLIERS = {"non_pay": "SUPPLIER 31022", "agency": "SUPPLIER 77190"}


def non_pay_cost(ground: Ground) -> Iterator[Planting]:
    """Any post and month, with a bill for mileage or training."""
    return _bills(ground, "NON_PAY_COST", "non_pay")


def agency_cover(ground: Ground) -> Iterator[Planting]:
    """Any post and month, held or vacant, with an agency's bill."""
    return _bills(ground, "AGENCY_COVER", "agency")


def _bills(ground: Ground, kind: str, use: str) -> Iterator[Planting]:
    for post in sorted(ground.agreed.hosts):
        for month in MONTHS if use in ground.site.councils[ground.host(post)].accounts else ():
            rng = stream(ground.seed, kind, post, month)
            pence = rng.randint(LEAST_POUNDS * PENCE, MOST_POUNDS[use] * PENCE)
            plant = Plant(
                kind=kind, post=post, month=month, pair=LEDGER, amount=pence, council=ground.host(post),
                known_from=month, components={BESIDE_PAY: pence},
            )  # fmt: skip
            yield Planting(plants=(plant,), documents=(_bill(ground, use, (post, month), pence),))


def _bill(ground: Ground, use: str, at: tuple[str, Month], pence: int) -> Document:
    post, month = at
    council = ground.host(post)
    accounts = ground.site.councils[council].accounts
    line = Line(
        account=accounts[use],
        amount=pence,
        cost_centre=ground.books.cost_centre(post, council),
        post_ref=ground.books.post_ref(post, council),
        partner=SUPPLIERS[use],
        text=PAPERS[use],
        service=month,
        fund=ground.books.fund(post),
    )
    lines = balanced([line], accounts["control"], PAPERS[use])
    return Document(council=council, kind="purchase", posted=month.last, period=month.period, lines=lines)


BESIDE: Mapping[str, Callable[[Ground], Iterator[Planting]]] = {
    "NON_PAY_COST": non_pay_cost,
    "AGENCY_COVER": agency_cover,
}
