"""What a run gets of a site: calendars, pension rates, feeds, inputs and schemas."""

import re
import shutil
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from sspipe.errors import NoTermInForce, SiteFileWrong
from sspipe.model.agreements import Status
from sspipe.model.councils import Component
from sspipe.model.decisions import DecisionKind
from sspipe.model.feeds import Feed
from sspipe.model.periods import Period
from sspipe.terms.inputs import InputKind, site_inputs
from sspipe.terms.schemas import KINDS, json_schemas
from sspipe.terms.site import read_site
from tests.sites import DEMO_SITE, change, copied_site

SITE = read_site(DEMO_SITE)
FILE_NAMES = {
    "stockport/decisions": "returned_2022-23-P06_20221109.xlsx",
    "tameside/decisions": "returned_2022-23-P06_20221109.xlsx",
    "stockport/posts": "SMBC_HR_ESTABLISHMENT_2022-23_P06_20221005.csv",
    "stockport/ledger": "SMBC_GL_LINE_ITEMS_2022-23_P06_20221006.txt",
    "tameside/posts": "TMBC_Establishment_2022-23_P06_20221005.xlsx",
    "tameside/ledger": "TMBC_agltransact_202206_20221006.csv",
    "dfe/grants": "dedicated-schools-grant_2022-to-2023_published-16-12-2021.ods",
    "dfe/measures": "early_years_measures_20221130.csv",
    "stockport/measures": "SMBC_measures_2022-23_Q2.csv",
    "tameside/measures": "TMBC_measures_2022-23_Q2.csv",
}
TOLD = {
    "stockport/decisions": {"period": "2022-23-P06", "extracted": "20221109"},
    "tameside/decisions": {"period": "2022-23-P06", "extracted": "20221109"},
    "stockport/posts": {"financial_year": "2022-23", "period_number": "06", "extracted": "20221005"},
    "stockport/ledger": {"financial_year": "2022-23", "period_number": "06", "extracted": "20221006"},
    "tameside/posts": {"financial_year": "2022-23", "period_number": "06", "extracted": "20221005"},
    "tameside/ledger": {"year_start": "2022", "period_number": "06", "extracted": "20221006"},
    "dfe/grants": {"published": "16-12-2021"},
    "dfe/measures": {"published": "20221130"},
    "stockport/measures": {"financial_year": "2022-23", "quarter": "2"},
    "tameside/measures": {"financial_year": "2022-23", "quarter": "2"},
}


def test_the_close_days_fall_on_working_days() -> None:
    assert SITE.close_day_of(Period.parse("2022-23-P07")) == date(2022, 11, 14)
    assert SITE.close_day_of(Period.parse("2022-23-P13")) == SITE.close_day_of(Period.parse("2022-23-P16"))


def test_a_council_is_shut_on_bank_holidays_and_on_its_own_days_the_site_on_the_first_only() -> None:
    council = SITE.councils["stockport"]
    for day in (date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8), date(2021, 12, 27)):
        assert not council.calendar.is_working(day)
        assert not SITE.calendar.is_working(day)
    assert not council.calendar.is_working(date(2022, 12, 28))
    assert SITE.calendar.is_working(date(2022, 12, 28))


def test_every_council_has_both_schemes() -> None:
    assert set(SITE.rates.pension) == {(scheme, council) for scheme in ("TPS", "LGPS") for council in SITE.councils}
    assert SITE.rates.pension_of("LGPS", "stockport").on(date(2022, 4, 25)) == Fraction(1, 5)
    with pytest.raises(NoTermInForce, match="NHS at stockport"):
        SITE.rates.pension_of("NHS", "stockport")


