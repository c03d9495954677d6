"""The lab's additions to a site's agreements and pay files, by seed."""

from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

from sspipe.lab.site import Yaml

DEMONSTRATION = 1
SHARED_FROM = date(2022, 7, 6)
STOCKPORT_SHARES = ("1/2", "3/5", "62/100", "1/3", "2/3")
COMPLEMENTS = {"1/2": "1/2", "3/5": "2/5", "62/100": "38/100", "1/3": "2/3", "2/3": "1/3"}
BILLING_DAYS = ({"day": 20, "month": "following"}, {"day": 28, "month": "same"})
APPROVALS = (date(2022, 8, 17), date(2022, 9, 14), date(2022, 10, 5))
ENDS = (date(2023, 4, 19), date(2023, 5, 31), date(2023, 2, 12))
IMPLEMENTED_DAYS = (date(2022, 12, 23), date(2023, 1, 25))
NOT_PUBLIC = "not public: drawn by the lab"


def drawn_agreement(given: Yaml, seed: int, rng: Random) -> Yaml:
    """A copy of the early-years agreement with this seed's terms in its agreed version."""
    agreement = deepcopy(given)
    version = next(each for each in agreement["versions"] if each["status"] == "agreed")
    if seed == DEMONSTRATION:
        version["shares"]["ey-pvi"][date(2022, 10, 12)] = _parts("3/5")
        return agreement
    _draw_shares(version["shares"], rng)
    version["terms"].update(_draw_terms(rng))
    _draw_approval(agreement, version, rng)
    if rng.random() < 0.15:
        agreement.update(ends=rng.choice(ENDS), ends_source=NOT_PUBLIC)
    return agreement


def _parts(stockport: str) -> dict[str, str]:
    return {"stockport": stockport, "tameside": COMPLEMENTS[stockport]}


def _draw_shares(shares: dict[str, dict[date, Any]], rng: Random) -> None:
    for dated in shares.values():
        dated[SHARED_FROM] = _parts(rng.choice(STOCKPORT_SHARES))
    for post in rng.sample(sorted(shares), rng.choice((1, 2))):
        before = shares[post][SHARED_FROM]["stockport"]
        after = rng.choice([share for share in STOCKPORT_SHARES if share != before])
        shares[post][_inside_a_month(rng)] = _parts(after)


def _inside_a_month(rng: Random) -> date:
    day = date(2022, 8, 2) + timedelta(days=rng.randrange(290))
    return day + timedelta(days=1) if day.day == 1 else day


def _draw_terms(rng: Random) -> Yaml:
    return {
        "frequency": rng.choice(("monthly", "monthly", "quarterly")),
        "billing_day": dict(rng.choice(BILLING_DAYS)),
        "lag_to_bill_working_days": rng.choice((3, 5, 10)),
        "lag_to_book_working_days": rng.choice((10, 15, 20, 30)),
        "levy": rng.choice(("shared", "not_shared")),
        "overhead": rng.choice(("0", "0", "0.05", "0.025")),
    }


def _draw_approval(agreement: Yaml, version: Yaml, rng: Random) -> None:
    if rng.random() < 0.5:
        return
    approved = rng.choice(APPROVALS)
    version["terms"]["retrospection"] = rng.choice(("from_shared_from", "none"))
    for approval in agreement["approvals"]:
        if approval["council"] == "tameside":
            approval.update(takes_effect=approved, known_from=approved, source=NOT_PUBLIC, illustrative=True)


def drawn_implementation(seed: int, rng: Random) -> dict[str, date]:
    """The councils that first pay the 2022 award later than they would by rule."""
    councils = [council for council, odds in (("stockport", 0.2), ("tameside", 0.45)) if rng.random() < odds]
    days = {council: rng.choice(IMPLEMENTED_DAYS) for council in councils}
    return {} if seed == DEMONSTRATION else days


def awards_file(given: Yaml, implemented: dict[str, date]) -> Yaml:
    """The site's awards file with the drawn days."""
    lines = [
        {
            "scale": "NJC",
            "effective": date(2022, 4, 1),
            "council": council,
            "implemented_on": day,
            "source": NOT_PUBLIC,
            "illustrative": True,
        }
        for council, day in sorted(implemented.items())
    ]
    return {**given, "implemented": [*given["implemented"], *lines]}
