"""The locks contain the requirements of setup.cfg, within their bounds and with hashes, for every platform."""

from __future__ import annotations

import configparser
import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
RUN = ("desk", "embedded", "local-ocr", "notify", "openai")
EXTRAS = {"run": RUN, "test": (*RUN, "test"), "benchmarks": (*RUN, "test", "benchmarks")}
ENVIRONMENTS = [
    {"python_version": python, "python_full_version": f"{python}.0", "platform_machine": machine}
    for python in ("3.11", "3.12", "3.13", "3.14")
    for machine in ("x86_64", "aarch64")
]
LINE = re.compile(r"[a-z0-9-]+==[^ ]+( ; [^\\@]+)?( --hash=sha256:[0-9a-f]{64})+")


class Pin(NamedTuple):
    name: str
    version: str
    hashes: frozenset[str]
    marker: str


def _lines(lock: str) -> list[str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    joined = re.sub(r" *\\\n +", " ", text)
    return [line for line in joined.splitlines() if not line.lstrip().startswith("#")]


def _pins(lock: str) -> list[Pin]:
    pins = []
    for line in _lines(lock):
        required, *hashes = line.split(" --hash=")
        requirement = Requirement(required)
        version = str(requirement.specifier).removeprefix("==")
        pins.append(Pin(requirement.name, version, frozenset(hashes), str(requirement.marker)))
    return pins


def _applies(requirement: Requirement | Pin, environment: dict[str, str]) -> bool:
    marker = Requirement(f"x ; {requirement.marker}").marker if requirement.marker else None
    return marker is None or marker.evaluate(environment)


def _of_setup_cfg(extras: tuple[str, ...]) -> list[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    values = [config["options"]["install_requires"], *(config["options.extras_require"][extra] for extra in extras)]
    build: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    return [*(line for value in values for line in value.split("\n") if line), *build]


def _of_tools() -> list[str]:
    lines = (ROOT / "requirements" / "tools.in").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("lock", [*EXTRAS, "tools"])
def test_every_requirement_is_locked_within_its_bounds(lock: str) -> None:
    wanted = [Requirement(line) for line in (_of_tools() if lock == "tools" else _of_setup_cfg(EXTRAS[lock]))]
    pins = _pins(lock)
    for environment in ENVIRONMENTS:
        locked = {pin.name: pin.version for pin in pins if _applies(pin, environment)}
        outside = [
            str(requirement)
            for requirement in wanted
            if _applies(requirement, environment)
            and not requirement.specifier.contains(locked.get(canonicalize_name(requirement.name), "0"))
        ]
        assert outside == [], f"run scripts/lock: {environment}"


def test_what_the_shipped_settings_need_is_installed_without_an_extra() -> None:
    plain = {Requirement(line) for line in _of_setup_cfg(())}
    for extra in ("desk", "embedded", "local-ocr"):
        assert {Requirement(line) for line in _of_setup_cfg((extra,))} == plain


def test_each_python_that_is_allowed_is_allowed_by_every_package() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    ours = SpecifierSet(config["options"]["python_requires"])
    allowed = [each["python_full_version"] for each in ENVIRONMENTS if ours.contains(each["python_full_version"])]
    assert {version.rpartition(".")[0] for version in allowed} == {"3.11", "3.12", "3.13"}
    locked = {pin.name for pin in _pins("run")}
    refusing = [
        package.name
        for package in distributions()
        if canonicalize_name(package.name) in locked
        and not all(map(SpecifierSet(package.metadata["Requires-Python"] or "").contains, allowed))
    ]
    assert refusing == []


def test_every_extra_is_locked() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    assert set(config["options.extras_require"]) == set(EXTRAS["benchmarks"])


@pytest.mark.parametrize("lock", [*EXTRAS, "tools"])
def test_a_package_has_one_version_in_each_environment(lock: str) -> None:
    for environment in ENVIRONMENTS:
        names = [pin.name for pin in _pins(lock) if _applies(pin, environment)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("lock", [*EXTRAS, "tools"])
def test_every_line_is_a_version_with_hashes_and_names_no_address(lock: str) -> None:
    assert [line for line in _lines(lock) if not LINE.fullmatch(line)] == []
    assert "://" not in (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")


def test_the_sets_agree() -> None:
    run, test, benchmarks = ({pin[:3] for pin in _pins(lock)} for lock in EXTRAS)
    assert run < test < benchmarks
