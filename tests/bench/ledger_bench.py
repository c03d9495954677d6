"""How long a ledger of millions of lines takes to conform, beside Arrow merely reading the same file as text.

python tests/bench/ledger_bench.py --lines 5000000
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import yaml

from sspipe.conform.context import ConformContext, OccupantKey
from sspipe.conform.files import Conformed, conform_file
from sspipe.conform.layout import Layout, read_layout

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = ROOT / "deployments/stockport-tameside/layouts/stockport_ledger.yaml"
HEADINGS = (
    "Company Code;Fiscal Year;Period;Document Number;Line Item;Document Type;Posting Date;G/L Account;Cost Center;"
    "Order;Trading Partner;Assignment;Reference;Text;Service From;Service To;Tax Code;Tax Amount;Credits Document;"
    "Accrual Ref;Fund;Value Type;Amount in Local Currency"
)
BLOCK = 250_000
MOST = 4
MOST_MEGABYTES = 3072
ROUNDS = 3
MEGABYTE = 1 << 20
Column = npt.NDArray[np.object_]


def write_ledger(path: Path, lines: int, seed: int = 1) -> None:
    """A ledger with every quirk of the form: cp1252, thousands commas, minus behind, blanks, pound signs in texts."""
    rng = np.random.default_rng(seed)
    with path.open("wb") as file:
        file.write((HEADINGS + "\r\n").encode("cp1252"))
        for first in range(0, lines, BLOCK):
            file.write(_block(rng, first, min(BLOCK, lines - first)))


def _block(rng: np.random.Generator, first: int, count: int) -> bytes:
    columns = {name: _drawn(rng, choices, count) for name, choices in _choices().items()}
    columns |= _numbers(rng, first, count)
    table = pa.table({name: columns[name] for name in HEADINGS.split(";")})
    sink = pa.BufferOutputStream()
    options = pa_csv.WriteOptions(include_header=False, delimiter=";", quoting_style="none")
    pa_csv.write_csv(table, sink, options)
    written: bytes = sink.getvalue().to_pybytes()
    return written.replace(b"\n", b"\r\n").decode().encode("cp1252")


def _choices() -> Mapping[str, list[str]]:
    days = [f"{day:02d}.09.2022" for day in range(1, 31)]
    return {
        "Company Code": ["1000"],
        "Fiscal Year": ["2022"],
        "Period": ["006"],
        "Document Type": ["PY", "RE", "KR", "SA"],
        "Posting Date": days,
        "G/L Account": [f"{number}" for number in range(300000, 300800)],
        "Cost Center": [f"CE{number}" for number in range(1000, 3500)],
        "Order": ["", "", "", "", "SP4101", "SP4102", "SP9001"],
        "Trading Partner": ["", "", "", "TAMESIDE MBC", *(f"SUPPLIER {number}" for number in range(10000, 14000))],
        "Assignment": ["", *(f"99{number:05d}" for number in range(9000))],
        "Text": ["Supplies and services", "Pay of £ and others", "Café, Zoë", "Invoice"],
        "Service From": ["", "01.08.2022"],
        "Service To": ["", "31.08.2022"],
        "Tax Code": ["V1", "V0", ""],
        "Tax Amount": ["0.00", "0.00", "12.34"],
        "Credits Document": ["", "", "", "1900000001"],
        "Accrual Ref": [""],
        "Fund": ["GF", "DSG_EY", ""],
        "Value Type": ["Actual", "Actual", "Actual", "Accrual", "Budget"],
    }


def _drawn(rng: np.random.Generator, choices: list[str], count: int) -> pa.Array:
    return pa.array(choices).take(pa.array(rng.integers(0, len(choices), count)))


def _numbers(rng: np.random.Generator, first: int, count: int) -> dict[str, pa.Array]:
    documents = pa.array(5_100_000_000 + (first + np.arange(count)) // 3).cast(pa.string())
    pounds = [f"{number:,}" for number in range(20_000)]
    endings = [f".{pence:02d}{sign}" for pence in range(100) for sign in ("", "-")]
    amounts = pc.binary_join_element_wise(_drawn(rng, pounds, count), _drawn(rng, endings, count), "")
    references = pa.array(rng.integers(1_000_000, 9_999_999, count)).cast(pa.string())
    lines = pa.array(["001", "002", "003"]).take(pa.array((first + np.arange(count)) % 3))
    return {
        "Document Number": documents,
        "Line Item": lines,
        "Reference": references,
        "Amount in Local Currency": amounts,
    }


def read_as_text(path: Path) -> pa.Table:
    """What Arrow alone does: every column as text, decoded."""
    names = HEADINGS.split(";")
    return pa_csv.read_csv(
        path,
        read_options=pa_csv.ReadOptions(encoding="cp1252"),
        parse_options=pa_csv.ParseOptions(delimiter=";", quote_char=False),
        convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )


def read_as_bytes(path: Path) -> pa.Table:
    """The least that Arrow can do: every column as bytes, nothing decoded."""
    names = HEADINGS.split(";")
    return pa_csv.read_csv(
        path,
        parse_options=pa_csv.ParseOptions(delimiter=";", quote_char=False),
        convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.binary()), check_utf8=False),
    )


def conform(path: Path, layout: Layout, file_name: str = "ledger.txt") -> Conformed:
    """Conform the file."""
    context = ConformContext(
        publisher="stockport",
        feed="stockport/ledger",
        period=None,
        known_from=date(2022, 10, 6),
        titles={},
        counterparties={"TAMESIDE MBC": "tameside"},
        accounts={"300100": "employees"},
        occupant_key=OccupantKey(key_id="bench", secret=b"bench"),
        source_file="0" * 64,
        file_name=file_name,
    )
    with path.open("rb") as source:
        return conform_file(source, layout, context)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure, alternating, and print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--memory-only", action="store_true", help="conform once, so that the peak is conform's alone")
    arguments = parser.parse_args()
    layout = read_layout(yaml.safe_load(LAYOUT.read_text()), LAYOUT.name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.txt"
        write_ledger(path, arguments.lines)
        _say(f"{arguments.lines:,} lines, {path.stat().st_size / MEGABYTE:,.0f} MB")
        base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        result = conform(path, layout)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _say(f"used {result.conservation.used.rows:,} lines; holds: {result.conservation.holds}")
        _say(f"peak memory of the process after conforming: {peak:,.0f} MB (before: {base:,.0f} MB)")
        if peak > MOST_MEGABYTES:
            sys.exit(f"conforming took more than {MOST_MEGABYTES:,} MB")
        if result.table is None or arguments.memory_only:
            return
        del result
        _compare(path, layout, arguments.rounds)


def _compare(path: Path, layout: Layout, rounds: int) -> None:
    works: dict[str, Callable[[], object]] = {
        "bytes": lambda: read_as_bytes(path),
        "text": lambda: read_as_text(path),
        "conform": lambda: conform(path, layout),
    }
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            best[name] = min(best[name], seconds(work))
    _say(f"Arrow, as bytes {best['bytes']:.2f} s; Arrow, as text {best['text']:.2f} s; conform {best['conform']:.2f} s")
    ratio = best["conform"] / best["text"]
    _say(f"ratio to text {ratio:.2f} (at most {MOST}); ratio to bytes {best['conform'] / best['bytes']:.2f}")
    if ratio > MOST:
        sys.exit(f"conforming took more than {MOST} times reading the file as text")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
