"""A published month leaves one pack a council; what was not published leaves none."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from typer.testing import CliRunner

from flows import packing
from flows.cli import app
from flows.closing import site_now
from flows.packing import edition_of, is_closed, write_packs
from sspipe.errors import PackNotWritten
from sspipe.model.agreements import DataClause
from sspipe.model.money import in_pounds
from sspipe.settings import Settings
from sspipe.store.reading import read_release
from sspipe.terms.site import read_site
from tests.flows.small_sites import P01, P02, SmallSite, pay_an_odd_pound
from tests.publish.pack.releases import all_texts, opened
from tests.publish.pack.strays import stray_numbers
from tests.publish.page.reading import read_page, table
from tests.sites import DEMO_SITE, change, copied_site

COUNCILS = ("stockport", "tameside")
FILES = {
    *(f"{council}.{kind}" for council in COUNCILS for kind in ("html", "xlsx")),
    *(f"{council}-checks.html" for council in COUNCILS),
    *(f"{council}-pprr-resources.csv" for council in COUNCILS),
    *(f"{council}-pprr-performance.csv" for council in COUNCILS),
    "tameside-monitoring.csv",
}
"""What a month leaves: Tameside alone has a report by period."""


def packs(site: SmallSite) -> dict[str, bytes]:
    folder = site.output / "packs"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def engine_of(site: SmallSite) -> Engine:
    return create_engine(f"sqlite:///{site.output / 'sspipe.db'}")


def test_a_published_month_leaves_a_pack_for_each_council(two_months: SmallSite) -> None:
    assert set(packs(two_months)) == {f"stockport-tameside/2022-23-P01/{name}" for name in FILES}
    two_months.close()
    assert len(packs(two_months)) == 2 * len(FILES)
    steps = two_months.rows("select outcome, rows from run_step where step = 'pack' order by started_at")
    assert steps == [("done", 2), ("done", 2)]


def test_a_run_that_publishes_nothing_leaves_no_pack(two_months: SmallSite) -> None:
    before = packs(two_months)
    sound = two_months.feed_file("tameside/ledger").read_bytes()
    two_months.feed_file("tameside/ledger").write_bytes(b"")
    assert two_months.close(P02).is_refused
    assert packs(two_months) == before
    two_months.feed_file("tameside/ledger").write_bytes(sound)
    two_months.close(P02, dry_run=True)
    assert packs(two_months) == before


def test_the_same_month_again_leaves_the_same_bytes(two_months: SmallSite) -> None:
    two_months.close()
    first = packs(two_months)
    for name in first:
        (two_months.output / "packs" / name).unlink()
    two_months.close(P01, P02)
    assert packs(two_months) == first


def test_a_new_release_takes_the_place_of_the_pack(two_months: SmallSite) -> None:
    two_months.close()
    before = packs(two_months)
    pay_an_odd_pound(two_months)
    two_months.close()
    after = packs(two_months)
    name = "stockport-tameside/2022-23-P02/stockport.xlsx"
    assert after[name] != before[name]
    assert "2022-23-P02-2" in " ".join(all_texts(opened(after[name])))
    page = "stockport-tameside/2022-23-P02/stockport.html"
    assert after[page] != before[page]
    assert "2022-23-P02-2" in after[page].decode()
    assert set(after) == set(before)


@pytest.mark.parametrize("council", COUNCILS)
def test_every_number_on_a_pack_is_in_the_database(council: str, two_months: SmallSite) -> None:
    engine = engine_of(two_months)
    release = read_release(engine, "stockport-tameside-2022-23-P01-1")
    engine.dispose()
    edition = edition_of(release, site_now(two_months.site), council)
    content = packs(two_months)[f"stockport-tameside/2022-23-P01/{council}.xlsx"]
    rows = {name: [dict(row) for row in table] for name, table in release.rows.items()}
    assert stray_numbers(rows, edition, content) == []


def test_no_pack_holds_an_occupants_reference(two_months: SmallSite) -> None:
    two_months.close()
    references = [str(row[0]) for row in two_months.rows("select distinct occupant_ref from out_post_costs")]
    assert references
    for name, content in packs(two_months).items():
        texts = "\n".join(all_texts(opened(content))) if name.endswith(".xlsx") else content.decode()
        assert not [reference for reference in references if reference in texts]


def test_a_run_tells_where_the_packs_are(two_months: SmallSite) -> None:
    words = ["run", "--site", str(two_months.site), "--period", "2022-23-P02", "--plain"]
    printed = CliRunner().invoke(app, words).output.replace("\n", "")
    folder = two_months.output / "packs"
    assert f"The packs are in {folder}" in printed
    assert (
        f"The page of Stockport Metropolitan Borough Council is {folder}/stockport-tameside/2022-23-P02/stockport.html"
        in printed
    )
    (told,) = json.loads(CliRunner().invoke(app, [*words, "--json"]).output)
    assert [Path(pack["page"]).is_file() and Path(pack["workbook"]).is_file() for pack in told["packs"]] == [True, True]
    assert "packs are in" not in CliRunner().invoke(app, [*words, "--dry-run"]).output


def test_packs_that_could_not_be_written_are_written_by_the_next_run(
    two_months: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(url: str, content: bytes) -> None:
        raise OSError(url, len(content))

    with monkeypatch.context() as patch:
        patch.setattr(packing, "put_over", full)
        with pytest.raises(PackNotWritten, match="2022-23-P02-1 is published; mend the folder"):
            two_months.close()
    assert len(packs(two_months)) == len(FILES)
    assert two_months.rows("select outcome from run order by started_at")[-1] == ("broken",)
    two_months.close()
    assert len(packs(two_months)) == 2 * len(FILES)


def test_the_page_adds_the_month_before_to_the_year(two_months: SmallSite) -> None:
    two_months.close()
    page = read_page(packs(two_months)["stockport-tameside/2022-23-P02/stockport.html"].decode())
    own = "select sum(amount_pence) from out_post_costs where council = 'stockport'"
    for when, where in (("2022-23 P02", " and paid = '2022-23-P02'"), ("year to 2022-23 P02", "")):
        ((pence,),) = two_months.rows(own + where)
        assert table(page, f"Expected cost and ledger, {when}")[-1][1] == in_pounds(int(str(pence)))


def test_a_page_of_an_earlier_month_knows_nothing_of_a_later_release(two_months: SmallSite) -> None:
    name = "stockport-tameside/2022-23-P01/stockport.html"
    before = packs(two_months)[name]
    two_months.close()
    two_months.close(P01)
    assert packs(two_months)[name] == before


@pytest.mark.parametrize(
    ("ends", "on", "expected"),
    [
        ("null", date(2022, 12, 12), False),
        ("2022-12-12", date(2022, 12, 12), False),
        ("2022-12-12", date(2022, 12, 13), True),
    ],
)
def test_sharing_stops_the_day_after_the_data_clauses_last(
    ends: str, on: date, tmp_path: Path, *, expected: bool
) -> None:
    site = copied_site(tmp_path)
    change(site, "agreements/director.yaml", "data_clause_ends: null", f"data_clause_ends: {ends}")
    (agreement,) = [each for each in read_site(site).agreements if each.agreement == "director"]
    assert is_closed(agreement, on) is expected


def test_nothing_is_shared_where_the_clause_does_not_allow_it(tmp_path: Path) -> None:
    site = copied_site(tmp_path)
    change(site, "agreements/director.yaml", "data_clause: allowed", f"data_clause: {DataClause.NOT_ALLOWED}")
    (agreement,) = [each for each in read_site(site).agreements if each.agreement == "director"]
    assert is_closed(agreement, date(2022, 12, 12))


def test_the_site_says_below_which_amount_breaks_are_told_together(tmp_path: Path) -> None:
    site = copied_site(tmp_path)
    change(site, "site.yaml", "pack_threshold_pence: 0", "pack_threshold_pence: 500")
    assert read_site(site).pack_threshold_pence == 500
    change(site, "site.yaml", "pack_threshold_pence: 500\n", "")
    assert read_site(site).pack_threshold_pence == 0


def test_each_council_reads_its_own_titles(two_months: SmallSite) -> None:
    engine = engine_of(two_months)
    release = read_release(engine, "stockport-tameside-2022-23-P01-1")
    site = read_site(DEMO_SITE)
    named = [edition_of(release, site, council).names.post("ey-head") for council in COUNCILS]
    assert named == ["Head of Education Improvement for Early Years", "Head of Early Years and KS1"]
    assert len(write_packs(engine, release.release_id, site, Settings())) == 2
    engine.dispose()
