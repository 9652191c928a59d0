"""The heads of a table: where they stand, in one row or two, and which column means what."""

from padan.intake.header.entry import decision_entry
from padan.intake.header.finding import check_header, find_header, no_header
from padan.intake.header.mapping import Aids
from padan.intake.header.model import Guess, Header

__all__ = [
    "Aids",
    "Guess",
    "Header",
    "check_header",
    "decision_entry",
    "find_header",
    "no_header",
]
