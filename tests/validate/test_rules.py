from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from sspipe.model.conservation import Count
from sspipe.model.findings import Severity
from sspipe.validate.across import judge_across
from sspipe.validate.checks import OVER_LIMIT, sender_of, validate_table
from sspipe.validate.judge import judge_rows
from sspipe.validate.readings import ROW, places_of, readings_of
from sspipe.validate.suites import read_suites
from tests.validate.samples import ANOTHER, EXPECTATIONS, FILE, HELD, VACANT, a_place, a_table

SUITES = read_suites(EXPECTATIONS)
COUNCILS = frozenset({"stockport", "tameside"})
SERVICE = {"service_from": date(2022, 9, 1), "service_to": date(2022, 9, 30)}
GOOD: dict[str, list[dict[str, Any]]] = {
    "posts": [
        {"valid_to": date(2022, 4, 1), "fte": "1"},
        {"valid_from": date(2022, 4, 2), "valid_to": date(2022, 9, 30), "fte": "74/145"},
        {"valid_from": date(2022, 10, 1), "weeks_per_year": "39", "pension_scheme": "TPS", "pay_scale": "SOULBURY"},
        {"occupant_ref": ANOTHER, "ni_category": "M", "pension_scheme": "NONE"},
        {"post_ref": "SP9001"},
        VACANT,
        VACANT,
        {**VACANT, "fte": ""},
    ],
    "ledger": [
        {},
        {"amount_pence": -397208, "line": "002"},
        {"period": "2022-23-P13", "posting_date": date(2023, 3, 31), "document": "X1"},
        {"period": "2022-23-P00", "posting_date": date(2022, 4, 1), "document": "OB-1"},
        {"entry_type": "accrual", "accrual_id": "A2223-EYHEAD-P07-U-ST", "document": "J/1"},
        {"entry_type": "accrual", "post_ref": "", "document": "J/1"},
        {"counterparty": "tameside", "reference": "SMBC-2200123", **SERVICE, "document": "J2"},
        {"amount_pence": 10_000_000_000, "document": "J3"},
        {"line": "", "document": "J4"},
        {"line": "", "document": "J4"},
    ],
    "cleared": [{}, {"amount_pence": -100}, {"document": "91000000/1"}],
    "grants": [{}, {"line": "total"}, {"published_on": date(2022, 7, 20)}, {"la_code": "357", "line": ""}],
    "measures": [
        {},
        {"value": None},
        {"value": "100"},
        {"value": "100.7", "unit": "number"},
        {"year_label": "2021-22 (OT)", "value": "-3.25", "unit": ""},
        {"code": "%_3&4yr_olds", "value": "100.7"},
        {"area": "North West"},
        {"area": "England"},
    ],
    "pay_elements": [
        {},
        {"kind": "reduction", "amount_pence": 0, "fraction": "1/2", "assumed_pay_pence": 397208, "ni_able": "no"},
        {"kind": "reduction", "amount_pence": 0, "fraction": "1", "frequency": "annual"},
        {"kind": "sacrifice", "pensionable": "no", "valid_to": date(2022, 4, 1)},
        {"kind": "overtime", "frequency": "once", "amount_pence": 1},
        {"kind": "honorarium", "amount_pence": 100_000_000, "fraction": "", "uplifted": "yes", "fte_scaled": "yes"},
        {"post_ref": "SP1", "kind": "acting_up"},
        {"post_ref": "SP1", "kind": "acting_up", "amount_pence": 1},
    ],
    "decisions": [
        {},
        {"cause": "RATE_OLD", "amount_pence": -1, "second_role": "finance_manager"},
        {"break_id": "0123456789abcdef", "kind": "accepted_until", "expires_on": date(2022, 12, 20)},
        {
            "break_id": "fedcba9876543210",
            "kind": "accepted_once",
            "amount_pence": 0,
            "reason": "below_limit",
            "role": "auditor",
        },
    ],
}
BAD: dict[str, list[tuple[dict[str, Any], str]]] = {
    "posts": [
        ({"occupant_ref": "104417"}, "POSTS_OCCUPANT_FORM"),
        ({"occupant_key_id": ""}, "POSTS_OCCUPANT_KEY"),
        ({"title": "Head of Early Years"}, "POSTS_TITLE_CODE"),
        ({"post_ref": ""}, "POSTS_REF_FORM"),
        ({"valid_from": None}, "POSTS_VALID_FROM_MISSING"),
        ({"valid_from": date(1922, 4, 1)}, "POSTS_VALID_FROM_RANGE"),
        ({"valid_to": date(2022, 3, 31)}, "POSTS_VALID_ORDER"),
        ({"valid_to": date(9999, 12, 31)}, "POSTS_VALID_TO_RANGE"),
        ({"recorded_on": None}, "POSTS_RECORDED_MISSING"),
        ({"recorded_on": date(1970, 1, 1)}, "POSTS_RECORDED_RANGE"),
        ({"fte": None}, "POSTS_FTE_MISSING"),
        ({"fte": "half"}, "POSTS_FTE_FORM"),
        ({"fte": "1/0"}, "POSTS_FTE_FORM"),
        ({"fte": "-1/2"}, "POSTS_FTE_RANGE"),
        ({"fte": "0"}, "POSTS_FTE_RANGE"),
        ({"fte": "1000001/1000000"}, "POSTS_FTE_RANGE"),
        ({"fte": "6/5"}, "POSTS_FTE_RANGE"),
        ({**VACANT, "fte": "1"}, "POSTS_VACANT_FTE"),
        ({"weeks_per_year": None}, "POSTS_WEEKS_MISSING"),
        ({"weeks_per_year": "all"}, "POSTS_WEEKS_FORM"),
        ({"weeks_per_year": "53"}, "POSTS_WEEKS_RANGE"),
        ({"weeks_per_year": "1/2"}, "POSTS_WEEKS_RANGE"),
        ({"pay_scale": ""}, "POSTS_SCALE_MISSING"),
        ({"pay_point": "point 43"}, "POSTS_POINT_FORM"),
        ({"ni_category": "G"}, "POSTS_NI_CATEGORY"),
        ({"ni_category": ""}, "POSTS_NI_CATEGORY"),
        ({"pension_scheme": "NHS"}, "POSTS_PENSION_SCHEME"),
        ({"established_fte": "one"}, "POSTS_ESTABLISHED_FORM"),
        ({"established_fte": "0"}, "POSTS_ESTABLISHED_FTE"),
        ({"cost_centre": ""}, "POSTS_COST_CENTRE_FORM"),
        ({"council": "tameside"}, "POSTS_OTHER_COUNCIL"),
        ({"post_ref": "SP4101"}, "POSTS_ROW_REPEATED"),
        ({"post_ref": "SP4101", "valid_from": date(2022, 6, 1), "occupant_ref": HELD}, "POSTS_OVERLAP"),
    ],
    "ledger": [
        ({"occupant_ref": "person-7"}, "LEDGER_OCCUPANT_FORM"),
        ({"counterparty": "J SMITH"}, "LEDGER_COUNTERPARTY_CODE"),
        ({"reference": "ZZFAKE Person"}, "LEDGER_REFERENCE_TEXT"),
        ({"document": " "}, "LEDGER_DOCUMENT_FORM"),
        ({"period": "2022-23-P17"}, "LEDGER_PERIOD"),
        ({"period": "2022-24-P06"}, "LEDGER_PERIOD"),
        ({"posting_date": None}, "LEDGER_POSTING_DATE_MISSING"),
        ({"posting_date": date(2023, 9, 23)}, "LEDGER_POSTING_DATE_NEAR"),
        ({"posting_date": date(2022, 7, 29)}, "LEDGER_POSTING_DATE_NEAR"),
        ({"entry_type": "commitment"}, "LEDGER_ENTRY_TYPE"),
        ({"amount_pence": None}, "LEDGER_AMOUNT_MISSING"),
        ({"amount_pence": 10_000_000_001}, "LEDGER_AMOUNT_RANGE"),
        ({"amount_pence": -10_000_000_001}, "LEDGER_AMOUNT_RANGE"),
        ({"vat_pence": 2_000_000_001}, "LEDGER_VAT_RANGE"),
        ({"post_ref": "the head"}, "LEDGER_POST_REF_FORM"),
        ({"service_from": date(2022, 9, 30), "service_to": date(2022, 9, 1)}, "LEDGER_SERVICE_ORDER"),
        ({"entry_type": "accrual"}, "LEDGER_ACCRUAL_WITHOUT_ID"),
        ({"accrual_id": "A2223-EYHEAD-P13-U-ST"}, "LEDGER_ACCRUAL_ID_FORM"),
        ({"council": "tameside"}, "LEDGER_OTHER_COUNCIL"),
        ({"line": "001"}, "LEDGER_LINE_REPEATED"),
        ({"line": "001", "amount_pence": 1}, "LEDGER_LINE_CLASH"),
    ],
    "cleared": [
        ({"document": "paid by A Fakename"}, "CLEARED_DOCUMENT_FORM"),
        ({"cleared_on": None}, "CLEARED_DAY_MISSING"),
        ({"cleared_on": date(1922, 10, 25)}, "CLEARED_DAY_RANGE"),
        ({"amount_pence": None}, "CLEARED_AMOUNT_MISSING"),
        ({"amount_pence": 10_000_000_001}, "CLEARED_AMOUNT_RANGE"),
        ({"council": "tameside"}, "CLEARED_OTHER_COUNCIL"),
        ({"document": "9100000001"}, "CLEARED_ROW_REPEATED"),
    ],
    "grants": [
        ({"la_code": "356.0"}, "GRANTS_LA_CODE"),
        ({"financial_year": "2022-2023"}, "GRANTS_YEAR"),
        ({"block": "Early years block"}, "GRANTS_BLOCK_CODE"),
        ({"line": "Universal hours"}, "GRANTS_LINE_CODE"),
        ({"amount_pence": None}, "GRANTS_AMOUNT_MISSING"),
        ({"amount_pence": 500_000_000_001}, "GRANTS_AMOUNT_RANGE"),
        ({"amount_pence": -1}, "GRANTS_AMOUNT_MINUS"),
        ({"published_on": None}, "GRANTS_PUBLISHED_MISSING"),
        ({"published_on": date(2002, 1, 1)}, "GRANTS_PUBLISHED_RANGE"),
        ({"line": "line_1"}, "GRANTS_ROW_REPEATED"),
        ({"line": "line_1", "amount_pence": 1}, "GRANTS_LINE_CLASH"),
    ],
    "measures": [
        ({"code": ""}, "MEASURES_CODE"),
        ({"area": ""}, "MEASURES_AREA_MISSING"),
        ({"year_label": "last year"}, "MEASURES_YEAR_LABEL"),
        ({"value": "7E-2"}, "MEASURES_VALUE_FORM"),
        ({"value": "100.1"}, "MEASURES_PERCENT_OVER_100"),
        ({"target": "high"}, "MEASURES_TARGET_FORM"),
        ({"polarity": "up"}, "MEASURES_POLARITY"),
        ({"published_on": None}, "MEASURES_PUBLISHED_MISSING"),
        ({"published_on": date(1999, 1, 1)}, "MEASURES_PUBLISHED_RANGE"),
        ({"area": "tameside"}, "MEASURES_OTHER_COUNCIL"),
        ({"year_label": "2001"}, "MEASURES_ROW_REPEATED"),
        ({"year_label": "2001", "value": "1"}, "MEASURES_VALUE_CLASH"),
    ],
    "pay_elements": [
        ({"occupant_ref": "104417"}, "ELEMENTS_OCCUPANT_FORM"),
        ({"occupant_key_id": ""}, "ELEMENTS_OCCUPANT_KEY"),
        ({"occupant_ref": "", "occupant_key_id": ""}, "ELEMENTS_OCCUPANT_MISSING"),
        ({"post_ref": ""}, "ELEMENTS_REF_FORM"),
        ({"kind": "maternity"}, "ELEMENTS_KIND"),
        ({"kind": ""}, "ELEMENTS_KIND"),
        ({"frequency": "weekly"}, "ELEMENTS_FREQUENCY"),
        ({"amount_pence": 100_000_001}, "ELEMENTS_AMOUNT_RANGE"),
        ({"amount_pence": 0, "fraction": "half"}, "ELEMENTS_FRACTION_FORM"),
        ({"amount_pence": 0, "fraction": "0"}, "ELEMENTS_FRACTION_RANGE"),
        ({"amount_pence": 0, "fraction": "1000001/1000000"}, "ELEMENTS_FRACTION_RANGE"),
        ({"amount_pence": 1, "fraction": "1/2"}, "ELEMENTS_AMOUNT_BESIDE_FRACTION"),
        ({"amount_pence": 0}, "ELEMENTS_AMOUNT_MISSING"),
        ({"amount_pence": 0, "fraction": "1/2", "frequency": "once"}, "ELEMENTS_FRACTION_ONCE"),
        ({"fte_scaled": ""}, "ELEMENTS_FTE_SCALED"),
        ({"ni_able": "Y"}, "ELEMENTS_NI_ABLE"),
        ({"pensionable": "true"}, "ELEMENTS_PENSIONABLE"),
        ({"uplifted": ""}, "ELEMENTS_UPLIFTED"),
        ({"kind": "reduction", "assumed_pay_pence": 10_000_001}, "ELEMENTS_ASSUMED_RANGE"),
        ({"kind": "reduction", "assumed_pay_pence": -1}, "ELEMENTS_ASSUMED_RANGE"),
        ({"assumed_pay_pence": 397208}, "ELEMENTS_ASSUMED_KIND"),
        ({"valid_from": None}, "ELEMENTS_VALID_FROM_MISSING"),
        ({"valid_from": date(1922, 4, 1)}, "ELEMENTS_VALID_FROM_RANGE"),
        ({"valid_to": date(2022, 3, 31)}, "ELEMENTS_VALID_ORDER"),
        ({"valid_to": date(9999, 12, 31)}, "ELEMENTS_VALID_TO_RANGE"),
        ({"recorded_on": None}, "ELEMENTS_RECORDED_MISSING"),
        ({"recorded_on": date(1970, 1, 1)}, "ELEMENTS_RECORDED_RANGE"),
        ({"council": "tameside"}, "ELEMENTS_OTHER_COUNCIL"),
        ({"post_ref": "SP4101"}, "ELEMENTS_ROW_REPEATED"),
    ],
    "decisions": [
        ({"break_id": ""}, "DECISION_BREAK_FORM"),
        ({"break_id": "the break of May"}, "DECISION_BREAK_FORM"),
        ({"break_id": "0123456789abcde"}, "DECISION_BREAK_FORM"),
        ({"cause": ""}, "DECISION_CAUSE_FORM"),
        ({"cause": "not billed"}, "DECISION_CAUSE_FORM"),
        ({"cause": "SMITH"}, "DECISION_CAUSE_FORM"),
        ({"amount_pence": None}, "DECISION_AMOUNT_MISSING"),
        ({"amount_pence": 10_000_000_001}, "DECISION_AMOUNT_RANGE"),
        ({"kind": "forgotten"}, "DECISION_KIND"),
        ({"role": ""}, "DECISION_ROLE"),
        ({"second_role": "deputy"}, "DECISION_SECOND_ROLE"),
        ({"reason": "as discussed"}, "DECISION_REASON"),
        ({"decided_on": None}, "DECISION_DAY_MISSING"),
        ({"decided_on": date(1999, 12, 31)}, "DECISION_DAY_RANGE"),
        ({"expires_on": date(2022, 12, 19)}, "DECISION_ENDS_BEFORE"),
        ({"kind": "accepted_until"}, "DECISION_NEVER_EXPIRES"),
        ({"council": "tameside"}, "DECISION_OTHER_COUNCIL"),
        ({"break_id": f"{1:016x}"}, "DECISION_REPEATED"),
    ],
}


