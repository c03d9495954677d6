"""The seven kinds of lab file: where the newest one lies, in which form, which of its columns a damage may touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class LabFile:
    """One kind of file. Columns go by heading: `needed` is one that the layout takes, `free` one that none takes.

    `figure` holds the figure of a row, `code` a code that it needs; `unknown` is a column and a code that nobody knows.
    `dates` tells the columns that hold dates by their form; `cut` is how many characters its last cell can lose.
    """

    name: str
    folder: str
    file_name: str
    second_name: str
    form: Literal["text", "xlsx", "ods"]
    encoding: str = "utf-8"
    delimiter: str = ","
    quoted: bool = True
    marked: bool = False
    needed: str
    exchanged: tuple[str, str]
    figure: str
    amounts: tuple[str, ...] = ()
    code: str
    unknown: tuple[str, str]
    free: str
    dates: tuple[str, ...] = ()
    date_form: str = ""
    document: str = ""
    flag: str = ""
    cut: int = 0

    def path(self, feeds: Path) -> Path:
        """The newest file of a site's feeds."""
        return feeds / self.folder / self.file_name


STOCKPORT_POSTS = LabFile(
    name="stockport_posts",
    folder="stockport/posts",
    file_name="SMBC_HR_ESTABLISHMENT_2022-23_P03_20220705.csv",
    second_name="SMBC_HR_ESTABLISHMENT_2022-23_P03_20220707.csv",
    form="text",
    needed="Cost Centre",
    exchanged=("Position Reference", "Cost Centre"),
    figure="Contract Hours",
    code="Cost Centre",
    unknown=("Grade", "HAY"),
    free="Surname",
    dates=("Start Date", "End Date", "Last Changed"),
    date_form="%d/%m/%Y",
    cut=2,
)
STOCKPORT_LEDGER = LabFile(
    name="stockport_ledger",
    folder="stockport/ledger",
    file_name="SMBC_GL_LINE_ITEMS_2022-23_P03_20220706.txt",
    second_name="SMBC_GL_LINE_ITEMS_2022-23_P03_20220708.txt",
    form="text",
    encoding="cp1252",
    delimiter=";",
    quoted=False,
    needed="Document Number",
    exchanged=("Document Number", "G/L Account"),
    figure="Amount in Local Currency",
    amounts=("Tax Amount", "Amount in Local Currency"),
    code="Document Number",
    unknown=("Value Type", "Statistical"),
    free="Text",
    dates=("Posting Date", "Service From", "Service To"),
    date_form="%d.%m.%Y",
    document="Document Number",
    cut=4,
)
TAMESIDE_POSTS = LabFile(
    name="tameside_posts",
    folder="tameside/posts",
    file_name="TMBC_Establishment_2022-23_P03_20220705.xlsx",
    second_name="TMBC_Establishment_2022-23_P03_20220707.xlsx",
    form="xlsx",
    needed="Cost Centre",
    exchanged=("Post No", "Cost Centre"),
    figure="Hours",
    code="Cost Centre",
    unknown=("Scale", "HAY"),
    free="Name",
    dates=("From", "To", "Amended On"),
    date_form="%Y-%m-%d",
)
TAMESIDE_LEDGER = LabFile(
    name="tameside_ledger",
    folder="tameside/ledger",
    file_name="TMBC_agltransact_202203_20220706.csv",
    second_name="TMBC_agltransact_202203_20220708.csv",
    form="text",
    marked=True,
    needed="voucher_no",
    exchanged=("voucher_no", "account"),
    figure="amount",
    amounts=("tax_amount", "amount"),
    code="voucher_no",
    unknown=("ledger", "XX"),
    free="description",
    dates=("trans_date",),
    date_form="%Y-%m-%d",
    document="voucher_no",
    flag="dc_flag",
    cut=3,
)
DFE_GRANTS = LabFile(
    name="dfe_grants",
    folder="dfe/grants",
    file_name="dedicated-schools-grant_2022-to-2023_published-20-07-2022.ods",
    second_name="dedicated-schools-grant_2022-to-2023_published-22-07-2022.ods",
    form="ods",
    needed="Early years pupil premium",
    exchanged=("LA code", "Local authority"),
    figure="Early years pupil premium",
    amounts=(
        "Universal entitlement",
        "Additional 15 hours",
        "Entitlement for disadvantaged",
        "Early years pupil premium",
        "Disability access fund",
        "Maintained nursery school",
        "Total early years block",
    ),
    code="LA code",
    unknown=("", ""),
    free="Local authority",
)
DFE_MEASURES = LabFile(
    name="dfe_measures",
    folder="dfe/measures",
    file_name="early_years_measures_20221130.csv",
    second_name="early_years_measures_20221202.csv",
    form="text",
    needed="Values",
    exchanged=("Years", "LA and Regions"),
    figure="Values",
    code="Years",
    unknown=("Years", "Twenty22"),
    free="Data item",
    cut=1,
)
COUNCIL_MEASURES = LabFile(
    name="council_measures",
    folder="stockport/measures",
    file_name="SMBC_measures_2022-23_Q2.csv",
    second_name="SMBC_measures_2022-23_Q1.csv",
    form="text",
    needed="Value",
    exchanged=("Code", "Area"),
    figure="Value",
    code="Code",
    unknown=("Unit", "pct"),
    free="Measure",
    dates=("Published",),
    date_form="%d/%m/%Y",
    cut=2,
)
LAB_FILES: Mapping[str, LabFile] = MappingProxyType(
    {
        file.name: file
        for file in (
            STOCKPORT_POSTS,
            STOCKPORT_LEDGER,
            TAMESIDE_POSTS,
            TAMESIDE_LEDGER,
            DFE_GRANTS,
            DFE_MEASURES,
            COUNCIL_MEASURES,
        )
    }
)
