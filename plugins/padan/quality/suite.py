"""A contract's rules as a Great Expectations suite, run on the rows of one load.

Imported only when a load is checked: Great Expectations takes seconds and some 280 MB to import.
"""

import logging
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import ColumnElement, Connection, func
from sqlalchemy.pool import StaticPool

# Before the import, which would write some two hundred lines.
logging.getLogger("great_expectations").setLevel(logging.WARNING)

import great_expectations as gx  # noqa: E402
from great_expectations.execution_engine.sqlalchemy_execution_engine import (  # noqa: E402
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.expectation import ColumnAggregateExpectation  # noqa: E402
from great_expectations.expectations.metadata_types import FailureSeverity  # noqa: E402
from great_expectations.expectations.metrics.column_aggregate_metric_provider import (  # noqa: E402
    ColumnAggregateMetricProvider,
    column_aggregate_partial,
)

from padan.contracts import Rule  # noqa: E402
from padan.quality.errors import QualityError  # noqa: E402
from padan.quality.statements import ROWS  # noqa: E402

SEVERITIES = {
    "blocking": FailureSeverity.CRITICAL,
    "correctable": FailureSeverity.WARNING,
    "notice": FailureSeverity.INFO,
}


class RowsMarked(ColumnAggregateMetricProvider):
    """How many rows are true in a boolean column; all columns of a suite are counted by one query."""

    metric_name = "column.rows_marked"

    @column_aggregate_partial(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(self, column: ColumnElement[bool], **_: Any) -> ColumnElement[int]:
        return func.count().filter(column)


class RowsThatBreakARule(ColumnAggregateExpectation):
    """Expects that no row is true in the rule's column; tells how many are, and fetches none of them.

    The expectations of the library fetch failing values as examples; here not even a key may reach a result.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = (RowsMarked.metric_name,)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        observed = metrics[RowsMarked.metric_name]
        return {"success": observed == 0, "result": {"observed_value": observed}}


class SuiteResult(NamedTuple):
    """What a suite found: failing rows by rule id, and the highest severity among failures, in our words."""

    failed: dict[str, int]
    max_severity: str | None


def expectation(rule: Rule) -> RowsThatBreakARule:
    """Return the rule as an expectation on its column of the rows."""
    return RowsThatBreakARule(
        column=rule.id,
        description=rule.title.en,
        severity=SEVERITIES[rule.severity],
        meta={"rule": rule.id},
    )


def run_suite(connection: Connection, feed: str, rules: Sequence[Rule]) -> SuiteResult:
    """Validate the rules on this connection's temporary table of rows.

    Raises:
        QualityError: a rule could not be evaluated.
    """
    driver_connection = connection.connection.driver_connection
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # The same session, so that it sees the temporary table; GX learns neither address nor password.
    source = context.data_sources.add_postgres(
        name="warehouse",
        connection_string="postgresql+psycopg2://nobody@0.0.0.0/none",
        kwargs={"poolclass": StaticPool, "creator": lambda: driver_connection},
    )
    batch = source.add_table_asset(name=feed, table_name=ROWS).add_batch_definition_whole_table("load")
    suite = gx.ExpectationSuite(name=feed, expectations=[expectation(rule) for rule in rules])
    result = batch.get_batch().validate(suite, result_format="BASIC")
    return _read(result, rules)


def _read(result: Any, rules: Sequence[Rule]) -> SuiteResult:
    failed: dict[str, int] = {}
    for one in result.results:
        rule_id = one.expectation_config.meta["rule"]
        observed = one.result.get("observed_value")
        if observed is None:
            # GX's own text may quote a value, so it is left out.
            raise QualityError(
                f"rule {rule_id} could not be evaluated; check its fails_when in include/contracts"
            )
        failed[rule_id] = int(observed)
    missing = [rule.id for rule in rules if rule.id not in failed]
    if missing:
        raise QualityError(f"Great Expectations gave no result for {', '.join(missing)}")
    worst = result.get_max_severity_failure()
    words = {theirs: ours for ours, theirs in SEVERITIES.items()}
    return SuiteResult({rule.id: failed[rule.id] for rule in rules}, words[worst] if worst else None)