RULES = [(noun, told.rule) for noun, suite in SUITES.items() for told in suite.told]


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("noun", GOOD)
def test_a_good_sample_passes_untouched(noun: str, encoded: bool) -> None:  # noqa: FBT001 - a case of the list
    table = a_table(noun, *GOOD[noun], encoded=encoded)
    result = validate_table(table, noun, SUITES, a_place(noun), 0, may_exceed_100={"%_3&4yr_olds"}, councils=COUNCILS)
    assert [finding.message for finding in result.findings] == []
    assert result.table is not None
    assert result.table.equals(table)
    assert result.rejected == ()


@pytest.mark.parametrize("noun", BAD)
def test_each_bad_row_is_found_for_the_reason_named_and_no_other(noun: str) -> None:
    clash = {(2, told.rule) for told in SUITES[noun].told if told.rule.endswith("_CLASH")}
    table = a_table(noun, {}, *(changes for changes, _ in BAD[noun]))
    result = validate_table(table, noun, SUITES, a_place(noun), table.num_rows, councils=COUNCILS)
    found = {(finding.where.source_row, finding.rule) for finding in result.findings}
    assert found == {*clash, *((at + 3, rule) for at, (_, rule) in enumerate(BAD[noun]))}
    severities = {told.rule: told.severity for told in SUITES[noun].told}
    assert all(finding.severity is severities[finding.rule] for finding in result.findings)
    assert result.is_refused
    assert result.rejected == ()


