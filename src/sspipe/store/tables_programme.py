"""What the councils' papers say of savings, milestones and risks, each row with its paper and paragraph."""

from datetime import date

from sspipe.model.programme import Certainty, Rating, SavingScope
from sspipe.store.columns import Published, day, flag, one_of, pence, text

_STATUS = "How sure the paper is: agreed, proposed, disputed, planned, stated, done or ended"
_PAPER = "The paper that says so, by its short name among the site's files"
_PAPER_TITLE = "The paper's title"
_PARAGRAPH = "The paragraph of the paper"
_STATED_ON = "The day of the paper; empty where it bears no date"
_ILLUSTRATIVE = "Whether it is made up for the demonstration."
_NOTE = "What the site's files add about the entry; empty where nothing is added."


class OutSavings(Published, table=True):
    """One council's saving of one year, or the savings of that year over all councils together."""

    __tablename__ = "out_savings"
    __table_args__ = (one_of("scope", SavingScope), one_of("rating", Rating), one_of("status", Certainty))

    year: str = text("The financial year, such as 2022-23.")
    scope: str = text("owner: one council's saving; together: the year's savings over all councils.")
    saving: str = text("The saving's short name; empty on the row over all councils.")
    owner: str = text("The council whose saving it is; empty on the row over all councils.")
    title: str = text("The saving in words.")
    baseline_pence: int | None = pence("The cost that the saving starts from; empty where no figure is on record.")
    target_pence: int | None = pence("What is to be saved; empty where no figure is on record, which is not nil.")
    delivered_pence: int | None = pence("What has been saved; empty where no figure is on record.")
    forecast_pence: int | None = pence("What is now expected to be saved; empty where no figure is on record.")
    rating: str | None = text("The risk to the saving: green, amber or red; empty where the paper gives none.")
    is_one_sided: bool | None = flag(
        "Whether it is its owner's alone; empty on the row over all councils. A cost moved to the partner is no saving."
    )
    basis: str = text("How the saving counts over the councils together, or how many savings the sum holds.")
    status: str | None = text(f"{_STATUS}; empty on the row over all councils.")
    paper: str = text(f"{_PAPER}; empty on the row over all councils.")
    paper_title: str = text(f"{_PAPER_TITLE}; empty on the row over all councils.")
    paragraph: str = text(f"{_PARAGRAPH}; empty on the row over all councils.")
    stated_on: date | None = day(f"{_STATED_ON}, and on the row over all councils.")
    is_illustrative: bool = flag(_ILLUSTRATIVE)
    note: str = text(_NOTE)


class OutMilestones(Published, table=True):
    """One milestone of the programme, as one council expects it."""

    __tablename__ = "out_milestones"
    __table_args__ = (one_of("status", Certainty),)

    milestone: str = text("The milestone's short name.")
    council: str = text("The council that expects it.")
    title: str = text("The milestone in words.")
    expected: str = text("When the council expects it, in its paper's words.")
    expected_by: date = day("The last day of that time: after it the milestone is late.")
    output: str = text("What it produces; empty where the paper does not say.")
    is_late: bool = flag(
        "Whether its day had passed on the knowledge date and no paper on file says that it is done or has ended."
    )
    status: str = text(f"{_STATUS}.")
    paper: str = text(f"{_PAPER}.")
    paper_title: str = text(f"{_PAPER_TITLE}.")
    paragraph: str = text(f"{_PARAGRAPH}.")
    stated_on: date | None = day(f"{_STATED_ON}.")
    is_illustrative: bool = flag(_ILLUSTRATIVE)
    note: str = text(_NOTE)


class OutRisks(Published, table=True):
    """One risk of the programme, as one council's paper states it."""

    __tablename__ = "out_risks"
    __table_args__ = (one_of("rating", Rating), one_of("status", Certainty))

    risk: str = text("The risk's short name.")
    council: str = text("The council whose paper states it.")
    title: str = text("The risk in words.")
    implication: str = text("What would follow from it.")
    action: str = text("What is done about it.")
    rating: str | None = text("green, amber or red; empty where the paper gives none.")
    status: str = text(f"{_STATUS}.")
    paper: str = text(f"{_PAPER}.")
    paper_title: str = text(f"{_PAPER_TITLE}.")
    paragraph: str = text(f"{_PARAGRAPH}.")
    stated_on: date | None = day(f"{_STATED_ON}.")
    is_illustrative: bool = flag(_ILLUSTRATIVE)
    note: str = text(_NOTE)
