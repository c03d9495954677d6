"""What a site's files say more where a cause is asked for that rests on it: estimates, accounts, a taxable supply."""

from collections.abc import Set as AbstractSet
from datetime import date

from sspipe.lab.site import Yaml

ESTIMATED_YEARS = ("2022-23", "2023-24")
ESTIMATE = "61500"
ESTIMATING = frozenset({"BILLED_ON_BUDGET", "ESTIMATE_NOT_TRUED_UP"})
TRUE_UP = date(2023, 2, 28)
PROPOSED_OVERHEAD = "0.075"
ACCOUNTS = {
    "NON_PAY_COST": ("non_pay", "transport", {"stockport": "406000", "tameside": "1500"}),
    "AGENCY_COVER": ("agency", "employees", {"stockport": "407000", "tameside": "1600"}),
}


def agreement_with(agreement: Yaml, codes: AbstractSet[str]) -> Yaml:
    """The agreement with an estimate by post, billed or not, an overhead only proposed, or a supply that bears VAT."""
    for version in agreement["versions"]:
        terms, is_agreed = version["terms"], version["status"] == "agreed"
        if codes & ESTIMATING and is_agreed:
            terms["estimates"] = {post: dict.fromkeys(ESTIMATED_YEARS, ESTIMATE) for post in sorted(version["shares"])}
        if "OVERHEAD_ADDED" in codes and version["status"] == "proposed":
            terms["overhead"] = PROPOSED_OVERHEAD
        if "ESTIMATE_NOT_TRUED_UP" in codes and is_agreed:
            terms.update(basis="estimate", true_up_date=TRUE_UP)
        if "VAT_NOT_CHARGED" in codes and is_agreed:
            terms["vat_treatment"] = "taxable"
    return agreement


def councils_with(councils: Yaml, codes: AbstractSet[str]) -> Yaml:
    """The councils with an account for each cost beside pay that is asked for."""
    for code, (component, subjective, accounts) in ACCOUNTS.items():
        for council in councils["councils"] if code in codes else ():
            council["accounts"][accounts[council["council"]]] = {"component": component, "subjective": subjective}
    return councils
