"""What a version of a month stands on, kept whole: rules store, history, evidence pack, verification.

A version stands on landed bytes, on what people decided, on the files of include it was made under, and on the versions
computed before it. `padan.replay` makes it again from these alone.
"""

from padan.evidence.pack import write_pack

__all__ = ["write_pack"]
