"""compose.yaml: each service is as locked up as it can be, and names only what exists."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings

ROOT = Path(__file__).parent.parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "gunning"}
PROXY = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text(encoding="utf-8")


def test_the_services_are_there() -> None:
    assert set(SERVICES) == {"database", "migrate", "api", "worker", "proxy"}
    assert SERVICES["api"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_locked_up(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(mount.startswith("/tmp:") for mount in service["tmpfs"])
    assert int(service["user"].split(":")[0]) > 0
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert service["pids_limit"] > 0
    assert not {"privileged", "network_mode", "pid", "cap_add", "devices"} & set(service)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_watched_unless_it_does_not_listen(name: str) -> None:
    disabled = SERVICES[name].get("healthcheck", {}).get("disable", False)

    assert disabled is (name in {"migrate", "worker"})


@pytest.mark.parametrize("name", OURS)
def test_only_settings_that_exist_are_set(name: str) -> None:
    known = {field.upper() for field in Settings.model_fields}

    assert set(OURS[name]["environment"]) <= known


@pytest.mark.parametrize("name", OURS)
def test_what_is_set_makes_sense(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "database_url").write_text("postgresql://gunning:x@database/gunning")
    for key, value in (OURS[name]["environment"] | {"SECRETS_DIR": str(tmp_path)}).items():
        monkeypatch.setenv(key, value)

    assert Settings().database_url.startswith("postgresql://")


def test_secrets_are_mounted_and_stand_nowhere_else() -> None:
    declared = set(COMPOSE["secrets"])
    script = (ROOT / "deploy" / "make-secrets.sh").read_text(encoding="utf-8")

    assert {secret for service in SERVICES.values() for secret in service.get("secrets", ())} == declared
    assert all(f'"$folder/{name}"' in script for name in declared)
    assert not re.search(
        r"(?i)password: *[^\s{]|://[^/\s]+:[^@\s]+@", (ROOT / "compose.yaml").read_text(encoding="utf-8")
    )
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_only_the_proxy_is_reached_from_this_machine_and_nothing_from_elsewhere() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(published) == {"proxy"}
    assert all(port.startswith("127.0.0.1:") for port in published["proxy"])
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_mounted_files_exist() -> None:
    mounted = [mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", ())]

    assert all((ROOT / path).is_file() for path in mounted if path.startswith("./"))


def test_the_role_of_the_service_is_bound_by_row_level_security() -> None:
    script = (ROOT / "deploy" / "postgres-init.sh").read_text(encoding="utf-8")

    assert {"NOSUPERUSER", "NOBYPASSRLS"} <= set(script.split())


def test_the_proxy_logs_no_address() -> None:
    logged = set(re.findall(r"\$\w+", PROXY[PROXY.index("log_format") : PROXY.index("access_log")]))

    assert not logged & {"$request", "$request_uri", "$uri", "$args", "$query_string", "$http_referer", "$remote_addr"}
    assert re.search(r"error_log \S+ emerg;", PROXY)


def test_the_proxy_takes_what_the_service_takes() -> None:
    largest = max(int(size) * 1_048_576 for size in re.findall(r"client_max_body_size (\d+)m", PROXY))

    assert largest >= Settings().max_import_bytes
    assert max(Settings().max_document_bytes, Settings().max_body_bytes) <= 12 * 1_048_576


def test_the_image_is_run_by_nobody_in_particular() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    last = {line.split()[0]: line for line in lines if line and line[0].isupper()}

    assert last["USER"] == f"USER {SERVICES['api']['user']}"
    assert last["CMD"].startswith('CMD ["')
    assert last["HEALTHCHECK"]
    assert "PYTHONDONTWRITEBYTECODE=1" in "\n".join(lines)
