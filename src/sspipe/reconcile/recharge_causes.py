"""Every cause of billed less due and of booked less billed: to add one, write its function and name it here."""

from sspipe.reconcile.billed_arrears import arrears_before_sharing
from sspipe.reconcile.billed_costs import host_error_billed, oncost_omitted, vacant_post_billed
from sspipe.reconcile.billed_documents import credit_note_of_another_amount, duplicate_invoice, vat_included
from sspipe.reconcile.billed_parts import (
    award_not_recharged,
    credit_note_not_issued,
    estimate_not_trued_up,
    not_billed,
)
from sspipe.reconcile.billed_shares import (
    billed_on_budget,
    overhead_added,
    rival_version_used,
    share_rounded,
    stale_share,
)
from sspipe.reconcile.billed_slips import billed_rounded, billed_with_a_slip
from sspipe.reconcile.billed_without_due import not_yet_approved, unshared_post_billed
from sspipe.reconcile.booked_elsewhere import booked_other_code, other_agreement, wrong_counterparty
from sspipe.reconcile.booked_gross import booked_gross_of_vat
from sspipe.reconcile.booked_lines import (
    below_publication_threshold,
    booked_twice,
    not_booked,
    part_booked,
    prior_year_item,
)
from sspipe.reconcile.booked_slips import booked_rounded, booked_with_a_slip
from sspipe.reconcile.credits_astray import credit_note_astray, credit_note_missing_here
from sspipe.reconcile.net_invoices import net_invoice
from sspipe.reconcile.recharge_months import Predicts

BILLED_LESS_DUE: tuple[Predicts, ...] = (
    not_billed,
    award_not_recharged,
    estimate_not_trued_up,
    stale_share,
    rival_version_used,
    share_rounded,
    billed_on_budget,
    overhead_added,
    oncost_omitted,
    arrears_before_sharing,
    host_error_billed,
    vacant_post_billed,
    unshared_post_billed,
    not_yet_approved,
    vat_included,
    duplicate_invoice,
    credit_note_astray,
    credit_note_missing_here,
    credit_note_of_another_amount,
    credit_note_not_issued,
    billed_with_a_slip,
    billed_rounded,
)
BOOKED_LESS_BILLED: tuple[Predicts, ...] = (
    not_booked,
    part_booked,
    booked_twice,
    booked_gross_of_vat,
    booked_other_code,
    wrong_counterparty,
    other_agreement,
    net_invoice,
    below_publication_threshold,
    prior_year_item,
    booked_with_a_slip,
    booked_rounded,
)
WITH_CREDITS_PUT_BACK: tuple[Predicts, ...] = (
    not_billed,
    award_not_recharged,
    stale_share,
    rival_version_used,
    share_rounded,
    billed_on_budget,
    overhead_added,
    oncost_omitted,
    host_error_billed,
    vat_included,
    billed_with_a_slip,
    billed_rounded,
)
"""What of billed less due is looked for once more as if a credit note that went astray stood where it belongs."""
