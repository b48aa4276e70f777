"""From the first version of this program to this one and back, with archives of real size.

    python benchmarks/upgrade.py [--documents 1000] [--commit 82ec94a]

The former version is taken from the history of this repository and files made-up bills, with the libraries of the
current environment. The archive is then migrated with a backup, checked and compared; the former version imports the
backup, and exports what it got, which must be equal. Two further exports share their page files or not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).parents[1]
_ISSUERS = (
    ("NORTHWIND ELECTRIC COMPANY", "Monthly electricity bill"),
    ("CITY WATER WORKS", "Water and sewer bill"),
    ("BLUEBIRD TELECOM", "Monthly internet service bill"),
    ("HILLSIDE DENTAL PRACTICE", "Invoice"),
    ("OLD MILL INSURANCE", "Premium notice for your policy"),
    ("RIVERBANK GARAGE", "Receipt"),
)
_COMPARED = ("status", "document_type", "entity", "document_date", "total_amount", "currency", "summary")


class Version:
    """A version of the program, in a folder of its own, on an archive."""

    def __init__(self, root: Path, data: Path) -> None:
        self._root = root
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(root),
            "LUIGI_CONFIG_PATH": str(root / "luigi.cfg"),
            "ALFRD_DATA_DIR": str(data),
            "ALFRD_SETTLE_SECONDS": "0",
        }

    def run(self, *arguments: object) -> str:
        """Run a command, which must succeed. Returns its output."""
        command = [sys.executable, "-P", "-m", "alfrd_luigi.cli", *map(str, arguments)]
        done = subprocess.run(
            command, env=self._environment, cwd=self._root, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise click.ClickException(f"{' '.join(command)}: {done.stderr}")
        return done.stdout

    def documents(self) -> dict[str, dict[str, Any]]:
        """The compared values of every document by its id."""
        listed = json.loads(self.run("list", "--json"))
        return {each["id"]: {name: each[name] for name in _COMPARED} for each in listed}


@click.command(help=__doc__)
@click.option("--documents", default=1000, show_default=True)
@click.option("--commit", default="82ec94a", show_default=True, help="The former version.")
def main(documents: int, commit: str) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="alfrd-upgrade-") as name:
        scratch = Path(name)
        scratch.chmod(0o755)  # the embedded server of root is another user's
        former_root = _taken(commit, scratch / "former")
        former, now = Version(former_root, scratch / "data"), Version(ROOT, scratch / "data")
        _fill(former, scratch / "data" / "inbox", documents)
        before = former.documents()
        _say("database before", scratch / "data" / "postgres")
        with _timed("migrate --backup"):
            now.run("migrate", "--backup", scratch / "backup")
        _say("backup", scratch / "backup")
        _say("database after", scratch / "data" / "postgres")
        with _timed("check"):
            damaged = [
                each for each in json.loads(now.run("check", "--json"))["problems"] if each["state"] == "damaged"
            ]
        click.echo(f"damaged: {len(damaged)}; values that differ: {_different(before, now.documents())}")
        _go_back(Version(former_root, scratch / "back"), scratch, before)
        _export_twice(now, scratch)


def _taken(commit: str, folder: Path) -> Path:
    content = subprocess.run(["git", "-C", ROOT, "archive", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(content)) as files:
        files.extractall(folder, filter="data")
    return folder


def _fill(former: Version, inbox: Path, documents: int) -> None:
    former.run("init")
    for number in range(documents):
        issuer, title = _ISSUERS[number % len(_ISSUERS)]
        month, year = number // 6 % 12 + 1, 2020 + number // 72 % 6
        lines = (
            *(issuer, f"{title} no. {number}", "", f"Account number: 4400-22{number % 6}"),
            *(f"Statement date: {year}-{month:02}-05", "", f"Amount due: ${20 + number % 50}.{number % 100:02}"),
            f"Due date: {year}-{month:02}-25",
        )
        (inbox / f"bill-{number:06}.txt").write_text("\n".join(lines))
    with _timed(f"the former version files {documents} documents"):
        former.run("process")


def _go_back(former: Version, scratch: Path, before: dict[str, dict[str, Any]]) -> None:
    with _timed("the former version imports the backup"):
        former.run("import", scratch / "backup")
    former.run("export", scratch / "again")
    equal = (scratch / "again" / "SHA256SUMS").read_bytes() == (scratch / "backup" / "SHA256SUMS").read_bytes()
    click.echo(
        f"its export is equal to the backup: {equal}; values that differ: {_different(before, former.documents())}"
    )


def _export_twice(now: Version, scratch: Path) -> None:
    for name, options in (("first", ()), ("copied", ()), ("linked", ("--link-from", scratch / "first"))):
        with _timed(f"export, {name}"):
            now.run("export", scratch / name, *options)
    _say("export, copied", scratch / "copied")
    _say("export, linked, beside the first", scratch / "first", scratch / "linked")


def _different(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> int:
    return sum(before.get(id) != after.get(id) for id in before.keys() | after.keys())


def _say(what: str, *folders: Path) -> None:
    """Print the space on the disk of the last folder that the others do not share."""
    lines = subprocess.run(["du", "-sk", *folders], check=True, capture_output=True, text=True).stdout.splitlines()
    click.echo(f"{what}: {int(lines[-1].split()[0]) / 1024:.1f} MB")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    click.echo(f"{what}: {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
