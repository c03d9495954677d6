"""The national rates that the project ships, each file one term."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib.resources import files

from sspipe.model.effective import Effective
from sspipe.model.grants import PassThrough
from sspipe.model.money import HalfPenny
from sspipe.terms.checking import check_form
from sspipe.terms.pay_points import PayPointsFile
from sspipe.terms.rates import (
    LevyFile,
    NiRateFile,
    NiRoundingFile,
    NiThresholdFile,
    PassThroughFile,
    TeachersPensionFile,
    pass_through_of,
    portions_of,
    rounding_of,
    thresholds_of,
)
from sspipe.terms.strict_yaml import Document, read_document

FOLDER = "rates"
PAY_POINTS = ("njc_points.yaml", "soulbury_points.yaml")
NAMES = (
    "apprenticeship_levy.yaml",
    "early_years_pass_through.yaml",
    "employer_ni_rate.yaml",
    "employer_ni_threshold.yaml",
    "ni_rounding.yaml",
    *PAY_POINTS,
    "teachers_pension.yaml",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalRates:
    """The national rates in the model's words, and the files that they stand in."""

    ni_rate: Effective[Fraction]
    ni_threshold: Mapping[str, Effective[int]]
    ni_rounding: Effective[HalfPenny]
    levy: Effective[Fraction]
    teachers_pension: Effective[Fraction]
    pass_through: tuple[PassThrough, ...]
    pay_points: tuple[PayPointsFile, ...]
    documents: tuple[Document, ...]


def national_bytes() -> Mapping[str, bytes]:
    """Every national file by its name, byte for byte."""
    folder = files("sspipe.terms").joinpath(FOLDER)
    return {name: folder.joinpath(name).read_bytes() for name in NAMES}


def read_national() -> NationalRates:
    """Read the national rates.

    Raises:
        SiteFileWrong: when one of them breaks its form.
    """
    read = {
        name: read_document(content.decode(), f"national rates {name}") for name, content in national_bytes().items()
    }
    return NationalRates(
        ni_rate=portions_of(check_form(read["employer_ni_rate.yaml"], NiRateFile)),
        ni_threshold=thresholds_of(check_form(read["employer_ni_threshold.yaml"], NiThresholdFile)),
        ni_rounding=rounding_of(check_form(read["ni_rounding.yaml"], NiRoundingFile)),
        levy=portions_of(check_form(read["apprenticeship_levy.yaml"], LevyFile)),
        teachers_pension=portions_of(check_form(read["teachers_pension.yaml"], TeachersPensionFile)),
        pass_through=pass_through_of(check_form(read["early_years_pass_through.yaml"], PassThroughFile)),
        pay_points=tuple(check_form(read[name], PayPointsFile) for name in PAY_POINTS),
        documents=tuple(read.values()),
    )
