"""
### BPJS Ketenagakerjaan branch export

Every day at 06:00 WIB: looks below `bpjs/<YYYY-MM>/` of the source for a new or changed export of an open
month, reads the list of names and the branch's printed totals, checks and loads them, and wakes
`monthly_reconciliation` for that month. Tasks are those of `village_submissions`.

**The run is red, with the alert *branch file blocked***: the export has a status word nobody has mapped,
lacks a column it cannot do without, or too many of its rows are unusable. Nothing of it was loaded and the
month cannot be reckoned.

* unknown status word: agree with the branch what it means, add it to `include/reference/status_words.csv`,
  trigger this DAG again;
* missing column, or a new name for one: add the name to `include/contracts/bpjs_branch_export.yaml`, or ask
  the branch for the usual layout;
* otherwise ask the branch to send the export again.

**Red for another reason**: read the failed task's last log lines; when the cause is gone, trigger the DAG
again. Do not clear single tasks, their load is closed. More by symptom: `docs/runbook.md`.
"""

from padan.airflow.assets import BPJS_BRANCH_EXPORT
from padan.airflow.feed_dag import feed_dag

dag = feed_dag(
    "bpjs_branch_export",
    BPJS_BRANCH_EXPORT,
    doc=__doc__,
    description="The branch's list of covered people, from the source into the warehouse",
    tags=["bpjs"],
)
