"""The rules on whole files and single cells that stand in no suite, read as data: what must hold, why, what to do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sspipe.errors import SiteFileWrong
from sspipe.model.findings import Severity
from sspipe.validate.rules import Side

FILE = "file_rules.yaml"
_PLACE = re.compile(r"<\w+>")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Softer(_Strict):
    """A case in which a finding of the rule weighs less."""

    severity: Severity
    when: str = Field(min_length=1)


class FileRule(_Strict):
    """One rule. A `<word>` in its code stands for any one: `unreadable_<column>`."""

    rule: str = Field(pattern=r"^\S(?:.*\S)?$")
    severity: Severity
    side: Side
    expected: str = Field(min_length=1)
    why: str = Field(min_length=1)
    action: str = Field(min_length=1)
    softer: Softer | None = None

    def is_of(self, code: str) -> bool:
        """Whether a finding's code is one of this rule's."""
        fixed = (re.escape(part) for part in _PLACE.split(self.rule))
        return re.fullmatch(r"\w+".join(fixed), code) is not None


class RuleGroup(_Strict):
    """Rules on one subject."""

    group: str = Field(min_length=1)
    says: str = Field(min_length=1)
    rules: tuple[FileRule, ...] = Field(min_length=1)


class _File(_Strict):
    schema_version: Literal[1]
    groups: tuple[RuleGroup, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class FileRules:
    """Every rule that stands in no suite, group by group."""

    groups: Sequence[RuleGroup]

    def __iter__(self) -> Iterator[FileRule]:
        return (rule for group in self.groups for rule in group.rules)

    def of(self, code: str) -> FileRule | None:
        """The rule of a finding's code; None where a suite, or a layout's own exclusion, names it."""
        return next((rule for rule in self if rule.is_of(code)), None)


def read_file_rules(mapping: object, name: str = FILE) -> FileRules:
    """Read the rules out of plain values.

    Raises:
        SiteFileWrong: naming the entries that break the form, or a code that stands twice.
    """
    try:
        rules = FileRules(_File.model_validate(mapping).groups)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise SiteFileWrong(name, faults, "rules by their form", "Correct the entries.") from None
    codes = [rule.rule for rule in rules]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise SiteFileWrong(name, f"codes used twice: {', '.join(twice)}", "each code once", "Give one another code.")
    return rules
