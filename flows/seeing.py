"""What one council may see of a release, read back from the shared database (R20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine

from flows.choosing import Wanted, chosen_release, named_council
from flows.packing import edition_of
from sspipe.errors import LandingDamaged, SourceUnavailable
from sspipe.model.site import Site
from sspipe.publish.pack.edition import Edition
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.plain import Row
from sspipe.settings import Settings
from sspipe.storage import chunks_of
from sspipe.store.listing import site_files_of
from sspipe.store.reading import read_release
from sspipe.terms.files import SiteFolder
from sspipe.terms.inputs import InputKind
from sspipe.terms.site import read_site, site_of_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One council's edition of one release: what it may see, by table."""

    site: str
    edition: Edition
    rows: Mapping[str, list[Row]]


def seen_now(engine: Engine, wanted: Wanted, settings: Settings) -> Seen:
    """The release of the period that was named, else of the newest, as the council that was named sees it."""
    return seen_release(engine, chosen_release(engine, wanted).release_id, wanted, settings)


def seen_release(engine: Engine, release_id: str, wanted: Wanted, settings: Settings) -> Seen:
    """A release as the council that was named sees it."""
    site = _site_of(engine, release_id, wanted.folder, settings)
    release = read_release(engine, release_id)
    edition = edition_of(release, site, named_council(wanted, site.councils))
    return Seen(site=release.site, edition=edition, rows=rows_of_edition(release.rows, edition))


def _site_of(engine: Engine, release_id: str, folder: Path | None, settings: Settings) -> Site:
    """The site by the folder that was named, else by the files that the release was built from."""
    if folder is not None:
        return read_site(folder)
    hashes = site_files_of(engine, release_id)
    return site_of_files(SiteFolder({name: _landed(settings, sha) for name, sha in hashes.items()}))


def _landed(settings: Settings, source_file: str) -> bytes:
    """A file of the site as it was landed under its hash (R18).

    Raises:
        SourceUnavailable: when it is not in the landing area, or that cannot be read from here.
        LandingDamaged: when it has another content.
    """
    url = f"{settings.landing}/{InputKind.SITE}/{source_file}"
    try:
        content = b"".join(chunks_of(url))
    except SourceUnavailable as away:
        action = "Name the site's folder (--site DIR), or the landing area in SSPIPE_LANDING_URL."
        found, expected = "nothing that can be read from here", "the site's files as they were landed"
        raise SourceUnavailable(f"{settings.landing}/{InputKind.SITE}", found, expected, action) from away
    if sha256(content).hexdigest() != source_file:
        action = "Name the site's folder (--site DIR), and mend the landing area."
        raise LandingDamaged(url, "content with another hash", "the content that the file's name states", action)
    return content
