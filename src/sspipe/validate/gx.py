"""Which rows break which rule, by Great Expectations: row numbers only, never a value of the table.

The one module that imports Great Expectations, which takes seconds: import it where a suite is run. The context lives
in memory, sends nothing and draws no progress bars. Results hold our own row numbers and exclude the values (R20).
"""

import functools
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import great_expectations as gx
import pandas as pd
import pyarrow as pa
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.execution_engine import pandas_execution_engine

from sspipe.errors import SiteFileWrong

_ONE_AT_A_TIME = threading.Lock()


def run_suite(expectations: Sequence[Mapping[str, Any]], table: pa.Table, row: str) -> dict[str, list[int]]:
    """The rows, by the numbers in column `row`, that break each rule of `meta.rule`.

    Raises:
        SiteFileWrong: when a rule cannot be worked on the table.
    """
    numbers_only = {
        "result_format": "COMPLETE",
        "unexpected_index_column_names": [row],
        "exclude_unexpected_values": True,
    }
    return {_rule_of(result): _rows_of(result, row) for result in _validate(expectations, table, numbers_only)}


def broken_rules(expectations: Sequence[Mapping[str, Any]], table: pa.Table) -> set[str]:
    """The rules, by `meta.rule`, that any row breaks; no row is listed, which takes far less time over many."""
    results = _validate(expectations, table, {"result_format": "BOOLEAN_ONLY"})
    return {_rule_of(result) for result in results if not result.success}


def _validate(
    expectations: Sequence[Mapping[str, Any]], table: pa.Table, result_format: dict[str, object]
) -> list[Any]:
    suite = gx.ExpectationSuite(name="rules", expectations=[dict(one) for one in expectations])
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    with _ONE_AT_A_TIME:
        return list(_batches().get_batch({"dataframe": frame}).validate(suite, result_format=result_format).results)


@functools.cache
def _batches() -> BatchDefinition[Any]:
    pandas_execution_engine.HASH_THRESHOLD = 0  # no fingerprint of each table: it takes longer than the rules, unread
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(enable=False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("whole")


def _rule_of(result: Any) -> str:
    return str(result.expectation_config.meta["rule"])


def _rows_of(result: Any, row: str) -> list[int]:
    if result.success:
        return []
    if "unexpected_index_list" not in result.result:
        raise SiteFileWrong(
            f"rule {_rule_of(result)}",
            "an expectation that could not be worked",
            "one that fits its column's kind",
            "Mend the suite.",
        )
    return sorted(_numbers(entry[row] for entry in result.result["unexpected_index_list"]))


def _numbers(entries: Iterable[Any]) -> Iterable[int]:
    for entry in entries:
        yield from (int(number) for number in (entry if isinstance(entry, list) else [entry]))
