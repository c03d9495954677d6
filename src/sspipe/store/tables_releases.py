"""The releases of each site and period, which one readers see, what it was made from and who is publishing."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint

from sspipe.store.columns import Stored, day, moment, number, one_of, text
from sspipe.store.states import InputKind, ReleaseState


class Release(Stored, table=True):
    """One complete statement of one site and period; its rows are never changed."""

    __tablename__ = "release"
    __table_args__ = (
        one_of("state", ReleaseState),
        UniqueConstraint("site", "period", "release_number", name="uq_release_number"),
    )

    release_id: str = text("Site, period and number, such as stockport-tameside-2022-23-P06-1.", key=True)
    site: str = text("The site.")
    period: str = text("The period that it states.")
    release_number: int = number("Counts the releases of the site and period.")
    known_on: date = day("The knowledge date: what became known later is invisible to it.")
    state: str = text("provisional, part_signed, signed, outdated, restated or withdrawn; a state never returns.")
    state_reason: str = text("Why it was outdated or withdrawn; else empty.")
    content_hash: str = text("SHA-256 over the sorted published rows without run, time, key and file columns.")
    run_id: str = text("The run that built it.")
    published_at: datetime = moment("When readers first saw it.")
    code_version: str = text("The version of the program that built it.")
    supersedes: str = text("The release that it took the place of; empty for the first.")


class CurrentRelease(Stored, table=True):
    """The one release of a site and period that readers see."""

    __tablename__ = "current_release"

    site: str = text("The site.", key=True)
    period: str = text("The period.", key=True)
    release_id: str = text("The release that readers see.", refers_to="release.release_id")


class ReleaseInput(Stored, table=True):
    """One file, agreement, rate or other input that a release rests on."""

    __tablename__ = "release_input"
    __table_args__ = (one_of("kind", InputKind),)

    release_id: str = text("The release.", key=True, refers_to="release.release_id")
    name: str = text("The input: a feed's file or a file of the site.", key=True)
    source_file: str = text("SHA-256 of its bytes.", key=True)
    kind: str = text("feed, site or rate.")
    version: str = text("Its version or publication date, where it has one.")
    known_from: date | None = day("The day from which it is known; empty where it is always known.")
    note: str = text("Why it was added after the release was published; else empty.")


class Build(Stored, table=True):
    """A release under construction; one that is still here when the next build begins has died."""

    __tablename__ = "build"

    release_id: str = text("The release that the build would become.", key=True)
    site: str = text("The site.")
    period: str = text("The period.")
    run_id: str = text("The run that builds it.")


class PublishLock(Stored, table=True):
    """Who is publishing a site and period (SQLite only; PostgreSQL has locks of its own)."""

    __tablename__ = "publish_lock"

    site: str = text("The site.", key=True)
    period: str = text("The period.", key=True)
    owner: str = text("The machine, process and attempt that hold the lock.")
    expires_at: datetime = moment("When the lock may be taken over.")
