"""A picture of the way of one pound: real rows of the demonstration, from two councils' files to a release.

Run by `make pictures` after `make run`; every figure in it is read from the shared database.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.plain import Row
from sspipe.store.engine import open_database
from sspipe.store.reading import PublishedRelease, read_release

POST, MONTH = "ey-head", "2022-23-P05"
WIDTH, LEFT, STEP, TOP = 880, 170, 74, 64
COMPONENTS = {"basic": "basic pay", "elements": "elements", "ni": "NI", "pension": "pension", "levy": "levy"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One place that the pound passes: the folder that handles it, what stands there, and where to see it."""

    stage: str
    says: str
    where: str


def stops_of(worked: PublishedRelease, release: PublishedRelease, councils: Mapping[str, str]) -> Iterator[Stop]:
    """The way of one post's month through the stages, in order; `worked` is the release of the month itself."""
    rows = release.rows
    costs = _chosen(worked.rows, "out_post_costs", earned=MONTH)
    ledger = _chosen(worked.rows, "out_post_ledger", month=MONTH)
    recharge = _chosen(rows, "out_recharges", service=MONTH)[0]
    files = _files(rows)
    host, partner = councils[words(recharge, "host")], councils[words(recharge, "partner")]
    month = f"{Period.parse(MONTH).last_day:%B %Y}"
    yield Stop(
        "extract", f"{host}'s HR and ledger files land byte for byte, each under its hash", _names(costs, ledger, files)
    )
    yield Stop(
        "conform, validate", "Their rows become whole pence in our words, and keep file and row", _cited(costs, files)
    )
    yield Stop("reconcile", f"{_sum(costs)} is what the post should cost in {month}", _by_component(costs))
    yield Stop("reconcile", f"{_sum(ledger)} is what {host}'s ledger shows: no difference", _cited(ledger, files))
    yield Stop(
        "reconcile",
        f"{_pounds(recharge, 'due_pence')} is due from {partner}: its share of {_pounds(recharge, 'shared_pence')}",
        f"agreement {words(recharge, 'agreement')}, version {words(recharge, 'version')}",
    )
    for kind, who in (("billed", host), ("booked", partner)):
        lines = [row for row in _chosen(rows, "out_recharge_lines", service=MONTH) if row["kind"] == kind]
        yield Stop("reconcile", f"{_sum(lines)} {kind} by {who}, {_said(lines)}", _cited(lines, files))
    yield Stop(
        "publish, store",
        f"Swapped in whole, as release {release.release_id}",
        f"known on {release.known_on:%-d %B %Y}; in the database, in each council's pack, and walked back from either",
    )


def _chosen(rows: Rows, table: str, **wanted: str) -> list[Row]:
    return [
        row for row in rows[table] if row["post"] == POST and all(row[key] == value for key, value in wanted.items())
    ]


def _sum(rows: Sequence[Row]) -> str:
    return in_pounds(sum(pence(row, "amount_pence") for row in rows))


def _pounds(row: Row, key: str) -> str:
    return in_pounds(pence(row, key))


def _by_component(costs: Sequence[Row]) -> str:
    sums = {
        said: sum(pence(row, "amount_pence") for row in costs if row["component"] == key)
        for key, said in COMPONENTS.items()
    }
    return " + ".join(f"{said} {in_pounds(amount)}" for said, amount in sums.items() if amount)


def _files(rows: Rows) -> Mapping[str, str]:
    return {
        words(row, "source_file"): words(row, "file_name") for row in rows["out_conservation"] if row["kind"] == "file"
    }


def _names(costs: Sequence[Row], ledger: Sequence[Row], files: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(files[words(row, "source_file")] for row in (*costs, *ledger)))


def _cited(rows: Sequence[Row], files: Mapping[str, str]) -> str:
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(files[words(row, "source_file")], set()).add(pence(row, "source_row"))
    return "; ".join(f"{name}, row {', '.join(map(str, sorted(at)))}" for name, at in found.items())


def _said(lines: Sequence[Row]) -> str:
    return ", ".join(f"{row['posted_on']:%-d %B %Y} ({words(row, 'reference')})" for row in lines)


def drawn(stops: Sequence[Stop]) -> str:
    """The picture as SVG, on a ground of its own so that it can be read on light and dark pages."""
    height = TOP + STEP * len(stops) + 16
    label = "The way of one pound through sspipe, from the councils' files to a release"
    told = escape(" ".join(f"{stop.stage}: {stop.says} ({stop.where})." for stop in stops))
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
                ' aria-labelledby="t d" font-family="system-ui, sans-serif">'
            ),
            f'<title id="t">{label}</title><desc id="d">{told}</desc>',
            f'<rect width="{WIDTH}" height="{height}" rx="12" fill="#ffffff" stroke="#c9d1d9"/>',
            '<text x="24" y="38" font-size="19" font-weight="600" fill="#1b1f24">The way of one pound</text>',
            (
                f'<text x="{WIDTH - 24}" y="38" font-size="13" text-anchor="end" fill="#57606a">'
                "made-up people and pay; real rows of the demonstration</text>"
            ),
            *(_stop(stop, TOP + STEP * at, is_last=at == len(stops) - 1) for at, stop in enumerate(stops)),
            "</svg>\n",
        )
    )


def _stop(stop: Stop, y: int, *, is_last: bool) -> str:
    arrow = (
        ""
        if is_last
        else f'<path d="M{LEFT + 22} {y + 58} v12 m-5 -6 l5 6 l5 -6" fill="none" stroke="#57606a" stroke-width="1.5"/>'
    )
    return (
        f'<text x="24" y="{y + 33}" font-size="13" font-weight="600" fill="#0b5cad">{escape(stop.stage)}</text>'
        f'<rect x="{LEFT}" y="{y}" width="{WIDTH - LEFT - 24}" height="58" rx="8" fill="#f2f6fb" stroke="#b6c6d8"/>'
        f'<text x="{LEFT + 16}" y="{y + 25}" font-size="15" fill="#1b1f24">{escape(stop.says)}</text>'
        f'<text x="{LEFT + 16}" y="{y + 45}" font-size="12" fill="#57606a">{escape(stop.where)}</text>{arrow}'
    )


def main() -> None:
    """Draw the picture of a release that stands in a database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="sqlite:///output/sspipe.db")
    parser.add_argument("--worked", default=f"stockport-tameside-{MONTH}-1")
    parser.add_argument("--release", default="stockport-tameside-2022-23-P08-1")
    parser.add_argument("--out", type=Path, default=Path("deployments/pictures/one-pound.svg"))
    asked = parser.parse_args()
    engine = open_database(asked.database)
    worked, release = read_release(engine, asked.worked), read_release(engine, asked.release)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(
        drawn(list(stops_of(worked, release, {"stockport": "Stockport", "tameside": "Tameside"}))), encoding="utf-8"
    )
    print(asked.out)


if __name__ == "__main__":
    main()
