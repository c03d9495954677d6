"""One council's pack as one HTML text that asks for nothing from anywhere; the same rows give the same text.

Every text from outside is escaped, and what could turn the order of letters about is shown as a foreign mark.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.published import Rows
from sspipe.publish.pack.sheets import Sheet
from sspipe.publish.page.chart_causes import causes_group
from sspipe.publish.page.chart_costs import Before, costs_group
from sspipe.publish.page.chart_measures import measures_group
from sspipe.publish.page.chart_settlement import settlement_group
from sspipe.publish.page.drawing import WIDTH, coordinate
from sspipe.publish.page.groups import Group
from sspipe.publish.page.opening import at_a_glance, parts_of
from sspipe.publish.page.tables import Table, table_of

_TURNS_LETTERS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNWANTED = re.compile(f"[\ud800-\udfff\ufffe\uffff\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNS_LETTERS}]")
_MINUS = re.compile(r"-£[\d,]+\.\d{2}")
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class Section:
    """One sheet under its name, with the pictures of its figures."""

    ident: str
    name: str
    says: str
    table: Table


def page_html(rows: Rows, edition: Edition, sheets: Sequence[Sheet], before: Before = ()) -> str:
    """The page of an edition.

    `rows` are those that the edition may see, `sheets` its sheets, `before` the published rows of the year's earlier
    months, of which it takes the council's own posts.
    """
    first, *others = sheets
    parts = parts_of(first)
    style, script = _source("page.css"), _source("sort.js")
    return (
        _templates()
        .get_template("page.html")
        .render(
            first=first,
            edition=edition,
            workbook=f"{quote(edition.council)}.xlsx",
            policy=_POLICY.format(style=_hash(style), script=_hash(script)),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            glances=at_a_glance(parts, rows, edition),
            parts=parts,
            groups=_groups(rows, before, edition),
            sections=[_section(sheet) for sheet in others],
            places={sheet.name: _ident(sheet) for sheet in others},
            width=WIDTH,
        )
    )


def _groups(rows: Rows, before: Before, edition: Edition) -> list[Group]:
    return [
        costs_group(rows, before, edition),
        settlement_group(rows, edition),
        causes_group(rows),
        measures_group(rows, edition),
    ]


def _section(sheet: Sheet) -> Section:
    ident = _ident(sheet)
    return Section(ident, sheet.name, sheet.says, table_of(sheet, f"{ident}-table"))


def _ident(sheet: Sheet) -> str:
    return "sheet-" + _NOT_A_NAME.sub("-", sheet.name.lower()).strip("-")


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("sspipe.publish.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=harmless,
        keep_trailing_newline=True,
    )
    templates.filters["at"] = coordinate
    templates.filters["told"] = told
    return templates


def harmless(value: object) -> object:
    r"""A text without what no page may hold, and without marks that turn letters about; what is no text as it is.

    >>> harmless("a\u202eb"), harmless(3)
    ('a\ufffdb', 3)
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _UNWANTED.sub("\ufffd", value)


def told(sentence: str) -> Markup:
    """A sentence with its amounts kept whole: no line may end between a minus and its pounds."""
    return Markup(_MINUS.sub(r'<span class="figure">\g<0></span>', str(escape(harmless(sentence)))))  # noqa: S704 - escaped


@cache
def _source(name: str) -> str:
    templates = _templates()
    loader = templates.loader
    return loader.get_source(templates, name)[0] if loader is not None else ""


def _hash(text: str) -> str:
    """The fingerprint by which the page's own policy lets it use its style and script, and no other."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
