"""A site's own entry from site.yaml: its name, its first period, its close days and limits."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sspipe.model.periods import Period
from sspipe.terms.forms import Code, DayRuleForm, FileForm, Form, Text, Whole


def _month(text: str) -> str:
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise ValueError(_MONTHS) from error
    if not period.is_month:
        raise ValueError(_MONTHS)
    return text


_MONTHS = "a month such as 2022-23-P01"


class CloseDaysForm(Form):
    """On which day a period closes: months, and the year-end periods P13 to P16."""

    ordinary: DayRuleForm
    P13: DayRuleForm


class SiteFile(FileForm):
    """The file site.yaml. Limits are whole pence."""

    site: Code
    title: Text
    first_period: Annotated[Text, AfterValidator(_month)]
    close_day: CloseDaysForm
    unexplained_limit_pence: Whole
    break_threshold_pence: Annotated[Literal[0], Field(description="every difference is a break")]
    pack_threshold_pence: Annotated[Whole, Field(description="smaller breaks stand in one line of a first page")] = 0
    second_role_limit_pence: Annotated[Whole, Field(description="larger decisions on breaks need a second role")] = 0

    @property
    def period(self) -> Period:
        """The first period."""
        return Period.parse(self.first_period)
