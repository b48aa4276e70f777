"""Only the first existing luigi.cfg is read, and only if no other user can write it."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from alfrd_luigi import configuration
from alfrd_luigi.configuration import config_file, read
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.permissions import writers
from alfrd_luigi.settings import check_named


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every place in a folder of the test's own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(configuration, "SYSTEM_FILE", tmp_path / "etc" / "luigi.cfg")


def _made(path: Path, content: str = "[alfrd]\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    path.chmod(0o644)
    return path


def test_the_first_that_is_there_counts(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path / "home")}
    assert config_file(environment) is None
    for path in (
        tmp_path / "etc" / "luigi.cfg",
        tmp_path / "home" / ".config" / "alfrd" / "luigi.cfg",
        tmp_path / "here" / "luigi.cfg",
    ):
        made = _made(path)
        assert config_file(environment) == made
    named = _made(tmp_path / "mine.cfg")
    assert config_file({**environment, "LUIGI_CONFIG_PATH": str(named)}) == named
    assert config_file({**environment, "LUIGI_CONFIG_PATH": "../mine.cfg"}) == tmp_path / "here" / ".." / "mine.cfg"
    assert config_file({**environment, "LUIGI_CONFIG_PATH": ""}) == tmp_path / "here" / "luigi.cfg"


def test_the_folder_of_configurations_may_be_another(tmp_path: Path) -> None:
    path = _made(tmp_path / "xdg" / "alfrd" / "luigi.cfg")
    assert config_file({"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "xdg")}) == path
    assert config_file({"HOME": str(tmp_path), "XDG_CONFIG_HOME": "../xdg"}) is None


@pytest.mark.parametrize("named", ["missing.cfg", "."])
def test_a_file_that_is_named_has_to_be_there(tmp_path: Path, named: str) -> None:
    _made(tmp_path / "here" / "luigi.cfg")
    with pytest.raises(SettingsError, match="there is no such file"):
        config_file({"LUIGI_CONFIG_PATH": named})


def test_an_archive_has_to_be_named(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path)}
    with pytest.raises(SettingsError) as caught:
        check_named(environment)
    for place in ("here/luigi.cfg", ".config/alfrd/luigi.cfg", "etc/luigi.cfg"):
        assert f"{tmp_path}/{place}" in caught.value.message
    assert "\n" not in caught.value.line
    check_named({**environment, "ALFRD_DATA_DIR": "x"})
    _made(tmp_path / "here" / "luigi.cfg")
    check_named(environment)


def test_a_byte_order_mark_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="byte order mark") as caught:
        read(_made(tmp_path / "luigi.cfg", "\ufeff[alfrd]\nmax_pages = 7\n"))
    assert "\n" not in caught.value.line


def test_bytes_that_are_no_text_are_one_line(tmp_path: Path) -> None:
    path = _made(tmp_path / "luigi.cfg")
    path.write_bytes(b"[alfrd]\n# \xff\xfe\n")
    with pytest.raises(SettingsError, match="not text in UTF-8"):
        read(path)


@pytest.mark.parametrize("mode", [0o602, 0o646, 0o666])
def test_a_file_that_everybody_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    path = _made(tmp_path / "luigi.cfg")
    path.chmod(mode)
    with pytest.raises(SettingsError, match="everybody") as caught:
        read(path)
    assert caught.value.hint == f"Run: chmod go-w {path}"


def test_a_file_of_another_user_can_be_written_by_that_user() -> None:
    def owned(uid: int) -> os.stat_result:
        return os.stat_result((0o100644, 1, 1, 1, uid, 0, 10, 0, 0, 0))

    assert writers(owned(54321)) == "its owner uid 54321"
    assert writers(owned(os.geteuid())) is None
    assert writers(owned(0)) is None


def test_a_group_may_write_that_is_the_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _made(tmp_path / "luigi.cfg")
    path.chmod(0o664)
    me, group = pwd.getpwuid(os.geteuid()), path.stat().st_gid
    mine = pwd.struct_passwd((me.pw_name, "x", me.pw_uid, group, "", "/", "/bin/sh"))
    other = pwd.struct_passwd(("somebody", "x", 54321, group, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwall", lambda: [mine])
    read(path)
    monkeypatch.setattr(pwd, "getpwall", lambda: [mine, other])
    with pytest.raises(SettingsError, match="its group") as caught:
        read(path)
    assert caught.value.hint == f"Run: chmod go-w {path}"
