"""What a site's rates have wrong about its councils and about each other."""

from collections.abc import Collection, Iterator, Sequence

from sspipe.terms.faults import Fault
from sspipe.terms.pay_points import PayPointsFile
from sspipe.terms.rates import LgpsFile
from sspipe.terms.site_forms import Checked


def rate_faults(
    rates: Sequence[Checked[LgpsFile] | Checked[PayPointsFile]], councils: Collection[str]
) -> Iterator[Fault]:
    """Say which rates name an unknown council, or stand in two files, a scale's part-month basis among them."""
    seen: set[tuple[str, str]] = set()
    yield from _bases_once(rates)
    for rate in rates:
        form, document = rate.form, rate.document
        for key in form.keyed:
            what = form.scale if isinstance(form, PayPointsFile) else form.term
            if isinstance(form, LgpsFile) and key not in councils:
                known = f"a council of the site ({', '.join(sorted(councils))})"
                yield Fault(document.place("keyed", key), f"the unknown council '{key}'", known, "Correct the code.")
            if (what, key) in seen:
                found = f"'{key}' of {what} in a second file"
                yield Fault(document.place("keyed", key), found, "each value in one file", "Remove one of the two.")
            seen.add((what, key))


def _bases_once(rates: Sequence[Checked[LgpsFile] | Checked[PayPointsFile]]) -> Iterator[Fault]:
    """A scale is paid on one part-month basis, and a part of the year's pay stands once."""
    seen: set[tuple[str, str]] = set()
    for rate in rates:
        if not isinstance(rate.form, PayPointsFile):
            continue
        places: list[tuple[str, ...]] = [("part_year", weeks) for weeks in rate.form.part_year]
        if rate.form.part_month is not None:
            places.append(("part_month",))
        for place in places:
            key = (rate.form.scale, " ".join(place))
            if key in seen:
                found = f"'{key[1]}' of {key[0]} in a second file"
                yield Fault(rate.document.place(*place), found, "each term in one file", "Remove one of the two.")
            seen.add(key)
