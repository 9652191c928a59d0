"""A file's bytes → rows typed for staging, or a refusal that says what to mend."""

from padan.intake.reading import read_file, tools_for
from padan.intake.records import FileReading, ReadingTools, Refusal, RowSet, SourceRef

__all__ = ["FileReading", "ReadingTools", "Refusal", "RowSet", "SourceRef", "read_file", "tools_for"]
