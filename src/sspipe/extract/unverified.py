"""What is told at every pull of a source whose certificate nobody checks."""

from sspipe.model.feeds import Feed
from sspipe.model.findings import Finding, Severity, Where
from sspipe.model.sources import HttpSource


def source_findings(feed: Feed) -> tuple[Finding, ...]:
    """A warning where anybody could pass for the sender; nothing for any other feed."""
    if not isinstance(feed.source, HttpSource) or not feed.source.is_tls_unverified:
        return ()
    return (
        Finding(
            severity=Severity.WARN,
            rule="SENDER_NOT_VERIFIED",
            where=Where(council=feed.publisher, feed=feed.feed),
            found=f"a source whose certificate is not checked, because: {feed.source.unverified_reason}",
            expected="a certificate that proves who sends",
            action="Name the sender's authority as ca_file in feeds.yaml, and take is_unverified out.",
        ),
    )
