"""Layouts: an allow-list with versions, refused in words where they say too much, too little or nothing."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from sspipe.conform.files import conform_file
from sspipe.conform.layout import layout_schema, read_layout
from sspipe.errors import NoTermInForce, SiteFileWrong
from sspipe.terms.strict_yaml import read_strict
from tests.conform.reading import CASES, PAYMENTS, SITE, context_of_case

FILES = sorted([*SITE.glob("*.yaml"), *PAYMENTS.glob("*.yaml"), *CASES.glob("*/layout.yaml")])
NO_DELIMITERS = ("", '"', "\n", "\r", ",,", "\u00a3", "detected")
PLAIN: dict[str, Any] = {
    "schema_version": 1,
    "layout": "plain",
    "noun": "measures",
    "versions": [
        {
            "from": date(2022, 4, 1),
            "source": "an example",
            "file": {"format": "delimited", "encoding": "utf-8", "delimiter": ",", "quoted": True},
            "cells": {
                "code": {"kind": "code", "column": "Code", "pattern": "[A-Z]+"},
                "area": {"kind": "constant", "value": "stockport"},
                "year_label": {"kind": "code", "column": "Year", "pattern": "[0-9]{4}"},
                "value": {"kind": "decimal", "column": "Value"},
                "published_on": {"kind": "known_from"},
            },
        }
    ],
}


def _changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    mapping = deepcopy(PLAIN)
    change(mapping)
    return mapping


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_layout_of_the_house_reads(path: Path) -> None:
    layout = read_layout(read_strict(path.read_text(encoding="utf-8"), path.name), path.name)
    assert all(version.source for version in layout.versions)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda m: m["versions"][0]["cells"].pop("code"), "cells that it needs: ['code']"),
        (lambda m: m["versions"][0]["cells"].update(salary={"kind": "constant", "value": "x"}), "['salary']"),
        (lambda m: m["versions"][0]["cells"].update(source_row={"kind": "constant", "value": "x"}), "['source_row']"),
        (lambda m: m["versions"][0]["cells"]["code"].pop("pattern"), "pattern"),
        (lambda m: m["versions"][0]["cells"]["code"].update(pattern="[A-Z"), "pattern"),
        (lambda m: m["versions"][0]["cells"]["code"].update(pattern="(?=A)A"), "pattern"),
        (lambda m: m["versions"][0]["cells"]["code"].update(kind="guess"), "kind"),
        (lambda m: m["versions"][0].update(from_="x"), "from_"),
        (lambda m: m["versions"].append(deepcopy(m["versions"][0])), "different days"),
        (lambda m: m["versions"][0].update(exclude=[{"rule": "odd"}]), "odd"),
        (lambda m: m["versions"][0].update(exclude=[{"rule": "odd", "blank": "all", "column": "A"}]), "odd"),
        *(
            (lambda m, sign=sign: m["versions"][0]["file"].update(delimiter=sign), "delimiter")
            for sign in NO_DELIMITERS
        ),
        (lambda m: m["versions"][0]["file"].update(encoding="latin-1"), "encoding"),
        (lambda m: m["versions"][0].update(file={"format": "json", "path": "a..b"}), "path"),
        (lambda m: m["versions"][0].update(file={"format": "zip"}), "file"),
        (lambda m: m["versions"][0].update(unpivot={"key": "unit", "value": "target", "columns": {}}), "unpivot needs"),
        (lambda m: m.update(schema_version=2), "schema_version"),
        (lambda m: m.update(noun="people"), "noun"),
        (lambda m: m.update(versions=[]), "versions"),
    ],
)
def test_a_wrong_layout_is_refused_in_words(change: Callable[[dict[str, Any]], object], words: str) -> None:
    with pytest.raises(SiteFileWrong) as refusal:
        read_layout(_changed(change), "plain.yaml")
    assert words in str(refusal.value)
    assert str(refusal.value).startswith("plain.yaml: ")


def test_a_file_is_read_by_the_version_of_its_day() -> None:
    later = deepcopy(PLAIN["versions"][0]) | {"from": date(2023, 4, 1), "source": "a newer form"}
    layout = read_layout(_changed(lambda m: m["versions"].append(later)), "plain.yaml")
    assert layout.version_on(date(2023, 3, 31)).source == "an example"
    assert layout.version_on(date(2023, 4, 1)).source == "a newer form"
    assert layout.version_of(date.min).source == "a newer form"
    with pytest.raises(NoTermInForce, match="the earliest starts 2022-04-01"):
        layout.version_on(date(2022, 3, 31))


LISTED: dict[str, Any] = {"kind": "choice", "column": "Code", "values": ["A1", "A2"]}


def _listing(mapping: dict[str, Any]) -> None:
    mapping["versions"][0]["cells"]["code"] = LISTED
    mapping["versions"][0]["exclude"] = [{"rule": "others", "column": "Code", "unlisted": "choices"}]


def test_a_list_of_choices_stands_for_itself_and_a_rule_may_leave_out_what_it_does_not_list() -> None:
    (version,) = read_layout(_changed(_listing), "plain.yaml").versions
    assert version.choices_of("Code") == ("A1", "A2")
    lines = "Code,Year,Value\nA1,2022,5\nB7,2022,6\n,2022,7\n"
    result = conform_file(
        BytesIO(lines.encode()), read_layout(_changed(_listing), "plain.yaml"), context_of_case("dfe_measures")
    )
    assert result.table is not None
    assert result.table.column("code").to_pylist() == ["A1"]
    assert [(rule, count.rows) for rule, count in result.conservation.excluded] == [("others", 1)]
    assert [count.rows for _, count in result.conservation.quarantined] == [1]


def test_what_a_rule_leaves_out_needs_a_cell_that_lists_the_choices() -> None:
    def without_a_list(mapping: dict[str, Any]) -> None:
        _listing(mapping)
        mapping["versions"][0]["cells"]["code"] = PLAIN["versions"][0]["cells"]["code"]

    with pytest.raises(SiteFileWrong, match="others needs a choice cell of the column Code"):
        read_layout(_changed(without_a_list), "plain.yaml")


def test_an_editor_can_have_the_schema() -> None:
    assert "versions" in str(layout_schema())


def test_an_editor_may_write_choices_as_a_list() -> None:
    forms = layout_schema()["$defs"]["ChoiceCell"]["properties"]["values"]["anyOf"]  # type: ignore[index]
    assert [form["type"] for form in forms] == ["object", "array"]
