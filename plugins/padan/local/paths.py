"""Where Padan keeps what it writes: everything lies below one folder, PADAN_HOME."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class HomePaths:
    """The folders and files below PADAN_HOME that the local servers use."""

    home: Path

    @property
    def postgres_data(self) -> Path:
        """Data directory of the embedded server; as root it belongs to the server's own user."""
        return self.home / "postgres"

    @property
    def postgres_log(self) -> Path:
        """What the embedded server says."""
        return self.logs / "postgres.log"

    @property
    def secrets(self) -> Path:
        """Passwords and keys, generated once; mode 0700."""
        return self.home / "secrets"

    @property
    def airflow(self) -> Path:
        """AIRFLOW_HOME."""
        return self.home / "airflow"

    @property
    def logs(self) -> Path:
        """Output of the servers; Airflow's task logs are in airflow/logs."""
        return self.home / "logs"

    @property
    def bytecode(self) -> Path:
        """PYTHONPYCACHEPREFIX: compiled modules, so that the checkout itself may be read-only."""
        return self.home / "pycache"

    @property
    def locks(self) -> Path:
        """Lock and pid files."""
        return self.home / "run"

    @property
    def reports(self) -> Path:
        """The published products."""
        return self.home / "reports"

    @property
    def outbox(self) -> Path:
        """Alerts for which no connection is configured."""
        return self.home / "outbox"
