"""Padan's Airflow plugin: the only file of plugins/ that Airflow's loader sees (see .airflowignore)."""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

from padan.airflow.timetable import DailyFeedTimetable


class PadanPlugin(AirflowPlugin):
    """Registers the feeds' timetable, without which their DAGs cannot be stored."""

    name = "padan"
    timetables = [DailyFeedTimetable]
