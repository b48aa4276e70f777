"""scripts/audit on recorded answers of pip-audit. CI runs the real one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
SAFE = {"name": "rich", "version": "15.0.0", "vulns": []}
UNKNOWN = {"name": "moto", "skip_reason": "Dependency not found on PyPI and could not be audited: moto (5.2.5)"}
VULNERABLE = {
    "name": "requests",
    "version": "2.25.0",
    "vulns": [{"id": "PYSEC-2023-74", "fix_versions": ["2.31.0"], "aliases": [], "description": "…"}],
}
PROXY = "requests.exceptions.ProxyError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded"
BLOCKED = "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed"
PORTAL = "requests.exceptions.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"


def test_no_vulnerability(tmp_path: Path) -> None:
    done = _audit(tmp_path, [SAFE])
    assert done.returncode == 0
    assert done.stdout == "audited: 1 packages have 0 known vulnerabilities\n"


def test_a_vulnerability_is_named_and_fails(tmp_path: Path) -> None:
    done = _audit(tmp_path, [SAFE, VULNERABLE], code=1)
    assert done.returncode == 1
    assert "requests 2.25.0: PYSEC-2023-74, fixed in 2.31.0" in done.stdout


def test_a_package_without_an_answer_is_unaudited(tmp_path: Path) -> None:
    done = _audit(tmp_path, [SAFE, UNKNOWN])
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "unaudited: the database of vulnerabilities does not know moto"


@pytest.mark.parametrize("errors", [PROXY, BLOCKED, PORTAL])
def test_an_unreachable_database_leaves_everything_unaudited(tmp_path: Path, errors: str) -> None:
    done = _audit(tmp_path, None, errors, code=1)
    assert done.returncode == 0
    assert done.stdout == "unaudited: the database of vulnerabilities cannot be reached\n"


def test_a_mirror_without_the_database_leaves_everything_unaudited(tmp_path: Path) -> None:
    done = _audit(tmp_path, [UNKNOWN])
    assert done.returncode == 0
    assert done.stdout == "unaudited: the database of vulnerabilities cannot be reached\n"


def test_another_failure_of_pip_audit_fails(tmp_path: Path) -> None:
    done = _audit(tmp_path, None, "error: unrecognized arguments: --require-hashes", code=2)
    assert done.returncode == 1
    assert "unrecognized arguments" in done.stderr
    assert "audited" not in done.stdout


def _audit(
    folder: Path, packages: list[dict[str, Any]] | None, errors: str = "", code: int = 0
) -> subprocess.CompletedProcess[str]:
    """Runs the script with a pip-audit that gives this answer: packages to its --output, errors, and an exit code."""
    bin_ = folder / ".venv-tools" / "bin"
    bin_.mkdir(parents=True)
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "audit", folder / "scripts")
    (bin_ / "python").symlink_to(sys.executable)
    (folder / "errors").write_text(errors, "utf-8")
    if packages is not None:
        (folder / "found").write_text(json.dumps({"dependencies": packages, "fixes": []}), "utf-8")
    answer = f'cat errors >&2; [ ! -f found ] || cat found > "${{@: -1}}"; exit {code}'
    for program, does in ((folder / "scripts" / "setup", "exit 0"), (bin_ / "pip-audit", answer)):
        program.write_text(f"#!/usr/bin/env bash\n{does}\n", "utf-8")
        program.chmod(0o700)
    return subprocess.run([folder / "scripts" / "audit"], capture_output=True, text=True, check=False)
