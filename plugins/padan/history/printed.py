"""A history for reading: on the screen of the desk, and as one page to print and hand out."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict

import jinja2

from padan.history.story import PersonStory
from padan.texts import TEMPLATES, read_texts

LAYOUT = "riwayat.html.j2"
WIDTH = 100
LABEL = 18


def on_screen(stories: Sequence[PersonStory], look_id: int, who: str, language: str) -> str:
    """Everybody found, month by month, in lines of at most WIDTH letters."""
    words = read_texts(language, "riwayat")
    lines = [words["title"], ""]
    if not stories:
        lines += [*textwrap.wrap(words["found_nobody"], WIDTH), ""]
    if len(stories) > 1:
        lines += [*textwrap.wrap(words["found_several"].format(count=len(stories)), WIDTH), ""]
    for story in stories:
        lines += [line for label, told in story.facts for line in _labelled(label, told, 0)]
        for month in story.months:
            lines += ["", f"{month.period} ({month.version})"]
            lines += textwrap.wrap(month.headline, WIDTH, initial_indent="  ", subsequent_indent="  ")
            lines += [line for label, told in month.lines for line in _labelled(label, told, 2)]
        lines += ["", "-" * WIDTH]
    return "\n".join([*lines, words["noted"].format(look=look_id, who=who), ""])


def _labelled(label: str, told: str, indent: int) -> list[str]:
    first = " " * indent + f"{label:<{LABEL}}"
    return textwrap.wrap(told, WIDTH, initial_indent=first, subsequent_indent=" " * (indent + LABEL)) or [
        first
    ]


def as_page(story: PersonStory, look_id: int, language: str) -> str:
    """One person as a self-contained page for printing, NIK and KPJ masked, without the files' names."""
    words = read_texts(language, "riwayat")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(LAYOUT).render(
        language=language, words=words, story=asdict(story), look_id=look_id, internal=_internal(words)
    )


def _internal(words: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """Labels of lines that are the offices' own business."""
    return (words["lines"]["identified"], words["lines"]["branch_outcome"])
