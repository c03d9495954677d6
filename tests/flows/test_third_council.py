"""A third council joins by files alone: its own accounts, names, calendar, ladder of pay and ledger, and an agreement.

Thirdshire employs the moderation lead on £36,000 a year, which is £3,000.00 a month:
  April to June  basic 3,000.00; NI (3,000.00 - 758.00) x 15.05% = 337.42; pension 17.5% = 525.00; levy 0.5% = 15.00;
                 together 3,877.42. Stockport pays a third from May: 1,292.47 (1,292.4733; the odd penny is the host's).
  July           full-time to the 15th, 0.8 from the 16th: 3,000 x 15/31 + 2,400 x 16/31 = 2,690.32 (2,690.3226);
                 NI 1,932.32 x 15.05% = 290.81; pension 470.81 (470.806); levy 13.45; together 3,465.39;
                 a third 1,155.13.
Thirdshire invoiced May on 22 June and June on 22 July; Stockport booked May's on 15 July. On 12 August, July is not yet
billable (20 August), and June's invoice may still be booked: twenty working days from 22 July.
"""

import csv
import shutil
from pathlib import Path

import pytest

from flows.closing import Closed
from flows.command_run import close_periods
from sspipe.model.councils import Component
from sspipe.model.periods import Period
from sspipe.model.settlement import Scope, SettlementRow
from tests.flows.conftest import MakeLab
from tests.flows.small_sites import SmallSite, copied_months

FILES = Path(__file__).parent / "third_council"
MONTHS = [Period(2022, number) for number in (1, 2, 3, 4)]
MAY, JUNE, JULY = MONTHS[1:]
POST = "moderation-lead"
BOOKED_BY_STOCKPORT = (
    "1000;2022;004;5100009001;001;KR;15.07.2022;470000;CE4501;SP4501;THIRDSHIRE COUNTY COUNCIL;;TH-2022-0001;"
    "A third of the post;01.05.2022;31.05.2022;OS;0.00;;;GF;Actual;1,292.47\n"
    "1000;2022;004;5100009001;002;KR;15.07.2022;790000;;;;;TH-2022-0001;Creditor;;;;0.00;;;;Actual;1,292.47-\n"
)


def _entry(name: str) -> str:
    return (FILES / "entries" / name).read_text(encoding="utf-8")


def _insert_before(path: Path, mark: str, text: str) -> None:
    before, after = path.read_text(encoding="utf-8").split(mark, 1)
    path.write_text(f"{before}{text}{mark}{after}", encoding="utf-8")


def _join(small: SmallSite) -> None:
    """Nothing but files: new ones, entries at the end of lists, and Stockport's name for the new council."""
    shutil.copytree(FILES / "added", small.site, dirs_exist_ok=True)
    stockports_name = '      thirdshire: ["THIRDSHIRE COUNTY COUNCIL"]\n'
    _insert_before(small.site / "councils.yaml", "    attribution:", stockports_name)
    _insert_before(small.site / "posts.yaml", "# Other posts", _entry("posts.yaml"))
    for name in ("councils.yaml", "feeds.yaml"):
        with (small.site / name).open("a", encoding="utf-8") as file:
            file.write(_entry(name))
    with small.feed_file("stockport/ledger", JULY).open("a", encoding="cp1252") as file:
        file.write(BOOKED_BY_STOCKPORT)


def _closed(small: SmallSite) -> Closed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSPIPE_OUTPUT", str(small.output))
        patch.delenv("SSPIPE_DATABASE_URL", raising=False)
        closed = close_periods(small.site, MONTHS, None, dry_run=False, plain=True)
    assert [item.period for item in closed if item.published] == MONTHS, [f.message for f in closed[-1].findings]
    return closed[-1]


@pytest.fixture(scope="module")
def july(lab_of: MakeLab, tmp_path_factory: pytest.TempPathFactory) -> Closed:
    small = copied_months(lab_of(1) / "site", tmp_path_factory.mktemp("third"), MONTHS)
    _join(small)
    return _closed(small)


def _settled(closed: Closed, scope: Scope) -> dict[tuple[str, str, str], SettlementRow]:
    assert closed.statement is not None
    rows = [row for row in closed.statement.settlement if row.scope is scope]
    return {(row.partner, row.host, row.post): row for row in rows}


