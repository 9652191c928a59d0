"""A daily schedule whose months are found while the run works."""

from __future__ import annotations

from airflow.timetables.trigger import CronTriggerTimetable


class DailyFeedTimetable(CronTriggerTimetable):
    """A cron schedule of a DAG that names the months it changed by `outlet_events[...].add_partitions`.

    Airflow's own `PartitionedAtRuntime` defers the key too, but never schedules a run. Airflow stores a
    timetable by its import path and refuses one that no plugin registers: see plugins/padan_plugin.py.
    """

    partitioned_at_runtime = True
