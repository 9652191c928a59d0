"""Step 7, publish: the products of a version, switched in at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from padan.evidence.rules import keep_rules
from padan.steps.context import StepContext, note

if TYPE_CHECKING:
    from padan.feedback.model import Built


def publish(ctx: StepContext, period: str, version: int) -> dict[str, Any]:
    """Write the products of a version beside the old ones and switch to them in one step.

    Run again it writes nothing when the products are there with the same bytes.

    Returns:
        folder of the products, the names of those that stand in it in order, and how many workbooks go back to the
        villages in each of its folders.

    """
    # Workbooks, pages and type are for this step alone; every other task would import them too.
    from padan.feedback.build import build_returned
    from padan.products.publish import publish as publish_products

    # The manifest names the rules it was made with: they are kept before it is written.
    keep_rules(ctx.settings.home)
    with ctx.warehouse.begin() as connection:
        written: dict[str, Mapping[str, Built]] = {}

        def returned(folder: Path) -> Mapping[str, Mapping[str, Built]]:
            for kind in build_returned(
                connection, period, version, ctx.landing, folder, ctx.settings.readers
            ):
                written[kind.folder] = {f"{code}.xlsx": built for code, built in kind.built.items()}
            return written

        published = publish_products(
            connection,
            period,
            version,
            reports=ctx.reports,
            language=ctx.settings.language,
            regency=ctx.settings.regency,
            returned=returned,
        )
        connection.execute(
            text(
                "UPDATE reconciliation.version SET published_at = coalesce(published_at, now()) "
                "WHERE period = :period AND version = :version"
            ),
            {"period": period, "version": version},
        )
        outcome = "done" if published.changed else "unchanged"
        counts = {"version": version, "products": len(published.products)} | {
            folder: len(files) for folder, files in written.items()
        }
        note(connection, ctx, "publish", period, outcome, counts)
    return {"folder": str(published.folder), "products": [path.name for path in published.products]} | {
        "returned": {folder: len(files) for folder, files in written.items()}
    }
