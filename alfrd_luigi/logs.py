"""What a process writes to stderr: lines for people or, with log_format = json, one JSON object a line for programs.

Nothing of the text of a document is in it. A line is about a run, a document, a file or a stage, which are fields of
the object.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.settings import settings

# The parent of all our loggers. Luigi writes to its own.
_OURS = "alfrd_luigi"
_FACTS = "alfrd_facts"

logger = logging.getLogger(__name__)


class _Chosen:
    """What the options of a command say, and the run of this process."""

    is_json = False
    level = logging.WARNING
    run: str | None = None


def choose(*, is_json: bool, level: int) -> None:
    """Let the options of a command decide, in place of the settings."""
    _Chosen.is_json, _Chosen.level = is_json, level


def leave_entries_to_report() -> None:
    """Write no line about each entry of the inbox: a report on the same screen lists them."""
    logging.getLogger(f"{_OURS}.intake.scan").setLevel(logging.ERROR)


def set_run(run: str) -> None:
    """The lines of this process belong to a run, unless they name another one."""
    _Chosen.run = run


def is_json() -> bool:
    """Whether lines are JSON objects. A mistake in the settings is told as text."""
    try:
        return _Chosen.is_json or settings().log_format == "json"
    except SettingsError:
        return False


def install(level: int) -> None:
    """Write what is logged from this level on, or from that of the options. Called once, before a run.

    As JSON, this includes what Luigi and other libraries log, and Python's warnings.
    """
    level = min(level, _Chosen.level)
    if not is_json() and level >= logging.WARNING:
        return  # Python's last resort writes warnings and errors as lines
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if is_json() else logging.Formatter("%(message)s"))
    logging.getLogger(_OURS).setLevel(level)
    logging.getLogger(None if is_json() else _OURS).addHandler(handler)
    logging.captureWarnings(is_json())


def say(line: str, level: int = logging.WARNING) -> None:
    """Write a line for the person who started the process, or to whom cron sends it."""
    if is_json():
        line = json.dumps(_object(level, line, {}))
    sys.stderr.write(f"{line}\n")


def note(level: int, message: str, **facts: object) -> None:
    """Log what happened. `facts` are fields of the object: event, run, document, file, stage, seconds, reason."""
    logger.log(level, message, extra={_FACTS: {name: fact for name, fact in facts.items() if fact is not None}})


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = getattr(record, _FACTS, {})
        if record.exc_info and record.exc_info[0] is not None:  # its message may be a document's text
            facts = {**facts, "error": record.exc_info[0].__name__}
        return json.dumps(_object(record.levelno, record.getMessage(), facts), default=str)


def _object(level: int, message: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": logging.getLevelName(level).lower(),
        "event": "message",
        "run": _Chosen.run,
        **facts,
        "message": message,
    }
