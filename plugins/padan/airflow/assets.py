"""The assets by which one DAG wakes another; each event's partition key is a coverage month 'YYYY-MM'."""

from __future__ import annotations

from airflow.sdk import Asset

VILLAGE_SUBMISSIONS = Asset(
    name="village_submissions",
    uri="padan://warehouse/core/village_submissions",
    group="padan",
)
BPJS_BRANCH_EXPORT = Asset(
    name="bpjs_branch_export",
    uri="padan://warehouse/core/bpjs_branch_export",
    group="padan",
)
POVERTY_REGISTRY = Asset(
    name="poverty_registry",
    uri="padan://warehouse/core/poverty_registry",
    group="padan",
)
EXCLUSION_LISTS = Asset(
    name="exclusion_lists",
    uri="padan://warehouse/core/exclusion_lists",
    group="padan",
)
MONTH_DUE = Asset(
    name="month_due",
    uri="padan://warehouse/reconciliation/month_due",
    group="padan",
)
"""An earlier month has a new version, so this one must be reckoned again."""

RECONCILED_MONTH = Asset(
    name="reconciled_month",
    uri="padan://warehouse/mart/month_summary",
    group="padan",
)
"""A month's new version is published: what BI tools and later DAGs may wait for."""
