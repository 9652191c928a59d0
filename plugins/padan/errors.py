"""The errors that are about the data, not about the machine: trying again cannot mend them."""

from __future__ import annotations


class DataProblem(Exception):  # noqa: N818 - it names what is wrong, as its children do
    """Something in the data that only a person can mend.

    The message says what to do next and holds no personal data. Airflow's tasks do not retry it.
    """

    def __init__(self, message: str) -> None:
        """Keeps the message, which is shown in the task's log."""
        super().__init__(message)
        self.message = message


class BreakerTripped(DataProblem):
    """A file or a load had more bad rows than its contract allows; the rest was loaded."""


class BranchFileBlocked(DataProblem):
    """The branch's export of a month cannot be used, so that month cannot be reckoned."""


class BridgeOpen(DataProblem):
    """A line of the month's bridge does not close: nothing of that version may be published."""


class MissingTariff(DataProblem):
    """No contribution is known for a funder in the month."""
