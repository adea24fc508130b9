"""Settings are read from the environment and refused when they make no sense."""

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from app.settings import Settings


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/gunning")

    settings = Settings()

    assert (settings.port, settings.database_url) == (9001, "postgresql://db/gunning")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "http"),
        ("DATABASE_URL", "mysql://db"),
        ("LOG_LEVEL", "loud"),
        ("DEFAULT_PAGE_SIZE", "201"),
        ("DEFAULT_MATCH_LIMIT", "0"),
        ("MAX_TEXT_BYTES", "5000000"),
        ("CPU_SLOTS", "0"),
        ("JOB_WORKERS", "-1"),
        ("JOB_LEASE_SECONDS", "0.5"),
        ("JOB_ATTEMPTS", "0"),
        ("MAX_POSTING_IDS", "0"),
        ("WEBHOOK_SECRET_KEY", "geheim"),
        ("WEBHOOK_SECRET_KEY", "c2hvcnQ="),
        ("WEBHOOK_ALLOWED_NETWORKS", "10.0.0.1/8"),
        ("WEBHOOK_ALLOWED_NETWORKS", "intern"),
        ("WEBHOOK_SENDERS", "0"),
        ("WEBHOOK_TIMEOUT_SECONDS", "0"),
        ("WEBHOOK_KEEP_DAYS", "6"),
        ("CLOSING_SOON_HOURS", "169"),
        ("MAX_WEBHOOK_ENDPOINTS", "0"),
    ],
)
def test_senseless_settings_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError):
        Settings()


def test_a_refusal_does_not_quote_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://gunning:geheim@db")

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert "geheim" not in str(refused.value)


def test_keys_and_networks_are_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    monkeypatch.setenv("WEBHOOK_SECRET_KEY", ", ".join(keys))
    monkeypatch.setenv("WEBHOOK_ALLOWED_NETWORKS", "10.0.0.0/8,fd00::/8")

    settings = Settings()

    assert [key.get_secret_value() for key in settings.webhook_secret_key] == keys
    assert list(map(str, settings.webhook_allowed_networks)) == ["10.0.0.0/8", "fd00::/8"]
    assert keys[0] not in repr(settings)


def test_settings_cannot_be_changed() -> None:
    settings = Settings()

    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]
