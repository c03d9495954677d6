"""What a lab site's ledgers really hold, read back without any of the house's readers."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FoundLine:
    """One ledger line of either council in the words that both share."""

    council: str
    period: str
    document: str
    account: str
    cost_centre: str
    post_ref: str
    partner: str
    reference: str
    service: str
    accrual_id: str
    entry_type: str
    text: str
    pence: int


def ledger_lines(site: Path) -> Iterator[FoundLine]:
    """Every line of every ledger file."""
    for path in sorted((site / "feeds" / "stockport" / "ledger").iterdir()):
        yield from _stockport_lines(path)
    for path in sorted((site / "feeds" / "tameside" / "ledger").iterdir()):
        yield from _tameside_lines(path)


def _stockport_lines(path: Path) -> Iterator[FoundLine]:
    lines = path.read_text(encoding="cp1252").splitlines()
    headings = lines[0].split(";")
    for text in lines[1:]:
        row = dict(zip(headings, text.split(";"), strict=True))
        amount = row["Amount in Local Currency"]
        year = int(row["Fiscal Year"])
        yield FoundLine(
            council="stockport",
            period=f"{year}-{(year + 1) % 100}-P{int(row['Period']):02d}",
            document=row["Document Number"],
            account=row["G/L Account"],
            cost_centre=row["Cost Center"],
            post_ref=row["Order"],
            partner=row["Trading Partner"],
            reference=row["Reference"],
            service=row["Service From"][6:] + row["Service From"][3:5],
            accrual_id=row["Accrual Ref"],
            entry_type=row["Value Type"].lower(),
            text=text,
            pence=_pence(amount.rstrip("-")) * (-1 if amount.endswith("-") else 1),
        )


def _tameside_lines(path: Path) -> Iterator[FoundLine]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["period"][:4])
            yield FoundLine(
                council="tameside",
                period=f"{year}-{(year + 1) % 100}-P{row['period'][4:]}",
                document=row["voucher_no"],
                account=row["account"],
                cost_centre=row["dim_1"],
                post_ref=row["dim_2"],
                partner=row["apar_name"],
                reference=row["ext_inv_ref"],
                service=row["dim_5"],
                accrual_id=row["dim_6"],
                entry_type={"GL": "actual", "AC": "accrual", "BU": "budget"}[row["ledger"]],
                text=",".join(row.values()),
                pence=_pence(row["amount"]),
            )


def _pence(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def truth(path: Path) -> dict[tuple[str, str, str, str], int]:
    """The truth by post, month, measure and component."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["post"], row["month"], row["measure"], row["component"]): int(row["amount_pence"])
            for row in csv.DictReader(file)
        }


def planted(path: Path) -> list[dict[str, str]]:
    """What was planted and what is only waiting."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
