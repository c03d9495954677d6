"""The packs of a release, one a council: read back from the shared database, so that no number is from elsewhere."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from flows.checking import Checks
from sspipe.errors import PackNotWritten
from sspipe.model.agreements import Agreement, DataClause
from sspipe.model.site import Site
from sspipe.publish.pack.contents import pack_sheets
from sspipe.publish.pack.edition import Edition, Names
from sspipe.publish.pack.editions import rows_of_edition
from sspipe.publish.pack.report_files import report_files
from sspipe.publish.pack.workbook import workbook_bytes
from sspipe.publish.page.chart_costs import BEFORE, Before
from sspipe.publish.page.checks import checks_html
from sspipe.publish.page.page import CHECKS, page_html
from sspipe.reconcile.spoken import name_of
from sspipe.settings import Settings
from sspipe.storage import put_over
from sspipe.store.reading import PublishedRelease, read_months_before, read_release


@dataclass(frozen=True, slots=True)
class Pack:
    """Where one council's pack stands: the workbook, the page beside it, and the page of the checks."""

    council: str
    workbook: str
    page: str
    checks: str


def write_packs(engine: Engine, release_id: str, site: Site, settings: Settings) -> tuple[Pack, ...]:
    """Write each council's pack of a release and its report files; where the packs now stand.

    The same release gives the same bytes.

    Raises:
        PackNotWritten: when a pack could not be put in its place; the release is published all the same.
    """
    release = read_release(engine, release_id)
    before = read_months_before(engine, release, BEFORE)
    folder = f"{settings.packs}/{release.site}/{release.period}"
    checks = Checks(engine, release_id, settings)
    editions = [edition_of(release, site, council) for council in site.councils]
    return tuple(_write(release, before, edition, checks, folder) for edition in editions)


def _write(release: PublishedRelease, before: Before, edition: Edition, checks: Checks, folder: str) -> Pack:
    beside = f"{folder}/{edition.council}"
    pack = Pack(edition.council, f"{beside}.xlsx", f"{beside}.html", f"{beside}-{CHECKS}")
    sheets = pack_sheets(release.rows, edition)
    _put(pack.workbook, workbook_bytes(sheets, sheets[0].title, release.published_at), release)
    seen = rows_of_edition(release.rows, edition)
    _put(pack.page, page_html(seen, edition, sheets, before).encode(), release)
    _put(pack.checks, checks_html(checks.of(seen, edition), edition).encode(), release)
    for name, content in report_files(release.rows, edition.formal()):
        _put(f"{folder}/{edition.council}-{name}", content, release)
    return pack


def _put(url: str, content: bytes, release: PublishedRelease) -> None:
    try:
        put_over(url, content)
    except OSError as fault:
        raise PackNotWritten(
            url,
            f"{type(fault).__name__} when it was written",
            "a folder that can be written to",
            f"The release {release.release_id} is published; mend the folder and run the period again.",
        ) from fault


def edition_of(release: PublishedRelease, site: Site, council: str) -> Edition:
    """A council's edition: its own titles of posts, and what its agreements let it see on the knowledge date."""
    return Edition(
        council=council,
        title=site.title,
        release_id=release.release_id,
        state=release.state,
        period=release.period,
        known_on=release.known_on,
        published_at=release.published_at,
        names=_names(site, council),
        not_shared=frozenset(
            agreement.agreement for agreement in site.agreements if is_closed(agreement, release.known_on)
        ),
        threshold_pence=site.pack_threshold_pence,
        second_role_limit_pence=site.second_role_limit_pence,
        inputs=release.inputs,
    )


def _names(site: Site, council: str) -> Names:
    titles = {post.post: post.titles.get(council) or next(iter(post.titles.values())) for post in site.posts}
    elsewhere = {
        post.post: {other: words[0] for other, words in post.titles.items() if words[0] != titles[post.post][0]}
        for post in site.posts
    }
    return Names(
        councils={code: name_of(each) for code, each in site.councils.items()},
        posts={post: words[0] for post, words in titles.items()},
        agreements={agreement.agreement: agreement.title for agreement in site.agreements},
        elsewhere={post: others for post, others in elsewhere.items() if others},
        in_full={code: each.name for code, each in site.councils.items()},
    )


def is_closed(agreement: Agreement, on: date) -> bool:
    """Whether the agreed version's data clause keeps the posts' costs from the other council, on a day (R20)."""
    version = agreement.agreed_version(on)
    if version is None:
        return False
    ends = version.terms.data_clause_ends
    return version.terms.data_clause is not DataClause.ALLOWED or (ends is not None and on > ends)
