"""Print the settings that are in force, with secrets masked: `python -m app.configuration`."""

import re
import sys

from app.settings import Settings
from app.starting import BAD_SETTINGS, read_settings

_MASK = "***"
_SECRET_NAMES = re.compile(r"(?<![a-z])(key|secret|token|password|pepper)s?(?![a-z])")
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@\s]*):\S*@")
_SECRET_IN_QUERY = re.compile(r"(?i)([?&][^=&]*(?:password|passfile|secret|token|key)[^=&]*=)[^&]*")


def effective(settings: Settings) -> dict[str, str]:
    """Every setting by the name of its variable, as text; passwords and keys are `***`."""
    return {name.upper(): _shown(name, getattr(settings, name)) for name in Settings.model_fields}


def _shown(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and _SECRET_NAMES.search(name.replace("_", " ")):
        return _MASK
    return _SECRET_IN_QUERY.sub(rf"\1{_MASK}", _PASSWORD_IN_URL.sub(rf"\1:{_MASK}@", str(value)))


def main() -> int:
    """Print a line for each setting; the exit status: 2 where some make no sense, which are logged."""
    settings = read_settings()
    if settings is None:
        return BAD_SETTINGS
    for name, value in effective(settings).items():
        sys.stdout.write(f"{name}={value}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
