"""The few ways a run can break, and whether trying again may help.

Wrong data is not here: that is a `Finding` (`sspipe.model.findings`). Every message says where, what was found, what
was expected and what to do; every exception goes through pickle unchanged, because runners may sit in other processes.
"""

from typing import ClassVar


class RunBroken(Exception):  # noqa: N818 - exceptions here are named after the fact
    """A run cannot go on. `retry_helps` says whether the same call may succeed a little later."""

    retry_helps: ClassVar[bool] = False

    def __init__(self, where: str, found: str, expected: str, action: str) -> None:
        """Keep the four parts of the message."""
        super().__init__(where, found, expected, action)
        self.where = where
        self.found = found
        self.expected = expected
        self.action = action

    def __str__(self) -> str:
        """Say the four parts in one sentence and a request."""
        return f"{self.where}: found {self.found}; expected {self.expected}. {self.action}"


class SourceUnavailable(RunBroken):
    """A source did not answer, or not in time."""

    retry_helps = True


class SourceRefused(RunBroken):
    """A source will not give what is asked of it: its address, our right or its certificate is wrong."""


class SecretUnusable(RunBroken):
    """A secret is nowhere to be found, or holds what cannot be sent."""


class SiteFileWrong(RunBroken):
    """A file of the site, or a national rate, breaks its schema."""


class FileRefused(RunBroken):
    """A feed file cannot be read as what its feed declares."""


class NoTermInForce(RunBroken):
    """No value of a term is in force, it is marked unset, or its confirmation has run out."""


class SuiteMissing(RunBroken):
    """A canonical table has no suite of expectations."""


class PublishRefused(RunBroken):
    """A release was built and checked, and may not be published."""


class PackNotWritten(RunBroken):
    """A release is published, and a workbook of it could not be put where finance looks for it."""

    retry_helps = True


class ReleaseLocked(RunBroken):
    """Another run is publishing the same site and period."""

    retry_helps = True


class PeriodNotClosed(RunBroken):
    """A period that is never closed: the opening balance, or one before the site begins."""


class DatabaseUnavailable(RunBroken):
    """The shared database went away, or was too busy to answer in time."""

    retry_helps = True


class StageFailed(RunBroken):
    """A stage stopped on a fault of sspipe's own; the message says where, and nothing of what was being worked on."""


class DatabaseBehind(RunBroken):
    """The shared database is not at the schema version that this code writes."""


class NoDatabaseYet(RunBroken):
    """No run has made the shared database, or its address is another one."""


class NothingPublished(RunBroken):
    """The shared database holds no release of any site yet."""


class ConformedDamaged(RunBroken):
    """What was kept of a file whose raw bytes are destroyed is not there any more, or not as it was."""


class LandingDamaged(RunBroken):
    """A landed file no longer has the content that its name states."""
