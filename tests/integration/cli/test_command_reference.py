"""The documentation of the command equals its help texts."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from alfrd_luigi.cli import main
from alfrd_luigi.cli.reference import commands, reference

ROOT = Path(__file__).parents[3]
COMMANDS = dict(commands())
LISTINGS = (
    "list",
    "show",
    "why",
    "events",
    "status",
    "runs list",
    "runs show",
    "notify",
    "due",
    "missing",
    "ledger",
    "replay",
    "prompts list",
    "prompts show",
    "types list",
    "types show",
)


def test_the_reference_is_not_stale() -> None:
    written = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert written == reference(), "make it anew: python -m alfrd_luigi.cli.reference > docs/cli.md"


def test_the_commands_of_the_contract_are_there() -> None:
    wanted = {"init", "add", "process", "status", "list", "show", "rerun", "retry", "prompts", "types"}
    assert wanted <= set(main.commands)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_has_a_help_an_example_and_explained_options(words: str) -> None:
    command = COMMANDS[words]
    assert command.help
    assert (command.epilog or "").startswith(f"Example: {words}")
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


def _groups(group: click.Group, words: str = "") -> Iterator[tuple[str, click.Group]]:
    yield words, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _groups(command, f"{words} {name}".strip())


GROUPS = dict(_groups(main))


@pytest.mark.parametrize("words", GROUPS)
def test_no_line_about_a_command_is_cut_at_80_columns(words: str) -> None:
    said = CliRunner().invoke(main, [*words.split(), "--help"], terminal_width=80).stdout
    told = said[said.index("  -h, --help") :].splitlines()
    assert [line for line in told if line.endswith("...") or len(line) > 80] == []
    named = [line.split()[0] for line in told if re.match(r"  [a-z]+  +[A-Z]", line)]
    assert sorted(named) == sorted(GROUPS[words].commands)


def test_a_missing_command_and_a_wrong_day_are_told_with_what_is_possible() -> None:
    result = CliRunner().invoke(main, ["tag"], prog_name="alfrd")
    assert result.stderr == "error: Missing command: list, add, remove, rename, merge. Try: alfrd tag --help\n"
    result = CliRunner().invoke(main, ["paid", "3fa2", "--on", "tomorrow"])
    assert "'tomorrow' is no day, such as 2024-03-05" in result.stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_every_example_is_a_command_line_that_the_command_takes(words: str) -> None:
    example = shlex.split((COMMANDS[words].epilog or "").removeprefix("Example: "))
    arguments = example[len(words.split()) :]
    assert COMMANDS[words].make_context(words, arguments).args == []


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_listing_takes_json(listing: str) -> None:
    assert "--json" in [option.opts[0] for option in COMMANDS[f"alfrd {listing}"].params]
