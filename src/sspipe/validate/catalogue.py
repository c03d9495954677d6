"""The rule catalogue as a page: what must hold of files, rows and columns, why, and who mends what breaks it."""

from collections.abc import Iterator, Mapping

from sspipe.validate.file_rules import FileRule, FileRules
from sspipe.validate.rules import Suite, Told

_HEAD = """\
# The rule catalogue

What every file and every canonical table is held to before it is used. The suites beside this page (`posts.json`,
`ledger.json`, `cleared.json`, `grants.json`, `measures.json`, `pay_elements.json`, `decisions.json`) and
`file_rules.yaml` are the rules;
`sspipe rules` makes this page of them, and a test holds the two together.

- **critical**: the file is refused; nothing of it is used, and the period is not published on it. Findings that begin
  with LOOKS_ hold the file until a person confirms them in `decisions.yaml`.
- **reject**: the row is set aside with its pounds, counted under the first rule that it breaks. Past the limit the file
  is refused.
- **warn**: the row or file is used, and somebody is told.
- **info**: it is kept on record.

Each finding names file and row, at most 20 rows a rule of a suite and 100 of another, then a count. It quotes digits
and dates; of anything else, and of pay, it tells the shape alone. What a council has to mend goes back to it, and to it
alone, as `sspipe quarantine export` writes it. Beside these, a layout may leave rows out, without blame, by rules that
it names itself.

## Reading a suite

A suite is the JSON of Great Expectations, with a `meta` of our own: rule code, severity, the side that can mend it,
what was expected, what to do; `notes` says why. Only expectations on single rows are let in, for results of the others
hold values of the table. Rules that hold rows against each other stand under `meta.across` and are worked in Arrow.
Beside the canonical columns a rule may read:

| column | holds |
|---|---|
| `has_<column>` | `yes` or `no`: whether anything stands in it |
| `<column>_day` | a date as a number, 20220331 |
| `<column>_millionths` | a fraction or decimal in millionths, rounded up |
| `period_reads`, `financial_year_reads` | `yes` or `no`: whether it is one |
| `days_after_period` | days from the end of the period's month to the posting date |
| `is_assumed` | `yes` or `no`: whether assumed pay is given |
| `is_post_accrual` | `yes` or `no`: whether an accrual names a post |
| `may_exceed_100` | `no` for a percentage, unless the site says that its measure may |
"""
_COLUMNS = ("| rule | severity | side | what must hold | why | what to do |", "|---|---|---|---|---|---|")
_FILES = "Whole files and single cells"
_TABLES = "Canonical tables"


def catalogue_page(suites: Mapping[str, Suite], file_rules: FileRules) -> Iterator[str]:
    """The page line by line: rules on files and cells first, then each table's suite."""
    yield from _HEAD.splitlines()
    yield from ("", f"## {_FILES}")
    for group in file_rules.groups:
        yield from ("", f"### {group.group}", "", group.says, "", *_COLUMNS)
        yield from (_file_row(rule) for rule in group.rules)
    yield from ("", f"## {_TABLES}")
    for noun, suite in suites.items():
        yield from ("", f"### {noun.replace('_', ' ').capitalize()}", "", suite.says, "", *_COLUMNS)
        yield from (_suite_row(told) for told in suite.told)


def _file_row(rule: FileRule) -> str:
    softer = f"; {rule.softer.severity} where {rule.softer.when}" if rule.softer else ""
    code = f"`{rule.rule}`" if "<" in rule.rule else rule.rule
    return _row(code, f"{rule.severity}{softer}", rule.side, rule.expected, rule.why, rule.action)


def _suite_row(told: Told) -> str:
    return _row(told.rule, told.severity, told.side, told.expected, told.reason, told.action)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
