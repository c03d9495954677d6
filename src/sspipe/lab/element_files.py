"""Feeds of recorded pay elements, for the councils that have any, with the layout that reads them."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

from sspipe.lab.ground import Ground
from sspipe.lab.months import Month
from sspipe.lab.recorded_pay import Element
from sspipe.lab.site import MONTHS, Yaml, read_yaml
from sspipe.lab.snapshots import extract_day
from sspipe.lab.yaml_files import write_yaml

HEADINGS = (
    "Post", "Employee Number", "Element", "Amount", "Part of Basic", "Paid", "Pro Rata", "NI", "Pension", "Uplift",
    "Assumed Pay", "Start Date", "End Date", "Last Changed",
)  # fmt: skip
KINDS = (
    *("allowance", "honorarium", "acting_up", "overtime", "one_off", "reduction", "sacrifice"),
    *("statutory_recovery", "lump_sum", "final_pay", "exit_cost"),
)
YES_OR_NO = {"Y": "yes", "N": "no"}
DAY = "%d/%m/%Y"
LAYOUT = "recorded_elements"


def write_elements(ground: Ground, folder: Path) -> None:
    """One extract a month and council that has recorded elements; a site without any stays as it is."""
    elements = ground.payroll.facts.elements
    councils = sorted({ground.payroll.facts.hosts[each.post] for each in elements})
    for council in councils:
        target = folder / "feeds" / council / "pay_elements"
        target.mkdir(parents=True)
        own = [each for each in elements if ground.payroll.facts.hosts[each.post] == council]
        for month in MONTHS:
            _write_extract(ground, target, month, own, council)
    if councils:
        write_yaml(folder / "layouts" / f"{LAYOUT}.yaml", _layout())
        feeds = folder / "feeds.yaml"
        given = read_yaml(feeds)
        write_yaml(feeds, {**given, "feeds": [*given["feeds"], *map(_feed, councils)]})


def _write_extract(ground: Ground, folder: Path, month: Month, elements: list[Element], council: str) -> None:
    day = extract_day(ground.site.days(council), month)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    known = sorted((each for each in elements if each.recorded <= day), key=lambda each: (each.start, each.kind))
    writer.writerows(_fields(ground, each, council) for each in known)
    path = folder / f"{council.upper()}_PAY_ELEMENTS_{month.period.in_file_names}_{day:%Y%m%d}.csv"
    path.write_bytes(text.getvalue().encode("utf-8"))


def _fields(ground: Ground, element: Element, council: str) -> tuple[str, ...]:
    return (
        ground.books.post_ref(element.post, council),
        element.person,
        element.kind,
        _pounds(element.amount) if element.fraction is None else "",
        f"{float(element.fraction):g}" if element.fraction is not None else "",
        "once" if element.is_once else "monthly",
        "N",
        "Y" if element.is_insured else "N",
        "Y" if element.is_pensionable else "N",
        "N",
        _pounds(element.assumed) if element.assumed else "",
        f"{element.start:{DAY}}",
        f"{element.month.last:{DAY}}",
        f"{element.recorded:{DAY}}",
    )


def _pounds(pence: int) -> str:
    pounds, odd = divmod(pence, 100)
    return f"{pounds}.{odd:02d}"


def _layout() -> Yaml:
    day = {"kind": "date", "formats": [DAY]}
    chosen = {"kind": "choice", "values": YES_OR_NO}
    cells = {
        "post_ref": {"kind": "code", "column": "Post", "pattern": "[A-Z]{2}[0-9]{4}"},
        "occupant_ref": {"kind": "occupant", "column": "Employee Number", "pattern": "[A-Z]{0,2}[0-9]{4,8}"},
        "kind": {"kind": "choice", "column": "Element", "values": {each: each for each in KINDS}},
        "amount_pence": {"kind": "pounds", "column": "Amount", "blank": True},
        "fraction": {"kind": "fraction", "column": "Part of Basic", "blank": True},
        "frequency": {"kind": "choice", "column": "Paid", "values": {"once": "once", "monthly": "monthly"}},
        "fte_scaled": {**chosen, "column": "Pro Rata"},
        "ni_able": {**chosen, "column": "NI"},
        "pensionable": {**chosen, "column": "Pension"},
        "uplifted": {**chosen, "column": "Uplift"},
        "assumed_pay_pence": {"kind": "pounds", "column": "Assumed Pay", "blank": True},
        "valid_from": {**day, "column": "Start Date"},
        "valid_to": {**day, "column": "End Date", "blank": True},
        "recorded_on": {**day, "column": "Last Changed"},
    }
    version = {
        "from": date(2021, 4, 1),
        "source": "Form agreed for the demonstration",
        "illustrative": True,
        "file": {"format": "delimited", "encoding": "utf-8", "delimiter": ",", "quoted": True},
        "cells": cells,
        "exclude": [{"rule": "blank_rows", "blank": "all"}],
    }
    return {"schema_version": 1, "layout": LAYOUT, "noun": "pay_elements", "versions": [version]}


def _feed(council: str) -> Yaml:
    name = rf"{council.upper()}_PAY_ELEMENTS_(?P<financial_year>\d{{4}}-\d{{2}})_P(?P<period_number>\d{{2}})"
    return {
        "publisher": council,
        "noun": "pay_elements",
        "kind": "snapshot",
        "path": f"feeds/{council}/pay_elements",
        "name_pattern": name + r"_(?P<extracted>\d{8})\.csv",
        "date_format": "%Y%m%d",
        "layout": LAYOUT,
        "required": False,
    }
