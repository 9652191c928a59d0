"""Step 7, publish: the products of a version, switched in at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from padan.products.publish import publish as publish_products
from padan.steps.context import StepContext, note


def publish(ctx: StepContext, period: str, version: int) -> dict[str, Any]:
    """Write the products of a version beside the old ones and switch to them in one step.

    Run again it writes nothing when the products are there with the same bytes.

    Returns:
        folder of the products, and their names in order.

    """
    with ctx.warehouse.begin() as connection:
        published = publish_products(
            connection,
            period,
            version,
            reports=ctx.reports,
            language=ctx.settings.language,
            regency=ctx.settings.regency,
        )
        connection.execute(
            text(
                "UPDATE reconciliation.version SET published_at = coalesce(published_at, now()) "
                "WHERE period = :period AND version = :version"
            ),
            {"period": period, "version": version},
        )
        outcome = "done" if published.changed else "unchanged"
        counts = {"version": version, "products": len(published.products)}
        note(connection, ctx, "publish", period, outcome, counts)
    return {"folder": str(published.folder), "products": [path.name for path in published.products]}
