"""How a page becomes HTML: templates that escape every text, and the fingerprints of the style and script it may use.

What could turn the order of letters about is shown as a foreign mark.
"""

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sspipe.publish.page.drawing import coordinate

_TURNS_LETTERS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNWANTED = re.compile(f"[\ud800-\udfff\ufffe\uffff\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNS_LETTERS}]")
_MINUS = re.compile(r"-£[\d,]+\.\d{2}")
_POLICY = (
    "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
)


def rendered(template: str, **values: object) -> str:
    """A template filled in, with the style, the script and the policy that lets no other run."""
    style, script = _source("page.css"), _source("sort.js")
    return (
        _templates()
        .get_template(template)
        .render(
            policy=_POLICY.format(style=_hash(style), script=_hash(script)),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            **values,
        )
    )


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
