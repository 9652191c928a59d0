"""The programme beside a made-up month, typed by hand where a test compares it: registry, money, targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, text
from tests.integration.products.world import PERIOD, World

from padan.warehouse.copy import copy_rows

KEY = "period version "
CELL = ("pekerja_rentan", "apbd_provinsi")

# denominator, kind, date, registry, version, deciles, title, definition, source; people come from mart.coverage.
DENOMINATORS = (
    (
        "bpjs_informal",
        "published",
        "2025-12-14",
        None,
        None,
        None,
        "Pekerja informal (BPJS)",
        "Bukan penerima upah",
    ),
    ("p3ke_workers", "published", "2025-12-14", None, None, None, "Pekerja rentan (P3KE)", "Dibulatkan"),
    (
        "kemendagri_workers",
        "published",
        "2025-12-14",
        None,
        None,
        None,
        "Pekerja rentan (Kemendagri)",
        "Sekitar",
    ),
    ("dtsen 2026-1", "registry", "2026-01-05", "dtsen", "2026-1", None, None, None),
    ("dtsen 2026-1 eligible", "registry_eligible", "2026-01-05", "dtsen", "2026-1", ["1", "2"], None, None),
)
# basis, funder, other budget, persons, months, rupiah
FUNDING = (
    ("duplicate_at_branch", "apbd_provinsi", "apbd_kabupaten", 12, 14, 235200),
    ("exclusion_list", "apbd_provinsi", "dbhcht", 1234, 1234, 20731200),
    ("exclusion_list", "apbd_provinsi", "unknown", 7, 7, 117600),
)
# last paid month, months unpaid, covered, lapses next month, persons, rupiah
ARREARS = (
    ("2025-12", 1, True, False, 40, 672000),
    ("2025-11", 2, True, True, 1055, 35448000),
    ("2025-09", 4, False, False, 9, 604800),
    ("unknown", 0, False, False, 3, 0),
)
# printed, rows in the file, loaded, covered, roster
TIE_OUT = (1000, 1010, 1009, 1001, 1200)
# kind, decile → people of the first village, of the second
REGISTER = (
    ("covered_in_registry", "1", (20, 30)),
    ("covered_in_registry", "7", (3, 4)),
    ("covered_not_in_registry", "none", (2, 41)),
    ("eligible_covered", "1", (20, 30)),
    ("eligible_listed", "1", (1, 2)),
    ("eligible_on_no_list", "1", (4, 1600)),
    ("eligible_on_no_list", "2", (0, 55)),
)
TARGETS = (
    ("keagamaan_2026", "marbot", "all", "target", 5535, "2026-12-31", 3600, 3580, "Sasaran keagamaan 2026"),
    ("rentan_2025", *CELL, "handed_over", 44259, "2025-12-14", 43000, 42000, "Kartu diserahkan"),
)

BASIS = """
WITH load AS (
    INSERT INTO audit.load (feed, run_ref, code_version) VALUES ('poverty_registry', 'test', '0') RETURNING load_id
),
snapshot AS (
    INSERT INTO core.registry_version (registry, version, file_ids, received_at, persons, load_id)
    SELECT 'dtsen', '2026-1', '{}', '2026-01-05', 4000, load_id FROM load RETURNING registry_version_id
)
INSERT INTO reconciliation.register_basis (
    period, version, registry_version_id, eligible_desils, born_after, born_until
)
SELECT :period, :version, registry_version_id, ARRAY['1', '2'], '1961-01-01', '2009-01-01' FROM snapshot
"""


def write_programme(connection: Connection, world: World, version: int) -> None:
    """Fills the programme's tables of one version of the month."""
    first, second = world.villages[:2]

    def put(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        copy_rows(connection, table, (KEY + columns).split(), ((PERIOD, version, *row) for row in rows))

    connection.execute(text(BASIS), {"period": PERIOD, "version": version})
    put(
        "mart.denominator",
        "denominator kind date registry registry_version desils title_id definition_id title_en source",
        ((*row, row[6], "metropolitan.id" if row[3] is None else None) for row in DENOMINATORS),
    )
    put(
        "mart.coverage",
        "level area_code denominator denominator_date denominator_persons roster_persons covered_persons",
        (
            (level, area, name, "2026-01-05", people, 1000, 500)
            for name, people in (("dtsen 2026-1", 4000), ("dtsen 2026-1 eligible", 2000))
            for level, area in (("regency", "32.01"), ("district", "32.01.01"))
        ),
    )
    put("mart.funding_matrix", "basis funding_source other_source persons months rupiah", FUNDING)
    put(
        "mart.arrears",
        "last_paid months covered lapses_next persons rupiah village_code participant_group funding_source",
        ((*row, second, *CELL) for row in ARREARS),
    )
    put(
        "mart.contribution",
        "village_code participant_group funding_source expected_persons expected_rupiah billed_rows billed_rupiah "
        "paid_rows paid_rupiah ahead_rupiah arrears_rows arrears_rupiah",
        [(first, *CELL, 1200, 20160000, 1009, 16951200, 990, 16632000, 33600, 1107, 36724800)],
    )
    put(
        "mart.tie_out",
        "participant_group funding_source printed_persons file_rows loaded_rows covered_rows roster_persons "
        "printed_rupiah loaded_rupiah covered_rupiah roster_rupiah",
        [("all", "all", *TIE_OUT, 0, 0, 0, 0), (*CELL, TIE_OUT[0], None, *TIE_OUT[2:], 0, 0, 0, 0)],
    )
    put(
        "mart.third_register",
        "kind desil village_code persons",
        (
            (kind, desil, village, people)
            for kind, desil, counts in REGISTER
            for village, people in zip((first, second), counts, strict=True)
            if people
        ),
    )
    put(
        "mart.target",
        "target participant_group funding_source kind target_persons target_date roster_persons covered_persons "
        "title_id title_en source",
        ((*row, row[-1], "metropolitan.id") for row in TARGETS),
    )
