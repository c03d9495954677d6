"""Layouts and contexts for the tests of conforming, and one call that conforms bytes."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from sspipe.conform.context import ConformContext, OccupantKey
from sspipe.conform.files import Conformed, conform_file
from sspipe.conform.layout import Layout, read_layout
from sspipe.model.periods import Period
from sspipe.terms.strict_yaml import read_strict

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "cases"
SITE = ROOT / "deployments/stockport-tameside/layouts"
PAYMENTS = ROOT / "deployments/published-payments-2014/layouts"
HASH = "0" * 64
NAME = "Zoë O'Fakename"
STOCKPORT_NAMES = {
    "STOCKPORT MBC": "stockport",
    "Stockport Metropolitan Borough Council": "stockport",
    "SMBC": "stockport",
}
TAMESIDE_NAMES = {"TAMESIDE MBC": "tameside", "Tameside Metropolitan Borough Council": "tameside"}
TITLES = {
    "Head of Education Improvement for Early Years": "EYHEAD",
    "Head of Early Years and KS1": "EYHEAD",
    "Lead Childminder Officer": "EYCHILD",
    "Lead for Early Years Settings (PVI)": "EYPVI",
}
ACCOUNTS = {
    "401000": "employees", "402000": "employees", "470000": "third_party_payments", "920000": "income",
    "790000": "control", "1100": "employees", "1300": "employees", "9100": "income", "8000": "control",
    "E100": "employees", "X900": "control",
}  # fmt: skip
FILE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "stockport_posts": "SMBC_HR_ESTABLISHMENT_2022-23_P06_20221005.csv",
        "stockport_elements": "SMBC_HR_ELEMENTS_2022-23_P06_20221005.csv",
        "stockport_ledger": "SMBC_GL_LINE_ITEMS_2022-23_P06_20221006.txt",
        "tameside_posts": "TMBC_Establishment_2022-23_P06_20221005.xlsx",
        "tameside_ledger": "TMBC_agltransact_202201_20220506.csv",
        "dfe_grants": "dedicated-schools-grant_2022-to-2023_published-16-12-2021.ods",
        "dfe_measures": "early_years_measures_20221130.csv",
        "council_measures": "SMBC_measures_2022-23_Q2.csv",
        "thirdshire_ledger": "gl_2022-23_P01.csv",
        "tameside_payments": "tameside_spend_2014-07.csv",
        "stockport_payments": "stockport_spend_2014-07.xls",
    }
)
KNOWN_FROM = MappingProxyType(
    {
        "dfe_grants": date(2021, 12, 16),
        "dfe_measures": date(2022, 11, 30),
        "council_measures": date.min,
        "thirdshire_ledger": date(2022, 5, 6),
        "tameside_ledger": date(2022, 5, 6),
        "tameside_payments": date(2014, 8, 1),
        "stockport_payments": date(2014, 8, 1),
    }
)
PERIODS = MappingProxyType(
    {
        "stockport_ledger": Period(2022, 6),
        "tameside_ledger": Period(2022, 1),
        "thirdshire_ledger": Period(2022, 1),
    }
)


def layout_of(case: str) -> Layout:
    """The layout that a case is read by: its own, or one of the deployments."""
    places = (CASES / case / "layout.yaml", SITE / f"{case}.yaml", PAYMENTS / f"{case}.yaml")
    path = next(place for place in places if place.exists())
    return read_layout(read_strict(path.read_text(encoding="utf-8"), path.name), path.name)


def context_of_case(case: str, file_name: str | None = None) -> ConformContext:
    """A context with titles, counterparties and accounts of every council of the cases."""
    publisher = case.split("_", maxsplit=1)[0]
    names = {"stockport": TAMESIDE_NAMES, "tameside": STOCKPORT_NAMES}.get(publisher, TAMESIDE_NAMES)
    return ConformContext(
        publisher=publisher,
        feed=case.replace("_", "/"),
        period=PERIODS.get(case),
        known_from=KNOWN_FROM.get(case, date(2022, 10, 6)),
        titles=TITLES,
        counterparties=names,
        accounts=ACCOUNTS,
        occupant_key=OccupantKey(key_id=f"{publisher}-test", secret=publisher.encode()),
        source_file=HASH,
        file_name=file_name or FILE_NAMES[case],
    )


def conformed(case: str, data: bytes, file_name: str | None = None) -> Conformed:
    """Conform bytes as a file of a case."""
    return conform_file(BytesIO(data), layout_of(case), context_of_case(case, file_name))


def raw_of(case: str) -> Path:
    """The raw file of a case."""
    return next((CASES / case).glob("raw.*"))
