"""The savings, milestones and risks of programme.yaml in the model's words, each with its paper's title and date."""

from collections.abc import Mapping

from sspipe.model.councils import Component
from sspipe.model.periods import FinancialYear
from sspipe.model.programme import HeldCorporately as HeldRecord
from sspipe.model.programme import Milestone as MilestoneRecord
from sspipe.model.programme import Programme
from sspipe.model.programme import Risk as RiskRecord
from sspipe.model.programme import Saving as SavingRecord
from sspipe.model.programme import Stated as StatedRecord
from sspipe.terms.programme import Milestone, ProgrammeFile, Risk
from sspipe.terms.programme_money import HeldCorporately, Saving
from sspipe.terms.stated import Paper, Stated

Papers = Mapping[str, Paper]


def programme_of(form: ProgrammeFile) -> Programme:
    """The part of the programme that reports repeat."""
    papers = {paper.paper: paper for paper in form.papers}
    return Programme(
        savings=tuple(_saving(entry, papers) for entry in form.savings),
        milestones=tuple(_milestone(entry, papers) for entry in form.milestones),
        risks=tuple(_risk(entry, papers) for entry in form.risks),
        held_corporately=tuple(_held(entry, papers) for entry in form.held_corporately),
    )


def _saving(entry: Saving, papers: Papers) -> SavingRecord:
    return SavingRecord(
        saving=entry.saving,
        owner=entry.owner,
        title=entry.title,
        year=FinancialYear.parse(entry.year),
        baseline_pence=entry.baseline,
        target_pence=entry.target,
        delivered_pence=entry.delivered,
        forecast_pence=entry.forecast,
        rating=entry.rating,
        is_one_sided=entry.is_one_sided,
        stated=_stated(entry, papers),
    )


def _milestone(entry: Milestone, papers: Papers) -> MilestoneRecord:
    return MilestoneRecord(
        milestone=entry.milestone,
        council=entry.council,
        title=entry.title,
        expected=entry.expected,
        expected_by=entry.expected_by,
        output=entry.output or "",
        stated=_stated(entry, papers),
    )


def _risk(entry: Risk, papers: Papers) -> RiskRecord:
    return RiskRecord(
        risk=entry.risk,
        council=entry.council,
        title=entry.title,
        implication=entry.implication,
        action=entry.action,
        rating=entry.rating,
        stated=_stated(entry, papers),
    )


def _held(entry: HeldCorporately, papers: Papers) -> HeldRecord:
    return HeldRecord(
        component=Component(entry.component),
        council=entry.council,
        starts=entry.starts,
        stated=_stated(entry, papers),
    )


def _stated(entry: Stated, papers: Papers) -> StatedRecord:
    paper = papers[entry.paper]
    return StatedRecord(
        status=entry.status,
        paper=entry.paper,
        paper_title=paper.title,
        paragraph=entry.paragraph,
        stated_on=paper.dated,
        is_illustrative=entry.illustrative,
        note=entry.note or "",
    )
