"""Whatever the story left behind names nobody: no NIK, no card number, no full name."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import psycopg2
import pytest
from psycopg2 import sql
from pypdf import PdfReader
from tests.end_to_end.story import MONTHS, Story
from tests.support.leaks import Leak, People, files_below, find_leaks, people_of

from padan.evidence.rules import rule_hashes
from padan.paths import INCLUDE
from padan.verification.files import canonical

# Whichever test comes first plays the whole story.
pytestmark = pytest.mark.timeout(900)

# Where people are at home, what is no text, and what the project itself says: the bytes as they came, the servers' own
# files, compiled modules, the rules of then with their examples.
NOT_READ = frozenset({"landing", "postgres", "secrets", "pycache", "reports", "rules"})
NAMES_OF = {
    "core.village_row": ("name", "name_raw"),
    "core.branch_row": ("name", "name_raw"),
    "core.registry_person": ("name",),
    "core.exclusion_row": ("name",),
}
MUST_HOLD_SOMETHING = (
    "xcom",
    "rendered_task_instance_fields",
    "dag_run",
    "asset_event",
    "task_instance",
    "log",
)
PUBLIC_PRODUCTS = ("rekonsiliasi.html", "berita-acara.pdf", "manifest.json", "seal.json")
OFFICES_WORKBOOK = "rekonsiliasi.xlsx"
NAMED_OFFICERS_WORKBOOKS = ("rekonsiliasi-lengkap.xlsx", "pengajuan-bpjs.xlsx")
FOR_THE_VILLAGES = ("koreksi", "formulir")
"""Each workbook in them goes to the village whose people it names."""
SIGNED = MONTHS[0]
SIGNED_DOCUMENTS = ("berita-acara.pdf", "pengesahan.json", "seal.json")
PUBLIC_SCHEMAS = ("mart", "audit")


@pytest.fixture(scope="session")
def people(story: Story) -> People:
    """Everybody whom the sources name."""
    with psycopg2.connect(libpq(story.warehouse)) as connection, connection.cursor() as cursor:
        names: set[str] = set()
        for table, columns in NAMES_OF.items():
            for column in columns:
                cursor.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
                names.update(name for (name,) in cursor)
        cursor.execute("SELECT DISTINCT kpj FROM core.branch_row WHERE kpj IS NOT NULL")
        cards = {card for (card,) in cursor}
    found = people_of(cards, names)
    assert len(found.cards) > 50
    assert len(found.names) > 500
    return found


def test_the_scanner_knows_these_people(story: Story, people: People) -> None:
    """Where they are at home it finds all three kinds, so that finding none elsewhere means something."""
    kinds = Counter(leak.kind for leak in leaks_in_table(story.warehouse, "core", "branch_row", people))
    assert min(kinds[kind] for kind in ("nik", "kpj", "name")) > 50


def test_logs_records_and_messages_on_disk(story: Story, people: People) -> None:
    paths = list(files_below(story.home, NOT_READ))
    kinds = Counter(path.relative_to(story.home).parts[0] for path in paths)
    assert kinds["logs"] >= 5
    assert len([path for path in paths if path.suffix == ".log"]) > 50, "the tasks' logs are there"
    found = [
        leak
        for path in paths
        for leak in find_leaks(path.read_text("utf-8", errors="replace"), str(path), people)
    ]
    assert found == []


def test_names_of_files_and_folders(story: Story, people: People) -> None:
    skip = frozenset({"landing", "postgres", "pycache"})
    found = [
        leak
        for path in sorted(story.home.rglob("*"))
        if path.relative_to(story.home).parts[0] not in skip
        for leak in find_leaks(path.name, str(path), people)
    ]
    assert found == []


def test_everything_airflow_remembers(story: Story, people: People) -> None:
    """XCom values, rendered fields, conf, events' extras: every table, every column."""
    with psycopg2.connect(story.metadata) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [table for (table,) in cursor]
        counts = {}
        for table in MUST_HOLD_SOMETHING:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counts[table] = cursor.fetchone()[0]  # type: ignore[index]
    assert min(counts.values()) > 0, counts
    found = [leak for table in tables for leak in leaks_in_table(story.metadata, "public", table, people)]
    assert found == []


@pytest.mark.parametrize("schema", PUBLIC_SCHEMAS)
def test_what_others_may_build_on(story: Story, people: People, schema: str) -> None:
    with psycopg2.connect(libpq(story.warehouse)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s ORDER BY 1", (schema,)
        )
        tables = [table for (table,) in cursor]
    assert tables
    found = [leak for table in tables for leak in leaks_in_table(story.warehouse, schema, table, people)]
    assert found == []


