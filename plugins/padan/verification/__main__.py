"""`python verify.py [bukti.zip | unpacked folder | report folder] [--pdf berita-acara.pdf] [--language id|en]`."""

from __future__ import annotations

import argparse
import sys
import zipfile
from pathlib import Path

from padan.verification.files import Check
from padan.verification.pack import INDEX, INDEX_HASH, check_pack
from padan.verification.report import MANIFEST, SEAL, check_report
from padan.verification.words import WORDS


def examine(evidence: Path, pdf: Path | None) -> Check | None:
    """Verify a pack or a report folder, and a PDF; None if there is neither, or no such PDF."""
    if pdf is not None and not pdf.is_file():
        return None
    try:
        if evidence.is_file() or any((evidence / name).exists() for name in (INDEX, INDEX_HASH)):
            return check_pack(evidence, pdf)
        if any((evidence / name).exists() for name in (MANIFEST, SEAL)):
            return check_report(evidence, pdf)
        return None
    except (zipfile.BadZipFile, LookupError, TypeError, AttributeError, ValueError):
        # No zip any more, or lists that are not of the form that Padan writes.
        broken = Check(1)
        broken.fault("container" if evidence.is_file() else "touched", evidence.name)
        return broken


def verify(evidence: Path, pdf: Path | None, language: str) -> int:
    """Print what is found about a pack or a report folder (and a PDF); return 0 if all is whole, else 1."""
    words = WORDS[language]
    check = examine(evidence, pdf)
    if check is None:
        print(words["nothing"].format(name=pdf if pdf is not None and not pdf.is_file() else evidence))
        return 1
    for kind, name in [*check.notes, *check.faults]:
        print(words[kind].format(name=name))
    print(words["broken" if check.faults else "whole"].format(count=check.count, faults=len(check.faults)))
    return 1 if check.faults else 0


def main(arguments: list[str]) -> int:
    """Read the command line and verify; without a name, the folder that the script lies in."""
    parser = argparse.ArgumentParser(description="Verifies an evidence pack or a report folder of Padan.")
    parser.add_argument("evidence", nargs="?", type=Path, default=Path(sys.argv[0]).resolve().parent)
    parser.add_argument("--pdf", type=Path)
    parser.add_argument("--language", choices=sorted(WORDS), default="id")
    options = parser.parse_args(arguments)
    return verify(options.evidence, options.pdf, options.language)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
