"""`python -m app.retention [--dry-run] [--tenant NAME]`: erase whoever may not be kept any longer, and old jobs.

A dry run changes nothing: it prints ids, and why.
"""

import argparse
import sys
from contextlib import closing

from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.principal import acting_as
from app.services.all_retention import retention_tenants, service_of
from app.services.clock import utc_now
from app.services.outbox import Outbox
from app.settings import Settings
from app.starting import BAD_SETTINGS, CANNOT_START, database_of, read_settings, tell_failure
from app.tenancy import TENANT

_AT_ONCE = 200
_MOST_COUNTED = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; the exit status: 2 for bad settings or arguments, 3 where the database fails."""
    parser = argparse.ArgumentParser(prog="python -m app.retention", description="Terms of retention.")
    parser.add_argument("--dry-run", action="store_true", help="change nothing; say who, and why")
    parser.add_argument("--tenant", type=_tenant, help="this tenant only")
    given = parser.parse_args(arguments)
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    try:
        with closing(database_of(settings)) as database, acting_as("operator"):
            for tenant_id in [given.tenant] if given.tenant else retention_tenants(database):
                _run(database, tenant_id, settings, given.dry_run)
    except (SQLAlchemyError, OSError) as error:
        tell_failure(error)
        return CANNOT_START
    return 0


def _run(database: Database, tenant_id: str, settings: Settings, dry_run: bool) -> None:
    service = service_of(database, tenant_id, settings, utc_now, Outbox(lambda _: None))
    if dry_run:
        count = 0
        for one in service.due():
            count += 1
            _say(f"{tenant_id} {one.candidate_id} {one.basis} {one.term_from} until {one.keep_until_date}")
        _say(f"{tenant_id}: {count} candidates and {service.old_jobs(_MOST_COUNTED)} jobs would go")
        return
    candidates = jobs = 0
    while found := service.erase_due(_AT_ONCE):
        candidates += found
    while found := service.purge_jobs(_AT_ONCE):
        jobs += found
    _say(f"{tenant_id}: {candidates} candidates erased, {jobs} jobs removed")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _tenant(given: str) -> str:
    if not TENANT.fullmatch(given):
        raise argparse.ArgumentTypeError("1 to 40 small letters, digits and inner hyphens")
    return given


if __name__ == "__main__":
    sys.exit(main())
