"""`python -m padan.replay <plan.json>`: does some events of a history again in the warehouse of the environment."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from padan import steps
from padan.errors import DataProblem
from padan.quality import sync_rules
from padan.replay.events import at, load_again, version_again
from padan.steps import open_context
from padan.warehouse.engine import engine
from padan.warehouse.reference import load_reference

OWNER = "WAREHOUSE_OWNER_URI"


def main(plan_file: Path) -> int:
    """Do the events of a plan in order, one line each; a problem is told in one line, and nothing else is done."""
    plan = json.loads(plan_file.read_text("utf-8"))
    try:
        load_reference(os.environ[OWNER])
        with engine(os.environ[OWNER]).begin() as connection:
            sync_rules(connection)
        for event in plan["events"]:
            print(event["said"], flush=True)
            _do(event, Path(plan["bytes_folder"]))
    except DataProblem as problem:
        print(f"padan: {problem}", file=sys.stderr)
        return 1
    return 0


def _do(event: dict[str, Any], bytes_folder: Path) -> None:
    ctx = at(open_context("local/replay"), event["now"])
    if event["do"] == "load":
        load_again(ctx, event["load"], event["decisions"], bytes_folder)
    elif event["do"] == "version":
        version_again(ctx, event["version"])
    else:
        steps.publish(ctx, event["period"], event["version"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
