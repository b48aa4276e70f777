"""Settings: section `[alfrd]` of luigi.cfg, each key `x` overridden by the environment variable `ALFRD_X`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from configparser import ConfigParser, MissingSectionHeaderError, ParsingError
from configparser import Error as ConfigError
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from alfrd_luigi.errors import SettingsError

SECTION = "alfrd"
# What holds where no luigi.cfg says otherwise.
_SLOTS = {"textract": 3, "bedrock": 5, "file_generation": 2}
_DATA_DIR = Path("data")
_UNSET = Path()


def _number(minimum: float, maximum: float, kind: type[int] | type[float] = int) -> Callable[[str], float]:
    def parse(text: str) -> float:
        value = kind(text)
        if not minimum <= value <= maximum:
            raise ValueError(f"must be from {minimum:g} to {maximum:g}")
        return value

    return parse


def _temperature(text: str) -> float | None:
    """From 0 to 1, or None for the model's own."""
    return float(_number(0, 1, float)(text)) if text else None


def _dollars(text: str) -> Decimal | None:
    """An amount, or None for no limit."""
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("must be an amount in US dollars, or empty") from None
    if not (value.is_finite() and value >= 0):
        raise ValueError("must be an amount of 0 or more, or empty")
    return value


def _switch(text: str) -> bool:
    states = ConfigParser.BOOLEAN_STATES
    if text.lower() not in states:
        raise ValueError(f"must be one of: {', '.join(states)}")
    return states[text.lower()]


def _one_of(*known: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in known:
            raise ValueError(f"must be empty, or one of: {', '.join(filter(None, known))}")
        return text

    return parse


def setting(default: Any, parse: Callable[[str], Any] = str) -> Any:
    return field(default=default, metadata={"parse": parse})


@dataclass(frozen=True)
class Settings:
    """What `[alfrd]` and the environment say; seconds, megabytes and counts unless a name says otherwise."""

    data_dir: Path = setting(_DATA_DIR, Path)
    inbox_dir: Path = setting(_UNSET, Path)  # unset: data_dir/inbox
    settle_seconds: float = setting(10.0, _number(0, 86_400, float))
    database_url: str = setting("")
    documents_url: str = setting("")
    s3_encryption: str = setting("", _one_of("", "AES256", "aws:kms"))
    s3_kms_key_id: str = setting("")
    ocr_engine: str = setting("local")
    ocr_threads: int = setting(2, _number(1, 64))
    pdf_text_layer: bool = setting(True, _switch)
    language_engine: str = setting("offline")
    bedrock_model_id: str = setting("")
    openai_url: str = setting("")
    openai_model: str = setting("")
    call_seconds: float = setting(60.0, _number(0.1, 3600, float))
    call_attempts: int = setting(6, _number(1, 100))
    backoff_seconds: float = setting(0.5, _number(0, 60, float))
    temperature: float | None = setting(0.0, _temperature)
    max_text_tokens: int = setting(20_000, _number(100, 10_000_000))
    max_cost_per_run: Decimal | None = setting(None, _dollars)
    max_cost_per_day: Decimal | None = setting(None, _dollars)
    prices_file: str = setting("")
    max_attempts: int = setting(5, _number(1, 100))
    retry_seconds: float = setting(300.0, _number(0, 86_400, float))
    grace_seconds: float = setting(30.0, _number(0, 3600, float))
    decode_memory_mb: int = setting(1536, _number(256, 65_536))
    max_pages: int = setting(500, _number(1, 100_000))
    min_documents_for_scoring: int = setting(5, _number(1, 10_000))
    prompt_score_ceiling: float = setting(0.95, _number(0, 1, float))
    prompt_update_threshold: float = setting(0.05, _number(0, 1, float))
    prompt_max_words: int = setting(300, _number(1, 10_000))

    @property
    def postgres_dir(self) -> Path:
        """Where the embedded PostgreSQL keeps its cluster."""
        return self.data_dir / "postgres"

    @property
    def documents_dir(self) -> Path:
        """Where the folder page store keeps registered files."""
        return self.data_dir / "documents"

    @property
    def staging_dir(self) -> Path:
        """Where a page store that is not a folder prepares its local copies."""
        return self.data_dir / "staging"


def config_files(environment: Mapping[str, str]) -> list[Path]:
    """The files Luigi reads its configuration from, the last one winning (luigi.configuration.cfg_parser).

    Raises SettingsError where a file is named that is not there: what it was to say would be missing in silence.
    """
    named = environment.get("LUIGI_CONFIG_PATH")
    if named and not Path(named).is_file():
        raise SettingsError(f"LUIGI_CONFIG_PATH names {named!r}, which is not there", "Correct it, or unset it")
    return [Path("/etc/luigi/luigi.cfg"), Path("luigi.cfg"), *([Path(named)] if named else [])]


def load(environment: Mapping[str, str], files: Sequence[Path]) -> Settings:
    """Settings from `files`, then from the environment; raises SettingsError with the key and where it stands."""
    known = {key.name: key.metadata["parse"] for key in fields(Settings)}
    values: dict[str, Any] = {}
    for name, text, where, base in _entries(environment, files, known):
        if name not in known:
            raise SettingsError(f"unknown setting {name!r} in {where}", f"Known settings: {', '.join(known)}")
        values[name] = _parsed(name, text, where, known[name], base)
    if values.get("data_dir", _UNSET) == _UNSET:
        values["data_dir"] = _DATA_DIR
    if values.get("inbox_dir", _UNSET) == _UNSET:
        values["inbox_dir"] = values["data_dir"] / "inbox"
    for name in ("data_dir", "inbox_dir"):
        values[name] = values[name].absolute()
    return Settings(**values)


def slots(files: Sequence[Path]) -> dict[str, int]:
    """The limits that `[resources]` gives; raises SettingsError for one that is no number of 1 or more."""
    limits = dict(_SLOTS)
    for path in files:
        for name, text in _section(path, "resources").items():
            if name in limits:
                limits[name] = _parsed(name, text, f"[resources] of {path}", _number(1, 10_000), path.parent)
    return limits


def _entries(
    environment: Mapping[str, str], files: Sequence[Path], known: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, Path]]:
    for path in files:
        for name, text in _section(path, SECTION).items():
            yield name, text, f"[{SECTION}] of {path}", path.absolute().parent
    for name in known:
        variable = f"ALFRD_{name.upper()}"
        if variable in environment:
            yield name, environment[variable], f"the environment variable {variable}", Path.cwd()


def _section(path: Path, section: str) -> Mapping[str, str]:
    parser = ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
    except (ConfigError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {_complaint(error)}", "Correct that line") from error
    return parser[section] if parser.has_section(section) else {}


def _complaint(error: ConfigError | UnicodeDecodeError) -> str:
    """What is wrong and in which line; not the line itself, where a password may stand."""
    if isinstance(error, MissingSectionHeaderError):  # a ParsingError without `errors`
        return f"no [section] stands above line {error.lineno}"
    if isinstance(error, ParsingError):
        return f"line {error.errors[0][0]} is not of the form `key = value`"
    return " ".join(str(error).split())


def _parsed(name: str, text: str, where: str, parse: Callable[[str], Any], base: Path) -> Any:
    try:
        value = parse(text.strip())
    except ValueError as error:
        raise SettingsError(f"{name} = {text!r} in {where} cannot be used", f"{error}".capitalize()) from error
    # A relative folder belongs to the file that names it, so that cron's working directory does not matter.
    return base / value.expanduser() if isinstance(value, Path) and value != _UNSET else value


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return load(os.environ, config_files(os.environ))
