"""Causes that rest on ledger lines of their own: journals, foreign lines, cost beside pay, items of another year (R9).

What such lines hold is taken off before anything else is looked for.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sspipe.model.councils import AccountUse
from sspipe.model.periods import Period
from sspipe.model.statement import Evidence
from sspipe.reconcile.actual import PAY_USES
from sspipe.reconcile.cost_late import PAID_BEFORE_ITS_RECORD
from sspipe.reconcile.cost_words import (
    ask_finance,
    ask_payroll,
    host_of,
    hr_record,
    minus,
    month_name,
    more_or_less,
    post_name,
    pounds_of,
    predicted,
)
from sspipe.reconcile.grouped_lines import document_of, grouped, of_lines, service_of, signed
from sspipe.reconcile.hypotheses import CauseClass, Hypothesis, Part, Parts, key_of
from sspipe.reconcile.months_beside import is_posted_next
from sspipe.reconcile.pay_between_posts import lines_of_strangers, lines_too_much, lines_under_others
from sspipe.reconcile.post_months import PostMonth
from sspipe.reconcile.shown_lines import added_up
from sspipe.reconcile.spoken import finance_officer

DAY = "%-d %B %Y"


def manual_journal(of: PostMonth) -> Iterator[Hypothesis]:
    """One named journal of a document type posted by hand; one that moves cost only where it is the difference."""
    by_hand = (
        line for line in of.shown if line.line.document_type in of.council.manual_documents and line.line.document
    )
    for _, lines in grouped(by_hand, document_of):
        document, parts = lines[0].line.document, added_up(lines)
        is_moved = any(line.placed.transfer is not None for line in lines)
        if is_moved and key_of(parts) != key_of(of.difference):
            continue
        yield of_lines(
            of,
            "MANUAL_JOURNAL",
            CauseClass.RECORDED,
            parts,
            lines,
            what=f"journal {document}",
            sentence=(
                f"{host_of(of)} posted journal {document} by hand on {lines[0].line.posting_date:{DAY}}: "
                f"{more_or_less(parts)} in {month_name(of.month)}."
                f"{ask_finance(of, 'show the paper behind it')}"
            ),
            decides=f"the paper behind journal {document}, from {finance_officer(host_of(of))}",
        )


def non_pay_cost(of: PostMonth) -> Iterator[Hypothesis]:
    """Mileage, training and the like, by account."""
    yield from _by_account(of, AccountUse.NON_PAY, "NON_PAY_COST", "cost other than pay, such as mileage or training")


def agency_cover(of: PostMonth) -> Iterator[Hypothesis]:
    """Payments to an agency, by account."""
    yield from _by_account(of, AccountUse.AGENCY, "AGENCY_COVER", "agency cover")


def miscoded_in(of: PostMonth) -> Iterator[Hypothesis]:
    """Lines that name somebody who has never held the post; or exactly what another post of the council lacks."""
    for _, lines in grouped(lines_of_strangers(of), lambda shown: shown.line.occupant_ref):
        parts = added_up(lines)
        yield of_lines(
            of,
            "MISCODED_IN",
            CauseClass.RECORDED,
            parts,
            lines,
            what="lines of somebody who has never held the post",
            sentence=(
                f"{host_of(of)}'s ledger holds {signed(parts)} under this post in {month_name(of.month)} for somebody "
                f"who has never held it.{ask_finance(of, 'move it to the right post')}"
            ),
        )
    for other in of.posts_that_differ_by(minus(of.difference)):
        lines = lines_too_much(of, other)
        if lines:
            yield of_lines(
                of,
                "MISCODED_IN",
                CauseClass.RECORDED,
                of.difference,
                lines,
                what=f"pay of another post, {post_name(other)}",
                sentence=(
                    f"{host_of(of)}'s ledger holds {signed(of.difference)} too much under this post in "
                    f"{month_name(of.month)}, exactly what another post, {post_name(other)}, lacks."
                    f"{ask_finance(of, 'move it there')}"
                ),
            )


def wrong_cost_centre(of: PostMonth) -> Iterator[Hypothesis]:
    """Minus the exact lines that stand under another post, or name a holder in a cost centre of no joint post."""
    for other in of.posts_that_differ_by(minus(of.difference)):
        lines = lines_too_much(other, of)
        if lines:
            yield of_lines(
                of,
                "WRONG_COST_CENTRE",
                CauseClass.RECORDED,
                of.difference,
                lines,
                what=f"pay that stands under another post, {post_name(other)}",
                sentence=_under_another(of, other, of.difference),
            )
    for other, lines in lines_under_others(of):
        away = minus(added_up(lines))
        yield of_lines(
            of,
            "WRONG_COST_CENTRE",
            CauseClass.RECORDED,
            away,
            lines,
            what=f"pay that stands under another post, {post_name(other)}",
            sentence=_under_another(of, other, away),
        )
    found = of.lines_elsewhere
    parts: dict[Part, int] = defaultdict(int)
    for placed in found:
        parts[PAY_USES[placed.use]] -= placed.line.amount_pence
    exact = {part: pence for part, pence in parts.items() if pence and of.difference.get(part, 0) == pence}
    named = sorted({placed.line.cost_centre for placed in found if PAY_USES[placed.use] in exact})
    centres = " and ".join(f"cost centre {each}" for each in named)
    rows = [Evidence(source_file=item.line.source_file, source_row=item.line.source_row) for item in found]
    yield Hypothesis(
        code="WRONG_COST_CENTRE",
        cause_class=CauseClass.RECORDED,
        parts=exact,
        what=f"pay that stands in {centres}",
        sentence=(
            f"{host_of(of)} posted {pounds_of(exact)} of the post's pay for {month_name(of.month)} to "
            f"{centres}, under no shared post.{ask_finance(of, 'move it to the post')}"
        ),
        decides=hr_record(of),
        evidence=tuple(rows),
        has_own_rows=True,
    )


def _under_another(of: PostMonth, other: PostMonth, parts: Parts) -> str:
    return (
        f"{host_of(of)} posted {pounds_of(parts)} of this post's pay for {month_name(of.month)} to another post, "
        f"{post_name(other)}.{ask_finance(of, 'move it here')}"
    )


def prior_year_item(of: PostMonth) -> Iterator[Hypothesis]:
    """Lines whose service ended before the year's 1 April, where no month of that year turns out to lack them."""
    first = Period(of.month.year_start, 1).first_day
    ends = ((line, line.line.service_to or line.line.service_from) for line in of.shown)
    lines = [line for line, ended in ends if ended is not None and ended < first]
    parts = added_up(lines)
    if not lines or all(of.before.difference.get(part, 0) == -pence for part, pence in parts.items()):
        return
    for _, items in grouped(lines, service_of):
        yield of_lines(
            of,
            "PRIOR_YEAR_ITEM",
            CauseClass.TIMING,
            added_up(items),
            items,
            what="items of the year before",
            sentence=(
                f"{host_of(of)}'s ledger holds {signed(added_up(items))} in {month_name(of.month)} for service before "
                f"{first:{DAY}}, a year that is closed."
                f"{ask_finance(of, 'say why nothing was accrued for it')}"
            ),
        )


