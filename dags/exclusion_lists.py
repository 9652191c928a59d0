"""
### Exclusion lists

Every day at 06:00 WIB: looks below `exclusions/<list>/` of the source (`public_servant`, `formal_worker`,
`double_funded`, `deceased`) for new or changed lists, reads, checks and loads them, and wakes the open
months they apply to. The lists are optional: a folder that is missing is no error. Tasks are those of
`village_submissions`.

**A refused list is an alert, not a red run**: months are reckoned with the lists loaded before. A list
needs a NIK column and must lie in a folder with one of the four names.

**The run is red**: nothing of the new lists was loaded. Read the failed task's last log lines; when the
cause is gone, trigger the DAG again. Do not clear single tasks, their load is closed. More:
`docs/runbook.md`.
"""

from padan.airflow.assets import EXCLUSION_LISTS
from padan.airflow.feed_dag import feed_dag

dag = feed_dag(
    "exclusion_lists",
    EXCLUSION_LISTS,
    doc=__doc__,
    description="Lists of people another rule or budget covers, from the source into the warehouse",
    tags=["exclusions"],
)
