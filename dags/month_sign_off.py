"""
### Sign-off of a month

Both offices approve a published month, one after the other, by two different people. Nobody starts it: a newly
published version wakes it, and so does the month before when it becomes final. **The run's partition key is the
month.**

| task | what it does |
|---|---|
| `prepare` | can the month be signed now? Its log and XCom say why not |
| `ready` | ends the run, green, when it cannot |
| `ask_disnaker` | waits for an officer of the Dinas: *Required Actions*, or the task's own page |
| `record_disnaker` | notes the verdict; a rejection ends the run, green, with the month a draft again |
| `ask_branch`, `record_branch` | the same for the branch |
| `finalise` | adds `final/` to the version's folder: signed Berita Acara, approvals, evidence pack, seal |
| `announce` | wakes the next month that waits; skipped if there is none |
| `close` | sends alerts |

Who may answer: the users of `PADAN_SIGNERS_DISNAKER` and `PADAN_SIGNERS_BRANCH` (`docs/settings.md`). **Reject** needs
a reason; without one the request comes back. After a rejection: mend what is wrong (a new version asks by itself), or
trigger this DAG again for the month.

**A green run that skipped everything** is normal: the month is final already, an earlier one must be signed first, or
a newer version replaced this one while it waited; then nothing was signed, and the newer one asks by itself.

**The run is red**

* at `prepare`, `record_...` or `finalise`, *is not what was published*: a file of the published version was changed.
  Find out who changed it before anything is signed.
* at `finalise`, *would no longer read as it was published*: Padan or its words were changed between publication and
  signature. Restore them, clear `finalise`.
* after 60 days without an answer: trigger it again; nothing was lost.

By hand: trigger with the partition key, or the parameter *Month*, set to `2026-01`. More by symptom:
`docs/runbook.md`.
"""

from padan.airflow.sign_off_dag import sign_off_dag

dag = sign_off_dag(
    "month_sign_off",
    doc=__doc__,
    description="Disnaker, then the branch, sign a published month; final months are locked",
)
