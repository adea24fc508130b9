"""Every setting of the service: typed, frozen, validated once, read from the environment in one place."""

import base64
import binascii
import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

_KEY_BYTES = 32


def _listed(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


class Settings(BaseSettings):
    """Environment variables bear the field's name in capitals; sizes are bytes, times seconds."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        validate_default=True,
        # An address of a database may hold a password.
        hide_input_in_errors=True,
    )

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65_535)
    database_url: str = Field(default="sqlite:///var/gunning.db", pattern=r"^(sqlite|postgresql)(\+\w+)?://")
    database_pool_size: int = Field(default=10, ge=1, le=200)
    database_connect_seconds: float = Field(default=5, gt=0, le=60)
    database_statement_seconds: float = Field(default=60, ge=0, le=3_600)
    database_lock_seconds: float = Field(default=10, ge=0, le=3_600)
    database_idle_seconds: float = Field(default=60, ge=0, le=3_600)
    database_pooler: bool = False
    migrate_at_start: bool = True
    index_path: str | None = Field(default=None)
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")

    api_key_cache_seconds: float = Field(default=5, ge=0, le=300)
    oidc_issuer: str | None = Field(default=None, min_length=1)
    oidc_audience: str | None = Field(default=None, min_length=1)
    oidc_jwks_url: str | None = Field(default=None, pattern=r"^(https://|http://(127\.0\.0\.1|localhost|\[::1\])[:/])")
    oidc_tenant_claim: str = Field(default="tenant", min_length=1)
    oidc_scope_claim: str = Field(default="scope", min_length=1)

    secrets_dir: str | None = Field(default=None, min_length=1)
    metrics_public: bool = False
    otel_exporter_otlp_endpoint: str | None = Field(default=None, pattern=r"^https?://\S+$")
    otel_exporter_otlp_protocol: str = Field(default="http/protobuf", pattern=r"^http/protobuf$")
    otel_service_name: str = Field(default="gunning", min_length=1)

    max_text_bytes: int = Field(default=1_000_000, ge=1)
    max_body_bytes: int = Field(default=4_000_000, ge=1)
    max_document_bytes: int = Field(default=10_000_000, ge=1)
    document_seconds: float = Field(default=10, gt=0, le=600)
    document_memory_bytes: int = Field(default=1_000_000_000, ge=100_000_000)
    max_import_bytes: int = Field(default=1_000_000_000, ge=1)
    max_import_lines: int = Field(default=100_000, ge=1)
    import_timeout_seconds: float = Field(default=3_600, gt=0)
    body_timeout_seconds: float = Field(default=30, gt=0, le=3_600)
    max_json_depth: int = Field(default=32, ge=4, le=200)
    max_candidate_ids: int = Field(default=1_000, ge=1, le=10_000)
    max_posting_ids: int = Field(default=1_000, ge=1, le=10_000)
    default_page_size: int = Field(default=50, ge=1, le=1_000)
    max_page_size: int = Field(default=200, ge=1, le=1_000)
    default_match_limit: int = Field(default=25, ge=1, le=1_000)
    max_match_limit: int = Field(default=1_000, ge=1, le=1_000)

    require_if_match: bool = Field(default=False)
    idempotency_hours: float = Field(default=24, gt=0, le=720)
    idempotency_lease_seconds: float = Field(default=30, ge=1, le=3_600)
    rate_limit_requests_per_minute: int = Field(default=0, ge=0, le=1_000_000)
    max_requests_in_work: int = Field(default=24, ge=1, le=1_000)
    max_requests_waiting: int = Field(default=200, ge=0, le=100_000)
    request_timeout_seconds: float = Field(default=10, gt=0, le=600)
    compress_from_bytes: int = Field(default=1_000, ge=0)
    drain_seconds: float = Field(default=0, ge=0, le=600)
    shutdown_seconds: int = Field(default=8, ge=1, le=3_600)

    spacy_model: str | None = Field(default=None, min_length=1)

    cpu_slots: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    match_chunk_size: int = Field(default=500, ge=1, le=10_000)
    prepared_profiles: int = Field(default=3_000, ge=0, le=1_000_000)

    retention_enabled: bool = Field(default=False)
    retention_procedure_days: int = Field(default=28, ge=1, le=3_650)
    retention_consent_months: int = Field(default=12, ge=1, le=120)
    job_keep_days: int = Field(default=90, ge=1, le=3_650)
    objection_contact: str = Field(default="", max_length=300)

    job_workers: int = Field(default=1, ge=0, le=64)
    job_lease_seconds: float = Field(default=30, ge=1, le=3_600)
    job_attempts: int = Field(default=5, ge=1, le=1_000)

    webhook_secret_key: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    webhook_allow_private_addresses: bool = False
    webhook_allowed_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    webhook_senders: int = Field(default=8, ge=1, le=64)
    webhook_sends_at_once: int = Field(default=2, ge=1, le=64)
    webhook_timeout_seconds: float = Field(default=20, ge=1, le=60)
    webhook_disable_days: float = Field(default=5, gt=0, le=365)
    webhook_keep_days: int = Field(default=30, ge=7, le=3_650)
    max_webhook_endpoints: int = Field(default=20, ge=1, le=1_000)
    closing_soon_hours: float = Field(default=24, gt=0, le=168)

    _lists = field_validator("webhook_secret_key", "webhook_allowed_networks", mode="before")(_listed)

    @field_validator("webhook_secret_key")
    @classmethod
    def _are_keys(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for key in value:
            try:
                found = base64.b64decode(key.get_secret_value().encode(), altchars=b"-_", validate=True)
            except binascii.Error:
                found = b""
            if len(found) != _KEY_BYTES:
                raise ValueError("each key must be 32 bytes in URL-safe base64")
        return value

    @model_validator(mode="after")
    def _provider_is_named_whole(self) -> Self:
        named = [self.oidc_issuer, self.oidc_audience, self.oidc_jwks_url]
        if any(named) and not all(named):
            raise ValueError("OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL go together")
        return self

    @model_validator(mode="after")
    def _defaults_lie_within_maxima(self) -> Self:
        for low, high in (
            ("default_page_size", "max_page_size"),
            ("default_match_limit", "max_match_limit"),
            ("max_text_bytes", "max_body_bytes"),
        ):
            if getattr(self, low) > getattr(self, high):
                raise ValueError(f"{low.upper()} must not exceed {high.upper()}")
        return self

    @model_validator(mode="after")
    def _files_are_told_apart(self) -> Self:
        if self.secrets_dir and not Path(self.secrets_dir).is_dir():
            raise ValueError("SECRETS_DIR must be a folder")
        if self.index_path and Path(self.index_path).is_dir():
            raise ValueError("INDEX_PATH must not be a folder")
        # Three slashes and the path: the database's own file would be taken for an index, and removed.
        path = self.database_url.partition(":///")[2].partition("?")[0]
        if self.index_path and path and Path(self.index_path).resolve() == Path(path).resolve():
            raise ValueError("INDEX_PATH must not be the database")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then the files in `SECRETS_DIR`, each named as the setting that it holds."""
        folder = os.environ.get("SECRETS_DIR", "")
        if not Path(folder).is_dir() or not folder:
            return init_settings, env_settings
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=folder)
