"""koreksi/<village_code>.xlsx: a village's own list of a month, its faults marked, to mend and send back."""

from __future__ import annotations

from padan.feedback.container import write_book
from padan.feedback.marks import mark_page
from padan.feedback.model import Built, CorrectionJob
from padan.feedback.pages import Page, Pages
from padan.feedback.summary import Seen, add_summary
from padan.intake import Refusal


def build_correction(job: CorrectionJob) -> Built:
    """Writes the workbook; the same job and bytes give the same bytes.

    A file that cannot be opened is told in the summary, and costs nothing else.
    """
    pages = Pages(job.from_cells)
    not_opened: set[str] = set()
    made: list[Page] = []
    marked = rows = 0
    for file in job.files:
        if not file.returned:
            continue
        try:
            added = pages.add(file)
        except Refusal:
            not_opened.add(file.path)
            continue
        made += added
        rows += len(file.rows)
        marked += sum(mark_page(page, file) for page in added)
    lost = job.from_cells or any(page.formatting_lost for page in made)
    add_summary(pages.book, job, Seen(frozenset(not_opened), lost))
    return write_book(pages.book, job.target, rows, marked)
