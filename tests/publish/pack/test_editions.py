from typing import Any

import pytest

from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.pack.withheld import TOLD_OF_PAY, TOLD_OF_RECHARGES, may_be_told
from sspipe.store.tables import PUBLISHED
from tests.publish.pack.releases import (
    FIRST,
    HALF_TIME,
    RATE,
    SECOND,
    STOCKPORT,
    TAMESIDE,
    a_release,
    all_texts,
    edition,
    opened,
    own_break,
    packed,
    recorded_break,
    table,
)
from tests.publish.statements import P07, a_cause, a_cost, a_recharge

WITHHELD = f"A recorded change in this post's pay; {STOCKPORT} holds the record."
OF_PEOPLE = [
    "FTE_DIFFERS",
    "POINT_DIFFERS",
    "NI_CATEGORY",
    "WRONG_PENSION_SCHEME",
    "OPTED_OUT",
    "PAY_REDUCED",
    "STATUTORY_PAY_RECOVERED",
    "SALARY_SACRIFICE",
    "ONE_OFF_PAY",
    "LEAVER_STILL_PAID",
    "LEAVER_FINAL_PAY",
    "STARTER_UNPAID",
    "EXIT_COST",
    "LATE_CHANGE_PAID",
    "LATE_CHANGE_NOT_PAID",
    "REGRADE_BACKDATED",
    "OVERPAYMENT_RECOVERED",
    "OVERLAP_HANDOVER",
    "NI_AGGREGATED",
    "VACANT_POST_PAID",
    "PENSION_LUMP_SUM",
    "MISSING_PAY",
]


def pages(rows: Any, council: str, **changes: Any) -> Any:
    return opened(packed(rows, council, **changes))


@pytest.mark.parametrize("council", ["stockport", "tameside"])
def test_no_edition_shows_who_holds_a_post(council: str) -> None:
    texts = all_texts(pages(a_release(), council))
    assert not [text for text in texts if FIRST in text or SECOND in text or "stockport-1" in text]


def test_the_host_sees_its_posts_holder_by_holder() -> None:
    shown = [row for row in table(pages(a_release(), "stockport"), "Posts") if row["Post"] == "Head of Early Years"]
    basic = [(row["Holder"], row["Basic pay, £"]) for row in shown if isinstance(row["Basic pay, £"], float)]
    assert basic == [("holder 1", 2383.25), ("holder 2", 1588.83)]


def test_the_partner_sees_totals_by_component_and_no_reason() -> None:
    # 2,383.25 + 1,588.83 = 3,972.08 basic; 244.60 + 125.02 = 369.62 National Insurance
    (row,) = [each for each in table(pages(a_release(), "tameside"), "Posts") if each["Post"] == "Head of Early Years"]
    assert (row["Holder"], row["Why it is paid then"]) == ("all holders", "all together")
    assert (row["Basic pay, £"], row["Employer National Insurance, £"]) == (3972.08, 369.62)


def test_the_partner_sees_no_post_that_it_does_not_share() -> None:
    posts = {row["Post"] for row in table(pages(a_release(), "tameside"), "Posts")}
    assert posts == {"Head of Early Years", "Data Lead", "Total", f"Total of posts that {TAMESIDE} employs"}


def test_the_partner_sees_no_month_that_it_does_not_share() -> None:
    rows = a_release(costs=(a_cost(), a_cost(earned=P07, paid=P07, amount_pence=77)))
    months = {row["Month earned"] for row in table(pages(rows, "tameside"), "Posts")}
    assert months == {"2022-23 P06", None}


def test_a_month_in_which_nothing_is_shared_is_not_shown() -> None:
    rows = a_release(recharges=(a_recharge(shared_pence=0),))
    assert "Head of Early Years" not in {row["Post"] for row in table(pages(rows, "tameside"), "Posts")}


def test_a_third_council_sees_nothing_of_the_two() -> None:
    book = pages(a_release(), "oldham")
    for sheet in ("Settlement period", "Posts", "Working", "Recharges", "Breaks"):
        assert len(table(book, sheet)) == 1, sheet
    assert not [text for text in all_texts(book) if "Early Years" in text]


