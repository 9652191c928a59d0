"""
### Poverty registry: P3KE and DTSEN

Every day at 06:00 WIB: looks below `registry/<p3ke|dtsen>/<version>/` of the source for a new version,
reads it without the columns Padan may not keep, checks and loads it as a snapshot beside the earlier ones.
A new version concerns every open month, so each of them is woken. Most mornings find nothing; such runs end
green after `new_batches`. Tasks are those of `village_submissions`.

**A refused registry is an alert, not a red run**: months are reckoned with the version before it. Compare
the file's columns with `include/contracts/p3ke.yaml` or `dtsen.yaml`; ask the sender for the whole set
(DTSEN comes as two files, members and families).

**The run is red**: nothing of the version was loaded. Read the failed task's last log lines; when the cause
is gone, trigger the DAG again. Do not clear single tasks, their load is closed. More: `docs/runbook.md`.
"""

from padan.airflow.assets import POVERTY_REGISTRY
from padan.airflow.feed_dag import feed_dag

dag = feed_dag(
    "poverty_registry",
    POVERTY_REGISTRY,
    doc=__doc__,
    description="New versions of P3KE and DTSEN, from the source into the warehouse",
    tags=["registry"],
)
