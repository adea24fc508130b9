"""Row-level security on PostgreSQL, and what becomes of rows that were there before there were tenants."""

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from app.access.__main__ import create_key
from app.database import Database
from app.ids import new_id
from app.principal import Scope
from app.schemas.webhook_events import WebhookEventType
from app.schemas.webhooks import WebhookEndpointInput
from app.services.webhook_events import candidate_erased
from app.settings import Settings
from app.tables import ApiKeyRow, CandidateRow
from app.tenancy import FIRST_TENANT, UnfilteredError
from app.webhook_parts import WebhookParts
from tests.postgres import Server
from tests.webhooks import receiving

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
OWNED = sorted(name for name, table in SQLModel.metadata.tables.items() if "tenant_id" in table.columns)


def add_candidate(database: Database, external_id: str | None = None) -> str:
    row = CandidateRow(
        id=new_id(),
        external_id=external_id,
        revision=1,
        created_at=NOW,
        updated_at=NOW,
        profile={},
        retention_basis="procedure",
    )
    with database.write() as session:
        session.add(row)
    return row.id


@pytest.fixture
def guarded(postgres: Server) -> Iterator[Database]:
    """A PostgreSQL database of a role that is no superuser, which row-level security binds."""
    url = postgres.create()
    opened = Database(url)
    opened.migrate()
    yield opened
    opened.close()
    postgres.drop(url)


@pytest.mark.postgres
def test_every_table_of_tenants_has_row_security(guarded: Database) -> None:
    with guarded.engine.connect() as connection:
        bound = connection.execute(
            sa.text(
                "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
                "WHERE c.relrowsecurity AND c.relforcerowsecurity AND c.relnamespace = current_schema()::regnamespace"
            )
        ).scalars()
        assert sorted(bound) == OWNED


@pytest.mark.postgres
@pytest.mark.parametrize(("tenant", "seen"), [("first", 1), ("other", 0), ("*", 1), ("", 0)])
def test_postgres_itself_shows_the_rows_of_the_tenant_only(guarded: Database, tenant: str, seen: int) -> None:
    add_candidate(guarded.of("first"))

    with guarded.engine.begin() as connection:
        connection.execute(sa.text("SELECT set_config('gunning.tenant', :tenant, true)"), {"tenant": tenant})
        assert connection.execute(sa.text("SELECT count(*) FROM candidate")).scalar_one() == seen


@pytest.mark.postgres
def test_postgres_shows_nothing_to_who_names_no_tenant(guarded: Database) -> None:
    add_candidate(guarded.of("first"))

    with guarded.engine.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM candidate")).scalar_one() == 0


@pytest.mark.postgres
def test_postgres_stores_no_row_for_another_tenant(guarded: Database) -> None:
    with guarded.engine.connect() as connection:
        connection.execute(sa.text("SELECT set_config('gunning.tenant', 'first', true)"))
        with pytest.raises(sa.exc.ProgrammingError, match="row-level security"):
            connection.execute(sa.text("INSERT INTO counter (tenant_id, name, value) VALUES ('other', 'x', 1)"))


@pytest.mark.postgres
def test_the_tenant_of_a_pooled_connection_is_that_of_its_transaction(guarded: Database) -> None:
    add_candidate(guarded.of("first"))

    with guarded.of("first").read() as session:
        assert len(session.exec(select(CandidateRow)).all()) == 1
    with guarded.of("other").read() as session:
        assert session.exec(select(CandidateRow)).all() == []
    with guarded.engine.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM candidate")).scalar_one() == 0


@pytest.mark.postgres
def test_webhooks_are_sent_where_postgres_keeps_tenants_apart(guarded: Database) -> None:
    settings = Settings(database_url=str(guarded.engine.url), webhook_allow_private_addresses=True)
    parts = WebhookParts(guarded, settings, lambda: NOW, lambda _: None)
    first = guarded.of("first")
    with receiving() as receiver:
        given = WebhookEndpointInput(url=receiver.url, event_types=(WebhookEventType.CANDIDATE_ERASED,))
        endpoint = parts.endpoints(first).create(given)
        with first.write() as session:
            parts.outbox.tell(session, candidate_erased(new_id(), NOW))
        for endpoint_id in parts.all.due():
            parts.all.serve(endpoint_id, lambda: False)

    assert len(receiver.received) == 1
    assert [one.state for one in parts.deliveries(first).page(endpoint.id, None, None, None).items] == ["succeeded"]


def test_a_session_stores_no_row_of_another_tenant(database: Database) -> None:
    row = ApiKeyRow(tenant_id="other", id=new_id(), name="k", scopes=[], salt="", secret_hash="", created_at=NOW)
    with pytest.raises(UnfilteredError), database.of("first").write() as session:
        session.add(row)


def test_a_row_that_a_tenant_has_read_cannot_be_given_away(database: Database) -> None:
    add_candidate(database.of("first"), "A-1")

    with pytest.raises(UnfilteredError), database.of("first").write() as session:
        session.exec(select(CandidateRow)).one().tenant_id = "other"


def test_rows_of_before_become_the_first_tenants(database_url: str) -> None:
    database = Database(database_url)
    database.migrate("0003")
    with database.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO candidate (id, external_id, revision, created_at, updated_at, profile, retention_basis) "
                "VALUES ('c', 'A-1', 1, :now, :now, '{}', 'consent')"
            ),
            {"now": "2026-05-04 00:00:00"},
        )
        connection.execute(
            sa.text(
                "INSERT INTO job (id, kind, state, request, created_at, attempts) "
                "VALUES ('j', 'match_all', 'failed', '{}', :now, 1)"
            ),
            {"now": "2026-05-04 00:00:00"},
        )
        connection.execute(sa.text("UPDATE counter SET value = 41"))

    database.migrate()

    with database.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT set_config('gunning.tenant', '*', true)"))
        found = [
            connection.execute(sa.text(f"SELECT tenant_id FROM {table}")).scalar_one()
            for table in ("candidate", "job", "counter")
        ]
        assert connection.execute(sa.text("SELECT value FROM counter")).scalar_one() == 41
    assert found == [FIRST_TENANT] * 3
    database.close()


def test_a_key_is_stored_so_that_it_cannot_be_read(database: Database) -> None:
    key = create_key(database, "first", "k", [Scope.READ])

    with database.everywhere().read() as session:
        row = session.exec(select(ApiKeyRow)).one()
    assert key.split("_")[-1] not in row.model_dump_json()
    assert (row.tenant_id, row.scopes) == ("first", ["read"])


@pytest.mark.postgres
def test_whether_postgres_keeps_tenants_apart_is_known(guarded: Database) -> None:
    assert guarded.row_security_binds()
