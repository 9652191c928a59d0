"""Trains the linkage model: python -m padan.linkage --source <folder>."""

from __future__ import annotations

import argparse
from pathlib import Path

from padan.linkage.train import train


def main() -> None:
    """Train and print what was counted."""
    parser = argparse.ArgumentParser(prog="padan.linkage", description="Train the linkage model.")
    parser.add_argument(
        "--source", type=Path, required=True, help="folder with village_submissions, bpjs, registry"
    )
    parser.add_argument("--regency", default="32.01")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, value in train(options.source, options.regency, options.seed).items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
