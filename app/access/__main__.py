"""`python -m app.access create-key --tenant NAME --name NAME --scope admin`: the first key of a tenant, and any other.

Prints the key alone on standard output, once; nothing else knows it. Makes the tenant where there is none.
"""

import argparse
import datetime as dt
import sys

from sqlalchemy.exc import SQLAlchemyError

from app.access.making import make_key
from app.database import Database
from app.principal import Scope
from app.repositories.keys import KeyRepository
from app.starting import BAD_SETTINGS, CANNOT_START, open_database, read_settings, tell_failure
from app.tenancy import TENANT

_MOST_DAYS = 3_650


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; the exit status: 2 for bad settings or arguments, 3 where the database fails."""
    parser = argparse.ArgumentParser(prog="python -m app.access", description="Tenants and their keys.")
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create-key", help="make a key, and its tenant where there is none; prints the key")
    create.add_argument("--tenant", type=_tenant, default="default", help="small letters, digits, inner hyphens")
    create.add_argument("--name", type=_name, required=True, help="what the key is for")
    create.add_argument("--scope", action="append", type=Scope, choices=list(Scope), required=True, dest="scopes")
    create.add_argument("--days", type=_days, help="days until it expires; without: never")
    listed = commands.add_parser("list-keys", help="the keys of all tenants, without their secrets")
    revoke = commands.add_parser("revoke-key", help="end a key now")
    revoke.add_argument("id", help="the key's id, as list-keys prints it")
    given = parser.parse_args(arguments)
    _ = listed
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    try:
        database = open_database(settings)
    except Exception as error:
        tell_failure(error)
        return CANNOT_START
    try:
        if given.command == "create-key":
            print(create_key(database, given.tenant, given.name, given.scopes, given.days))  # noqa: T201 - its purpose
            return 0
        return _list(database) if given.command == "list-keys" else _revoke(database, given.id)
    except (SQLAlchemyError, OSError) as error:
        tell_failure(error)
        return CANNOT_START
    finally:
        database.close()


def create_key(database: Database, tenant: str, name: str, scopes: list[Scope], days: int | None = None) -> str:
    """Make a key, and the tenant where there is none of this name; the key as its holder gets it."""
    now = dt.datetime.now(dt.UTC)
    row, key = make_key(name, scopes, now, None if days is None else now + dt.timedelta(days=days))
    with database.of(tenant).write() as session:
        keys = KeyRepository(session)
        keys.add_tenant(tenant, now)
        keys.add(row)
    return key


def _list(database: Database) -> int:
    after: str | None = None
    with database.everywhere().read() as session:
        while rows := KeyRepository(session).page(after, 100):
            after = rows[-1].id
            for row in rows:
                state = (
                    "revoked" if row.revoked_at else f"until {row.expires_at:%Y-%m-%d}" if row.expires_at else "valid"
                )
                used = f"{row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "never"
                sys.stdout.write(
                    f"{row.id}  {row.tenant_id:20} {'+'.join(row.scopes):16} {state:16} {used:16} {row.name}\n"
                )
    return 0


def _revoke(database: Database, key_id: str) -> int:
    with database.everywhere().write() as session:
        row = KeyRepository(session).get(key_id, for_update=True)
        if row is None:
            sys.stderr.write("there is no key with this id\n")
            return 1
        row.revoked_at = row.revoked_at or dt.datetime.now(dt.UTC)
    return 0


def _tenant(given: str) -> str:
    if not TENANT.fullmatch(given):
        raise argparse.ArgumentTypeError("1 to 40 small letters, digits and inner hyphens")
    return given


def _name(given: str) -> str:
    if not 1 <= len(given) <= 100:
        raise argparse.ArgumentTypeError("1 to 100 characters")
    return given


def _days(given: str) -> int:
    if not given.isdigit() or not 1 <= int(given) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"1 to {_MOST_DAYS}")
    return int(given)


if __name__ == "__main__":
    sys.exit(main())