def test_sharing_ends_with_the_data_clause_and_the_page_says_so() -> None:
    book = pages(a_release(), "tameside", not_shared=frozenset({"ey-leadership"}))
    assert "Head of Early Years" not in {row["Post"] for row in table(book, "Posts")}
    assert [row["Post or cost centre"] for row in table(book, "Breaks")][:2] == ["Head of Early Years", "hub-lead"]
    said = [row["In words"] for row in table(book, "First page") if row["Part"] == "What this rests on"]
    assert any(text.startswith("Early years leadership: the data clause") for text in said)
    assert len(table(book, "Recharges")) > 2, "recharges between the councils are still shown"


@pytest.mark.parametrize("code", OF_PEOPLE)
def test_a_cause_that_rests_on_a_persons_record_is_withheld(code: str) -> None:
    rows = a_release(breaks=(recorded_break(a_cause(code=code, sentence=HALF_TIME)),))
    (told, _) = table(pages(rows, "tameside"), "Breaks")
    assert (told["What happened"], told["Cause, as a decision quotes it"]) == (WITHHELD, "RECORDED_CHANGE")
    texts = all_texts(pages(rows, "tameside"))
    assert not [text for text in texts if HALF_TIME in text or code in text]
    assert HALF_TIME in table(pages(rows, "stockport"), "Breaks")[0]["What happened"]


def test_a_cause_of_rates_and_lines_is_told() -> None:
    rows = a_release(breaks=(recorded_break(a_cause(code="NI_RATE_STALE", sentence=RATE)),))
    assert table(pages(rows, "tameside"), "Breaks")[0]["What happened"] == RATE


def test_a_cause_that_the_catalogue_learns_later_is_withheld() -> None:
    assert not may_be_told("ledger-expected", "SOMETHING_NEW")
    assert not may_be_told("billed-due", "HOST_ERROR_BILLED")
    assert not set(OF_PEOPLE) & (TOLD_OF_PAY | TOLD_OF_RECHARGES)


@pytest.mark.parametrize(
    ("rivals", "told"),
    [
        ("DUPLICATE_POSTING,POSTED_EARLY", RATE),
        ("PENSION_RATE_STALE,WRONG_PENSION_SCHEME", WITHHELD),
        ("MISSING_PAY,POSTED_NEXT_PERIOD", WITHHELD),
        ("", WITHHELD),
    ],
)
def test_what_may_be_one_of_several_is_told_only_where_each_may_be(rivals: str, told: str) -> None:
    cause = a_cause(code="AMBIGUOUS", cause_class="", rivals=rivals, sentence=RATE)
    rows = a_release(breaks=(recorded_break(cause),))
    assert table(pages(rows, "tameside"), "Breaks")[0]["What happened"] == told
    shown = rows_of_edition(rows, edition("tameside"))["out_causes"]
    assert [cause["rivals"] for cause in shown if cause["sentence"] == told] == ["" if told == WITHHELD else rivals]


def test_the_partner_is_not_told_what_comes_nearest_to_what_nothing_explains() -> None:
    said = (
        "Nothing on file explains the £225.00 less. What comes nearest is a salary sacrifice, which misses it by £0.10."
    )
    rows = a_release(breaks=(recorded_break(a_cause(code="UNEXPLAINED", sentence=said)),))
    assert table(pages(rows, "tameside"), "Breaks")[0]["What happened"] == (
        "Stockport Council's ledger holds £225.00 less of the post's cost than expected; nothing on file explains it."
        " Stockport Council must find out why."
    )
    assert table(pages(rows, "stockport"), "Breaks")[0]["What happened"] == said