def test_every_rule_has_a_bad_sample() -> None:
    covered = {rule for rows in BAD.values() for _, rule in rows}
    assert covered == {told.rule for suite in SUITES.values() for told in suite.told}


def broken_alone(noun: str, code: str, table: pa.Table) -> list[int]:
    """The places of the rows that break one rule, with no other rule asked."""
    rows = [rule for rule in SUITES[noun].rows if rule.told.rule == code]
    across = [rule for rule in SUITES[noun].across if rule.told.rule == code]
    readings = readings_of(table, noun, {name for rule in rows for name in rule.reads}, {"%_3&4yr_olds"})
    placed = table.append_column(ROW, places_of(table))
    found = [
        *judge_rows(readings, rows, {code: 100}),
        *judge_across(placed, across, sender_of(a_place(noun), COUNCILS)),
    ]
    assert len(rows) + len(across) == 1
    return [row for one in found for row in one.rows]


@pytest.mark.parametrize(("noun", "code"), RULES, ids=[code for _, code in RULES])
def test_each_rule_alone_lets_a_good_row_pass_finds_a_bad_one_and_says_nothing_of_an_empty_frame(
    noun: str, code: str
) -> None:
    assert broken_alone(noun, code, a_table(noun, *GOOD[noun])) == []
    bad = [changes for changes, rule in BAD[noun] if rule == code]
    assert bad
    for changes in bad:
        assert 1 in broken_alone(noun, code, a_table(noun, {}, changes))
    for encoded in (False, True):
        assert broken_alone(noun, code, a_table(noun, {}, encoded=encoded).slice(0, 0)) == []


