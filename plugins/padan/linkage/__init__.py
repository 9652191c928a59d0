"""Who is whom where the NIK does not say: the pinned model, its features, scores, and their reasons in words.

Nothing heavy is imported here: Splink and DuckDB come with the first call of `score`, or beside other work
after `make_ready`.
"""

from padan.linkage.one_to_one import Link, one_to_one
from padan.linkage.pinned import model_fingerprint
from padan.linkage.score import make_ready, score

__all__ = ["Link", "make_ready", "model_fingerprint", "one_to_one", "score"]
