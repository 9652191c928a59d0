"""Worker processes with memory and time limits, for whatever reads or writes other people's files.

A worker is a subprocess, not a fork: Airflow's tasks are daemons and may not have multiprocessing's children,
and a fresh process holds nothing of ours that a hostile file could reach: no connection, no password.
"""

from padan.workers.pool import WorkerPool, shared_pool
from padan.workers.protocol import Breach, Call, Done, Failed, Result
from padan.workers.reply import Reply

__all__ = ["Breach", "Call", "Done", "Failed", "Reply", "Result", "WorkerPool", "shared_pool"]
