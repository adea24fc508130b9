"""`python -m app.audit verify`: whether the logs of decisions are as they were written.

`erasures` prints who was erased, for keeping apart from the backups; `reapply-erasures` erases again whoever a restored
backup has brought back; `pseudonym` tells how the log names the subject of a token.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.principal import acting_as, pseudonym
from app.repositories.decisions import DecisionRepository, Logged
from app.services.all_erasures import erase_again, erased
from app.services.clock import utc_now
from app.services.verifying import verify_log
from app.starting import BAD_SETTINGS, CANNOT_START, database_of, read_settings, tell_failure
from app.tenancy import TENANT

_HEAD = re.compile(r"([0-9a-f]{64}):([1-9][0-9]{0,17})")
_LINE = re.compile(r"(\S+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: .*)?")
_TOLD_EVERY = 100_000


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; the exit status: 1 for a log that does not hold, 2 bad input, 3 no database."""
    given = _parser().parse_args(arguments)
    if given.command == "pseudonym":
        _say(pseudonym(given.tenant, f"oidc:{given.subject}"))
        return 0
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    try:
        with closing(database_of(settings)) as database:
            return _do(database, given)
    except (SQLAlchemyError, OSError) as error:
        tell_failure(error)
        return CANNOT_START


def _do(database: Database, given: argparse.Namespace) -> int:
    if given.command == "verify":
        return _verify(database, given.tenant, given.against)
    if given.command == "erasures":
        for tenant_id, row in erased(database):
            _say(f"{tenant_id} {row.candidate_id} {row.erased_at:%Y-%m-%dT%H:%M:%SZ} {row.id}")
        return 0
    with acting_as("operator"):
        return _reapply(database, given.file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.audit", description="The log of decisions, and erasures.")
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="check the logs: no gap, every hash right; status 1 where one is not")
    verify.add_argument("--tenant", type=_tenant, help="this tenant's log only")
    verify.add_argument("--against", type=_head, help="HASH:NUMBER noted before, which must be in the tenant's log")
    commands.add_parser("erasures", help="print whom there are receipts of, a line each")
    again = commands.add_parser("reapply-erasures", help="erase again who is stored though erased before")
    again.add_argument("file", nargs="?", type=Path, help="lines that `erasures` printed; without: the receipts there")
    named = commands.add_parser("pseudonym", help="how the log names the subject of a token")
    named.add_argument("--tenant", type=_tenant, required=True)
    named.add_argument("subject")
    return parser


def _verify(database: Database, tenant: str | None, against: Logged | None) -> int:
    with database.everywhere().read() as session:
        tenants = [tenant] if tenant else list(DecisionRepository(session).tenants())
    if against and len(tenants) != 1:
        sys.stderr.write("--against is about one log: name its --tenant\n")
        return 2
    broken = False
    for one in tenants:
        found = verify_log(database.of(one), against, _progress)
        state = "OK" if found.fault is None else "BROKEN"
        _say(f"{state} {one}: {found.entries} entries, head {found.head}:{found.entries}")
        if found.fault is not None:
            broken = True
            _say(f"  {found.fault}")
    return 1 if broken else 0


def _progress(entries: int) -> None:
    if entries % _TOLD_EVERY == 0:
        sys.stderr.write(f"{entries} entries hold\n")


def _reapply(database: Database, file: Path | None) -> int:
    listed: Iterable[tuple[str, str]]
    if file is None:
        listed = ((tenant_id, row.candidate_id) for tenant_id, row in erased(database))
    else:
        lines = file.read_text(encoding="utf-8").splitlines()
        wrong = [number for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line)]
        if wrong:
            sys.stderr.write(f"line {wrong[0]} is not as `erasures` prints it; nobody was erased\n")
            return 2
        listed = _read(lines)
    count = 0
    for tenant_id, candidate_id in erase_again(database, listed, utc_now):
        count += 1
        _say(f"erased again: {tenant_id} {candidate_id}")
    _say(f"{count} erased again; processes that run let go of them when they next rank")
    return 0


def _read(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        tenant_id, candidate_id, *_ = line.split(" ")
        yield tenant_id, candidate_id


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _tenant(given: str) -> str:
    if not TENANT.fullmatch(given):
        raise argparse.ArgumentTypeError("1 to 40 small letters, digits and inner hyphens")
    return given


def _head(given: str) -> Logged:
    found = _HEAD.fullmatch(given)
    if not found:
        raise argparse.ArgumentTypeError("64 hexadecimal digits, a colon and a number")
    return Logged(int(found[2]), found[1])


if __name__ == "__main__":
    sys.exit(main())
