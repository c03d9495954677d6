"""How people name a month, a council, a post, an officer, and an amount whichever way it goes."""

from sspipe.model.councils import Council
from sspipe.model.money import in_pounds
from sspipe.model.periods import Period
from sspipe.model.posts import JointPost

_ENDINGS = (
    " Metropolitan Borough Council",
    " Metropolitan District Council",
    " Borough Council",
    " City Council",
    " County Council",
    " District Council",
    " Council",
)


def said(month: Period) -> str:
    """A month as people name it.

    >>> said(Period(2022, 5))
    'August 2022'
    """
    return f"{month.first_day:%B %Y}"


def name_of(council: Council) -> str:
    """A council's name as people say it: Stockport of Stockport Metropolitan Borough Council."""
    return next((council.name.removesuffix(end) for end in _ENDINGS if council.name.endswith(end)), council.name)


def title_of(post: JointPost, council: str) -> str:
    """A post's title as a council words it, else as any does; its identity where none has a title for it."""
    own = post.titles.get(council, ())
    return next((title for titles in (own, *post.titles.values()) for title in titles), post.post)


def finance_officer(council: str) -> str:
    """Whom to ask about a council's ledger and its invoices, by the council's name."""
    return f"{council}'s finance officer"


def amount_said(pence: int) -> str:
    """An amount without a sign: what stands as a minus is a credit.

    >>> amount_said(500), amount_said(0), amount_said(-500)
    ('£5.00', 'nothing', 'a credit of £5.00')
    """
    if not pence:
        return "nothing"
    return in_pounds(pence) if pence > 0 else f"a credit of {in_pounds(-pence)}"