def test_a_rejected_row_is_set_aside_with_its_pounds_and_a_warned_one_stays() -> None:
    rows: list[dict[str, Any]] = [
        {},
        {"entry_type": "commitment"},
        {"document": "", "amount_pence": -5},
        {"accrual_id": "X", "document": "9"},
    ]
    table = a_table("ledger", *rows)
    result = validate_table(table, "ledger", SUITES, a_place("ledger"), 2)
    assert result.table is not None
    assert result.table.equals(table.take([0, 3]))
    assert dict(result.rejected) == {
        "LEDGER_DOCUMENT_FORM": Count(rows=1, debit_pence=0, credit_pence=5),
        "LEDGER_ENTRY_TYPE": Count(rows=1, debit_pence=397208, credit_pence=0),
    }
    assert [tuple(row.values()) for row in result.set_aside.to_pylist()] == [
        ("LEDGER_ENTRY_TYPE", FILE, 3, 397208, 0),
        ("LEDGER_DOCUMENT_FORM", FILE, 4, 0, 5),
    ]
    assert {finding.severity for finding in result.findings} == {Severity.REJECT, Severity.WARN}


def test_a_row_that_breaks_two_rules_is_counted_once() -> None:
    table = a_table("ledger", {}, {"entry_type": "commitment", "document": ""})
    result = validate_table(table, "ledger", SUITES, a_place("ledger"), 1)
    assert [(rule, count.rows) for rule, count in result.rejected] == [("LEDGER_DOCUMENT_FORM", 1)]
    assert len(result.findings) == 2


