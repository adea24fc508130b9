"""Audit what is locked: `python -m tools.audit_dependencies [--offline]`.

Known vulnerabilities by pip-audit, where its database can be reached; and always, from what is installed, each
package's version and licence. Exit status 1 for a licence that is not in `licences.toml`, a locked package that is not
installed or is another version, or a known vulnerability; 3 where vulnerabilities were to be asked for and could not.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
_LOCKS = ("requirements.lock", "requirements-dev.lock")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+))?", re.MULTILINE)
_TOKENS = re.compile(r"[()]|[^\s()]+")
_UNKNOWN = 3


class Locked(NamedTuple):
    """A line of a lock; `marker` where it is for some systems only."""

    name: str
    version: str
    marker: str | None


class Rules(NamedTuple):
    """What is allowed."""

    allowed: frozenset[str]
    names: dict[str, str]
    packages: dict[str, str]


def read_rules(path: Path = Path(__file__).parent / "licences.toml") -> Rules:
    """The rules in a file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Rules(frozenset(table["allowed"]), table["names"], table["packages"])


def locked(text: str) -> Iterator[Locked]:
    """The packages of a lock."""
    for name, version, marker in _PINNED.findall(text):
        yield Locked(name.lower(), version, marker.strip() or None)


def licence_of(package: PackageMetadata, rules: Rules) -> str:
    """A package's licence as an SPDX expression or, where none is given, its own words; empty for none."""
    expression = (package.get_all("License-Expression") or [""])[0]
    if fixed := rules.packages.get(package["Name"].lower()) or expression:
        return fixed
    said = [one.rsplit(" :: ", 1)[-1] for one in package.get_all("Classifier", []) if one.startswith("License :: ")]
    said = [one for one in said if one != "OSI Approved"] or (package.get_all("License") or [""])[0].splitlines()[:1]
    return " AND ".join(rules.names.get(one.strip().lower(), one.strip()) for one in said)


def is_allowed(expression: str, rules: Rules) -> bool:
    """Whether an SPDX expression is: all parts joined by AND or WITH, and any of those joined by OR."""
    tokens = _TOKENS.findall(expression)
    if not tokens:
        return False
    found, rest = _any_of(tokens, rules.allowed)
    return found and not rest


def _any_of(tokens: list[str], allowed: frozenset[str]) -> tuple[bool, list[str]]:
    found, rest = _all_of(tokens, allowed)
    while rest[:1] == ["OR"]:
        other, rest = _all_of(rest[1:], allowed)
        found = found or other
    return found, rest


def _all_of(tokens: list[str], allowed: frozenset[str]) -> tuple[bool, list[str]]:
    found, rest = _one(tokens, allowed)
    while rest[:1] in (["AND"], ["WITH"]):
        other, rest = _one(rest[1:], allowed)
        found = found and other
    return found, rest


def _one(tokens: list[str], allowed: frozenset[str]) -> tuple[bool, list[str]]:
    if tokens[:1] != ["("]:
        return bool(tokens) and tokens[0] in allowed, tokens[1:]
    found, rest = _any_of(tokens[1:], allowed)
    return found and rest[:1] == [")"], rest[1:]


def audit(lock: str, rules: Rules) -> Iterator[tuple[Locked, str, str | None]]:
    """Each locked package, its licence, and what is wrong; null where nothing is."""
    for package in locked(lock):
        try:
            found = metadata(package.name)
        except PackageNotFoundError:
            # What is for other systems only is not here to be looked at.
            yield package, "", None if package.marker else "is not installed"
            continue
        licence = licence_of(found, rules)
        if found["Version"] != package.version:
            yield package, licence, f"is installed as {found['Version']}"
        else:
            yield package, licence, None if is_allowed(licence, rules) else "has a licence that is not allowed"


def _vulnerable() -> int:
    # Strict: a package that its database does not know is not one without vulnerabilities.
    told = 0
    for lock in _LOCKS:
        command = [
            sys.executable,
            "-m",
            "pip_audit",
            "--strict",
            "--disable-pip",
            "--require-hashes",
            "--requirement",
            lock,
        ]
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        sys.stdout.write(found.stdout)
        if found.returncode == 0:
            continue
        if "Found" in found.stderr and "known vulnerabilit" in found.stderr:
            sys.stderr.write(found.stderr)
            told = 1
        else:
            last = (found.stderr.strip().splitlines() or ["no reason given"])[-1]
            sys.stderr.write(f"{lock}: vulnerabilities could not be asked for: {last[:200]}\n")
            return _UNKNOWN
    return told


def main(arguments: list[str] | None = None) -> int:
    """Print the list and what is wrong; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.audit_dependencies")
    parser.add_argument("--offline", action="store_true", help="licences and versions only")
    offline = parser.parse_args(arguments).offline
    rules = read_rules()
    wrong = 0
    for lock in _LOCKS:
        sys.stdout.write(f"== {lock}\n")
        for package, licence, fault in audit((ROOT / lock).read_text(encoding="utf-8"), rules):
            sys.stdout.write(
                f"{package.name} {package.version}  {licence or '-'}{f'  WRONG: {fault}' if fault else ''}\n"
            )
            wrong += fault is not None
    sys.stdout.write(f"{wrong} wrong\n")
    if wrong:
        return 1
    return 0 if offline else _vulnerable()


if __name__ == "__main__":
    sys.exit(main())
