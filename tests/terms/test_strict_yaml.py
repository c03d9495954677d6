"""YAML that means one thing: what is kept, what is refused, and on which line."""

from datetime import date

import pytest
import yaml

from sspipe.errors import SiteFileWrong
from sspipe.terms import strict_yaml
from sspipe.terms.strict_yaml import read_document, read_strict


def test_plain_values_keep_their_kind() -> None:
    text = "a: 5\nb: -3\nc: text here\nd: '5'\ne: 2022-04-06\nf: null\ng: true\n"
    text += "h: [1, x]\ni: {}\nj: |\n  lines\n2022-04-06: x\n"

    assert read_strict(text, "a.yaml") == {
        "a": 5,
        "b": -3,
        "c": "text here",
        "d": "5",
        "e": date(2022, 4, 6),
        "f": None,
        "g": True,
        "h": [1, "x"],
        "i": {},
        "j": "lines\n",
        date(2022, 4, 6): "x",
    }


REFUSED = [
    ("a: 0.138", "bare number 0.138"),
    ("a: 1e3", "bare number 1e3"),
    ("a: 1_000", "bare number 1_000"),
    ("a: 012", "bare number 012"),
    ("a: 1,234", "bare number 1,234"),
    ("a: .inf", "something else"),
    ("a: yes", "something else"),
    ("a: Off", "something else"),
    ("a: ~", "something else"),
    ("a: 0x1F", "something else"),
    ("a: 1:30", "something else"),
    ("a: =", "something else"),
    ("a: 2022-04-06 09:00:00", "something else"),
    ("a: 2022-02-30", "a day of the calendar"),
    ("a:", "nothing after the key"),
    ("a: 1\n'a': 2", "'a' twice"),
    ("a: &x 1\nb: *x", "an anchor or an alias"),
    ("a: !!str 1", "a tag"),
    ("a: {<<: {b: 1}}", "something else"),
    ("? [a, b]\n: 1", "as a key"),
    ("a: 1\n---\nb: 2", "one YAML document"),
    ("a: [1", "one YAML document"),
    ("a: 1\n\tb: 2", "one YAML document"),
    ("# nothing", "Fill the file in"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader], ids=["libyaml", "python"])
def test_what_has_two_meanings_is_refused(
    text: str, words: str, loader: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_yaml, "_LOADER", loader)

    with pytest.raises(SiteFileWrong) as refused:
        read_strict(text, "rates/a.yaml")

    assert words in str(refused.value)
    assert refused.value.where.startswith("rates/a.yaml line ")


def test_the_line_of_the_fault_is_named() -> None:
    with pytest.raises(SiteFileWrong, match=r"^a\.yaml line 3: found the bare number 0\.5;"):
        read_strict("a: 1\nb:\n  c: 0.5\n", "a.yaml")


def test_an_entry_is_placed_on_its_line_and_a_missing_one_on_the_line_around_it() -> None:
    document = read_document("a: 1\nb:\n  - c: 2\n    2022-04-06: 3\n", "a.yaml")

    assert document.place("b", 0, "c") == "a.yaml line 3"
    assert document.place("b", 0, date(2022, 4, 6)) == "a.yaml line 4"
    assert document.place("b", 0, "none") == "a.yaml line 3"
    assert document.place("none") == "a.yaml line 1"
