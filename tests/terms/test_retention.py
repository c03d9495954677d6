"""How long raw files are kept is data of the site, and no figure rests on it."""

from pathlib import Path

from sspipe.model.feeds import Noun
from sspipe.terms.files import read_folder
from sspipe.terms.inputs import site_inputs
from sspipe.terms.site import illustrative_retention, read_retention, read_site
from tests.sites import DEMO_SITE, copied_site


def test_the_demonstration_keeps_what_holds_pay_for_six_years() -> None:
    rules = read_retention(DEMO_SITE)
    assert {rule.publisher for rule in rules} == {"stockport", "tameside"}
    assert {rule.nouns for rule in rules} == {frozenset({Noun.POSTS, Noun.LEDGER})}
    assert {dated.value for rule in rules for dated in rule.keep_months.values} == {72}
    assert all(dated.illustrative for rule in rules for dated in rule.keep_months.values)


def test_what_is_illustrative_of_it_is_said_and_stands_in_no_pack() -> None:
    first, _ = illustrative_retention(read_folder(DEMO_SITE))
    assert first.startswith("retention, stockport-pay, keep months, from 1 April 2022 is illustrative: ")
    assert not [said for said in read_site(DEMO_SITE).rests_on if "retention" in said]


def test_no_release_has_it_among_its_inputs() -> None:
    assert not [each.name for each in site_inputs(DEMO_SITE) if "retention" in each.name]


def test_a_site_without_the_file_has_no_rule(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    (folder / "retention.yaml").unlink()
    assert read_retention(folder) == ()
    assert illustrative_retention(read_folder(folder)) == ()
    assert read_site(folder).site == "stockport-tameside"
