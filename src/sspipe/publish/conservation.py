"""What became of every row and pound, as rows: each file's fates by named rule, and each joint cost centre's."""

from collections.abc import Iterable, Iterator

from sspipe.model.conservation import Conservation, Count, LedgerTotal
from sspipe.publish.plain import Row, numbered

FILE = "file"
COST_CENTRE = "cost_centre"


def shape_conservation(files: Iterable[Conservation], totals: Iterable[LedgerTotal]) -> list[Row]:
    """Rows of `out_conservation`."""
    return numbered(
        [*(row for each in files for row in _of_file(each)), *(row for each in totals for row in _of_centre(each))]
    )


def _of_file(each: Conservation) -> Iterator[Row]:
    yield _file_row(each, "read", "", each.read)
    yield _file_row(each, "used", "", each.used)
    for fate, counts in (("quarantined", each.quarantined), ("excluded", each.excluded)):
        for rule, count in counts:
            yield _file_row(each, fate, rule, count)


def _file_row(each: Conservation, fate: str, rule: str, count: Count) -> Row:
    return {
        "kind": FILE,
        "publisher": each.publisher,
        "feed": each.feed,
        "file_name": each.file_name,
        "source_file": each.source_file,
        "council": "",
        "cost_centre": "",
        "period": "",
        "fate": fate,
        "rule": rule,
        "rows": count.rows,
        "debit_pence": count.debit_pence,
        "credit_pence": count.credit_pence,
        "amount_pence": count.debit_pence - count.credit_pence,
        "is_proved_complete": each.is_proved_complete,
    }


def _of_centre(total: LedgerTotal) -> Iterator[Row]:
    amounts = {
        "total": total.total_pence,
        "attributed": total.attributed_pence,
        "not_joint": total.not_joint_pence,
        "break": total.break_pence,
    }
    for fate, amount_pence in amounts.items():
        yield _centre_row(total, fate, amount_pence)


def _centre_row(total: LedgerTotal, fate: str, amount_pence: int) -> Row:
    return {
        "kind": COST_CENTRE,
        "publisher": "",
        "feed": "",
        "file_name": "",
        "source_file": "",
        "council": total.council,
        "cost_centre": total.cost_centre,
        "period": str(total.period),
        "fate": fate,
        "rule": "",
        "rows": None,
        "debit_pence": None,
        "credit_pence": None,
        "amount_pence": amount_pence,
        "is_proved_complete": None,
    }
