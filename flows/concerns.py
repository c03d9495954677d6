"""Which lines of a council's ledger concern joint posts, by what the site says of it."""

from sspipe.conform.records import Concerns
from sspipe.model.councils import AccountUse
from sspipe.model.site import Site


def concerns_of(site: Site, publisher: str) -> Concerns:
    """What makes a line of a council's ledger concern joint posts or the other councils."""
    return Concerns(
        cost_centres=frozenset(
            centre for post in site.posts for at, centre in post.cost_centres.items() if at == publisher
        ),
        post_refs=frozenset(ref for post in site.posts for at, ref in post.refs.items() if at == publisher),
        counterparties=frozenset(code for code in site.councils if code != publisher),
        control_accounts=_control_accounts(site, publisher),
    )


def _control_accounts(site: Site, publisher: str) -> frozenset[str]:
    accounts = site.councils[publisher].accounts if publisher in site.councils else {}
    return frozenset(code for code, account in accounts.items() if account.use is AccountUse.CONTROL)
