"""What programme.yaml has wrong about the papers, councils, posts and measures that it names, and what stands twice."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from sspipe.terms.faults import Fault
from sspipe.terms.programme import ProgrammeFile
from sspipe.terms.strict_yaml import Document

ONCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "papers": ("paper",),
        "savings": ("saving", "owner", "year"),
        "milestones": ("milestone", "council"),
        "risks": ("risk", "council"),
    }
)
"""The facts of an entry that no other entry of its section may share: a saving entered twice would count twice."""
COUNCIL_ENTRIES = ("council", "lead_council", "owner", "supplied_by", "provider", "receiver")


def programme_faults(document: Document, form: ProgrammeFile, known: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Say what stands twice, and every name that nothing stands behind. `known` lists councils, posts and measures."""
    names = {
        "paper": frozenset(paper.paper for paper in form.papers),
        "post": known["posts"],
        "measure": known["measures"],
        **dict.fromkeys(COUNCIL_ENTRIES, known["councils"]),
    }
    for section in ONCE:
        yield from _twice(document, form, section)
    yield from _shared_though_one_sided(document, form)
    for section in ProgrammeFile.model_fields:
        yield from _unknown_names(document, form, section, names)


def _twice(document: Document, form: ProgrammeFile, section: str) -> Iterator[Fault]:
    what = ONCE[section][0]
    seen: set[tuple[object, ...]] = set()
    for at, entry in enumerate(getattr(form, section)):
        facts = tuple(getattr(entry, name) for name in ONCE[section])
        if facts in seen:
            found = f"the {what} '{facts[0]}' twice"
            yield Fault(document.place(section, at, what), found, f"each {what} once", "Remove one of the two.")
        seen.add(facts)


def _shared_though_one_sided(document: Document, form: ProgrammeFile) -> Iterator[Fault]:
    """A saving is its owner's alone or has several sides, never both (R13)."""
    for at, saving in enumerate(form.savings):
        others = {other.owner for other in form.savings if other.saving == saving.saving} - {saving.owner}
        if saving.is_one_sided and others:
            place = document.place("savings", at, "is_one_sided")
            found = f"the one-sided saving '{saving.saving}' of several owners"
            yield Fault(place, found, "one owner, or a saving with sides", "Correct the owner or is_one_sided.")


def _unknown_names(
    document: Document, form: ProgrammeFile, section: str, names: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    entries = getattr(form, section)
    if not isinstance(entries, tuple):
        return
    for at, entry in enumerate(entries):
        for field, known in names.items():
            value = getattr(entry, field, None)
            if value is not None and value not in known:
                place = document.place(section, at, field)
                what = field.replace("_", " ")
                yield Fault(place, f"the unknown {what} '{value}'", "one that the site's files name", "Correct it.")
