"""Drawn facts: holders, late records, an award, shares and ledger lines, within what a site can hold."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Given = dict[str, Any]
FIRST, LAST = date(2022, 4, 1), date(2022, 12, 31)
CLOSES = tuple(f"2022-23-P{number:02d}" for number in range(4, 12))
FTES = ("1", "0.8", "0.5", "22/37")
ODD_SHARES = (("1/2", "1/2"), ("3/5", "2/5"), ("53/100", "47/100"), ("2/3", "1/3"))
DAYS = st.dates(FIRST, LAST)
POUNDS = st.integers(20_000, 90_000).map(str)


@st.composite
def records(draw: st.DrawFn, post: str, person: str) -> list[dict[str, Any]]:
    """One holder's time on a post: from a day on, with a change of hours that HR may record late."""
    begins = draw(DAYS)
    row: dict[str, Any] = {
        "person": person, "post": post, "scale": "NJC", "point": "43", "ni": draw(st.sampled_from("ACM")),
        "scheme": draw(st.sampled_from(["LGPS", "TPS", "NONE"])), "fte": draw(st.sampled_from(FTES)),
        "from": begins, "to": None, "recorded": begins + timedelta(days=draw(st.integers(-60, 45))),
    }  # fmt: skip
    if not draw(st.booleans()):
        return [row]
    changes = begins + timedelta(days=draw(st.integers(1, 90)))
    known = max(row["recorded"], changes) + timedelta(days=draw(st.integers(1, 80)))
    later = row | {"fte": draw(st.sampled_from(FTES)), "from": changes, "recorded": known}
    leaves = draw(st.booleans())
    before = row | {"to": changes - timedelta(days=1), "recorded": known}
    return [row | {"superseded": known}, before, *([] if leaves else [later])]


@st.composite
def elements(draw: st.DrawFn) -> dict[str, Any]:
    """A pay element of one of the holders, which HR may record late and end late."""
    begins = draw(DAYS)
    kinds = ("allowance", "honorarium", "acting_up", "overtime", "one_off", "reduction", "sacrifice")
    flags = {name: draw(st.booleans()) for name in ("fte_scaled", "ni_able", "pensionable", "uplifted")}
    post, person = draw(st.sampled_from([("ey-head", "A"), ("ey-school", "A"), ("ey-pvi", "C")]))
    pence = draw(st.integers(1, 99_999))
    return flags | {
        "post": post, "person": person, "kind": draw(st.sampled_from(kinds)),
        "frequency": draw(st.sampled_from(["monthly", "annual", "once"])),
        "amount": f"£{pence // 100}.{pence % 100:02d}", "from": begins,
        "to": draw(st.none() | st.just(begins + timedelta(days=draw(st.integers(0, 90))))),
        "recorded": begins + timedelta(days=draw(st.integers(-60, 60))),
    }  # fmt: skip


@st.composite
def sites(draw: st.DrawFn) -> Given:
    """Two posts, one hosted by each council, an award settled in autumn, and an agreement."""
    one, other = draw(st.sampled_from(ODD_SHARES))
    shares = {date(2022, 7, 6): {"stockport": one, "tameside": other}}
    if draw(st.booleans()):
        shares[draw(st.dates(date(2022, 7, 7), LAST))] = {"stockport": "9/20", "tameside": "11/20"}
    approved = date(2022, 7, 6) + timedelta(days=draw(st.integers(0, 80)))
    terms = {"overhead": draw(st.sampled_from(["0", "0.05"])), "levy": draw(st.sampled_from(["shared", "not_shared"]))}
    terms |= {name: draw(st.sampled_from(["shared", "not_shared"])) for name in ("one_off_pay", "absence")}
    return {
        "scales": {
            "NJC": {
                "43": {
                    date(2021, 4, 1): {"pounds": draw(POUNDS)},
                    date(2022, 4, 1): {"pounds": draw(POUNDS), "settled_on": draw(st.dates(date(2022, 6, 1), LAST))},
                }
            }
        },
        "lgps": {"stockport": {date(2020, 4, 1): "0.197"}, "tameside": {date(2020, 4, 1): "0.208"}},
        "hosts": {"ey-head": "stockport", "ey-school": "stockport", "ey-pvi": "tameside"},
        "occupancies": [
            *draw(records("ey-head", "A")),
            *draw(records("ey-school", draw(st.sampled_from(["A", "B"])))),
            *draw(records("ey-pvi", "C")),
        ],
        "agreement": {
            "shared_from": date(2022, 7, 6),
            "approvals": {"stockport": date(2022, 7, 6), "tameside": approved},
            "ends": draw(st.none() | st.dates(date(2022, 8, 1), LAST)),
            "shares": {"ey-head": shares, "ey-pvi": shares},
            "terms": terms,
        },
        "elements": draw(st.lists(elements(), max_size=3)),
        "close": draw(st.sampled_from(CLOSES)),
        "pay_lines": "as expected",
        "recharged": draw(st.sets(st.sampled_from(CLOSES))),
        "ledger": draw(st.lists(lines(), max_size=6)),
    }


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    """A line that nobody expects: pay or a recharge of any amount, on a post or on a cost centre alone."""
    month = draw(st.integers(1, 11))
    council, other, centre = draw(
        st.sampled_from(
            [
                ("stockport", "tameside", "CSP4101"),
                ("stockport", "tameside", "C9999"),
                ("tameside", "stockport", "CTP7101"),
            ]
        )
    )
    pence = draw(st.integers(-300_000, 300_000).filter(bool))
    line: dict[str, Any] = {
        "council": council,
        "period": f"2022-23-P{month:02d}",
        "centre": centre,
        "document": draw(st.sampled_from("XYZ")),
        "amount": f"{'-' if pence < 0 else ''}£{abs(pence) // 100}.{abs(pence) % 100:02d}",
        "use": draw(st.sampled_from(["basic", "ni", "other", "control", "recharge_income", "recharge_expenditure"])),
        "counterparty": draw(st.sampled_from(["", other])),
        "reference": draw(st.sampled_from(["", "R1", "R2"])),
        "ref": draw(st.sampled_from(["", "SP4101" if council == "stockport" else "TP7101", "SP9001"])),
        "person": draw(st.sampled_from(["", "A"])),
        "type": draw(st.sampled_from(["actual", "actual", "accrual", "budget"])),
    }
    if draw(st.booleans()):
        line["service"] = f"2022-23-P{draw(st.integers(1, 11)):02d}"
    return line
