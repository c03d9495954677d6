import json
import logging
import socket
from datetime import date
from typing import Any

import pytest

from sspipe.validate import gx
from sspipe.validate.checks import Validated, validate_table
from sspipe.validate.judge import as_expectation, as_plain_text
from sspipe.validate.quoting import shape_of, shown
from sspipe.validate.readings import ROW, readings_of
from sspipe.validate.suites import read_suites
from tests.validate.samples import EXPECTATIONS, a_place, a_table

SUITES = read_suites(EXPECTATIONS)
NAME, PAY, NUMBER = "ZZFAKE Person", 98_765_432_109, "104417"
TEXTS = {
    "posts": (
        "post_ref title occupant_key_id fte weeks_per_year pay_scale pay_point ni_category pension_scheme "
        "established_fte cost_centre funding_source"
    ),
    "ledger": (
        "document line period account subjective cost_centre post_ref counterparty reference tax_code entry_type "
        "document_type credits_document accrual_id fund"
    ),
    "pay_elements": "post_ref occupant_key_id kind fraction frequency fte_scaled ni_able pensionable uplifted",
    "decisions": "break_id cause kind role second_role reason",
}
PLANTED: dict[str, dict[str, Any]] = {
    "cleared": {"document": NAME},
    "posts": {**dict.fromkeys(TEXTS["posts"].split(), NAME), "occupant_ref": NUMBER},
    "ledger": {
        **dict.fromkeys(TEXTS["ledger"].split(), NAME),
        "occupant_ref": NUMBER,
        "amount_pence": PAY,
        "vat_pence": PAY,
    },
    "pay_elements": {
        **dict.fromkeys(TEXTS["pay_elements"].split(), NAME),
        "occupant_ref": NUMBER,
        "amount_pence": PAY,
        "assumed_pay_pence": PAY,
    },
    "decisions": dict.fromkeys(TEXTS["decisions"].split(), NAME),
}


FEWEST_BROKEN = {"posts": 8, "ledger": 8, "cleared": 1, "pay_elements": 8, "decisions": 6}


def said(result: Validated) -> str:
    return "\n".join(
        [*(f"{one} {one.message}" for one in result.findings), str(result.rejected), str(result.set_aside)]
    )


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("noun", PLANTED)
def test_planted_names_and_pay_appear_nowhere(
    noun: str,
    encoded: bool,  # noqa: FBT001 - a case of the list
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    table = a_table(noun, {}, PLANTED[noun], PLANTED[noun] | {"council": "tameside"}, encoded=encoded)
    result = validate_table(table, noun, SUITES, a_place(noun), 3)
    assert len({finding.rule for finding in result.findings}) >= FEWEST_BROKEN[noun]
    output = capfd.readouterr()
    everything = "\n".join([said(result), caplog.text, output.out, output.err])
    for planted in ("ZZFAKE", NUMBER, str(PAY), f"{PAY:,}", "987,654,321.09", "987654321.09"):
        assert planted not in everything


@pytest.mark.parametrize("noun", PLANTED)
def test_results_of_great_expectations_hold_row_numbers_only(noun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    validate = gx._validate  # noqa: SLF001 - the raw result is what must hold nothing

    def keeping(*given: Any) -> list[Any]:
        kept.extend(validate(*given))
        return kept

    monkeypatch.setattr(gx, "_validate", keeping)
    rules = SUITES[noun].rows
    readings = readings_of(a_table(noun, {}, PLANTED[noun]), noun, {name for rule in rules for name in rule.reads})
    found = gx.run_suite([as_expectation(rule) for rule in rules], as_plain_text(readings), ROW)
    assert sum(map(bool, found.values())) >= FEWEST_BROKEN[noun]
    text = json.dumps([result.to_json_dict() for result in kept])
    assert all(planted not in text for planted in ("ZZFAKE", NUMBER, str(PAY)))


def test_nothing_is_sent_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        message = "a socket was opened"
        raise OSError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    gx._batches.cache_clear()  # noqa: SLF001 - the context is made anew with the network gone
    assert validate_table(a_table("posts", {}), "posts", SUITES, a_place("posts")).findings == ()


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("fte", "6/5", "6/5"),
        ("period", "2022-23-P17", "2022-23-P17"),
        ("valid_to", date(2022, 3, 31), "2022-03-31"),
        ("reference", "SMBC-2200123", "4 letters, 7 digits and 1 other sign"),
        ("reference", "ZZFAKE", "6 letters"),
        ("amount_pence", 5, "a value that is not shown"),
        ("pay_point", "43", "a value that is not shown"),
        ("document", "", "nothing"),
        ("document", " ", "1 space"),
        ("document", "9" * 31, "31 digits"),
    ],
)
def test_a_value_is_quoted_only_if_it_can_tell_nobody(column: str, value: object, expected: str) -> None:
    assert shown(column, value) == expected


def test_a_shape_counts_every_sign() -> None:
    assert shape_of("Person 0007 (£)") == "6 letters, 4 digits, 2 spaces and 3 other signs"


def test_a_message_has_its_four_parts() -> None:
    table = a_table("posts", {}, {"valid_to": date(2022, 3, 31)})
    (finding,) = validate_table(table, "posts", SUITES, a_place("posts"), 1).findings
    assert finding.message == (
        "stockport stockport/posts posts.csv row 3: found 2022-03-31 as valid to and 2022-04-01 as valid from; "
        "expected a last day held on or after the first (nobody leaves before they start). "
        "HR of stockport: correct the entry and send the extract again."
    )


def test_a_rule_names_so_many_rows_and_counts_the_rest() -> None:
    table = a_table("ledger", *[{"period": "2022-23-P17"}] * 23)
    result = validate_table(table, "ledger", SUITES, a_place("ledger"), 23)
    named = [finding for finding in result.findings if finding.where.source_row is not None]
    assert [finding.where.source_row for finding in named] == list(range(2, 22))
    assert {finding.found for finding in named} == {"2022-23-P17 as period"}
    assert result.findings[-1].found == "3 more such rows"
    assert result.table is not None
    assert result.table.num_rows == 0
