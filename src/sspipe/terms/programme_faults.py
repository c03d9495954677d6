"""What programme.yaml has wrong about the papers, councils, posts and measures that it names."""

from collections.abc import Collection, Iterator, Mapping

from sspipe.terms.faults import Fault
from sspipe.terms.programme import ProgrammeFile
from sspipe.terms.strict_yaml import Document

COUNCIL_ENTRIES = ("council", "lead_council", "owner", "supplied_by", "provider", "receiver")


def programme_faults(document: Document, form: ProgrammeFile, known: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Say every name that nothing stands behind. `known` lists councils, posts and measures."""
    papers = [paper.paper for paper in form.papers]
    names = {
        "paper": frozenset(papers),
        "post": known["posts"],
        "measure": known["measures"],
        **dict.fromkeys(COUNCIL_ENTRIES, known["councils"]),
    }
    for at, paper in enumerate(papers):
        if papers.index(paper) != at:
            place = document.place("papers", at, "paper")
            yield Fault(place, f"the paper '{paper}' twice", "each paper once", "Remove one of the two.")
    for section in ProgrammeFile.model_fields:
        yield from _unknown_names(document, form, section, names)


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