def test_the_partner_is_not_told_how_many_causes_there_are() -> None:
    said = f"The ledger holds £1.00; it should be £2.00. Cause 2 of 3, £0.40 less: {RATE}"
    causes = (a_cause(code="FTE_DIFFERS", sentence=HALF_TIME), a_cause(code="NI_RATE_STALE", sentence=said))
    rows = a_release(breaks=(recorded_break(*causes),))
    assert {row["What happened"] for row in table(pages(rows, "tameside"), "Breaks")[:2]} == {
        WITHHELD,
        f"The ledger holds £1.00; it should be £2.00. {RATE}",
    }
    assert said in {row["What happened"] for row in table(pages(rows, "stockport"), "Breaks")[:2]}


def test_causes_that_are_withheld_are_added_up() -> None:
    causes = (
        a_cause(code="FTE_DIFFERS", amount_pence=-20000, sentence=HALF_TIME),
        a_cause(code="OPTED_OUT", amount_pence=-1500, sentence=HALF_TIME),
        a_cause(code="NI_RATE_STALE", amount_pence=-40, sentence=RATE),
    )
    shown = table(pages(a_release(breaks=(recorded_break(*causes),)), "tameside"), "Breaks")
    amounts = {row["What happened"]: row["Amount, £ (plus: more than it should be; minus: less)"] for row in shown}
    assert amounts == {RATE: -0.40, WITHHELD: -215.00, "Total of open breaks": -215.40}


def test_rows_of_a_payroll_file_are_cited_to_its_own_council_only() -> None:
    rows = a_release(breaks=(recorded_break(a_cause(code="NI_RATE_STALE", sentence=RATE)),))
    own, theirs = (table(pages(rows, council), "Breaks")[0] for council in ("stockport", "tameside"))
    assert own["Rows that it rests on"] == "SMBC_GL_LINE_ITEMS_2022-23_P06_20221006.txt, rows 214, 215"
    assert theirs["Rows that it rests on"] is None


def test_lines_between_the_councils_are_cited_to_both() -> None:
    for council in ("stockport", "tameside"):
        cited = [row["Rows that it rests on"] for row in table(pages(a_release(), council), "Breaks")]
        assert "SMBC_GL_LINE_ITEMS_2022-23_P06_20221006.txt, row 9" in cited


def test_a_break_of_an_unshared_post_is_its_own_councils() -> None:
    rows = a_release(breaks=(own_break(),))
    assert "Nothing on file predicts this £3.10." in all_texts(pages(rows, "tameside"))
    assert not [text for text in all_texts(pages(rows, "stockport")) if "3.10" in text]


def test_each_council_sees_the_conservation_of_its_own_files() -> None:
    files = {row["File or cost centre"] for row in table(pages(a_release(), "tameside"), "Conservation")}
    assert files == {"their.csv"}


def test_the_notes_name_the_files_behind_the_release_but_no_other_councils() -> None:
    names = ("national/rates/levy.yaml", "dfe/grants/a.ods", "stockport/posts/a.csv", "tameside/posts/b.csv")
    book = pages(a_release(), "tameside", inputs=tuple((name, "c" * 64) for name in names))
    made_from = [row["Note"] for row in table(book, "Notes") if row["About"] == "Made from"]
    assert made_from == [f"{name} (SHA-256 {'c' * 16}…)" for name in names if not name.startswith("stockport")]


def test_a_table_that_no_rule_names_is_shown_to_nobody() -> None:
    rows = {**a_release(), "out_something": [{"row_number": 1, "secret": "HUSH"}]}
    assert rows_of_edition(rows, edition("stockport"))["out_something"] == []


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_published_table_is_shown_to_a_council_of_its_rows(name: str) -> None:
    seen = {council: rows_of_edition(a_release(), edition(council)) for council in ("stockport", "tameside")}
    assert any(seen[council].get(name) for council in seen), "no rule says who may see it"


def test_the_pipelines_own_measures_of_another_council_are_not_shown() -> None:
    measure = dict(a_release()["out_pprr_performance"][0])
    own = {**measure, "code": "SSP_VACANT_FTE_DAYS", "area": "stockport", "name": "Vacant days"}
    rows = {**a_release(), "out_pprr_performance": [measure, own]}
    assert "Vacant days" in all_texts(pages(rows, "stockport"))
    assert "Vacant days" not in all_texts(pages(rows, "tameside"))
