"""The figures of the programme: savings, estimates, grant changes, recovery plans, central costs, other charges."""

from typing import Annotated, Literal

from pydantic import Field

from sspipe.model.programme import Rating
from sspipe.terms.agreement_terms import YearText
from sspipe.terms.forms import Code, Day, Pounds, Text, Truth, Whole
from sspipe.terms.stated import Stated

Year = Annotated[YearText, Field(description="a financial year such as '2022-23'")]


class Saving(Stated):
    """A saving of one owner; null where no figure is on record (R13).

    One that is not one-sided stands once for each council that gains or bears by it, what it bears as a minus.
    """

    saving: Code
    owner: Code
    title: Text
    year: Year
    baseline: Pounds | None
    target: Pounds | None
    delivered: Pounds | None
    forecast: Pounds | None
    rating: Rating | None
    is_one_sided: Truth


class Estimate(Stated):
    """An estimate that a council works with; null where the figure is not public."""

    estimate: Code
    council: Code
    supplied_by: Code
    title: Text
    amount: Pounds | None
    is_provisional: Truth


class GrantChange(Stated):
    """A change of a grant's block that bears on the posts."""

    council: Code
    block: Code
    year: Year
    change: Text
    amount: Pounds
    is_reduction: Truth
    pays_for: Text


class RecoveryPlan(Stated):
    """A plan to bring an overspent line back."""

    plan: Code
    council: Code
    title: Text
    amount: Pounds
    year: Year


class HeldCorporately(Stated):
    """A component of cost that a council holds in the centre, so that its ledger lines stand elsewhere."""

    component: Literal["basic", "elements", "ni", "pension", "levy"]
    council: Code
    starts: Day
    title: Text


class OtherFlow(Stated):
    """A charge between the councils that is none of the posts' and is never matched to them."""

    flow: Code
    provider: Code
    receiver: Code
    starts: Day
    years: Whole
    quantity: Text
