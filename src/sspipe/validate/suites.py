"""The rules of each canonical table, read from its suite of expectations as data.

A suite is Great Expectations' own JSON. Severity, responsible side, what was expected and what to do stand in each
rule's `meta`, the reason in its `notes`. Rules that hold rows against each other stand in the suite's `meta` and are
worked in Arrow. Only row (map) expectations are let in: an aggregate or a set of distinct values writes what it saw,
names and pay among it, into its result (R20).
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sspipe.errors import SiteFileWrong, SuiteMissing
from sspipe.model.findings import Severity
from sspipe.model.tables import TABLES
from sspipe.validate.readings import names_of
from sspipe.validate.rules import BETWEEN, ROW_EXPECTATIONS, AcrossCheck, AcrossRule, RowRule, Side, Suite, Told


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Says(_Strict):
    rule: str = Field(pattern=r"^[A-Z][A-Z0-9_]+$")
    severity: Severity
    side: Side
    expected: str = Field(min_length=1)
    action: str = Field(min_length=1)


class _AcrossSays(_Says):
    check: AcrossCheck
    columns: tuple[str, ...] = Field(min_length=1)
    notes: str = Field(min_length=1)


class _Column(_Strict):
    name: str


class _Condition(_Strict):
    type: Literal["comparison"]
    column: _Column
    operator: Literal["=="]
    parameter: str


class _Expectation(_Strict):
    type: str
    kwargs: dict[str, Any]
    notes: str = Field(min_length=1)
    meta: _Says


class _SuiteMeta(_Strict):
    across: tuple[_AcrossSays, ...] = ()


class _Suite(_Strict):
    name: str
    notes: str = Field(min_length=1)
    expectations: tuple[_Expectation, ...]
    meta: _SuiteMeta = _SuiteMeta()


def read_suites(folder: Path) -> Mapping[str, Suite]:
    """Read the suite of every canonical table.

    Raises:
        SuiteMissing: when a table has none.
        SiteFileWrong: when one cannot be read, or holds a rule that is not a row expectation of known columns.
    """
    return MappingProxyType({noun: read_suite(folder / f"{noun}.json", noun) for noun in TABLES})


def read_suite(path: Path, noun: str) -> Suite:
    """Read one suite.

    Raises:
        SuiteMissing: when the file is not there.
        SiteFileWrong: as `read_suites`.
    """
    if not path.is_file():
        raise SuiteMissing(f"suite of {noun}", "no file", f"{noun}.json in the folder of suites", "Add the suite.")
    try:
        read = _Suite.model_validate(json.loads(path.read_text(encoding="utf-8")))
        suite = Suite(
            noun=noun,
            says=read.notes,
            rows=tuple(_row_rule(expectation, noun) for expectation in read.expectations),
            across=tuple(_across_rule(says, noun) for says in read.meta.across),
        )
        _refuse_twins(suite)
    except (ValueError, re.error) as fault:
        raise SiteFileWrong(
            path.name, str(fault), "a suite of row expectations on the table's columns", "Mend the suite."
        ) from None
    return suite


def _told(says: _Says, notes: str) -> Told:
    return Told(
        rule=says.rule,
        severity=says.severity,
        side=says.side,
        reason=notes,
        expected=says.expected,
        action=says.action,
    )


def _row_rule(read: _Expectation, noun: str) -> RowRule:
    rule = read.meta.rule
    if read.type not in ROW_EXPECTATIONS:
        message = f"{rule}: {read.type} is no row expectation; its result would hold values of the table"
        raise ValueError(message)
    places, settings = ROW_EXPECTATIONS[read.type]
    columns = tuple(str(read.kwargs.get(place)) for place in places)
    when = _when(read.kwargs)
    _refuse_unknown(rule, set(read.kwargs), {*places, *settings, "row_condition"}, "setting")
    _refuse_unknown(rule, {*columns, *(when or ())[:1]}, names_of(noun), "column")
    _refuse_loose_range(rule, read)
    _refuse_groups(rule, str(read.kwargs.get("regex", "")))
    return RowRule(
        told=_told(read.meta, read.notes),
        expectation=read.type,
        kwargs=MappingProxyType(read.kwargs),
        columns=columns,
        when=when,
    )


def _when(kwargs: Mapping[str, Any]) -> tuple[str, str] | None:
    if "row_condition" not in kwargs:
        return None
    condition = _Condition.model_validate(kwargs["row_condition"])
    return condition.column.name, condition.parameter


def _across_rule(says: _AcrossSays, noun: str) -> AcrossRule:
    _refuse_unknown(says.rule, set(says.columns), set(TABLES[noun]), "column")
    return AcrossRule(told=_told(says, says.notes), check=says.check, columns=says.columns)


def _refuse_unknown(rule: str, used: set[str], known: set[str], what: str) -> None:
    if used - known:
        message = f"{rule}: unknown {what} {', '.join(sorted(used - known))}"
        raise ValueError(message)


def _refuse_loose_range(rule: str, read: _Expectation) -> None:
    bounds = [read.kwargs[name] for name in ("min_value", "max_value") if name in read.kwargs]
    if read.type == BETWEEN and (not bounds or not all(type(bound) is int for bound in bounds)):
        message = f"{rule}: the bounds of a range are whole numbers"
        raise ValueError(message)


def _refuse_groups(rule: str, regex: str) -> None:
    if re.compile(regex).groups:
        message = f"{rule}: a group that keeps what it matched; write (?:...)"
        raise ValueError(message)


def _refuse_twins(suite: Suite) -> None:
    codes = [told.rule for told in suite.told]
    twins = sorted({code for code in codes if codes.count(code) > 1})
    if twins:
        message = f"rule codes used twice: {', '.join(twins)}"
        raise ValueError(message)
