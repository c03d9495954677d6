"""What a site's files say, for whoever keeps them."""

import json
from collections.abc import Iterator
from pathlib import Path

from sspipe.conform.layout import layout_schema
from sspipe.terms.schemas import json_schemas
from sspipe.terms.site import read_site


def check_site(folder: Path) -> Iterator[str]:
    """One line for what was read, and one for each value that is only illustrative.

    Raises:
        SiteFileWrong: with every fault that was found.
    """
    site = read_site(folder)
    yield (
        f"{site.title}: {len(site.councils)} councils, {len(site.posts)} posts, {len(site.agreements)} agreements, "
        f"{len(site.feeds)} feeds"
    )
    yield from (f"illustrative: {text}" for text in site.rests_on)


def write_schemas(out: Path) -> Iterator[str]:
    """Write one JSON Schema a kind of file, layouts included; name each."""
    out.mkdir(parents=True, exist_ok=True)
    for kind, schema in {**json_schemas(), "layout": layout_schema()}.items():
        path = out / f"{kind}.json"
        path.write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        yield str(path)
