"""The wheel contains all files that the program reads."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from support.wheel import PACKAGES, ROOT

NOT_SHIPPED = {".pyc"}


def test_every_file_of_the_packages_is_in_the_wheel(built_wheel: Path) -> None:
    with ZipFile(built_wheel) as wheel:
        shipped = set(wheel.namelist())
        assert wheel.read("alfrd_luigi/luigi.cfg") == (ROOT / "luigi.cfg").read_bytes()
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in NOT_SHIPPED
    }
    assert wanted - shipped == set()
