"""
### Verdicts on cases

Every day at 06:00 WIB: looks below `verdicts/<YYYY-MM>/` of the source for workbooks that Disnaker or the branch filled
in and sent back (`rekonsiliasi.xlsx` or `rekonsiliasi-lengkap.xlsx` of that month, under any name), reads the verdicts
row by row, checks and keeps them, and wakes that month and the later open ones. Tasks are those of
`village_submissions`.

**A verdict that cannot be taken is an alert, not a red run**: the others are taken. Which one and why stands, row by
row, on the sheet `Putusan` of the month's next workbook: a case code mistyped, words that are none of the list, no
name. The officer mends it in the same file and sends it again; the last verdict counts, all are kept.

**A workbook of a month that has no version yet** stays landed, is told once, and is read by the first run after that
version. The month does not wait for it.

**The run is red**: nothing of the new workbooks was loaded. Read the failed task's last log lines; when the cause is
gone, trigger the DAG again. Do not clear single tasks, their load is closed. More: `docs/runbook.md`.
"""

from padan.airflow.assets import CASE_VERDICTS
from padan.airflow.feed_dag import feed_dag

dag = feed_dag(
    "case_verdicts",
    CASE_VERDICTS,
    doc=__doc__,
    description="Verdicts of both offices on cases, from the workbooks they send back",
    tags=["verdicts"],
)
