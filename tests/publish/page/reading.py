"""A page read as a browser reads it: its elements in order, its tables by caption, its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "input", "base"}


@dataclass
class Element:
    """One element: its words are those of everything inside it."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "".join(each if isinstance(each, str) else each.words for each in self.inside)

    def all(self, *tags: str) -> Iterator["Element"]:
        """Elements of these kinds inside it, in order; every one where none is named."""
        for each in self.inside:
            if isinstance(each, Element):
                if not tags or each.tag in tags:
                    yield each
                yield from each.all(*tags)

    def one(self, tag: str) -> "Element":
        (found,) = self.all(tag)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes {self.open[-1].tag}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read_page(html: str) -> Element:
    """The whole page; every element that is opened must be closed in its place."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], "an element is left open"
    return reader.root


def table(page: Element, caption: str) -> list[list[str]]:
    """The rows of the table of this caption, its headings first."""
    (found,) = (each for each in page.all("table") if each.one("caption").words == caption)
    return [[cell.words for cell in row.all("th", "td")] for row in found.all("tr")]


def section(page: Element, heading: str) -> Element:
    """The sheet, the group of pictures or the part that stands under a heading."""
    for each in page.one("main").all("section", "div"):
        first = next(each.all("h2", "h3"), None)
        if first is not None and first.words == heading:
            return each
    raise LookupError(heading)


def figures(page: Element, heading: str) -> list[Element]:
    """The pictures of a group."""
    return list(section(page, heading).all("figure"))


def shapes(figure: Element, style: str) -> list[dict[str, str]]:
    """Attributes of a picture's shapes of one style."""
    return [each.attributes for each in figure.all() if each.attributes.get("class") == style]