def test_a_council_says_which_cost_centres_its_ledger_shows_in_total(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    last = '"TMBC"]\n    attribution: [post_ref, occupant_ref, cost_centre]\n'
    change(folder, "councils.yaml", last, last + '    shown_in_total: ["CE4101"]\n')

    councils = read_site(folder).councils

    assert councils["stockport"].shown_in_total == {"CE4101"}
    assert councils["tameside"].shown_in_total == frozenset()


def test_a_council_says_which_types_of_document_it_posts_by_hand(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    change(folder, "councils.yaml", "manual_documents: [SA]", "manual_documents: [MJ, SA]")
    change(folder, "councils.yaml", "    manual_documents: [JN]\n", "")

    councils = read_site(folder).councils

    assert councils["stockport"].manual_documents == {"MJ", "SA"}
    assert councils["tameside"].manual_documents == frozenset()


def test_a_programme_says_what_a_council_holds_corporately(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    said = "component: levy, council: stockport, starts: 2022-04-01, title: The levy"
    entry = f'  - {{{said}, status: stated, paper: stockport-2021-03, paragraph: "1"}}\n'
    change(folder, "programme.yaml", "held_corporately: []\n", "held_corporately:\n" + entry)

    (held,) = read_site(folder).programme.held_corporately

    assert (held.component, held.council, held.starts) == (Component.LEVY, "stockport", date(2022, 4, 1))


def test_only_the_agreed_version_is_settled() -> None:
    agreement = next(each for each in SITE.agreements if each.agreement == "ey-leadership")
    assert {version.status for version in agreement.versions} == set(Status)
    agreed = agreement.agreed_version(date(2022, 7, 6))
    assert agreed is not None
    assert agreed.version == "half-each"
    assert agreement.agreed_version(date(2022, 7, 5)) is None


@pytest.mark.parametrize("feed", SITE.feeds, ids=[feed.feed for feed in SITE.feeds])
def test_a_feed_knows_its_files_by_name(feed: Feed) -> None:
    match = re.fullmatch(feed.name_pattern, FILE_NAMES[feed.feed])
    assert match is not None
    assert match.groupdict() == TOLD[feed.feed]


def test_an_unset_rate_blocks(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    change(folder, "rates/lgps_employer_rate.yaml", 'value: "0.20"', "value: unset")

    with pytest.raises(NoTermInForce, match="unset"):
        read_site(folder).rates.pension_of("LGPS", "stockport").on(date(2022, 4, 25))


def test_a_second_dated_split_is_taken(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    change(
        folder,
        "agreements/ey-leadership.yaml",
        'ey-head: {2022-07-06: {stockport: "1/2", tameside: "1/2"}}',
        'ey-head: {2022-07-06: {stockport: "1/2", tameside: "1/2"}, 2022-10-01: {stockport: "0.6", tameside: "0.4"}}',
    )

    agreement = next(each for each in read_site(folder).agreements if each.agreement == "ey-leadership")
    shares = agreement.versions[0].shares["ey-head"]
    assert shares.on(date(2022, 9, 30))["tameside"] == Fraction(1, 2)
    assert shares.on(date(2022, 10, 1))["tameside"] == Fraction(2, 5)


def test_a_site_brings_its_awards_and_points(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    (folder / "rates" / "njc_points.yaml").write_text(
        "schema_version: 1\nterm: pay_points\nscale: NJC\nname: points\nunit: pounds a year\nconfirmed_to: 2024-03-31\n"
        'keyed:\n  "30":\n    2022-04-01: {value: "36298", settled_on: 2022-11-01, source: "x", illustrative: true}\n',
        encoding="utf-8",
    )
    change(
        folder,
        "rates/awards.yaml",
        "implemented: []",
        "implemented:\n"
        "  - {scale: NJC, effective: 2022-04-01, council: tameside, implemented_on: 2022-12-23, source: x}",
    )

    site = read_site(folder)

    assert {"30", "43"} <= set(site.rates.scales["NJC"].points)
    assert site.rates.awards[0].implemented_on == date(2022, 12, 23)
    assert any(
        said.startswith("Points, 30, from 1 April 2022") or "30, from 1 April 2022" in said for said in site.rests_on
    )


def test_a_decision_is_for_one_amount_of_one_cause(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    change(
        folder,
        "decisions.yaml",
        "decisions: []",
        'decisions:\n  - {break_id: ab12, cause: NOT_BILLED, amount: "-£1,234.56", kind: disputed, council: tameside,\n'
        "     role: finance_officer, second_role: null, decided_on: 2022-10-20, expires_on: null, reason: timing}",
    )

    (filed,) = read_site(folder).decisions
    decision = filed.decision
    assert (decision.amount_pence, decision.second_role, decision.expires_on) == (-1234_56, None, None)
    assert decision.kind is DecisionKind.DISPUTED
    assert (str(filed.where), filed.known_from) == ("tameside decisions.yaml row 8", date(2022, 10, 20))


def test_one_value_stands_in_one_file(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    rate = (folder / "rates" / "lgps_employer_rate.yaml").read_text(encoding="utf-8")
    (folder / "rates" / "lgps_again.yaml").write_text(rate, encoding="utf-8")

    with pytest.raises(SiteFileWrong, match="'stockport' of lgps_employer_rate in a second file"):
        read_site(folder)


def test_a_site_without_agreements_or_awards_is_read(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    shutil.rmtree(folder / "agreements")
    (folder / "rates" / "awards.yaml").unlink()

    site = read_site(folder)

    assert (site.agreements, site.rates.awards) == ((), ())


def test_every_file_read_is_an_input_with_its_hash() -> None:
    inputs = {each.name: each for each in site_inputs(DEMO_SITE)}

    assert {"site.yaml", "feeds.yaml", "agreements/director.yaml", "national/rates/employer_ni_rate.yaml"} <= set(
        inputs
    )
    one = inputs["councils.yaml"]
    assert one.content == (DEMO_SITE / "councils.yaml").read_bytes()
    assert (one.sha256, one.size_bytes, one.kind) == (
        sha256(one.content).hexdigest(),
        len(one.content),
        InputKind.SITE,
    )
    assert inputs["national/rates/employer_ni_rate.yaml"].kind is InputKind.RATE


def test_every_kind_has_a_schema_that_refuses_unknown_entries() -> None:
    schemas = json_schemas()

    assert set(schemas) == set(KINDS)
    for schema in schemas.values():
        assert schema["additionalProperties"] is False
        assert "schema_version" in schema["required"]
    assert schemas["agreement"]["$defs"]["TermsForm"]["required"] == list(
        schemas["agreement"]["$defs"]["TermsForm"]["properties"]
    )


def test_a_feed_with_no_layout_is_refused(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    change(folder, "feeds.yaml", "layout: stockport_posts", "layout: stockport_post")

    with pytest.raises(SiteFileWrong, match="the layout 'stockport_post' without a file"):
        read_site(folder)


def test_a_site_may_share_no_post_at_all() -> None:
    site = read_site(DEMO_SITE.with_name("published-payments-2014"))

    assert (site.posts, site.agreements) == ((), ())
    assert set(site.councils) == {"stockport", "tameside"}
