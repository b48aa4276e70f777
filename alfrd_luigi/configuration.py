"""Finds and reads the luigi.cfg in use: exactly one file, which no other user can write; and the shipped one."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Mapping
from configparser import ConfigParser, MissingSectionHeaderError, ParsingError
from configparser import Error as ConfigError
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import home, refused, writers

NAMED = "LUIGI_CONFIG_PATH"
_NAME = "luigi.cfg"
_BYTE_ORDER_MARK = "\ufeff"  # Luigi does not skip it either
SYSTEM_FILE = Path("/etc/luigi") / _NAME
SHIPPED_FILE = Path(__file__).with_name(_NAME)  # in a checkout, a link to the file at its top


def config_file(environment: Mapping[str, str]) -> Path | None:
    """The configuration file in use, as an absolute path; None if there is none.

    Raises SettingsError if LUIGI_CONFIG_PATH names a missing file, or a place cannot be searched.
    """
    found = next((path for path in candidates(environment) if _is_there(path)), None)
    if found is None and environment.get(NAMED):
        raise SettingsError(f"{NAMED} names {environment[NAMED]!r}: there is no such file", "Correct it, or unset it")
    return found


def candidates(environment: Mapping[str, str]) -> list[Path]:
    """The places of a luigi.cfg. The first file that exists is used."""
    named = environment.get(NAMED)
    if named:
        return [working_directory() / named]
    return [local_file(), user_file(environment), SYSTEM_FILE]


def local_file() -> Path:
    """The luigi.cfg of the working directory. Raises SettingsError if that was removed."""
    return working_directory() / _NAME


def user_file(environment: Mapping[str, str]) -> Path:
    """The luigi.cfg of this user: ~/.config/alfrd/luigi.cfg, unless XDG_CONFIG_HOME names another folder."""
    folder = Path(environment.get("XDG_CONFIG_HOME", ""))
    if not folder.is_absolute():  # the XDG specification requires that other values are ignored
        folder = home_folder(environment) / ".config"
    return folder / "alfrd" / _NAME


def home_folder(environment: Mapping[str, str]) -> Path:
    """The home folder of this user. A relative HOME is ignored."""
    named = Path(environment.get("HOME", ""))
    return named if named.is_absolute() else Path(home())


def working_directory() -> Path:
    """The working directory. Raises SettingsError if it was removed."""
    try:
        return Path.cwd()
    except OSError as error:
        raise SettingsError("the working directory is not there any more", "Change to another one") from error


@cache
def shipped() -> ConfigParser:
    """The content of the luigi.cfg of this package. It has every key, with its default."""
    parser = ConfigParser(interpolation=None)
    parser.read_string(SHIPPED_FILE.read_text("utf-8"), str(SHIPPED_FILE))
    return parser


def read(path: Path) -> ConfigParser:
    """The content of the file; see `read_into`."""
    parser = ConfigParser(interpolation=None)
    read_into(parser, path)
    return parser


def read_into(parser: ConfigParser, path: Path) -> None:
    """Add the content of the file to the parser.

    Raises SettingsError for a file that is broken, that this user cannot read, or that another user can write: that
    user could control this user's runs. The error contains no value.
    """
    try:
        with path.open(encoding="utf-8") as file:
            _check_writers(path, os.fstat(file.fileno()))
            content = file.read()
        parser.read_string(content, str(path))
    except OSError as error:
        raise refused(error, "read", "Correct its permissions") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{printable(path)} is not text in UTF-8", "Correct it") from error
    except ConfigError as error:
        raise _broken(error) from error


def module_of_luigi(name: str) -> ModuleType:
    """Import a module of Luigi, which then reads each luigi.cfg that it finds, not only the one in use.

    Raises SettingsError for a broken one. Luigi warns if none has `autoload_range`; the shipped one has it, and is
    read when Luigi has been imported (`worker/configuration.py`).
    """
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", r"\s*Autoloading range tasks", DeprecationWarning)
            return import_module(name)
    except (ConfigError, UnicodeDecodeError) as error:
        raise _broken(error) from error


def _broken(error: ConfigError | UnicodeDecodeError) -> SettingsError:
    """The error for an invalid configuration file, by its parser's error. It contains no line of the file."""
    source = getattr(error, "source", None)
    place = printable(working_directory() / source) if source else "a luigi.cfg"
    return SettingsError(f"{place} cannot be read: {_complaint(error)}", "Correct that line")


def _is_there(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise refused(error, "look for", f"Set {NAMED} to the luigi.cfg that is meant") from error


def _check_writers(path: Path, status: os.stat_result) -> None:
    who = writers(status)
    if who is not None:
        is_mine = status.st_uid in (0, os.geteuid())
        from shlex import quote  # such a file is rare

        hint = f"Run: chmod go-w {quote(printable(path))}" if is_mine else "Use a copy of your own"
        raise SettingsError(f"{printable(path)} can be written by {who}", hint)


def _complaint(error: ConfigError | UnicodeDecodeError) -> str:
    """What is wrong in which line, without the line itself, which may contain a password."""
    if isinstance(error, MissingSectionHeaderError):  # a ParsingError without `errors`
        if error.line.startswith(_BYTE_ORDER_MARK):
            return "line 1 begins with a byte order mark, which an editor has put there"
        return f"no [section] stands above line {error.lineno}"
    if isinstance(error, ParsingError):
        return f"line {error.errors[0][0]} is not of the form `key = value`"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1} is not UTF-8"
    return " ".join(str(error).split())
