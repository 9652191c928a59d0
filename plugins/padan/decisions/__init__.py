"""What people decided about layouts and submissions: dated entries of one file, each undone only by another."""

from padan.decisions.apply import note_mappings, refile
from padan.decisions.file import appending
from padan.decisions.form import entry_from_form, same_in_force
from padan.decisions.ledger import take
from padan.decisions.mappings import mappings
from padan.decisions.model import DecisionsError

__all__ = [
    "DecisionsError",
    "appending",
    "entry_from_form",
    "mappings",
    "note_mappings",
    "refile",
    "same_in_force",
    "take",
]
