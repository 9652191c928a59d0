"""What a person may decide, and which fields of a form say it. Light to import: the DAG file of the form does."""

from __future__ import annotations

FIELDS = {
    "column_mapping": ("village_code", "columns"),
    "withdraw_submission": ("period", "path", "sha256"),
    "reassign_submission": ("period", "path", "sha256", "to_period", "to_village"),
    "undo": ("undoes",),
}
"""Kind → the form's fields that say what is decided. A mapping also takes period and path: of the refused file."""
