"""The files of a new site, commented, with a blank wherever only its own councils can say what is true."""

from collections.abc import Iterator, Mapping
from importlib.resources import files

import yaml

from sspipe.terms.blanks import MARK
from sspipe.terms.files import RETENTION, SiteFolder

SKELETON = "skeleton"
PLAIN = (
    "README.md",
    "site.yaml",
    "councils.yaml",
    "posts.yaml",
    "feeds.yaml",
    "programme.yaml",
    "measures.yaml",
    "decisions.yaml",
    "agreements/shared-post.yaml",
    "rates/lgps_employer_rate.yaml",
    "rates/awards.yaml",
)
OF_A_COUNCIL = ("layouts/posts.yaml", "layouts/ledger.yaml")
STARTED_ANEW = ("programme.yaml", "decisions.yaml")
"""What another site's papers and people say is no part of this one."""
SOURCED = ("councils.yaml", "posts.yaml", "agreements/", "rates/", RETENTION)
"""Files that state what councils decided: each value there must be found again in the new site's own papers."""
_OWN = {
    "title": "what people call the site, such as North and South, shared leadership posts",
    "first_period": "the first month to reconcile, such as 2024-25-P01",
}
_SOURCE = "the paper of the new site that states what this entry says, such as Agreement of 27 March 2024"
Content = Mapping[str, bytes]


def skeleton_files(site: str, first: str, second: str) -> Content:
    """The files of a site of two councils, by name, with one post and one agreement to be filled in."""
    made = {name: _template(name, site, first, second) for name in PLAIN}
    for council in (first, second):
        for name in OF_A_COUNCIL:
            folder, noun = name.split("/")
            text = _template(name, site, first, second).replace(b"@council@", council.encode())
            made[f"{folder}/{council}_{noun}"] = text
    return made


def copied_files(site: str, councils: tuple[str, str], files_of_another: SiteFolder) -> Content:
    """Another site's files with its comments, under a new name; its programme and its decisions stay behind.

    Blank are the site's title and first period, and the source of every value that the councils state: nothing is taken
    over as agreed that nobody has found in the new site's own papers.
    """
    made = {name: _blanked(name, content, site) for name, content in files_of_another.contents.items()}
    return {**made, **{name: _template(name, site, *councils) for name in STARTED_ANEW}}


def _template(name: str, site: str, first: str, second: str) -> bytes:
    text = files("sspipe.terms").joinpath(SKELETON, name).read_text(encoding="utf-8")
    for mark, value in (("@site@", site), ("@first@", first), ("@second@", second)):
        text = text.replace(mark, value)
    return text.encode()


def _blanked(name: str, content: bytes, site: str) -> bytes:
    """A file with its own name, and blanks, in the place of the values that must not be taken over."""
    text = content.decode("utf-8")
    for start, end, value in sorted(_replaced(name, text, site), reverse=True):
        text = text[:start] + value + text[end:]
    return text.encode()


def _replaced(name: str, text: str, site: str) -> Iterator[tuple[int, int, str]]:
    """Where a value stands in the text, and what takes its place."""
    for path, node in _scalars(yaml.compose(text, Loader=yaml.SafeLoader), ()):
        at = (node.start_mark.index, node.end_mark.index)
        if path == ("site",) and name == "site.yaml":
            yield (*at, site)
        elif name == "site.yaml" and len(path) == 1 and path[0] in _OWN:
            yield (*at, _blank(_OWN[path[0]]))
        elif name.startswith(SOURCED) and path[-1].endswith("source"):
            yield (*at, _blank(_SOURCE))


def _scalars(node: yaml.Node | None, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    """Every value that is no list or mapping, with the keys that lead to it."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, path)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)))


def _blank(wanted: str) -> str:
    return f'"{MARK}{wanted}"'
