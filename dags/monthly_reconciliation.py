"""
### Monthly reconciliation

Reckons one coverage month and publishes its products. Nobody starts it: a feed that changed a month wakes
it, and so does a new version of an earlier month. **The run's partition key is the month.**

| task | what it does |
|---|---|
| `readiness` | is there anything to reckon? Its log and XCom say why not |
| `ready` | ends the run, green, when there is not |
| `reconcile` | roster, outcomes, bridge: a new version of the month in one transaction |
| `publish` | writes `reports/<month>/v<version>/` in one step |
| `announce` | tells that the month has a published version |
| `wake_later_months` | wakes every later open month, which stands on this one; skipped if there is none |
| `close` | sends alerts |

**A green run that skipped everything** is normal: the other feed is not there yet, a load of that month is
under way, an earlier month must come first, or no input changed. `readiness` says which.

**The run is red**

* at `reconcile`, alert *bridge open*: a line of the bridge does not close. Nothing was written or
  published, the version before stands. This is a fault of Padan or of its reference data, never of a
  village: call the data engineer.
* at `reconcile`, a missing tariff: add the funder's tariff to `include/reference/tariffs.csv`, trigger
  again.
* at `publish`: the version is in the warehouse, its products are not. Clear `publish`: it may run again.

By hand: trigger with the partition key, or the parameter *Month*, set to `2026-01`. More by symptom:
`docs/runbook.md`.
"""

from padan.airflow.month_dag import month_dag

dag = month_dag(
    "monthly_reconciliation",
    doc=__doc__,
    description="Villages against the branch: one month's outcomes, bridge and products",
)
