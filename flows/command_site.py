"""What a site's files say, for whoever keeps them."""

from collections.abc import Iterator
from pathlib import Path

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
