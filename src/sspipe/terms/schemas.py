"""A JSON Schema for each kind of YAML file, so that an editor helps while people write."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sspipe.terms.agreements import AgreementFile
from sspipe.terms.awards import AwardsFile
from sspipe.terms.councils import CouncilsFile
from sspipe.terms.decisions import DecisionsFile
from sspipe.terms.feeds import FeedsFile
from sspipe.terms.forms import FileForm
from sspipe.terms.measures import MeasuresFile
from sspipe.terms.pay_points import PayPointsFile
from sspipe.terms.posts import PostsFile
from sspipe.terms.programme import ProgrammeFile
from sspipe.terms.rates import (
    LevyFile,
    LgpsFile,
    NiRateFile,
    NiRoundingFile,
    NiThresholdFile,
    PassThroughFile,
    TeachersPensionFile,
)
from sspipe.terms.reports import ReportsFile
from sspipe.terms.retention import RetentionFile
from sspipe.terms.site_file import SiteFile

KINDS: Mapping[str, type[FileForm]] = MappingProxyType(
    {
        "agreement": AgreementFile,
        "apprenticeship_levy": LevyFile,
        "awards": AwardsFile,
        "councils": CouncilsFile,
        "decisions": DecisionsFile,
        "early_years_pass_through": PassThroughFile,
        "employer_ni_rate": NiRateFile,
        "employer_ni_threshold": NiThresholdFile,
        "feeds": FeedsFile,
        "lgps_employer_rate": LgpsFile,
        "measures": MeasuresFile,
        "ni_rounding": NiRoundingFile,
        "pay_points": PayPointsFile,
        "posts": PostsFile,
        "programme": ProgrammeFile,
        "reports": ReportsFile,
        "retention": RetentionFile,
        "site": SiteFile,
        "teachers_pension": TeachersPensionFile,
    }
)


def json_schemas() -> dict[str, dict[str, Any]]:
    """The schemas by kind, in the form of JSON Schema 2020-12."""
    return {kind: _schema(form) for kind, form in KINDS.items()}


def _schema(form: type[FileForm]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **form.model_json_schema()}
