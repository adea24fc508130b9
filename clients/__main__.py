"""`python -m clients lint|generate|call|all`: lint the document, make both clients, type-check and run them.

Everything made goes into `build/clients`. Needs node (20 or newer) and npm; without them it says so, and exits 1.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from app.access.__main__ import create_key
from app.database import Database
from app.principal import Scope
from demo.server import ServiceError, running_service

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
_DOCUMENT = _ROOT / "openapi" / "openapi.json"
_RULES = _ROOT / "openapi" / "rules" / "rules.yaml"
_README = _ROOT / "openapi" / "README.md"
_BUILD = _ROOT / "build" / "clients"
_PYTHON = _BUILD / "python"
_TYPESCRIPT = _BUILD / "typescript"
_TOOLS = _HERE / "node_modules"
_FIRST_NODE = 20


class StepError(Exception):
    """A step that failed; the message says which and how."""


def main(arguments: list[str]) -> int:
    """Do the steps asked for; the exit status."""
    steps = {"lint": lint, "generate": generate, "call": call}
    asked = list(steps) if arguments in ([], ["all"]) else arguments
    if not set(asked) <= set(steps):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        install_tools()
        for step in asked:
            steps[step]()
    except (StepError, ServiceError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def install_tools() -> None:
    """The packages of the lock, in `clients/node_modules`; nothing where they are there already."""
    node, npm = shutil.which("node"), shutil.which("npm")
    version = _told([node, "--version"]).strip().removeprefix("v") if node else "0"
    if not npm or int(version.split(".")[0]) < _FIRST_NODE:
        raise StepError(f"This needs node {_FIRST_NODE} or newer and npm; with them, run it again.")
    lock = _HERE / "package-lock.json"
    installed = _TOOLS / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        _run("npm ci", [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], _HERE)
        installed.touch()


def lint() -> None:
    """The document against `openapi/rules/rules.yaml`; a hint fails too."""
    _run("lint", [_tool("spectral"), "lint", "-F", "hint", "-r", str(_RULES), str(_DOCUMENT)])


def generate() -> None:
    """Both clients and what uses them, in `build/clients`, without a warning, and type-checked."""
    shutil.rmtree(_BUILD, ignore_errors=True)
    for folder in (_PYTHON, _TYPESCRIPT):
        folder.mkdir(parents=True)
    made = _PYTHON / "gunning_client"
    options = ["--meta", "none", "--config", str(_HERE / "python.yaml"), "--fail-on-warning"]
    generator = Path(sys.executable).with_name("openapi-python-client")
    path = {"PATH": f"{generator.parent}{os.pathsep}{os.environ['PATH']}"}
    command = [str(generator), "generate", "--path", str(_DOCUMENT), *options, "--output-path", str(made)]
    told = _run("openapi-python-client", command, more=path)
    if "WARNING" in told:
        raise StepError(f"openapi-python-client warns:\n{told}")
    # What has a default may be left out of what is sent.
    options = ["--default-non-nullable", "false", "-o", str(_TYPESCRIPT / "gunning.ts")]
    _run("openapi-typescript", [_tool("openapi-typescript"), str(_DOCUMENT), *options])
    shutil.copy(_HERE / "python" / "use.py", _PYTHON)
    shutil.copy(_HERE / "typescript" / "use.ts", _TYPESCRIPT)
    for language, folder, suffix in (("python", _PYTHON, "py"), ("typescript", _TYPESCRIPT, "ts")):
        (folder / f"readme.{suffix}").write_text(readme_block(language), encoding="utf-8")
    (_TYPESCRIPT / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
    (_TYPESCRIPT / "node_modules").symlink_to(_TOOLS, target_is_directory=True)
    _run("compileall", [sys.executable, "-m", "compileall", "-q", str(made)])
    checked = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "use.py", "readme.py"]
    _run("mypy", checked, _PYTHON)
    _run("tsc", [_tool("tsc"), "--project", str(_HERE / "tsconfig.json")])


def call() -> None:
    """Run all four programs, each against a service of its own that asks for a key."""
    for command in (
        [sys.executable, str(_PYTHON / "readme.py")],
        [sys.executable, str(_PYTHON / "use.py")],
        ["node", str(_TYPESCRIPT / "out" / "readme.js")],
        ["node", str(_TYPESCRIPT / "out" / "use.js")],
    ):
        with tempfile.TemporaryDirectory(prefix="gunning-") as folder, running_service(Path(folder)) as service:
            key = create_key(Database(f"sqlite:///{folder}/gunning.db"), "default", "clients", [Scope.WRITE])
            told = _run(
                Path(command[1]).name,
                command,
                more={
                    "GUNNING_URL": service.base,
                    "GUNNING_KEY": key,
                    "GUNNING_DEMO": str(_ROOT / "demo"),
                    "GUNNING_BUILD": folder,
                },
            )
            sys.stdout.write(told)


def readme_block(language: str) -> str:
    """The program in this language that `openapi/README.md` shows."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", _README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(block)


def _tool(name: str) -> str:
    return str(_TOOLS / ".bin" / name)


def _told(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _run(name: str, command: list[str], folder: Path = _ROOT, more: Mapping[str, str] | None = None) -> str:
    sys.stdout.write(f"== {name}\n")
    sys.stdout.flush()
    done = subprocess.run(
        command, cwd=folder, env=os.environ | (more or {}), capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    if done.returncode:
        raise StepError(f"{name} failed:\n{told}")
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