def overpayment_recovered(of: PostMonth) -> Iterator[Hypothesis]:
    """The whole of an earlier overpayment taken back, or an even instalment of it.

    A payment that only came before its record is no overpayment.
    """
    for month, paid in of.earlier:
        is_overpaid = paid.cause_class is CauseClass.RECORDED and paid.code not in PAID_BEFORE_ITS_RECORD
        for count in INSTALMENTS if paid.amount_pence > 0 and is_overpaid else ():
            if any(pence % count for pence in paid.parts.values()):
                continue
            parts = {part: -pence // count for part, pence in paid.parts.items()}
            if is_posted_next(of, paid.parts):
                continue
            how = "taken back" if count == 1 else f"taken back in {count} parts"
            recovered = predicted(
                of,
                "OVERPAYMENT_RECOVERED",
                CauseClass.RECORDED,
                parts,
                what=f"what was overpaid in {month_name(month)} {how}",
                sentence=(
                    f"{host_of(of)} took back {pounds_of(parts)} in {month_name(of.month)} of what it had overpaid in "
                    f"{month_name(month)}.{ask_payroll(of, 'confirm the recovery')}"
                ),
                rows=paid.evidence,
            )
            yield replace(recovered, takes_back=paid.code, service=paid.service or month)


INSTALMENTS = (1, 2, 3, 4, 6, 12)
"""Into how many even parts an overpayment may be taken back."""


def _by_account(of: PostMonth, use: AccountUse, code: str, name: str) -> Iterator[Hypothesis]:
    """Each document of a use of account by itself."""
    for document, lines in grouped((line for line in of.shown if line.placed.use is use), lambda s: s.line.document):
        parts = added_up(lines)
        yield of_lines(
            of,
            code,
            CauseClass.RECORDED,
            parts,
            lines,
            what=f"{name}, under document {document}",
            sentence=(
                f"{host_of(of)} posted {signed(parts)} to the post in {month_name(of.month)} that is {name}: document "
                f"{document}, account {lines[0].line.account}.{ask_finance(of, 'show the paper behind it')}"
            ),
        )
