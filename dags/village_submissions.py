"""
### Village submissions

Every day at 06:00 WIB: looks below `village_submissions/<YYYY-MM>/` of the source for new or changed files
of open months, reads them, checks them against the contract, loads the accepted rows, and wakes
`monthly_reconciliation` for each month that changed. Nothing at the source is moved or changed.

| task | what it does |
|---|---|
| `land` | copies new bytes into the landing, takes new decisions, opens a load |
| `new_batches` | ends the run, green, when nothing is new |
| `read` | one instance a batch of files: cells to staging; a file that cannot be read is *refused* |
| `check` | the contract's rules over the whole load |
| `load` | accepted rows into the warehouse, one transaction |
| `announce` | wakes the months that changed; skipped if none did |
| `verdict` | red if a file's breaker tripped |
| `close` | gives up a load that did not end, sends alerts |

A decision about a layout or a submission (`record_decision`) makes the files it concerns be read again.

**A refused file or a silent village is no failure**: its village is told in the alert, the others are
loaded.

**The run is red**

* at `verdict`: a file had more bad rows than an honest list has. All other files are loaded. Ask that
  village for a new list; the next morning's run takes it.
* anywhere else: nothing of this run was loaded. Read the failed task's last log lines. When the cause is
  gone, **trigger the DAG again**; do not clear single tasks, their load is closed.

More by symptom: `docs/runbook.md`. To look at one month only, trigger with the parameter *Collection*.
"""

from padan.airflow.assets import VILLAGE_SUBMISSIONS
from padan.airflow.feed_dag import feed_dag

dag = feed_dag(
    "village_submissions",
    VILLAGE_SUBMISSIONS,
    doc=__doc__,
    description="New lists of the villages, from the source into the warehouse",
    tags=["villages"],
)
