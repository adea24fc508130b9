"""The settings in force, as they are printed, and secrets in files."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app import configuration
from app.settings import Settings


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://gunning:geheim@db/gunning", "postgresql://gunning:***@db/gunning"),
        ("postgresql://gunning:ge:heim@db/gunning", "postgresql://gunning:***@db/gunning"),
        ("postgresql://db/gunning?user=a&password=geheim", "postgresql://db/gunning?user=a&password=***"),
        ("postgresql://gunning@db/gunning", "postgresql://gunning@db/gunning"),
        ("sqlite:///var/gunning.db", "sqlite:///var/gunning.db"),
    ],
)
def test_passwords_are_masked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, shown: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    assert configuration.main() == 0

    lines = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert lines["DATABASE_URL"] == shown
    assert lines["PORT"] == "8000"
    assert set(lines) == {name.upper() for name in Settings.model_fields}


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "database_url").write_text("postgresql://gunning:geheim@db/gunning\n")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))

    assert Settings().database_url == "postgresql://gunning:geheim@db/gunning"


def test_a_variable_wins_over_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "port").write_text("9001")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", "9002")

    assert Settings().port == 9002


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SECRETS_DIR": "/nowhere/at/all"}, "SECRETS_DIR"),
        ({"INDEX_PATH": "/"}, "INDEX_PATH"),
        ({"INDEX_PATH": "var/own.db", "DATABASE_URL": "sqlite:///var/own.db"}, "INDEX_PATH"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, "otel_exporter_otlp_endpoint"),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "otel_exporter_otlp_protocol"),
        ({"DRAIN_SECONDS": "-1"}, "drain_seconds"),
    ],
)
def test_settings_that_contradict_are_refused(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError, match=named):
        Settings()
