"""What a labelled site must hold, whatever the seed."""

import hashlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sspipe.lab.choosing import is_of_records
from sspipe.lab.drawn import draw_site, wanted_breaks
from sspipe.lab.make import LabReport, make_site
from sspipe.lab.plant import LEDGER
from sspipe.lab.shared_causes import TERMS
from sspipe.lab.truth import truth_rows
from sspipe.lab.world import Breaks
from tests.lab.reading import FoundLine, ledger_lines, planted, truth

BASE = Path(__file__).parents[2] / "deployments" / "stockport-tameside"
SEEDS = (1, 7)
LAST = "2023-24-P03"
PAY = {
    "stockport": {"401000", "402000", "403000", "404000"},
    "tameside": {"1100", "1200", "1300", "1400"},
}
CENTRES = {
    "ey-head": ("CE4101", "7101"),
    "ey-childminder": ("CE4102", "7102"),
    "ey-qts": ("CE4103", "7103"),
    "ey-pvi": ("CE4104", "7104"),
    "ey-school": ("CE4105", "7105"),
    "director": ("CE4001", "7001"),
    "ooh-lead": ("CE4201", "7201"),
}
Site = tuple[LabReport, list[FoundLine], dict[tuple[str, str, str, str], int], list[dict[str, str]]]


def made(out: Path, seed: int, breaks: str) -> Site:
    report = make_site(BASE, out, seed=seed, breaks=breaks)
    return report, list(ledger_lines(report.site)), truth(report.truth), planted(report.planted)


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return made(tmp_path_factory.mktemp("broken"), request.param, "all")


@pytest.fixture(scope="module", params=SEEDS, ids=lambda seed: f"seed {seed}")
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return made(tmp_path_factory.mktemp("whole"), request.param, "none")


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def post_of(line: FoundLine) -> str:
    return next((post for post, centres in CENTRES.items() if line.cost_centre in centres), "")


def waiting(rows: list[dict[str, str]], pair: str, key: tuple[str, str]) -> int:
    """What is planted or waiting of one pair, as seen at the last close."""
    return sum(
        int(row["amount_pence"])
        for row in rows
        if (row["post"], row["month"]) == key and row["pair"] == pair and row["seen_in"] in ("", LAST)
    )


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_site(BASE, tmp_path / name, seed=5, lines=2_000)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_a_site_is_written_over_only_if_it_is_one(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "letters.txt").write_text("not a site")
    with pytest.raises(FileExistsError):
        make_site(BASE, tmp_path, seed=1)


def test_documents_balance_in_each_file(broken: Site) -> None:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in broken[1]:
        sums[line.council, line.period, line.document] += line.pence
    assert len(sums) > 300
    assert not [key for key, pence in sums.items() if pence]


def test_every_kind_of_break_is_planted_once(broken: Site) -> None:
    kinds = {row["kind"] for row in broken[3] if not row["seen_in"]}
    assert kinds == {"NOT_BILLED", "NOT_BOOKED", "VACANT_POST_PAID", "UNEXPLAINED"}


def test_without_breaks_none_is_planted_and_all_that_is_billable_is_billed_and_booked(whole: Site) -> None:
    _, _, found, rows = whole
    assert {row["kind"] for row in rows} <= {"not_yet_billable", "in_transit"}
    for (post, month, measure, partner), billed in found.items():
        if measure == "billed":
            due, booked = (found[post, month, other, partner] for other in ("due", "booked"))
            assert billed - due == waiting(rows, "billed-due", (post, month))
            assert booked - billed == waiting(rows, "booked-billed", (post, month))


def test_the_pay_in_the_ledger_is_what_is_expected_and_what_is_planted(broken: Site) -> None:
    _, lines, found, rows = broken
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        if line.account in PAY[line.council] and line.entry_type == "actual" and not line.service:
            paid[post_of(line), line.period] += line.pence
    for (post, month, measure, component), expected in found.items():
        if (measure, component) == ("expected_paid", "total"):
            extra = waiting(rows, "ledger-expected", (post, month))
            assert paid[post, month] == expected + extra, (post, month)


