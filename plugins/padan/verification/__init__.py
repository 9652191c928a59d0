"""Verifies an evidence pack, a report folder, a Berita Acara: names every file that was touched, is missing or extra.

Standard library only (Python 3.9 or newer): a copy of this package travels in every pack and runs without Padan.

What holds what: the Berita Acara prints the hash of manifest.json; the manifest holds the hash of every product, rule
and input; seal.json holds the manifest's and the PDF's; index.json every file of the pack and what led to the version.
"""
