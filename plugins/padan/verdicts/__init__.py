"""What the offices said of cases, and what follows: confirmed links, contradictions, what is asked of the branch."""

from padan.verdicts.settle import settle, take_verdicts

__all__ = ["settle", "take_verdicts"]
