"""Every setting of the service: typed, frozen, validated once, read from the environment in one place."""

import os
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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

    spacy_model: str | None = Field(default=None, min_length=1)

    cpu_slots: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    match_chunk_size: int = Field(default=500, ge=1, le=10_000)
    prepared_profiles: int = Field(default=3_000, ge=0, le=1_000_000)

    job_workers: int = Field(default=1, ge=0, le=64)
    job_lease_seconds: float = Field(default=30, ge=1, le=3_600)
    job_attempts: int = Field(default=5, ge=1, le=1_000)

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
