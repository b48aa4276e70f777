"""The commands, options, settings, variables, tasks and files that the documentation names are there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from pathlib import Path

import click
import luigi

import tasks
from alfrd_luigi.cli import main
from alfrd_luigi.settings import _RETIRED, _VARIABLES
from support.source_messages import ROOT

_PAGES = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")),
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if page.name != "cli.md"),
]
_FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_WRAPPED = re.compile(r"(?<=\S)\n(?=\S)")
# Where a command ends, in a line of a shell.
_END = re.compile(r"\s(?:[<>&]|>>|2>&1)|…|\)(?:\s|$)")
_KEY = re.compile(r"^#? ?([a-z][a-z0-9_]*) =(?: |$)", re.MULTILINE)
_VARIABLE = re.compile(r"\bALFRD_[A-Z0-9_]+\b")
_ALTERNATIVES = re.compile(r"[|/]")
# Variables that are no settings: those of an option, of a trigger, and placeholders.
_OTHER = re.compile(r"ALFRD_(CLI_\w+|TRIGGER\w*|X|NAME)?$")
# Settings of PostgreSQL and pgbouncer, and a document type in ledger.toml, that stand beside ours.
_OF_OTHERS = {"log_min_error_statement", "log_error_verbosity", "default_transaction_read_only", "pool_mode",
              "server_reset_query", "default_pool_size", "receipt"}  # fmt: skip

# A file of the sources. Capitals stand for a name, as in `tasks/NAME_document.py`, and data_dir for a person's folder.
_SOURCE = re.compile(r"`((?!data_dir)[a-z_/]+\.(?:py|sql|toml))`")


def _named(pattern: str) -> Iterator[tuple[Path, str]]:
    """The lines of shells and the pieces of code that begin with a word, of all pages."""
    for page in _PAGES:
        text = page.read_text("utf-8")
        blocks = [body for language, body in _FENCED.findall(text) if language in ("console", "sh", "")]
        lines = [line.strip().removeprefix("$ ").removeprefix("# ") for body in blocks for line in body.splitlines()]
        prose = _CODE.findall(_WRAPPED.sub(" ", _FENCED.sub("", text)))
        for code in (*lines, *prose):
            for part in re.split(r"&&|;|\|", re.split(r"\s#", code)[0]):
                if found := re.match(rf"(?:[A-Z_]+=\S* )*{pattern}", part.strip()):
                    yield page, _END.split(part.strip()[found.end() :])[0]


def _flaw(line: str) -> str | None:
    """What is not there of a command that a page names."""
    command: click.Command = main
    words = _words(line)
    context = click.Context(main)
    while words and isinstance(command, click.Group) and not words[0].startswith(("-", "…", "COMMAND")):
        name = words.pop(0)
        found = [command.get_command(context, each) for each in _ALTERNATIVES.split(name)]
        if None in found:
            return f"no command {name}"
        command = found[0] or command
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"--help", "-h", "--version"}
    unknown = [word for word in words if re.match(r"--?[a-z]", word) and word.split("=")[0].split("|")[0] not in known]
    return f"{command.name} has no {unknown[0]}" if unknown else None


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # a quotation mark that is part of a text
        return line.split()


def _keys() -> Iterator[tuple[Path, str]]:
    """The keys of luigi.cfg that pages name: in blocks of a configuration, and as `key = value`."""
    for page in _PAGES:
        text = page.read_text("utf-8")
        for language, body in _FENCED.findall(text):
            if language == "ini":
                yield from ((page, key) for key in _KEY.findall(body))
        for code in _CODE.findall(_FENCED.sub("", text)):
            yield from ((page, key) for key in _KEY.findall(code))


@cache
def _known_keys() -> frozenset[str]:
    shipped = ConfigParser(interpolation=None)
    shipped.read(ROOT / "luigi.cfg", "utf-8")
    of_luigi = {"scheduler_host", "scheduler_port"}  # they are comments in the shipped file
    return frozenset({key for section in shipped.sections() for key in shipped[section]} | of_luigi | _RETIRED.keys())


def _told(flaws: Iterator[tuple[Path, str]]) -> list[str]:
    return sorted({f"{page.relative_to(ROOT)}: {flaw}" for page, flaw in flaws})


def test_each_command_and_option_exists() -> None:
    named = list(_named("alfrd (?![A-Z])"))
    assert len(named) > 200, "the pages are read in another way than they are written"
    flaws = _told((page, f"alfrd {line}: {flaw}") for page, line in named if (flaw := _flaw(line)))
    assert not flaws, "the program has no such command or option:\n" + "\n".join(flaws)


def test_each_task_exists() -> None:
    named = list(_named(r"luigi --module alfrd_luigi "))
    assert named
    flaws = _told((page, line) for page, line in named if not _is_task(line.split()[0]))
    assert not flaws, "there is no such task:\n" + "\n".join(flaws)


def _is_task(name: str) -> bool:
    task = getattr(tasks, name, None)
    return name == "TASK" or (isinstance(task, type) and issubclass(task, luigi.Task))


def test_each_setting_exists() -> None:
    named = list(_keys())
    assert len(named) > 30
    flaws = _told((page, key) for page, key in named if key not in _known_keys() | _OF_OTHERS)
    assert not flaws, "luigi.cfg has no such key:\n" + "\n".join(flaws)


def test_each_variable_exists() -> None:
    named = [(page, name) for page in _PAGES for name in _VARIABLE.findall(page.read_text("utf-8"))]
    flaws = _told((page, name) for page, name in named if name not in _VARIABLES and not _OTHER.match(name))
    assert not flaws, "there is no such variable:\n" + "\n".join(flaws)


def test_each_file_of_the_sources_exists() -> None:
    folders = [ROOT / folder for folder in ("alfrd_luigi", "benchmarks", "targets", "tasks", "tests")]
    paths = {f"/{path.relative_to(ROOT)}" for folder in folders for path in (*ROOT.glob("*.*"), *folder.rglob("*.*"))}
    named = [(page, name) for page in _PAGES for name in _SOURCE.findall(page.read_text("utf-8"))]
    assert len(named) > 100, "the pages are read in another way than they are written"
    flaws = _told((page, name) for page, name in named if not any(path.endswith(f"/{name}") for path in paths))
    assert not flaws, "there is no such file:\n" + "\n".join(flaws)
