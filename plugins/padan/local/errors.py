"""The one exception of this package."""

from __future__ import annotations


class LocalError(RuntimeError):
    """Padan cannot run on this machine as asked; the message says what to do next."""
