"""What is wrong with a row, as its sender reads it: under which of the file's own headings, and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sspipe.conform.layout import LayoutVersion
from sspipe.model.tables import TABLES
from sspipe.validate.file_rules import FileRules
from sspipe.validate.rules import Suite
from sspipe.validate.wording import columns_behind

_UNREADABLE = "unreadable_"
_COLUMN_OF = {"unknown_post_title": "title", "other_period": "period"}


@dataclass(frozen=True, slots=True)
class RulesOfFile:
    """The rules that a file of one feed was held to: its layout's, its table's suite, and those on any file."""

    version: LayoutVersion
    suite: Suite
    file_rules: FileRules

    def headings_of(self, rule: str) -> tuple[str, ...]:
        """The headings of the file that a rule looks at; none where it looks at the whole row."""
        named = (self.version.cells[name] for name in self._columns(rule) if name in self.version.cells)
        return tuple(dict.fromkeys(heading for cell in named for heading in cell.headings))

    def action_of(self, rule: str, otherwise: str) -> str:
        """What the sender can do: as the catalogue words it, else as the finding does."""
        known = self.file_rules.of(rule)
        return _sentence(known.action) if known else _sentence(otherwise.rpartition(": ")[2])

    def expected_of(self, rule: str) -> str:
        """What must hold, where no finding says it of the row itself."""
        known = self.file_rules.of(rule)
        own = [told.expected for told in self.suite.told if told.rule == rule]
        return known.expected if known else next(iter(own), "a row that keeps the rule")

    def _columns(self, rule: str) -> Sequence[str]:
        if rule.startswith(_UNREADABLE):
            return (rule.removeprefix(_UNREADABLE),)
        return (_COLUMN_OF[rule],) if rule in _COLUMN_OF else tuple(self._of_suite(rule))

    def _of_suite(self, rule: str) -> Iterator[str]:
        for each in self.suite.rows:
            for read in each.columns if each.told.rule == rule else ():
                yield from columns_behind(read, TABLES[self.suite.noun])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