@pytest.mark.parametrize(
    ("limit", "is_refused"), [(2, True), (3, False), (Fraction(3, 4), False), (Fraction(74, 100), True), (0, True)]
)
def test_the_reject_limit_refuses_the_file(limit: Fraction | int, is_refused: bool) -> None:  # noqa: FBT001 - a case
    table = a_table("ledger", {}, {"document": ""}, {"period": ""}, {"entry_type": ""})
    result = validate_table(table, "ledger", SUITES, a_place("ledger"), limit)
    assert result.is_refused is is_refused
    assert (OVER_LIMIT in {finding.rule for finding in result.findings}) is is_refused


def test_a_later_spell_inside_a_long_one_is_found_behind_a_short_one() -> None:
    spells = [
        {"valid_to": date(2022, 12, 31)},
        {"valid_from": date(2022, 5, 1), "valid_to": date(2022, 5, 31)},
        {"valid_from": date(2022, 7, 1), "valid_to": date(2022, 7, 31)},
        {"valid_from": date(2023, 1, 1)},
    ]
    result = validate_table(
        a_table("posts", *({**spell, "post_ref": "SP1"} for spell in spells)), "posts", SUITES, a_place("posts")
    )
    assert [(finding.rule, finding.where.source_row) for finding in result.findings] == [
        ("POSTS_OVERLAP", 3),
        ("POSTS_OVERLAP", 4),
    ]


