"""A month through the real scheduler: by itself, once, and loud only where somebody must act."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

import psycopg2
import pytest
from tests.end_to_end.conftest import Stage
from tests.end_to_end.story import (
    MONTHS,
    Chapter,
    Story,
    a_list,
    an_export,
    village_of,
)

from padan.local import bridge
from padan.local.month_run import FEED_DAGS, RECONCILIATION_DAG

# The first test plays the whole story.
pytestmark = pytest.mark.timeout(900)

FIRST, SECOND = MONTHS
REGENCY = "32.01"
WORKBOOKS = ["pengajuan-bpjs.xlsx", "rekonsiliasi-lengkap.xlsx", "rekonsiliasi.xlsx"]
PRODUCTS = sorted(["berita-acara.pdf", "manifest.json", "rekonsiliasi.html", "seal.json", *WORKBOOKS])


@pytest.mark.parametrize("name", ["first", "again", "trouble", "mended"])
def test_every_task_does_it_at_the_first_attempt(story: Story, name: str) -> None:
    """A data problem fails at once, and nothing else goes wrong."""
    assert story[name].repeated_tasks() == []


class TestFirstMonth:
    """Only the feeds are triggered."""

    def test_every_run_succeeds(self, story: Story) -> None:
        assert Counter(run["state"] for run in story["first"].runs).keys() == {"success"}
        # Beside the triggered one, the run that a daily schedule makes when a DAG is first unpaused.
        assert all(len(story["first"].states(dag_id)) in (1, 2) for dag_id in FEED_DAGS)

    def test_reconciliation_starts_by_itself(self, story: Story) -> None:
        runs = story["first"].reconciliations(FIRST)
        assert runs
        assert {run["run_type"] for run in runs} == {"asset_triggered"}
        made = [
            run
            for run in runs
            if {"reconcile", "publish"} <= {t["task_id"] for t in run["tasks"] if t["state"] == "success"}
        ]
        assert len(made) == 1, "one of them reckons, the others find nothing to do"

    def test_products_are_published(self, story: Story) -> None:
        products = sorted(story["first"].products)
        assert [name for name in products if name.count("/") == 2] == [
            f"{FIRST}/v1/{name}" for name in PRODUCTS
        ]
        assert {name.split("/")[2] for name in products if name.count("/") > 2} == {"formulir", "koreksi"}
        assert story["first"].versions == {FIRST: 1}

    def test_the_bridge_closes(self, story: Story) -> None:
        uri = story.warehouse.replace("+psycopg2", "")
        assert bridge.left_over(uri, bridge.read_month(uri, FIRST), REGENCY) == []

    def test_only_the_silent_villages_are_told(self, story: Story) -> None:
        assert causes(story["first"]) == {"submission_missing": 1, "signature_awaited": 1}
        [mail] = [mail for mail in story["first"].mails if mail["Padan-Cause"] == "submission_missing"]
        assert "429 desa/kelurahan" in mail.get_content()


class TestAgain:
    """The same sources, triggered once more."""

    def test_nothing_changes(self, story: Story) -> None:
        again = story["again"]
        assert {run["state"] for run in again.runs} == {"success"}
        assert (again.versions, again.products) == (story["first"].versions, story["first"].products)

    def test_nobody_is_told_anything(self, story: Story) -> None:
        assert (story["again"].mails, story["again"].posts) == ([], [])

    def test_no_month_is_woken(self, story: Story) -> None:
        assert story["again"].states(RECONCILIATION_DAG) == []

    def test_the_sources_are_as_they_were(self, story: Story) -> None:
        assert story["untouched"].sources_untouched


class TestTrouble:
    """A second month: one list full of faults, and a status word that nobody knows."""

    def test_the_runs_are_red_at_their_verdict(self, story: Story) -> None:
        assert story["trouble"].failed_tasks() == {
            "village_submissions": ["verdict"],
            "bpjs_branch_export": ["verdict"],
        }

    def test_the_other_villages_are_loaded(self, story: Story, stage: Stage) -> None:
        with psycopg2.connect(story.warehouse.replace("+psycopg2", "")) as connection:
            cursor = connection.cursor()
            cursor.execute(
                "SELECT count(DISTINCT r.village_code) FROM core.village_row AS r "
                "INNER JOIN landing.file AS f USING (file_id) WHERE f.period = %s "
                "AND f.load_id = (SELECT min(load_id) FROM landing.file WHERE period = %s)",
                (SECOND, SECOND),
            )
            assert cursor.fetchone() == (6,)

    def test_the_month_waits(self, story: Story) -> None:
        trouble = story["trouble"]
        assert trouble.versions == {FIRST: 1}
        assert {run["state"] for run in trouble.reconciliations(SECOND)} == {"success"}
        assert all(
            task["state"] == "skipped"
            for run in trouble.reconciliations(SECOND)
            for task in run["tasks"]
            if task["task_id"] in ("reconcile", "publish")
        )

    def test_one_message_a_cause(self, story: Story) -> None:
        assert causes(story["trouble"]) == {
            "breaker_tripped": 1,
            "branch_file_blocked": 1,
            "submission_missing": 1,
        }

    @pytest.mark.parametrize(
        ("cause", "dag_id", "says"),
        [
            (
                "breaker_tripped",
                "village_submissions",
                {
                    "Bulan iuran": SECOND,
                    "Berapa": "berkas",
                    "Wajarnya": "",
                    "Wilayah": "{village}",
                    "Yang bertindak": "Pemerintah desa",
                    "Langkah berikutnya": "Minta desa mengirim ulang",
                },
            ),
            (
                "branch_file_blocked",
                "bpjs_branch_export",
                {
                    "Bulan iuran": SECOND,
                    "Perihal": "{export}",
                    "Berapa": "1 berkas",
                    "Wajarnya": "0",
                    "Yang bertindak": "Kantor cabang BPJS Ketenagakerjaan",
                    "Langkah berikutnya": "kata status",
                },
            ),
        ],
    )
    def test_the_message_tells_what_how_many_who_and_what_next(
        self, story: Story, stage: Stage, cause: str, dag_id: str, says: dict[str, str]
    ) -> None:
        values = {
            "village": village_of(a_list(stage.sources)),
            "export": an_export(stage.sources).name,
        }
        [mail] = [mail for mail in story["trouble"].mails if mail["Padan-Cause"] == cause]
        [post] = [post for post in story["trouble"].posts if post["cause"] == cause]
        text = mail.get_content().replace("\r\n", "\n")
        lines = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
        for label, value in says.items():
            assert value.format(**values) in lines[label], text
        [run] = [r for r in story["trouble"].runs if r["dag_id"] == dag_id and r["state"] == "failed"]
        link = f"{story.url}/dags/{dag_id}/runs/{quote(run['dag_run_id'], safe='')}"
        assert lines["Rincian"] == link
        assert (mail["From"], mail["To"]) == ("padan@bogor.example", "data@bogor.example")
        assert mail["Padan-Run"] == f"{dag_id}/{run['dag_run_id']}"
        assert post == {
            "cause": cause,
            "run_ref": mail["Padan-Run"],
            "subject": mail["Subject"],
            "text": text,
            "url": link,
        }
        assert set(story.posted.paths) == {"/padan/alerts"}

    def test_the_place_and_the_remedy_stand_in_the_runs_log(self, story: Story, stage: Stage) -> None:
        logs = story.home / "airflow" / "logs" / "dag_id=bpjs_branch_export"
        told = [
            line
            for path in sorted(logs.rglob("task_id=check/*.log"))
            for line in path.read_text("utf-8").splitlines()
            if an_export(stage.sources).name in line
        ]
        assert told
        assert any("STA-01" in line and "status_words.csv" in line for line in told)


class TestMended:
    """The right files come."""

    def test_the_month_goes_on(self, story: Story) -> None:
        mended = story["mended"]
        assert {run["state"] for run in mended.runs} == {"success"}
        assert mended.versions == {FIRST: 1, SECOND: 1}
        assert {f"{SECOND}/v1/{name}" for name in PRODUCTS} <= set(mended.products)

    def test_the_earlier_months_products_are_untouched(self, story: Story) -> None:
        first = story["first"].products
        assert {name: story["mended"].products[name] for name in first} == first

    def test_nothing_old_is_told_again(self, story: Story) -> None:
        # The branch's list is accepted only now, a workbook where the month before sent CSV: that is news.
        assert causes(story["mended"]).keys() <= {"submission_missing", "branch_form_changed"}

    def test_nothing_is_in_the_outbox_when_channels_took_it(self, story: Story) -> None:
        assert list((story.home / "outbox").iterdir()) == []


def causes(chapter: Chapter) -> dict[str, int]:
    """Messages by cause; both channels must have the same."""
    mailed = Counter(str(mail["Padan-Cause"]) for mail in chapter.mails)
    posted = Counter(post["cause"] for post in chapter.posts)
    assert mailed == posted
    return dict(mailed)
