"""A new site's files: commented, with blanks that are named one by one, and accepted once these are filled."""

import json
import re
from pathlib import Path

import pytest

from flows import printing
from flows.command_site import check_site
from sspipe.errors import SiteFileWrong
from sspipe.terms.blanks import MARK
from sspipe.terms.site import read_site
from tests.flows.told_breaks import WIDTH, told
from tests.sites import DEMO_SITE, change, copied_site

_BLANK = re.compile(rf'"{MARK}[^"]* such as ([^"]+)"')


def filled(folder: Path) -> int:
    """Fill every blank with the example that it shows; how many there were."""
    count = 0
    for path in folder.rglob("*.yaml"):
        text, found = _BLANK.subn(r"\1", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        count += found
    return count


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "north-south"


def test_a_skeleton_is_accepted_once_its_blanks_are_filled(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, "site", "new", str(new), "--councils", "alpha,beta", "--json")
    assert made.code == 0
    blanks = json.loads(made.out)["blanks"]
    assert filled(new) == len(blanks) > 50

    answer = told(capsys, "site", "check", str(new))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "North and South, shared leadership posts: 2 councils, 1 post, 1 agreement, 4 feeds\n"
    site = read_site(new)
    assert (site.site, tuple(site.councils)) == ("north-south", ("alpha", "beta"))
    assert site.rests_on == ()


def test_every_file_of_a_skeleton_opens_with_a_comment(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "site", "new", str(new))
    for path in new.rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("# "), path.name


def test_each_blank_is_a_sentence_with_file_and_line(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, "site", "new", str(new))
    answer = told(capsys, "site", "check", str(new))
    assert (answer.code, answer.err) == (1, "")
    first, *others = answer.out.splitlines()
    assert first == (
        "site.yaml line 5 is still blank: what people call it, such as North and South, shared leadership posts."
    )
    assert f"{len(others)} blanks to fill in." == others[-1]
    assert all(line in made.out for line in answer.out.splitlines())


def test_a_blank_that_is_left_is_named_until_it_is_filled(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "site", "new", str(new))
    filled(new)
    change(new, "site.yaml", "2024-25-P01", f'"{MARK}the first month"')
    answer = told(capsys, "site", "check", str(new), "--json")
    assert answer.code == 1
    facts = json.loads(answer.out)
    assert facts["is_complete"] is False
    assert facts["blanks"] == [{"file": "site.yaml", "line": 6, "wanted": "the first month"}]


def test_a_site_with_a_blank_is_read_by_no_run(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "site", "new", str(new))
    filled(new)
    change(new, "posts.yaml", "source: Cabinet report of 28 June 2024", f'source: "{MARK}the paper"')
    with pytest.raises(SiteFileWrong, match=r"posts.yaml line \d+: found a blank; expected the paper. Fill it in."):
        read_site(new)
    answer = told(capsys, "run", "--site", str(new), "--all", "--plain")
    assert answer.code == 1
    assert "found a blank" in answer.err


def test_another_site_is_copied_without_its_papers_and_its_decisions(
    new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = copied_site(tmp_path)
    decided = (
        'decisions:\n  - {break_id: "3f9a", cause: NOT_BILLED, amount: "£1.00", kind: accepted_once, '
        "council: tameside, role: finance_officer, second_role: null, decided_on: 2022-10-20, expires_on: null, "
        "reason: timing}\n"
    )
    change(base, "decisions.yaml", "decisions: []\n", decided)
    made = told(capsys, "site", "new", str(new), "--from", str(base), "--json")
    assert made.code == 0, made.err
    wanted = {(blank["file"], blank["wanted"].split(",")[0]) for blank in json.loads(made.out)["blanks"]}
    source = "the paper of the new site that states what this entry says"
    assert {("councils.yaml", source), ("agreements/director.yaml", source), ("posts.yaml", source)} <= wanted
    assert ("site.yaml", "the first month to reconcile") in wanted

    filled(new)
    site, base_site = read_site(new), read_site(base)
    assert site.site == "north-south"
    assert site.decisions == ()
    assert site.programme.savings == ()
    assert base_site.decisions
    assert base_site.programme.savings
    assert site.agreements[0].approvals[0].source == "Agreement of 27 March 2024"
    assert [post.post for post in site.posts] == [post.post for post in base_site.posts]
    assert site.feeds == base_site.feeds
    assert check_site(new, json=False).blocks is False


def test_a_copy_keeps_the_comments_and_every_other_value(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "site", "new", str(new), "--from", str(DEMO_SITE))
    name = "agreements/ey-leadership.yaml"
    pairs = zip(
        (DEMO_SITE / name).read_text(encoding="utf-8").splitlines(),
        (new / name).read_text(encoding="utf-8").splitlines(),
        strict=True,
    )
    changed = [(before, after) for before, after in pairs if before != after]
    assert len(changed) > 10
    assert all("source" in before and MARK in after for before, after in changed)
    assert (new / "feeds.yaml").read_bytes() == (DEMO_SITE / "feeds.yaml").read_bytes()
    assert not (new / "feeds").exists()


def test_nothing_is_written_over(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new.mkdir()
    (new / "site.yaml").write_text("mine", encoding="utf-8")
    answer = told(capsys, "site", "new", str(new))
    assert (answer.code, answer.out) == (2, "")
    assert "holds files already, and nothing is written over; name a folder that is new" in answer.err
    assert [path.name for path in new.iterdir()] == ["site.yaml"]
    assert (new / "site.yaml").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_will_do(new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new.mkdir()
    assert told(capsys, "site", "new", str(new)).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["North South"], "the folder's name, which is the site's, must be small letters, digits and dashes"),
        (["good", "--councils", "north"], "name two councils with a comma between"),
        (["good", "--councils", "north,north"], "name two councils with a comma between"),
        (["good", "--councils", "North,South"], "each council's code must be small letters"),
    ],
)
def test_a_name_or_code_that_cannot_stand_is_one_sentence(
    words: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "site", "new", str(tmp_path / words[0]), *words[1:])
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_site_cannot_be_copied(
    new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = told(capsys, "site", "new", str(new), "--from", str(tmp_path))
    assert answer.code == 1
    assert "found no site.yaml" in answer.err
    assert not new.exists()


def test_a_layout_that_would_refuse_its_first_file_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied_site(tmp_path)
    change(folder, "layouts/stockport_ledger.yaml", "kind: period,", "kind: perriod,")
    answer = told(capsys, "site", "check", str(folder))
    assert answer.code == 1
    assert answer.err.startswith("sspipe: layouts/stockport_ledger.yaml: found ")


def test_as_json_a_program_reads_what_a_site_is(capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(told(capsys, "site", "check", str(DEMO_SITE), "--json").out)
    assert (facts["site"], facts["councils"]) == ("stockport-tameside", ["stockport", "tameside"])
    assert (facts["posts"], facts["agreements"], facts["feeds"]) == (9, 3, 10)
    assert facts["is_complete"] is True
    assert len(facts["illustrative"]) > 5


@pytest.mark.parametrize("is_terminal", [True, False])
def test_long_sentences_break_on_a_terminal_and_stay_whole_elsewhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool
) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setattr(printing, "is_terminal", lambda: is_terminal)
    answer = told(capsys, "site", "check", str(DEMO_SITE))
    assert (answer.widest <= WIDTH) is is_terminal
    whole = f"illustrative: {read_site(DEMO_SITE).rests_on[0]}"
    assert (whole in answer.out.splitlines()) is not is_terminal
    assert whole in " ".join(answer.out.split())
