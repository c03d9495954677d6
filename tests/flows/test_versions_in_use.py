"""A newer version that is refused is told, and the last good one stays in use (R17, R18)."""

import shutil

from sspipe.model.findings import Severity
from tests.flows.small_sites import P01, P02, SmallSite, change_line, change_text

LEDGER = "stockport/ledger"


def _newer(site: SmallSite) -> None:
    """The same month extracted again two days later."""
    path = site.feed_file(LEDGER)
    shutil.copy(path, path.with_name(path.name.replace("20220608", "20220610")))


def _cut(site: SmallSite) -> None:
    """The newest extract without its last line."""
    path = max((site.site / "feeds" / LEDGER).glob("*_P02_*"))
    path.write_bytes(b"\n".join(path.read_bytes().rstrip().split(b"\n")[:-1]) + b"\n")


def test_a_truncated_extract_is_refused_and_the_last_good_one_named(two_months: SmallSite) -> None:
    _cut(two_months)
    closed = two_months.close(P02)
    (told,) = (finding for finding in closed.findings if finding.severity is Severity.CRITICAL)
    assert (closed.is_refused, told.rule) == (True, "does_not_balance")
    assert "the last good one is SMBC_GL_LINE_ITEMS_2022-23_P01_20220506.txt" in told.message


def test_a_truncated_newer_extract_leaves_the_earlier_one_in_use(two_months: SmallSite) -> None:
    _newer(two_months)
    _cut(two_months)
    closed = two_months.close(P02)
    told = {finding.rule: finding for finding in closed.findings}
    assert closed.published is not None
    assert told["does_not_balance"].severity is Severity.REJECT
    assert "20220608.txt known from 2022-06-08 stays in use" in told["EARLIER_VERSION_IN_USE"].action
    assert two_months.rows("select status from feed_status where feed = 'stockport/ledger' and period = '2022-23-P02'")[
        0
    ] == ("refused",)
    outside = "select rows from out_conservation where feed = 'stockport/ledger' and rule = 'refused_whole'"
    assert len(two_months.rows(outside)) == 1
    assert "20220610" not in str(two_months.rows("select name from release_input"))


def test_a_content_that_replaced_a_good_one_under_its_name_is_refused_alike(two_months: SmallSite) -> None:
    first = two_months.close(P02)
    _cut(two_months)
    closed = two_months.close(P02)
    assert first.published is not None
    assert closed.published is not None
    assert (closed.published.is_new, closed.published.release_id) == (False, first.published.release_id)
    assert "EARLIER_VERSION_IN_USE" in {finding.rule for finding in closed.findings}


def test_what_changed_between_two_versions_is_said_in_lines(two_months: SmallSite) -> None:
    _newer(two_months)
    path = max((two_months.site / "feeds" / LEDGER).glob("*_P02_*"))
    change_line(path, (";401000;CE4101;SP4101;",), "SP4101", "SP4102", "cp1252")
    closed = two_months.close(P02)
    (told,) = (finding for finding in closed.findings if finding.rule == "CHANGED_LINES")
    assert told.found.startswith("1 of ")
    assert told.found.endswith("lines changed (1 came, 1 went)")


def test_an_earlier_month_that_is_cut_after_its_close_stays_as_it_was_used(two_months: SmallSite) -> None:
    path = two_months.feed_file(LEDGER, P01)
    path.write_bytes(b"\n".join(path.read_bytes().rstrip().split(b"\n")[:-1]) + b"\n")
    closed = two_months.close(P02)
    assert closed.published is not None
    assert [each.where.file_name for each in closed.findings if each.rule == "EARLIER_VERSION_IN_USE"] == [path.name]


def test_turned_signs_are_held_until_a_person_confirms_them(two_months: SmallSite) -> None:
    _turn_signs(two_months)
    held = two_months.close(P02)
    (told,) = (finding for finding in held.findings if finding.severity is Severity.CRITICAL)
    assert (held.is_refused, told.rule) == (True, "LOOKS_SIGNS_TURNED")
    hold = told.action.split('break_id: "')[1].split('"')[0]
    amount = told.action.split('amount: "')[1].split('"')[0]
    change_text(
        two_months.site / "decisions.yaml",
        "decisions: []",
        f'decisions:\n  - {{break_id: "{hold}", cause: LOOKS_SIGNS_TURNED, amount: "{amount}", kind: drift_confirmed,'
        " council: stockport, role: finance_manager, second_role: null, decided_on: 2022-06-10, expires_on: null,"
        " reason: layout_confirmed}",
    )
    confirmed = two_months.close(P02)
    assert confirmed.published is not None
    assert ("LOOKS_SIGNS_TURNED", Severity.WARN) in {(each.rule, each.severity) for each in confirmed.findings}


def _turn_signs(site: SmallSite) -> None:
    path = site.feed_file(LEDGER)
    first, *lines = path.read_bytes().decode("cp1252").splitlines()
    turned = [line.removesuffix("-") if line.endswith("-") else f"{line}-" for line in lines]
    path.write_bytes("\r\n".join([first, *turned, ""]).encode("cp1252"))
