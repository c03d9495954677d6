"""The page of the checks lists every rule of a file's table with what came of it, asks for nothing, and prints."""

import base64
import hashlib
import re
from typing import Any

import pytest

from sspipe.publish.page.checks import CheckedFile, RuleResult, checks_html
from tests.publish.pack.releases import edition
from tests.publish.page.reading import Element, read_page, section, table

HELD, BROKEN = "POSTS_REF_FORM", "POSTS_FTE_FORM"
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "\u202eesrever", "</style>"]


def a_result(**changes: Any) -> RuleResult:
    made: dict[str, Any] = {
        "rule": HELD,
        "expected": "a post reference of capital letters and digits",
        "severity": "reject",
        "side": "HR of Stockport Council",
        "action": "correct the entry and send the extract again.",
        "rows": 0,
    }
    return RuleResult(**{**made, **changes})


def a_file(**changes: Any) -> CheckedFile:
    made: dict[str, Any] = {
        "feed": "stockport/posts",
        "file_name": "SMBC_HR.csv",
        "rows_read": 2620,
        "rows_used": 2617,
        "rows_aside": 2,
        "rows_left_out": 1,
        "is_proved_complete": False,
        "is_refused": False,
        "rules": (a_result(), a_result(rule=BROKEN, rows=2)),
        "others": (),
    }
    return CheckedFile(**{**made, **changes})


def written(*files: CheckedFile) -> str:
    return checks_html(files, edition("stockport"))


def opened(*files: CheckedFile) -> Element:
    return read_page(written(*files))


def test_each_file_is_told_with_its_rows_and_whether_it_is_proved_complete() -> None:
    proved = a_file(file_name="b.csv", is_proved_complete=True, rules=(a_result(),), rows_aside=0)
    heads, first, second = table(opened(a_file(), proved), "Files of 2022-23 P06")
    assert heads == ["Feed", "File", "Rows read", "Used", "Set aside", "Left out", "Rules broken", "Completeness"]
    assert first == ["stockport/posts", "SMBC_HR.csv", "2,620", "2,617", "2", "1", "1", "not proved"]
    assert second[4:] == ["0", "1", "0", "proved"]


def test_each_rule_is_told_with_what_came_of_it_and_who_mends_it() -> None:
    heads, held, broken = table(opened(a_file()), "Rules of stockport/posts, SMBC_HR.csv")
    assert heads == ["Rule", "What must hold", "Result", "Rows that break it", "Weight", "Who mends it", "What to do"]
    assert held == [
        HELD,
        "a post reference of capital letters and digits",
        "held",
        "0",
        "reject",
        "HR of Stockport Council",
        "correct the entry and send the extract again.",
    ]
    assert broken[:4] == [BROKEN, "a post reference of capital letters and digits", "broken", "2"]


def test_a_file_is_summed_up_in_a_sentence() -> None:
    words = section(opened(a_file()), "SMBC_HR.csv").words
    assert "1 of 2 rules of its table held. Broken: POSTS_FTE_FORM (2 rows). Completeness: not proved." in words


def test_a_rule_of_no_suite_that_was_broken_stands_first() -> None:
    other = a_result(rule="unreadable_fte", rows=1)
    page = opened(a_file(others=(other,)))
    rules = [row[0] for row in table(page, "Rules of stockport/posts, SMBC_HR.csv")[1:]]
    assert rules == ["unreadable_fte", HELD, BROKEN]
    assert "Broken: unreadable_fte (1 row), POSTS_FTE_FORM (2 rows)." in page.words


def test_rows_that_were_not_counted_to_the_end_are_at_least_so_many() -> None:
    page = opened(a_file(rules=(a_result(rule=BROKEN, rows=10_020, is_at_least=True),)))
    assert table(page, "Rules of stockport/posts, SMBC_HR.csv")[1][3] == "10,020 or more"
    assert "POSTS_FTE_FORM (10,020 or more rows)" in page.words


def test_a_rule_on_the_whole_file_is_broken_in_no_row() -> None:
    page = opened(a_file(others=(a_result(rule="does_not_balance", rows=0, is_of_file=True),)))
    assert table(page, "Rules of stockport/posts, SMBC_HR.csv")[1][2:4] == ["broken", "the whole file"]
    assert "Broken: does_not_balance (the whole file), POSTS_FTE_FORM (2 rows)." in page.words
    assert table(page, "Files of 2022-23 P06")[1][6] == "2"


def test_of_a_refused_file_no_rule_is_said_to_have_held() -> None:
    refused = a_file(is_refused=True, rules=(a_result(rows=None), a_result(rule=BROKEN, rows=9)))
    page = opened(refused)
    rows = table(page, "Rules of stockport/posts, SMBC_HR.csv")[1:]
    assert [(row[0], row[2], row[3]) for row in rows] == [(HELD, "not asked", ""), (BROKEN, "broken", "9")]
    assert "0 of 2 rules of its table held." in page.words
    assert table(page, "Files of 2022-23 P06")[1][-1] == "refused: nothing of it is used"


def test_a_period_without_files_says_so() -> None:
    assert "No file of this period is on record." in opened().words


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    page = opened(a_file(file_name=words))
    plain = opened(a_file())
    assert {each.tag for each in page.all()} == {each.tag for each in plain.all()}
    safe = words.replace("\u202e", "\ufffd")
    assert table(page, "Files of 2022-23 P06")[1][1] == safe


def test_nothing_is_asked_for_and_only_the_pages_own_script_may_run() -> None:
    html = written(a_file())
    page = read_page(html)
    (policy,) = (each for each in page.all("meta") if each.attributes.get("http-equiv") == "Content-Security-Policy")
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.one(tag).words.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy.attributes["content"]
    assert "http:" not in html.replace("http-equiv", "")
    assert "https:" not in html
    assert not re.search(r"@import|url\((?!#)|style=|<form|srcset", html)
    assert not [each.tag for each in page.all("link", "img", "iframe", "object", "base", "input")]
    assert {each.attributes["href"] for each in page.all("a")} == {
        *("#main", "#files", "#file-1", "#contents"),
        "stockport.html",
    }


def test_every_link_and_label_finds_its_place_once() -> None:
    page = opened(a_file(), a_file(file_name="b.csv"))
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    places = [each.attributes["href"] for each in page.all("a")]
    assert {place[1:] for place in places if place.startswith("#")} <= set(ids)
    assert {each.attributes["aria-labelledby"] for each in page.all() if "aria-labelledby" in each.attributes} <= set(
        ids
    )


def test_the_page_wears_the_packs_own_style_for_dark_light_and_paper() -> None:
    style = opened(a_file()).one("style").words
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def test_the_same_results_give_the_same_page() -> None:
    assert written(a_file()) == written(a_file())
