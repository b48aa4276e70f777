"""Settings: section `[alfrd]` of luigi.cfg, each key `x` overridden by the environment variable `ALFRD_X`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from configparser import ConfigParser
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from alfrd_luigi import setting_values
from alfrd_luigi.configuration import NAMED, candidates, config_file, read, shipped, working_directory
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.names import printable

SECTION = "alfrd"
_DATA_DIR = Path("data")
_UNSET = Path()
_PREFIX = "ALFRD_"
DATA_DIR_VARIABLE = f"{_PREFIX}DATA_DIR"
# Settings of earlier versions, and what replaces them. They have no effect, and an upgrade stops no archive.
_RETIRED = {"prompt_update_threshold": "prompts are judged by evidence now, see docs/prompts.md"}
_RETIRED_VARIABLES = {f"{_PREFIX}{name.upper()}": name for name in _RETIRED}
# options of commands; triggers.py
_OTHER_VARIABLES = (f"{_PREFIX}CLI_", f"{_PREFIX}TRIGGER", *_RETIRED_VARIABLES)
_SIMILAR = 0.87  # the share of common characters from which a variable counts as misspelt


def setting(default: Any, parse: Callable[[str], Any] = str, *, is_secret: bool = False) -> Any:
    return field(default=default, metadata={"parse": parse, "is_secret": is_secret})


@dataclass(frozen=True)
class Settings:
    """The values of `[alfrd]` and the environment: seconds, megabytes and counts, unless a name says otherwise."""

    data_dir: Path = setting(_DATA_DIR, setting_values.folder)
    inbox_dir: Path = setting(_UNSET, setting_values.folder)  # unset: data_dir/inbox
    maildir_dir: Path = setting(_UNSET, setting_values.folder)  # unset: none
    settle_seconds: float = setting(10.0, setting_values.number(0, 86_400, float))
    database_url: str = setting("")
    documents_url: str = setting("")
    s3_encryption: str = setting("", setting_values.one_of("", "AES256", "aws:kms"))
    s3_kms_key_id: str = setting("")
    ocr_engine: str = setting("local")
    ocr_threads: int = setting(2, setting_values.number(1, 64))
    ocr_fallback: str = setting("tesseract", setting_values.one_of("", "tesseract"))
    tesseract_languages: str = setting("")
    ocr_page_seconds: float = setting(120.0, setting_values.number(1, 86_400, float))
    pdf_text_layer: bool = setting(True, setting_values.switch)
    embedded_invoices: bool = setting(True, setting_values.switch)
    language_engine: str = setting("offline")
    bedrock_model_id: str = setting("")
    bedrock_tier: str = setting("trials", setting_values.one_of("default", "trials", "flex"))
    openai_url: str = setting("")
    openai_model: str = setting("")
    call_seconds: float = setting(60.0, setting_values.number(0.1, 3600, float))
    call_attempts: int = setting(6, setting_values.number(1, 100))
    backoff_seconds: float = setting(0.5, setting_values.number(0, 60, float))
    temperature: float | None = setting(0.0, setting_values.temperature)
    person: str = setting("")
    summary_language: str = setting("document", setting_values.one_of("document", "en", "de", "fr", "es", "it", "nl"))
    max_text_tokens: int = setting(20_000, setting_values.number(100, 10_000_000))
    max_cost_per_run: Decimal | None = setting(None, setting_values.dollars)
    max_cost_per_day: Decimal | None = setting(None, setting_values.dollars)
    prices_file: str = setting("")
    max_attempts: int = setting(5, setting_values.number(1, 100))
    retry_seconds: float = setting(300.0, setting_values.number(0, 86_400, float))
    grace_seconds: float = setting(30.0, setting_values.number(0, 3600, float))
    patience: float = setting(120.0, setting_values.number(0, 86_400, float))
    decode_memory_mb: int = setting(1536, setting_values.number(256, 65_536))
    max_pages: int = setting(500, setting_values.number(1, 100_000))
    uncertain_below: float = setting(0.9, setting_values.number(0, 1, float))
    blank_below: float = setting(0.4, setting_values.number(0, 1, float))
    audits_per_week: int = setting(3, setting_values.number(0, 1000))
    min_documents_for_scoring: int = setting(5, setting_values.number(1, 10_000))
    prompt_score_ceiling: float = setting(0.95, setting_values.number(0, 1, float))
    prompt_evidence: Literal["auto", "owner", "judge"] = setting(
        "auto", setting_values.one_of("auto", "owner", "judge")
    )
    prompt_trial_cost: float = setting(0.1, setting_values.number(0, 1, float))
    prompt_max_words: int = setting(300, setting_values.number(1, 10_000))
    series_prompts: bool = setting(True, setting_values.switch)
    bin_days: int = setting(30, setting_values.number(0, 36_500))
    report: bool = setting(True, setting_values.switch)
    report_dir: Path = setting(_UNSET, setting_values.folder)  # unset: data_dir/report
    report_url: str = setting("", setting_values.web_address)
    report_seconds: float = setting(60.0, setting_values.number(0, 86_400, float))
    locale: str = setting("en", setting_values.locale)
    log_format: str = setting("text", setting_values.one_of("text", "json"))
    metrics_file: Path = setting(_UNSET, setting_values.folder)  # unset: none
    notify: tuple[str, ...] = setting(setting_values.NEWS[:5], setting_values.kinds)
    notify_command: tuple[str, ...] = setting((), setting_values.command, is_secret=True)
    notify_url: str = setting("", setting_values.address, is_secret=True)

    @property
    def has_maildir(self) -> bool:
        """Whether mails are taken from a maildir."""
        return self.maildir_dir != _UNSET

    @property
    def has_metrics(self) -> bool:
        """Whether a run writes metrics."""
        return self.metrics_file != _UNSET

    @property
    def arrival_dirs(self) -> tuple[Path, ...]:
        """The folders in which entries arrive. They need not exist."""
        return (self.inbox_dir, *([self.maildir_dir / "new"] if self.has_maildir else []))

    @property
    def postgres_dir(self) -> Path:
        """The folder of the embedded PostgreSQL's cluster."""
        return self.data_dir / "postgres"

    @property
    def documents_dir(self) -> Path:
        """The folder in which the folder page store keeps registered files."""
        return Path(self.documents_url) if self._is_shared_folder else self.data_dir / "documents"

    @property
    def documents_place(self) -> str:
        """Where registered files are: a folder, or what else `documents_url` names."""
        return str(self.documents_dir) if self.is_in_folder else self.documents_url

    @property
    def is_in_folder(self) -> bool:
        """Whether registered files are in a folder, of this machine or of a network."""
        return not self.documents_url or self._is_shared_folder

    @property
    def _is_shared_folder(self) -> bool:
        return self.documents_url.startswith("/")

    @property
    def staging_dir(self) -> Path:
        """The folder for the local copies of a page store that is not a folder."""
        return self.data_dir / "staging"


