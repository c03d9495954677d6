"""A council's correction of its coding is followed through its ledger file, whatever its journal names."""

import re

from flows.closing import Closed
from sspipe.model.statement import Pair
from tests.flows.small_sites import P02, SmallSite, change_line

HEAD_IN_ITS_OWN = ";401000;CE4101;SP4101;"
HEAD_ELSEWHERE = ";401000;CE9001;SP4101;"


def _breaks(closed: Closed) -> list[tuple[Pair, str, int, list[str]]]:
    assert closed.statement is not None
    return [
        (each.pair, each.post or each.cost_centre, each.amount_pence, [cause.code for cause in each.causes])
        for each in closed.statement.breaks
    ]


def _miscode(site: SmallSite) -> None:
    change_line(site.feed_file("stockport/ledger"), [HEAD_IN_ITS_OWN], HEAD_IN_ITS_OWN, HEAD_ELSEWHERE, "cp1252")


def _correct(site: SmallSite) -> None:
    """A journal of two lines that names cost centres and no post."""
    path = site.feed_file("stockport/ledger")
    text = path.read_bytes().decode("cp1252")
    wrong = next(line for line in text.split("\n") if HEAD_ELSEWHERE in line)
    number, item = wrong.split(";")[3:5]
    unnamed = wrong.replace(f";{number};{item};", ";1000009999;001;").replace(HEAD_ELSEWHERE, ";401000;CE9001;;")
    debit = unnamed.replace(";001;", ";002;", 1).replace(";CE9001;", ";CE4101;")
    credit = re.sub(r"([\d,]+\.\d\d)(\r?)$", r"\1-\2", unnamed)
    path.write_bytes((text + f"{credit}\n{debit}\n").encode("cp1252"))


def test_pay_in_a_foreign_cost_centre_is_named_on_both_sides(two_months: SmallSite) -> None:
    """The head's basic pay of May, £3,804.00."""
    _miscode(two_months)

    assert _breaks(two_months.close(P02)) == [
        (Pair.LEDGER_EXPECTED, "ey-head", -3_804_00, ["WRONG_COST_CENTRE"]),
        (Pair.NOT_ATTRIBUTED, "CE9001", 3_804_00, ["WRONG_COST_CENTRE"]),
    ]


def test_a_journal_that_names_no_post_brings_it_home(two_months: SmallSite) -> None:
    _miscode(two_months)
    _correct(two_months)

    assert _breaks(two_months.close(P02)) == []
