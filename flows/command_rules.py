"""The rule catalogue as a page or as JSON: every rule that a file, a row or a column may break."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flows.printing import as_json as in_json
from sspipe.settings import Settings
from sspipe.terms.strict_yaml import read_strict
from sspipe.validate.catalogue import catalogue_page
from sspipe.validate.file_rules import FILE, FileRules, read_file_rules
from sspipe.validate.suites import read_suites

Document = dict[str, object]


def tell_rules(*, as_json: bool) -> Iterator[str]:
    """Lines of a page, or one line of JSON."""
    folder = Settings().expectations
    suites, file_rules = read_suites(folder), file_rules_of(folder)
    if not as_json:
        yield from catalogue_page(suites, file_rules)
        return
    of_files: list[Document] = [
        {"group": group.group, **rule.model_dump(mode="json")} for group in file_rules.groups for rule in group.rules
    ]
    of_tables: list[Document] = [
        {
            "group": noun,
            "rule": told.rule,
            "severity": told.severity,
            "side": told.side,
            "expected": told.expected,
            "why": told.reason,
            "action": told.action,
        }
        for noun, suite in suites.items()
        for told in suite.told
    ]
    yield in_json({"rules": [*of_files, *of_tables]})


@lru_cache(maxsize=4)
def file_rules_of(folder: Path) -> FileRules:
    """The rules that stand in no suite, out of the folder of suites.

    Raises:
        SiteFileWrong: when the file breaks its form.
    """
    path = folder / FILE
    return read_file_rules(read_strict(path.read_text(encoding="utf-8"), FILE))
