"""What a release's files were held to, for one council: every rule of their suites, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Engine

from flows.command_rules import file_rules_of
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows, pence, words
from sspipe.publish.page.checks import CheckedFile, RuleResult
from sspipe.publish.plain import Row
from sspipe.settings import Settings
from sspipe.store.checked import Content, FoundInFile, FoundRule, found_in_files
from sspipe.validate.checks import ROWS_LISTED
from sspipe.validate.file_rules import FileRules
from sspipe.validate.rules import Side, Suite, Told
from sspipe.validate.suites import read_suites

Found = Mapping[Content, FoundInFile]
_OF_FILE = itemgetter("feed", "source_file", "file_name")


class Checks:
    """What one release's files were held to: the suites, the rules of no suite, and what was found."""

    def __init__(self, engine: Engine, release_id: str, settings: Settings) -> None:
        """Read the rules as they stand, and what the release's run found."""
        self._found: Found = found_in_files(engine, release_id)
        self._suites: Mapping[str, Suite] = read_suites(settings.expectations)
        self._file_rules: FileRules = file_rules_of(settings.expectations)

    def of(self, rows: Rows, edition: Edition) -> Sequence[CheckedFile]:
        """The files of the release's period; `rows` are those that the edition may see."""
        files = sorted((row for row in rows.get("out_conservation", ()) if row["kind"] == "file"), key=_OF_FILE)
        found = (self._file(list(fates), edition) for _, fates in groupby(files, key=_OF_FILE))
        return [file for file in found if file is not None]

    def _file(self, fates: Sequence[Row], edition: Edition) -> CheckedFile | None:
        """One file by its fates; None where it serves another period."""
        feed = words(fates[0], "feed")
        found = self._found.get((feed, words(fates[0], "source_file")))
        if found is None or found.period not in (str(edition.period), ""):
            return None
        publisher, _, noun = feed.partition("/")
        whose = edition.names.council(publisher)
        suite = self._suites[noun]
        of_suite = {told.rule for told in suite.told}
        return CheckedFile(
            feed=feed,
            file_name=words(fates[0], "file_name"),
            rows_read=_rows(fates, "read"),
            rows_used=_rows(fates, "used"),
            rows_aside=_rows(fates, "quarantined"),
            rows_left_out=_rows(fates, "excluded"),
            is_proved_complete=bool(fates[0]["is_proved_complete"]),
            is_refused=found.is_refused,
            rules=[_of_suite(told, found, whose) for told in suite.told],
            others=[
                self._other(code, each, whose) for code, each in sorted(found.rules.items()) if code not in of_suite
            ],
        )

    def _other(self, code: str, found: FoundRule, whose: str) -> RuleResult:
        rule = self._file_rules.of(code)
        return RuleResult(
            rule=code,
            expected=rule.expected if rule else "",
            severity=found.severity,
            side=_side(rule.side, whose) if rule else "",
            action=rule.action if rule else "",
            rows=found.rows,
            is_of_file=not found.rows,
        )


def _rows(fates: Iterable[Row], fate: str) -> int:
    return sum(pence(row, "rows") for row in fates if row["fate"] == fate)


def _of_suite(told: Told, found: FoundInFile, whose: str) -> RuleResult:
    count = found.rules[told.rule].rows if told.rule in found.rules else 0
    return RuleResult(
        rule=told.rule,
        expected=told.expected,
        severity=told.severity,
        side=_side(told.side, whose),
        action=told.action,
        rows=None if found.is_refused and not count else count,
        is_at_least=count > ROWS_LISTED,
    )


def _side(side: Side, whose: str) -> str:
    """Who mends it: a team of the council that sent the file, the council itself, or who keeps the site's files."""
    if side in (Side.HR, Side.FINANCE):
        return f"{side} of {whose}"
    return whose if side is Side.PUBLISHER else str(side)
