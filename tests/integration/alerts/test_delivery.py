"""From audit.alert to a mail server, a web server and the outbox."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from tests.support.servers import Mailbox, Posted

from padan.alerts.channels import Channel, Outbox, SmtpChannel, WebhookChannel
from padan.alerts.deliver import Delivered, deliver_run
from padan.alerts.record import record, record_failure

RUN = "village_submissions/manual__2026-01-31T01:00:00+00:00"
OTHER = "bpjs_branch_export/manual__2026-01-31T02:00:00+00:00"
BASE_URL = "http://airflow.example:8080"
NIK = "3201054107900001"


def smtp(server: Mailbox) -> SmtpChannel:
    return SmtpChannel.from_connection(
        {
            "host": "127.0.0.1",
            "port": server.port,
            "schema": "",
            "login": None,
            "password": None,
            "extra": {
                "from_email": "padan@bogor.example",
                "to_email": ["data@bogor.example", "pmd@bogor.example"],
                "disable_ssl": True,
                "disable_tls": True,
                "timeout": 5,
            },
        }
    )


def webhook(server: Posted, **extra: Any) -> WebhookChannel:
    return WebhookChannel.from_connection(
        {
            "host": "127.0.0.1",
            "port": server.port,
            "schema": "http",
            "login": "padan",
            "password": "rahasia",
            "extra": {"endpoint": "/hook/kunci", "headers": {"X-Office": "bogor"}, "timeout": 5, **extra},
        }
    )


def note(
    audit: Engine, cause: str, run_ref: str = RUN, period: str | None = "2026-01", **details: Any
) -> None:
    with audit.begin() as connection:
        record(connection, run_ref, cause, period, "daftar.xlsx", {"count": 1, **details})


def deliver(audit: Engine, *ways: Channel, run_ref: str = RUN) -> Delivered:
    return deliver_run(audit, run_ref, lambda: ways, language="id", base_url=BASE_URL)


def rows(audit: Engine) -> list[tuple[Any, ...]]:
    question = "SELECT run_ref, cause, period, sent_at IS NOT NULL FROM audit.alert ORDER BY alert_id"
    with audit.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def test_a_mail_server_and_a_web_server_each_get_one_message(
    audit: Engine, mail_server: Mailbox, web_server: Posted
) -> None:
    note(audit, "breaker_tripped", places=["32.01.05.2003"], rules={"NIK-02": 88})
    ways = (smtp(mail_server), webhook(web_server))
    assert deliver(audit, *ways) == Delivered(sent=1, waiting=0)
    assert deliver(audit, *ways) == Delivered(sent=0, waiting=0)

    [mail], [body] = mail_server.mails, web_server.bodies
    assert mail["Subject"] == body["subject"]
    assert mail["Subject"] == "[Padan] 1 berkas ditahan karena terlalu banyak baris salah (2026-01)"
    assert mail["From"] == "padan@bogor.example"
    assert mail_server.receivers == [["data@bogor.example", "pmd@bogor.example"]]
    assert mail["Padan-Cause"] == body["cause"] == "breaker_tripped"
    assert body["run_ref"] == RUN
    url = f"{BASE_URL}/dags/village_submissions/runs/manual__2026-01-31T01%3A00%3A00%2B00%3A00"
    assert body["url"] == url
    assert url in body["text"]
    assert "Aturan (baris): NIK-02 (88)" in body["text"]
    # The warehouse's reference data names the place.
    assert re.search(r"Wilayah: 32\.01\.05\.2003 \S", body["text"])
    [(path, headers)] = web_server.requests
    assert (path, headers["X-Office"]) == ("/hook/kunci", "bogor")
    assert headers["Authorization"].startswith("Basic ")


def test_the_mail_reads_as_the_message(audit: Engine, mail_server: Mailbox) -> None:
    note(audit, "submission_missing", normal=[5, 2000])
    deliver(audit, smtp(mail_server))
    content = mail_server.mails[0].get_content()
    assert "Wajarnya: 5–2.000" in content
    assert "Langkah berikutnya: Ingatkan desa/kelurahan" in content


def test_without_connections_an_eml_file_is_written(audit: Engine, outbox: Path) -> None:
    note(audit, "submission_refused")
    assert deliver(audit, Outbox(outbox)) == Delivered(sent=1, waiting=0)
    [file] = outbox.iterdir()
    assert re.fullmatch(
        r"\d{8}T\d{6}Z-submission_refused-village_submissions-manual__2026-01-31T01-00-00-00-00\.eml",
        file.name,
    )
    mail = message_from_bytes(file.read_bytes(), policy=mail_policy)
    assert mail["Subject"] == "[Padan] 1 berkas usulan desa tidak dapat dibaca (2026-01)"
    assert mail["Padan-Run"] == RUN


def test_two_months_of_one_cause_are_one_message(audit: Engine, outbox: Path) -> None:
    note(audit, "submission_refused", period="2026-01")
    note(audit, "submission_refused", period="2026-02")
    note(audit, "breaker_tripped")
    assert deliver(audit, Outbox(outbox)) == Delivered(sent=2, waiting=0)
    assert len(list(outbox.iterdir())) == 2


def test_the_first_of_a_cause_run_and_month_stays(audit: Engine) -> None:
    for period in ("2026-01", None):
        note(audit, "submission_refused", period=period, files=1)
        note(audit, "submission_refused", period=period, files=2)
    assert [row[2] for row in rows(audit)] == ["2026-01", None]


def test_a_channel_that_fails_gets_it_later_and_the_others_not_twice(
    audit: Engine, mail_server: Mailbox, web_server: Posted, caplog: pytest.LogCaptureFixture
) -> None:
    note(audit, "bridge_open")
    mail_server.refuses = True
    ways = (smtp(mail_server), webhook(web_server))
    with caplog.at_level(logging.ERROR):
        assert deliver(audit, *ways) == Delivered(sent=0, waiting=1)
    assert "The alert bridge_open of village_submissions/" in caplog.text
    assert "rahasia" not in caplog.text
    assert "kunci" not in caplog.text
    assert rows(audit)[0][3] is False

    mail_server.refuses = False
    # Another run, of another DAG, sends what was left waiting.
    assert deliver(audit, *ways, run_ref=OTHER) == Delivered(sent=1, waiting=0)
    assert (len(mail_server.mails), len(web_server.bodies)) == (1, 1)
    assert rows(audit)[0][3] is True


@pytest.mark.parametrize("status", [301, 307, 400, 401, 500])
def test_any_answer_but_2xx_is_not_sent(audit: Engine, web_server: Posted, status: int) -> None:
    web_server.status = status
    note(audit, "bridge_open")
    assert deliver(audit, webhook(web_server)) == Delivered(sent=0, waiting=1)
    assert [path for path, _ in web_server.requests] == ["/hook/kunci"]


def test_nobody_is_listening(audit: Engine, outbox: Path, tmp_path: Path) -> None:
    note(audit, "bridge_open")
    closed = SmtpChannel("127.0.0.1", 9, ("a@bogor.example",), security="none", timeout=2)
    web = WebhookChannel("http://127.0.0.1:9/", timeout=2)
    nobody = SmtpChannel("127.0.0.1", 9, ())
    (tmp_path / "a file").touch()
    full = Outbox(tmp_path / "a file" / "outbox")
    assert deliver(audit, closed, web, nobody, full) == Delivered(sent=0, waiting=1)


def test_two_runs_that_end_together_send_once(audit: Engine, outbox: Path) -> None:
    for number in range(5):
        note(audit, "bridge_open", run_ref=f"monthly_reconciliation/{number}")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: deliver(audit, Outbox(outbox)), range(4)))
    assert sum(part.sent for part in done) == 5
    assert len(list(outbox.iterdir())) == 5


@pytest.mark.parametrize(
    ("noted", "failed", "told"),
    [
        ([], ["land"], True),
        (["breaker_tripped"], ["verdict"], False),
        (["breaker_tripped"], ["load", "verdict"], True),
        (["submission_refused"], ["check"], True),
        (["branch_file_blocked"], ["verdict"], False),
        (["bridge_open"], ["reconcile"], False),
        (["bridge_open"], ["timed_out"], True),
    ],
)
def test_run_failed_only_when_nothing_else_explains_it(
    audit: Engine, noted: list[str], failed: list[str], told: bool
) -> None:
    for cause in noted:
        note(audit, cause)
    with audit.begin() as connection:
        assert record_failure(connection, RUN, failed) is told
    assert ("run_failed" in [row[1] for row in rows(audit)]) is told


def test_numbers_of_people_never_get_in(audit: Engine, outbox: Path) -> None:
    with audit.begin() as connection:
        details = {"count": 1, "normal": f"bukan {NIK}", "rules": {NIK: 1}}
        record(connection, RUN, "submission_refused", "2026-01", f"KTP {NIK} kartu 12345678901.pdf", details)
    deliver(audit, Outbox(outbox))
    [file] = outbox.iterdir()
    content = message_from_bytes(file.read_bytes(), policy=mail_policy).get_content()
    assert "Perihal: KTP 320105•••••••••• kartu 123456•••••.pdf" in content
    assert not re.search(r"\d{11}", content)


@pytest.mark.parametrize(
    ("cause", "details", "message"),
    [
        ("no_such_cause", {}, "is no cause of alerts"),
        ("bridge_open", {"name": "x"}, "no such detail of an alert: name"),
        ("bridge_open", {"places": ["Wanaherang"]}, "1 of an alert's places are no codes"),
    ],
)
def test_what_cannot_be_noted(audit: Engine, cause: str, details: dict[str, Any], message: str) -> None:
    with audit.begin() as connection, pytest.raises(ValueError, match=message):
        record(connection, RUN, cause, None, "x", details)


def test_more_than_ten_places_are_counted(audit: Engine, outbox: Path) -> None:
    codes = [f"32.01.05.2{number:03}" for number in range(1, 14)]
    note(audit, "submission_missing", places=[*codes, codes[0]])
    deliver(audit, Outbox(outbox))
    [file] = outbox.iterdir()
    content = message_from_bytes(file.read_bytes(), policy=mail_policy).get_content()
    assert content.count("32.01.05.2") == 10
    assert "dan 3 lagi" in content
