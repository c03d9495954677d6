"""Every real YAML file loads, and nothing in it stands without a source."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sspipe.model.periods import FinancialYear
from sspipe.terms.national import NAMES, national_bytes, read_national
from sspipe.terms.site import read_programme, read_site
from sspipe.terms.strict_yaml import read_strict
from tests.sites import DEMO_SITE

SITE_FILES = {str(path.relative_to(DEMO_SITE)): path for path in sorted(DEMO_SITE.rglob("*.yaml"))}
SOURCES = {"source", "paper"}


def unsourced(content: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Places of values without a source of their own."""
    if isinstance(content, dict):
        if ("value" in content or "status" in content) and not content.keys() & (SOURCES | {"kind"}):
            yield " ".join(path)
        for key, item in content.items():
            yield from unsourced(item, (*path, str(key)))
    if isinstance(content, list):
        for at, item in enumerate(content):
            yield from unsourced(item, (*path, str(at)))


@pytest.mark.parametrize("name", sorted(set(SITE_FILES) - {name for name in SITE_FILES if name.startswith("layouts/")}))
def test_every_value_of_the_site_has_a_source(name: str) -> None:
    assert list(unsourced(read_strict(SITE_FILES[name].read_text(encoding="utf-8"), name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_national_value_has_a_source(name: str) -> None:
    assert list(unsourced(read_strict(national_bytes()[name].decode(), name))) == []


def test_every_national_file_is_read() -> None:
    folder = Path(__file__).parents[2] / "src" / "sspipe" / "terms" / "rates"
    assert {path.name for path in folder.iterdir()} == set(NAMES)
    assert len(read_national().documents) == len(NAMES)


def test_the_demonstration_site_loads() -> None:
    site = read_site(DEMO_SITE)

    assert site.site == "stockport-tameside"
    assert set(site.councils) == {"stockport", "tameside"}
    assert {agreement.agreement for agreement in site.agreements} == {"director", "ey-leadership", "out-of-hours"}
    assert len(site.feeds) == 10
    assert read_programme(DEMO_SITE).savings[0].target == 3000_00


def test_the_site_knows_its_programme_with_paper_and_paragraph() -> None:
    programme = read_site(DEMO_SITE).programme
    envelope, efficiencies = programme.savings

    assert (envelope.owner, envelope.year, envelope.target_pence) == ("tameside", FinancialYear(2022), 3000_00)
    assert (envelope.baseline_pence, envelope.is_one_sided) == (None, True)
    assert (envelope.stated.paper_title, envelope.stated.paragraph) == (
        "Shared services update",
        "front page and 3.6",
    )
    assert envelope.stated.stated_on == date(2022, 2, 9)
    assert efficiencies.target_pence is None
    assert len(programme.milestones) == 10
    assert {risk.risk: risk.rating for risk in programme.risks} == {"governance": None, "level-of-service": None}


def test_what_is_illustrative_is_said_with_its_file() -> None:
    said = read_site(DEMO_SITE).rests_on

    assert (
        "Local Government Pension Scheme employer contribution rate, stockport, from 1 April 2020 is illustrative: "
        "not public: set for the demonstration (rates/lgps_employer_rate.yaml)."
    ) in said
    assert any(sentence.startswith("Early years leadership, approval by tameside is illustrative") for sentence in said)
    assert "Refs and cost centres of posts are made up (posts.yaml)." in said
    assert all(sentence.endswith(".yaml).") for sentence in said)