def test_a_short_file_may_hold_one_slip() -> None:
    result = validate_table(a_table("posts", {}, {"fte": None}), "posts", SUITES, a_place("posts"), Fraction(1, 20))
    assert [(rule, count.rows) for rule, count in result.rejected] == [("POSTS_FTE_MISSING", 1)]


@pytest.mark.parametrize(
    ("publisher", "areas", "rows"),
    [
        ("stockport", ["stockport", "England"], []),
        ("stockport", ["stockport", "tameside", "North West"], [3]),
        ("stockport", ["tameside", "tameside"], [2, 3]),
        ("tameside", ["stockport"], [2]),
        ("dfe", ["stockport", "tameside", "England"], []),
        ("stockport", ["thirdshire"], []),
    ],
)
def test_a_councils_own_measures_are_of_no_other_council_of_the_site(
    publisher: str, areas: Sequence[str], rows: Sequence[int]
) -> None:
    table = a_table("measures", *({"area": area} for area in areas))
    place = replace(a_place("measures"), council=publisher)

    result = validate_table(table, "measures", SUITES, place, councils=COUNCILS)

    assert result.is_refused is bool(rows)
    assert [(finding.rule, finding.where.source_row) for finding in result.findings] == [
        ("MEASURES_OTHER_COUNCIL", row) for row in rows
    ]
