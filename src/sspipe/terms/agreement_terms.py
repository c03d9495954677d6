"""The form of an agreement version's terms: every one required, none with a default."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, Strict

from sspipe.model.agreements import (
    Basis,
    BillingDay,
    BillingMonth,
    DataClause,
    Frequency,
    PensionBasis,
    Retrospection,
    Sharing,
    Terms,
    VatTreatment,
)
from sspipe.model.periods import FinancialYear
from sspipe.terms.forms import Code, Day, Form, Portion, Pounds, Text, Whole


def _financial_year(text: str) -> str:
    try:
        return str(FinancialYear.parse(text))
    except ValueError as error:
        message = "a financial year such as '2022-23'"
        raise ValueError(message) from error


YearText = Annotated[Text, AfterValidator(_financial_year)]


class BillingDayForm(Form):
    """The day of the month on which due becomes billable."""

    day: Annotated[int, Strict(), Field(ge=1, le=31)]
    month: BillingMonth


class TermsForm(Form):
    """Every term of a version (R6)."""

    basis: Basis
    frequency: Frequency
    billing_day: BillingDayForm
    lag_to_bill_working_days: Whole
    lag_to_book_working_days: Whole
    payment_terms_days: Whole
    true_up_date: Day | None
    vat_treatment: VatTreatment
    levy: Sharing
    pension_basis: PensionBasis
    overhead: Portion
    cover_and_overlap: Sharing
    absence: Sharing
    one_off_pay: Sharing
    non_pay_costs: Sharing
    lump_sums: Sharing
    exit_costs: Sharing
    host_errors: Sharing
    estimates: dict[Code, dict[YearText, Pounds]]
    retrospection: Retrospection
    exit_notice_months: Whole
    data_clause: DataClause
    data_clause_ends: Day | None

    def terms(self) -> Terms:
        """The terms in the model's words."""
        billing_day = BillingDay(day=self.billing_day.day, month=self.billing_day.month)
        rest: Mapping[str, Any] = {name: getattr(self, name) for name in Terms.__slots__ if name != "billing_day"}
        return Terms(billing_day=billing_day, **rest)
