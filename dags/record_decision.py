"""
### Record a decision

A form. Trigger it to decide what a layout's columns mean, to withdraw a submission that was filed wrongly,
to re-assign it to another month or village, or to undo such a decision. The run appends one entry, with your
name and today's date, to the decisions file (`PADAN_DECISIONS`). Nothing is ever removed from that file.

| decision | fill in |
|---|---|
| `column_mapping` | month and path of the refused file, and one line a head that is unclear: `NOMOR INDUK = nik` |
| `withdraw_submission` | month and path |
| `reassign_submission` | month and path, and the right month, the right village, or both |
| `undo` | the id of the entry |

Always a reason, in which no person is named. The next run of `village_submissions` takes the decision: the
files it concerns are read again, and the months concerned are reckoned anew. To see it at once, trigger
`village_submissions`.

**The run is red**: the form could not be taken; nothing was written. The last log line of `record` names
the field and what would be right. Trigger the DAG again with the form mended. More: `docs/runbook.md`,
`docs/decisions-file.md`.
"""

from padan.airflow.decision_dag import decision_dag

dag = decision_dag(
    "record_decision",
    doc=__doc__,
    description="A form: what a layout's columns mean, or where a submission belongs",
)
