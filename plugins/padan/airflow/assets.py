"""The assets by which one DAG wakes another; each event's partition key is a coverage month 'YYYY-MM'.

They have names and no URI: for a URI with a scheme Airflow imports every provider's handlers, boto3 among
them, which costs each task more than a second before it begins.
"""

from __future__ import annotations

from airflow.sdk import Asset

GROUP = "padan"

VILLAGE_SUBMISSIONS = Asset("village_submissions", group=GROUP)
BPJS_BRANCH_EXPORT = Asset("bpjs_branch_export", group=GROUP)
POVERTY_REGISTRY = Asset("poverty_registry", group=GROUP)
EXCLUSION_LISTS = Asset("exclusion_lists", group=GROUP)
CASE_VERDICTS = Asset("case_verdicts", group=GROUP)

MONTH_DUE = Asset("month_due", group=GROUP)
"""An earlier month has a new version, so this one must be reckoned again."""

SIGN_OFF_DUE = Asset("sign_off_due", group=GROUP)
"""The month before became final, so this one may be signed."""

RECONCILED_MONTH = Asset("reconciled_month", group=GROUP)
"""A month's new version is published: what BI tools and later DAGs may wait for."""