def test_billed_and_booked_are_what_the_lines_say(broken: Site) -> None:
    _, lines, found, _ = broken
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in lines:
        if line.reference.startswith(("SMBC-", "TMBC-")) and line.cost_centre:
            side = "booked" if line.account in ("470000", "5100") else "billed"
            sums[side, post_of(line), line.service] += line.pence if side == "booked" else -line.pence
    for (post, month, measure, _), pence in found.items():
        if measure in ("billed", "booked"):
            assert sums[measure, post, calendar_month(month)] == pence


def calendar_month(name: str) -> str:
    start, number = int(name[:4]), int(name[-2:])
    return f"{start + (number > 9)}{(number + 2) % 12 + 1:02d}"


def test_each_accrual_is_raised_in_march_and_reversed_in_april(broken: Site) -> None:
    _, lines, found, _ = broken
    by_id: dict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        if line.entry_type == "accrual" and line.cost_centre:
            by_id[line.accrual_id][line.period] = line.pence
    labels = {key[3]: pence for key, pence in found.items() if key[2] == "accrued"}
    assert labels
    assert by_id == {name: {"2022-23-P12": pence, "2023-24-P01": -pence} for name, pence in labels.items()}


def test_later_invoices_quote_an_accrual_of_their_own_council(broken: Site) -> None:
    raised = {(line.council, line.accrual_id) for line in broken[1] if line.entry_type == "accrual"}
    quoted = {(line.council, line.accrual_id) for line in broken[1] if line.entry_type == "actual" and line.accrual_id}
    assert quoted
    assert quoted <= raised


def test_both_views_and_both_shares_hold_the_same_pounds(broken: Site) -> None:
    found = broken[2]
    for post in CENTRES:
        sums: dict[str, int] = defaultdict(int)
        for (of, _, measure, component), pence in found.items():
            if of == post and (component == "total" or measure == "share"):
                sums[measure] += pence
        assert sums["expected_paid"] == sums["expected_earned"] == sums["share"]


def test_components_sum_to_the_total(broken: Site) -> None:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for (post, month, measure, component), pence in broken[2].items():
        if measure.startswith("expected"):
            sums[post, month, measure] += pence if component != "total" else -pence
    assert set(sums.values()) == {0}


def test_a_month_is_shared_by_both_councils_to_the_penny(broken: Site) -> None:
    found = broken[2]
    for (post, month, measure, component), total in found.items():
        if (measure, component) == ("expected_earned", "total"):
            parts = [found[post, month, "share", council] for council in ("stockport", "tameside")]
            assert sum(parts) == total


def test_people_are_marked_as_fake(broken: Site) -> None:
    folder = broken[0].site / "feeds"
    people = pd.concat(
        [pd.read_csv(path, dtype=str) for path in sorted((folder / "stockport" / "posts").glob("*.csv"))]
    ).dropna(subset=["Employee Number"])
    assert set(people["Surname"]) == {"ZZFAKE"}
    assert people["Employee Number"].str.fullmatch("99[0-9]{5}").all()
    path = next((folder / "tameside" / "posts").glob("*.xlsx"))
    names = pd.read_excel(path, header=2, engine="calamine")["Name"].dropna()
    assert names.str.startswith("ZZFAKE, Person ").all()
    assert all("ZZFAKE" in line.text for line in broken[1] if "Person" in line.text)


def test_padding_adds_the_lines_asked_for_to_each_ledger(tmp_path: Path) -> None:
    report = make_site(BASE, tmp_path, seed=2, lines=16_000)
    lines = list(ledger_lines(report.site))
    assert report.ledger_lines == len(lines)
    for council in ("stockport", "tameside"):
        own = [line for line in lines if line.council == council]
        assert 16_000 <= len(own) < 17_000
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for line in own:
            sums[line.period, line.document] += line.pence
        assert not any(sums.values())
        assert not any(post_of(line) for line in own if "SUPPLIER" in line.partner)


