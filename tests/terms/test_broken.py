"""Each broken file holds one fault and the words that its refusal must contain."""

from pathlib import Path

import pytest
import yaml

from sspipe.errors import SiteFileWrong
from sspipe.terms.site import read_site
from tests.sites import change, copied_site

CASES = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_broken_file_is_refused_in_words_that_say_where_and_why(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    folder = copied_site(tmp_path)
    change(folder, case["file"], case["old"], case["new"])

    with pytest.raises(SiteFileWrong) as refused:
        read_site(folder)

    said = str(refused.value)
    missing = [words for words in case["says"] if words not in said]
    assert not missing, f"{said!r} does not say {missing}"
    assert refused.value.where.startswith(case["file"])


def test_the_words_say_all_four_parts() -> None:
    assert len(CASES) > 50
    for path in CASES:
        assert set(yaml.safe_load(path.read_text(encoding="utf-8"))) == {"fault", "file", "old", "new", "says"}


def test_several_faults_are_said_together(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    change(folder, "agreements/out-of-hours.yaml", "value: stockport", "value: oldham")
    change(folder, "agreements/director.yaml", "council: tameside, takes_effect", "council: bury, takes_effect")

    with pytest.raises(SiteFileWrong, match=r"bury.* Also: .*oldham"):
        read_site(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    (folder / "decisions.yaml").unlink()

    with pytest.raises(SiteFileWrong, match=r"no decisions\.yaml"):
        read_site(folder)


@pytest.mark.parametrize("name", ["post.yaml", "agreements/director.yml", "rates/notes.txt"])
def test_a_file_that_nobody_would_read_is_refused(name: str, tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    (folder / name).write_text("schema_version: 1\n", encoding="utf-8")

    with pytest.raises(SiteFileWrong, match=f"the unknown file {Path(name).name}"):
        read_site(folder)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    (folder / "posts.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SiteFileWrong, match="UTF-8"):
        read_site(folder)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    folder = copied_site(tmp_path)
    (folder / "posts.yaml").write_text("# nothing\n", encoding="utf-8")

    with pytest.raises(SiteFileWrong, match="Fill the file in"):
        read_site(folder)
