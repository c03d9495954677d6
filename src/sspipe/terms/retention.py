"""How long raw files are kept, from retention.yaml; what no rule there names is never destroyed (R19)."""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from sspipe.model.feeds import Noun
from sspipe.model.retention import RetentionRule
from sspipe.terms.faults import Fault
from sspipe.terms.feeds import FeedsFile
from sspipe.terms.forms import ByDay, Code, DatedForm, FileForm, Form, Whole, effective
from sspipe.terms.strict_yaml import Document

Months = Annotated[
    ByDay[DatedForm[Whole]],
    Field(description="months after 31 March at the end of the file's financial year, by the day the schedule begins"),
]


class RetentionForm(Form):
    """One line of a publisher's schedule."""

    rule: Code
    publisher: Code
    nouns: Annotated[tuple[Noun, ...], Field(min_length=1, description="the kinds of its files that the line is for")]
    keep_months: Months


class RetentionFile(FileForm):
    """The file retention.yaml."""

    rules: tuple[RetentionForm, ...]


def retention_faults(document: Document, form: RetentionFile, feeds: FeedsFile) -> Iterator[Fault]:
    """Say which rules are there twice, name no feed of the site, or contradict each other on one."""
    delivered = {(feed.publisher, feed.noun) for feed in feeds.feeds}
    names: set[str] = set()
    ruled: set[tuple[str, Noun]] = set()
    for at, entry in enumerate(form.rules):
        if entry.rule in names:
            place = document.place("rules", at, "rule")
            yield Fault(place, f"the rule '{entry.rule}' twice", "each rule once", "Rename one of the two.")
        names.add(entry.rule)
        own = [(entry.publisher, noun) for noun in entry.nouns]
        yield from _feed_faults(document, at, own, delivered, ruled)
        ruled.update(own)


def _feed_faults(
    document: Document,
    at: int,
    own: Sequence[tuple[str, Noun]],
    delivered: Collection[tuple[str, Noun]],
    ruled: Collection[tuple[str, Noun]],
) -> Iterator[Fault]:
    place = document.place("rules", at, "nouns")
    for publisher, noun in own:
        if (publisher, noun) not in delivered:
            yield Fault(place, f"'{noun}' of '{publisher}'", "a feed of feeds.yaml", "Correct publisher or noun.")
        if (publisher, noun) in ruled or own.count((publisher, noun)) > 1:
            yield Fault(place, f"{publisher}/{noun} twice", "one rule for a feed", "Remove it from one place.")


def retention_of(form: RetentionFile) -> tuple[RetentionRule, ...]:
    """The rules in the model's words."""
    return tuple(
        RetentionRule(
            rule=entry.rule,
            publisher=entry.publisher,
            nouns=frozenset(entry.nouns),
            keep_months=effective(f"retention {entry.rule}", entry.keep_months),
        )
        for entry in form.rules
    )
