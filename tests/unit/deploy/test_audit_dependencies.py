"""The audit of what is locked."""

from importlib.metadata import metadata

import pytest

from tools.audit_dependencies import Locked, audit, is_allowed, licence_of, locked, read_rules

RULES = read_rules()


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("", False),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("AGPL-3.0-only AND (Apache-2.0 OR MIT)", False),
        ("(GPL-2.0-only AND MIT) OR ISC", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("BSD-3-Clause, and other things", False),
        ("(MIT", False),
    ],
)
def test_an_expression_is_judged_by_its_parts(expression: str, allowed: bool) -> None:
    assert is_allowed(expression, RULES) is allowed


def test_a_lock_is_read() -> None:
    lock = """numpy==2.4.0 \\
    --hash=sha256:aa
uvloop==0.22.1 ; sys_platform != "win32" \\
    --hash=sha256:bb
    # via x
"""

    assert list(locked(lock)) == [
        Locked("numpy", "2.4.0", None),
        Locked("uvloop", "0.22.1", 'sys_platform != "win32"'),
    ]


def test_what_is_not_as_locked_is_told() -> None:
    here = metadata("numpy")["Version"]
    lock = f"numpy=={here} \\\nhttptools==0.0.1 \\\nnot-here-at-all==1.0 \\\n"

    assert [fault for _, _, fault in audit(lock, RULES)][:1] == [None]
    assert [bool(fault) for _, _, fault in audit(lock, RULES)] == [False, True, True]


def test_a_licence_is_found_in_classifiers_too() -> None:
    assert licence_of(metadata("reportlab"), RULES)