def test_an_unknown_break_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot plant"):
        make_site(BASE, tmp_path, seed=1, breaks="MADE_UP")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("NOT_BILLED+NOT_BILLED", "more than two different codes"),
        ("NOT_BILLED@york", "names no post or council"),
        ("NOT_BILLED@director:2023-24-P03", "can occur nowhere in seed 1"),
        ("not billed", "is no break"),
    ],
)
def test_what_cannot_be_planted_is_said(asked: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        make_site(BASE, tmp_path, seed=1, breaks=asked)


def test_a_break_stands_where_it_is_asked_for(tmp_path: Path) -> None:
    report = make_site(BASE, tmp_path, seed=1, breaks="NI_MISSING@tameside:2022-23-P11,NOT_BOOKED@ey-head")
    found = [row for row in planted(report.planted) if not row["seen_in"]]
    assert [row["kind"] for row in found[:2]] == ["NI_MISSING", "NOT_BOOKED"]
    assert (found[0]["council"], found[0]["month"], found[0]["known_from"]) == ("tameside", *2 * ("2022-23-P11",))
    assert (found[1]["post"], found[1]["council"]) == ("ey-head", "tameside")


def test_a_pair_stands_on_one_post_and_month(tmp_path: Path) -> None:
    report = make_site(BASE, tmp_path, seed=3, breaks="STALE_SHARE+NI_RATE_STALE,PENSION_MISSING+FTE_DIFFERS")
    found = [row for row in planted(report.planted) if not row["seen_in"]]
    assert [row["kind"] for row in found] == ["NI_RATE_STALE", "STALE_SHARE", "PENSION_MISSING", "FTE_DIFFERS"]
    for first, second in (found[:2], found[2:]):
        assert (first["post"], first["month"]) == (second["post"], second["month"])


def test_every_cause_with_room_is_planted_each_on_a_place_of_its_own(tmp_path: Path) -> None:
    reports = [make_site(BASE, tmp_path / name, seed=5, breaks="every") for name in ("one", "two")]
    found = [row for row in planted(reports[0].planted) if not row["seen_in"]]
    places = [(row["pair"], row["post"], row["month"], row["council"]) for row in found]
    assert len({row["kind"] for row in found}) > 40
    assert len(set(places)) == len(places)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_only_what_rests_on_hrs_record_moves_what_is_true_of_cost_and_only_shared_causes_what_is_due(
    tmp_path: Path,
) -> None:
    every = wanted_breaks("every", BASE)
    no_record = replace(every, wishes=tuple(wish for wish in every.wishes if not is_of_records(wish)))
    wrong = draw_site(BASE, tmp_path / "wrong", 5, no_record)
    right = draw_site(BASE, tmp_path / "right", 5, Breaks(demonstration=()))
    truths = [{row[:4]: row[4] for row in truth_rows(each.world)} for each in (wrong, right)]
    kept = ("expected_paid", "expected_earned", "share")
    costs = [{key: pence for key, pence in each.items() if key[2] in kept} for each in truths]
    assert costs[0] == costs[1] != {}
    due = [{key: pence for key, pence in each.items() if key[2] == "due"} for each in truths]
    moved = {key[:2] for key in due[0] if due[0][key] != due[1][key]}
    shared = [each for each in wrong.plants if each.kind in TERMS and each.pair == LEDGER]
    earlier = {each.post for each in shared if each.kind == "PRIOR_YEAR_ITEM"}
    assert moved
    assert {at for at in moved if at[0] not in earlier} <= {(each.post, each.month.name) for each in shared}


def test_a_planted_cost_is_told_by_component(broken: Site) -> None:
    rows = [row for row in broken[3] if row["kind"] == "VACANT_POST_PAID"]
    parts = ("basic_pence", "elements_pence", "ni_pence", "pension_pence", "levy_pence")
    assert [sum(int(row[part] or 0) for part in parts) for row in rows] == [int(row["amount_pence"]) for row in rows]


def test_leaving_out_breaks_moves_no_truth_of_cost_or_of_what_is_due(tmp_path: Path) -> None:
    every, one = (make_site(BASE, tmp_path / name, seed=4, breaks=name) for name in ("all", "UNEXPLAINED"))
    rows = [[row for row in planted(each.planted) if row["kind"] == "UNEXPLAINED"] for each in (every, one)]
    assert rows[0] == rows[1] != []
    kept = ("expected_paid", "expected_earned", "share", "due")
    costs = [{key: pence for key, pence in truth(each.truth).items() if key[2] in kept} for each in (every, one)]
    assert costs[0] == costs[1]