def test_messages_and_links(story: Story, people: People) -> None:
    texts = [
        *(str(mail) + mail.get_content() for mail in story.mailbox.mails),
        *(str(body) for body in story.posted.bodies),
        *story.posted.paths,
    ]
    assert len(texts) > 8
    assert [leak for text in texts for leak in find_leaks(text, "a message", people)] == []


@pytest.mark.parametrize("period", MONTHS)
def test_what_names_people_stands_apart_and_is_nobody_elses_to_read(story: Story, period: str) -> None:
    """The villages' own lists hold their people's numbers: two folders, shut; every other product is scanned."""
    version = story.home / "reports" / period / "v1"
    found = {path.name for path in version.iterdir()}
    signed = {"final"} if period == SIGNED else set()
    assert (
        found == {*PUBLIC_PRODUCTS, OFFICES_WORKBOOK, *NAMED_OFFICERS_WORKBOOKS, *FOR_THE_VILLAGES} | signed
    )
    for name in (OFFICES_WORKBOOK, *NAMED_OFFICERS_WORKBOOKS):
        assert (version / name).stat().st_mode & 0o777 == 0o600
    for name in FOR_THE_VILLAGES:
        assert (version / name).stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in (version / name).iterdir()} == {0o600}


@pytest.mark.parametrize("period", MONTHS)
@pytest.mark.parametrize("name", PUBLIC_PRODUCTS)
def test_public_products(story: Story, people: People, period: str, name: str) -> None:
    path = story.home / "reports" / period / "v1" / name
    text = pdf_text(path) if path.suffix == ".pdf" else path.read_text("utf-8")
    assert len(text) > 100
    assert list(find_leaks(text, name, people)) == []


@pytest.mark.parametrize("name", SIGNED_DOCUMENTS)
def test_signed_documents(story: Story, people: People, name: str) -> None:
    path = story.home / "reports" / SIGNED / "v1" / "final" / name
    text = pdf_text(path) if path.suffix == ".pdf" else path.read_text("utf-8")
    assert len(text) > 100
    assert list(find_leaks(text, name, people)) == []


def test_the_evidence_pack_is_nobody_elses_to_read(story: Story) -> None:
    """It holds the lists as they came: what else is signed stands beside it, open to the group."""
    final = story.home / "reports" / SIGNED / "v1" / "final"
    packs = [path for path in final.iterdir() if path.name not in SIGNED_DOCUMENTS]
    assert [path.suffix for path in packs] == [".zip"]
    assert packs[0].stat().st_mode & 0o777 == 0o600


def test_the_rules_that_are_kept_are_the_projects(story: Story) -> None:
    """That is why their examples are not scanned: each is a file of include/, or the list of their hashes."""
    ours = {hashlib.sha256(path.read_bytes()).hexdigest() for path in INCLUDE.rglob("*") if path.is_file()}
    ours.add(hashlib.sha256(canonical(rule_hashes())).hexdigest())
    kept = {path.name for path in (story.home / "rules").iterdir()}
    assert kept
    assert kept <= ours


@pytest.mark.parametrize("period", MONTHS)
def test_the_offices_workbook_masks_every_nik(story: Story, people: People, period: str) -> None:
    """It goes to both offices, who know the people; what it may not hold is their numbers."""
    cells = list(cells_of(story.home / "reports" / period / "v1" / OFFICES_WORKBOOK))
    assert any("••••" in cell for cell in cells), "masked numbers are there"
    numbers = People(people.cards)
    assert [leak for cell in cells for leak in find_leaks(cell, "rekonsiliasi.xlsx", numbers)] == []


def leaks_in_table(uri: str, schema: str, table: str, people: People) -> Iterator[Leak]:
    """Of every row, as text."""
    with psycopg2.connect(libpq(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(schema, table)))
        for (row,) in cursor:
            yield from find_leaks(row, f"{schema}.{table}", people)


def pdf_text(path: Path) -> str:
    reader = PdfReader(path)
    return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])


def cells_of(path: Path) -> Iterator[str]:
    """Every cell, comment and sheet name of a workbook."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield str(cell.value)
                if cell.comment is not None:
                    yield str(cell.comment.text)


def libpq(uri: str) -> str:
    return uri.replace("postgresql+psycopg2://", "postgresql://")
