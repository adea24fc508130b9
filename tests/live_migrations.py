"""Which statements of a migration would stop those who work on a table, or break the version before."""

import re

_RULES = {
    r"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)[^(]*? ON {table}\b": "locks out writers while it reads the whole table",
    r"ALTER TABLE {table} ADD COLUMN (?!.*DEFAULT).*NOT NULL": "fails where there are rows, and for the version before",
    r"ALTER TABLE {table} ALTER COLUMN \S+ (SET DATA )?TYPE": "writes the whole table anew under a lock",
    r"ALTER TABLE {table} ALTER COLUMN \S+ SET NOT NULL": "reads the whole table under a lock",
    r"ALTER TABLE {table} ADD (CONSTRAINT|UNIQUE|PRIMARY|FOREIGN|CHECK)(?!.*(NOT VALID|USING INDEX))": (
        "reads the whole table under a lock"
    ),
    r"ALTER TABLE {table} (DROP|RENAME)(?! CONSTRAINT)": "takes away what the version before asks for",
    r"DROP TABLE (IF EXISTS )?{table}\b": "takes away what the version before asks for",
    r"(UPDATE|DELETE FROM) {table}\b": "holds the locks of all rows until the migration ends",
    r"ALTER TABLE {table} (ENABLE|FORCE) ROW LEVEL SECURITY": "hides rows from the version before",
}


def unsafe(statement: str, tables: set[str]) -> str | None:
    """Why a statement of a migration is unsafe for tables that are in use, or null."""
    written = " ".join(statement.replace('"', "").split())
    for table in tables:
        for pattern, reason in _RULES.items():
            if re.match(pattern.replace("{table}", re.escape(table)), written, re.IGNORECASE):
                return f"{table}: {reason}"
    return None