_PARSERS: dict[str, Callable[[str], Any]] = {key.name: key.metadata["parse"] for key in fields(Settings)}
_SECRET = frozenset(key.name for key in fields(Settings) if key.metadata["is_secret"])
_VARIABLES = {f"{_PREFIX}{name.upper()}": name for name in _PARSERS}


def load(environment: Mapping[str, str], file: Path | None) -> Settings:
    """Settings from the file, then from the environment. Raises SettingsError with the key and its place."""
    values: dict[str, Any] = {}
    for name, text, where, base in _entries(environment, file):
        if name in _RETIRED:
            continue
        if name not in _PARSERS:
            raise SettingsError(f"unknown setting {name!r} in {where}", f"Known settings: {', '.join(_PARSERS)}")
        values[name] = _parsed(name, text, where, _PARSERS[name], base)
    if values.get("data_dir", _UNSET) == _UNSET:
        values["data_dir"] = (file.parent if file else working_directory()) / _DATA_DIR
    if values.get("inbox_dir", _UNSET) == _UNSET:
        values["inbox_dir"] = values["data_dir"] / "inbox"
    if values.get("report_dir", _UNSET) == _UNSET:
        values["report_dir"] = values["data_dir"] / "report"
    return Settings(**values)


def slots(file: Path | None) -> dict[str, int]:
    """The limits in `[resources]`. Raises SettingsError for a limit that is not a number of 1 or more."""
    limits = {name: int(limit) for name, limit in shipped()["resources"].items()}
    for name, text in _section(file, "resources").items():
        if name in limits:
            limits[name] = _parsed(name, text, f"[resources] of {file}", setting_values.number(1, 10_000), Path())
    return limits