def test_what_the_post_should_cost_is_worked_out_from_its_own_ladder_rates_and_calendar(july: Closed) -> None:
    assert july.statement is not None
    costs = {item.component: item.amount_pence for item in july.statement.costs if item.post == POST}
    assert costs == {
        Component.BASIC: 2_690_32,
        Component.NI: 290_81,
        Component.PENSION: 470_81,
        Component.LEVY: 13_45,
    }


def test_a_ledger_of_debits_and_credits_shows_what_was_expected(july: Closed) -> None:
    assert july.statement is not None
    ledger = {item.component: item.amount_pence for item in july.statement.ledger if item.post == POST}
    assert sum(ledger.values()) == 3_465_39
    assert not [item for item in july.statement.breaks if "thirdshire" in {item.council, item.counterparty}]
    (total,) = [item for item in july.statement.ledger_totals if item.council == "thirdshire"]
    assert (total.cost_centre, total.attributed_pence, total.total_pence) == (
        "T55",
        3_465_39 - 1_292_47,
        3_465_39 - 1_292_47,
    )


def test_each_month_is_due_billed_and_booked_as_far_as_it_has_come(july: Closed) -> None:
    assert july.statement is not None
    rows = {row.service: row for row in july.statement.recharges if row.post == POST}
    seen = {
        month: (row.due_pence, row.not_yet_billable_pence, row.billed_pence, row.booked_pence)
        for month, row in rows.items()
        if row.due_pence
    }
    assert seen == {
        MAY: (1_292_47, 0, 1_292_47, 1_292_47),
        JUNE: (1_292_47, 0, 1_292_47, 0),
        JULY: (1_155_13, 1_155_13, 0, 0),
    }
    assert rows[JUNE].unbooked_in_transit_pence == 1_292_47
    assert {(row.host, row.partner) for row in rows.values()} == {("thirdshire", "stockport")}


def test_stockport_owes_thirdshire_for_the_year_to_date_to_the_penny(july: Closed) -> None:
    row = _settled(july, Scope.YEAR_TO_DATE)["stockport", "thirdshire", POST]
    assert row.due_pence == 1_292_47 + 1_292_47 + 1_155_13 == 3_740_07
    assert (row.not_yet_billable_pence, row.unbilled_pence) == (1_155_13, 0)
    assert (row.unbooked_pence, row.in_transit_pence, row.booked_pence) == (1_292_47, 1_292_47, 1_292_47)
    assert (row.opening_pence, row.closing_pence) == (0, 3_740_07 - 1_292_47)


def test_the_period_moves_july_into_due_june_into_billed_and_may_into_booked(july: Closed) -> None:
    row = _settled(july, Scope.PERIOD)["stockport", "thirdshire", POST]
    assert (row.due_pence, row.booked_pence) == (1_155_13, 1_292_47)
    assert row.not_yet_billable_pence == 1_155_13 - 1_292_47
    assert row.opening_pence + row.due_pence - row.booked_pence == row.closing_pence == 2_447_60


def test_the_first_two_councils_owe_each_other_what_they_did(july: Closed, lab_of: MakeLab) -> None:
    """The labelled truth of the two knows nothing of a third: of July, nothing is billable on 12 August."""
    with (lab_of(1) / "planted.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "not_yet_billable"]
    known = [row for row in rows if row["month"] == row["seen_in"] == str(JULY)]
    settled = {
        (host, post): row.due_pence
        for (partner, host, post), row in _settled(july, Scope.PERIOD).items()
        if {partner, host} == {"stockport", "tameside"} and row.due_pence
    }
    assert settled == {(row["council"], row["post"]): -int(row["amount_pence"]) for row in known}
    assert settled == {
        ("tameside", "director"): 5_683_41,
        ("tameside", "ey-pvi"): 2_180_62,
        ("stockport", "ey-head"): 1_841_14,
    }


def test_between_tameside_and_thirdshire_nothing_is_owed(july: Closed) -> None:
    pairs = {frozenset(key[:2]) for key in _settled(july, Scope.YEAR_TO_DATE)}
    assert pairs == {frozenset({"stockport", "tameside"}), frozenset({"stockport", "thirdshire"})}


def test_over_all_councils_what_is_owed_is_what_is_receivable(july: Closed) -> None:
    owed: dict[str, int] = dict.fromkeys(("stockport", "tameside", "thirdshire"), 0)
    for (partner, host, _), row in _settled(july, Scope.YEAR_TO_DATE).items():
        owed[partner] += row.due_pence
        owed[host] -= row.due_pence
    assert sum(owed.values()) == 0
    assert owed["thirdshire"] == -3_740_07
