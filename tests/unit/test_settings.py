"""The environment an operator writes, and the settings or the message that come of it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from padan.paths import PROJECT
from padan.settings import VARIABLES, Settings, SettingsError, default_readers, language_of


def test_nothing_set_gives_the_defaults() -> None:
    assert Settings.from_environ({}) == Settings(
        home=PROJECT / "var",
        source_root=str(PROJECT / "var" / "sources"),
        warehouse_uri=None,
        decisions=PROJECT / "var" / "decisions.yaml",
        regency="32.01",
        language="id",
        readers=default_readers(),
        signers={"disnaker": ("disnaker",), "branch": ("cabang",)},
        now=None,
    )


def test_an_empty_value_counts_as_not_set() -> None:
    assert Settings.from_environ({"PADAN_REGENCY": " ", "PADAN_NOW": ""}) == Settings.from_environ({})


def test_the_default_source_is_below_the_chosen_home(tmp_path: Path) -> None:
    assert Settings.from_environ({"PADAN_HOME": str(tmp_path)}).source_root == str(tmp_path / "sources")


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("PADAN_REGENCY", "32.04", "regency", "32.04"),
        ("PADAN_DECISIONS", "/srv/keputusan.yaml", "decisions", Path("/srv/keputusan.yaml")),
        ("PADAN_LANGUAGE", "en", "language", "en"),
        ("PADAN_READERS", "3", "readers", 3),
        (
            "PADAN_SIGNERS_BRANCH",
            "siti, ani",
            "signers",
            {"disnaker": ("disnaker",), "branch": ("siti", "ani")},
        ),
        ("PADAN_SOURCE_ROOT", "s3://minio@padan/masuk/", "source_root", "s3://minio@padan/masuk"),
        ("PADAN_SOURCE_ROOT", "sftp://bpjs@/padan", "source_root", "sftp://bpjs@/padan"),
        (
            "PADAN_WAREHOUSE_URI",
            "postgresql://a:b@db:5432/padan",
            "warehouse_uri",
            "postgresql+psycopg2://a:b@db:5432/padan",
        ),
        (
            "PADAN_WAREHOUSE_URI",
            "postgresql+psycopg2://a:b@db/padan",
            "warehouse_uri",
            "postgresql+psycopg2://a:b@db/padan",
        ),
        (
            "PADAN_NOW",
            "2026-02-10T06:00:00+07:00",
            "now",
            datetime.fromisoformat("2026-02-10T06:00:00+07:00"),
        ),
        ("PADAN_NOW", "2026-02-09T23:00:00Z", "now", datetime.fromisoformat("2026-02-10T06:00:00+07:00")),
    ],
)
def test_values_that_are_taken(variable: str, text: str, field: str, value: object) -> None:
    assert getattr(Settings.from_environ({variable: text}), field) == value


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        ("PADAN_REGENCY", "3201", "write it as 32.01"),
        ("PADAN_DECISIONS", "/tmp", "is a folder; name a file"),  # noqa: S108
        ("PADAN_LANGUAGE", "su", "one of id, en"),
        ("PADAN_SIGNERS_DISNAKER", "budi santoso", "write them as budi,siti"),
        ("PADAN_SIGNERS_BRANCH", "siti,disnaker", "two people sign a month"),
        ("PADAN_NOW", "10 Februari 2026", "2026-02-10T06:00:00+07:00"),
        ("PADAN_NOW", "2026-02-10T06:00:00", "names no time zone"),
        ("PADAN_WAREHOUSE_URI", "mysql://a:b@db/padan", "PostgreSQL only"),
        ("PADAN_SOURCE_ROOT", "/no/such/folder", "is not a folder"),
        ("PADAN_HOME", __file__, "is a file"),
        ("PADAN_LANGAUGE", "id", "no such setting"),
    ],
)
def test_values_that_are_refused(variable: str, text: str, says: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable}: .*{re.escape(says)}"):
        Settings.from_environ({variable: text})


def test_one_message_lists_every_problem() -> None:
    wrong = {"PADAN_REGENCY": "Bogor", "PADAN_LANGUAGE": "xx", "PADAN_NOW": "soon", "PADAN_X": "1"}
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(wrong)
    assert [name for name in wrong if name in str(caught.value)] == list(wrong)


@pytest.mark.parametrize(
    ("told", "used"),
    [({}, "id"), ({"PADAN_LANGUAGE": "en"}, "en"), ({"PADAN_LANGUAGE": "su", "PADAN_X": "1"}, "id")],
)
def test_the_language_alone_never_stops_a_page_from_being_shown(told: dict[str, str], used: str) -> None:
    assert language_of(told) == used


def test_a_refused_warehouse_is_not_repeated_with_its_password() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ({"PADAN_WAREHOUSE_URI": "oracle://padan:rahasia@db/x"})
    assert "rahasia" not in str(caught.value)


def test_the_documentation_lists_the_same_variables_and_defaults() -> None:
    text = (PROJECT / "docs" / "settings.md").read_text("utf-8")
    documented = re.findall(r"^\| `(PADAN_\w+)` \| `?([^|`]*)`? \| (.*) \|$", text, flags=re.MULTILINE)
    assert documented == [(known.name, known.default, known.meaning) for known in VARIABLES]
