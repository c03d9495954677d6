"""Whose pack it is and of which release, with the names that this council gives to councils, posts and agreements."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sspipe.model.periods import Period

_CODE = re.compile(r"(?<![\w/.&%-])[\w%][\w%&/-]*(?![\w/-]|\.\w)")
"""A word that may be a code: what stands in a path or in the name of a file is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a reader calls things, by the codes in the published rows; a code without a name stands for itself.

    `elsewhere` holds by post the titles that other councils have for it, where they differ from the reader's;
    `in_full` the councils' full names.
    """

    councils: Mapping[str, str]
    posts: Mapping[str, str]
    agreements: Mapping[str, str]
    elsewhere: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    in_full: Mapping[str, str] = field(default_factory=dict)

    def council(self, code: str) -> str:
        """A council's name."""
        return self.councils.get(code, code)

    def post(self, code: str) -> str:
        """A post's title, as this council words it."""
        return self.posts.get(code, code)

    def in_words(self, said: str, others: Mapping[str, str] | None = None) -> str:
        """A sentence with names in the place of codes that stand in it by themselves; `others` are further names."""
        known = {**self.councils, **self.posts, **self.agreements, **(others or {})}
        return _CODE.sub(lambda found: known.get(found[0], found[0]), said)

    def agreement(self, code: str) -> str:
        """An agreement's title."""
        return self.agreements.get(code, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One council's pack of one release.

    `not_shared` are the agreements whose data clause does not allow, or no longer allows, the councils to exchange a
    post's costs (R20). Breaks below `threshold_pence` are told together on the first page, never dropped; a decision on
    more than `second_role_limit_pence` needs a second role. `inputs` are names and hashes of the files that the release
    was made from.
    """

    council: str
    title: str
    release_id: str
    state: str
    period: Period
    known_on: date
    published_at: datetime
    names: Names
    not_shared: frozenset[str] = frozenset()
    threshold_pence: int = 0
    second_role_limit_pence: int = 0
    inputs: tuple[tuple[str, str], ...] = ()

    @property
    def reader(self) -> str:
        """The name of the council whose pack it is."""
        return self.names.council(self.council)

    def formal(self) -> "Edition":
        """The same with the councils' full names, as a report that leaves the councils has them."""
        return replace(self, names=replace(self.names, councils={**self.names.councils, **self.names.in_full}))

    @property
    def other_council(self) -> str:
        """The name of the one other council; empty where there are several."""
        others = [name for code, name in self.names.councils.items() if code != self.council]
        return others[0] if len(others) == 1 else ""

    @property
    def month(self) -> str:
        """The period as a person names it: its month, or the year that it ends."""
        if self.period.is_year_end:
            return f"year end {self.period.year}"
        return f"{self.period.last_day:%B %Y}"

    @property
    def stands(self) -> str:
        """How far the release has come, in words."""
        return self.state.replace("_", " ")