def check_named(environment: Mapping[str, str]) -> None:
    """Raise SettingsError if neither a luigi.cfg nor ALFRD_DATA_DIR names an archive."""
    if not is_named(environment):
        places = ", ".join(printable(path) for path in candidates(environment))
        raise SettingsError(
            f"no archive is named: {DATA_DIR_VARIABLE} is not set, and there is no luigi.cfg (looked for {places})",
            f"Set {NAMED} or {DATA_DIR_VARIABLE}; to make a new archive: alfrd init",
        )


def retired(environment: Mapping[str, str], file: Path | None) -> list[str]:
    """A line for each setting of an earlier version that is set."""
    in_file = [(f"{name} in [{SECTION}] of {file}", name) for name in _section(file, SECTION) if name in _RETIRED]
    variables = [(variable, name) for variable, name in _RETIRED_VARIABLES.items() if variable in environment]
    return [f"{place} has no effect: {_RETIRED[name]}" for place, name in (*in_file, *variables)]


def is_named(environment: Mapping[str, str]) -> bool:
    """Whether a luigi.cfg or ALFRD_DATA_DIR names an archive."""
    return bool(environment.get(DATA_DIR_VARIABLE)) or config_file(environment) is not None


def names_data_dir(environment: Mapping[str, str]) -> bool:
    """Whether a luigi.cfg or ALFRD_DATA_DIR says where the archive is. Otherwise it is in `data` beside the file."""
    return bool(environment.get(DATA_DIR_VARIABLE)) or "data_dir" in _section(config_file(environment), SECTION)


def set_variables(environment: Mapping[str, str]) -> list[str]:
    """The names of the variables that set a setting."""
    return sorted(_VARIABLES.keys() & environment.keys())


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """The names of variables with our prefix that are not ours."""
    return sorted(
        name
        for name in environment
        if name.startswith(_PREFIX) and name not in _VARIABLES and not name.startswith(_OTHER_VARIABLES)
    )


def _entries(environment: Mapping[str, str], file: Path | None) -> Iterator[tuple[str, str, str, Path]]:
    for name, text in _section(file, SECTION).items():
        yield name, text, f"[{SECTION}] of {file}", file.parent if file else _UNSET
    _check_variables(environment)
    for variable, name in _VARIABLES.items():
        # An empty ALFRD_DATA_DIR is ignored: a script may set it from another variable that is not set.
        if variable in environment and (environment[variable] or variable != DATA_DIR_VARIABLE):
            yield name, environment[variable], f"the environment variable {variable}", working_directory()


def _check_variables(environment: Mapping[str, str]) -> None:
    """Raise SettingsError for a misspelt variable. One that resembles none of ours belongs to another program."""
    for variable in unknown_variables(environment):
        meant = _resembled(variable)
        if meant is not None:
            raise SettingsError(f"the environment variable {variable} is no setting", f"Did you mean {meant}?")


def _resembled(variable: str) -> str | None:
    """Our variable that begins with this name, or begins this name, or differs in a letter or two."""
    from difflib import get_close_matches  # unknown variables are rare

    begun = [known for known in _VARIABLES if known.startswith(f"{variable}_") or variable.startswith(known)]
    names = {known.removeprefix(_PREFIX): known for known in _VARIABLES}
    close = get_close_matches(variable.removeprefix(_PREFIX), names, 1, _SIMILAR)
    return next(iter(begun), None) or next((names[name] for name in close), None)


def _section(file: Path | None, section: str) -> Mapping[str, str]:
    parser = read(file) if file else ConfigParser()
    return parser[section] if parser.has_section(section) else {}


def _parsed(name: str, text: str, where: str, parse: Callable[[str], Any], base: Path) -> Any:
    try:
        value = parse(text.strip())
        # A relative folder is relative to the file that names it, so that cron's working directory does not matter.
        return base / value.expanduser() if isinstance(value, Path) and value != _UNSET else value
    except (ValueError, RuntimeError) as error:  # RuntimeError: a ~ with an unknown user
        said = str(error)  # capitalize() would make "us" of US
        given = name if name in _SECRET else f"{name} = {text!r}"
        raise SettingsError(f"{given} in {where} cannot be used", said[:1].upper() + said[1:]) from error


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return load(os.environ, config_file(os.environ))
