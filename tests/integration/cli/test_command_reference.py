"""The documentation of the command equals its help texts."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

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


@pytest.mark.parametrize("words", COMMANDS)
def test_every_example_is_a_command_line_that_the_command_takes(words: str) -> None:
    example = shlex.split((COMMANDS[words].epilog or "").removeprefix("Example: "))
    arguments = example[len(words.split()) :]
    assert COMMANDS[words].make_context(words, arguments).args == []


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_listing_takes_json(listing: str) -> None:
    assert "--json" in [option.opts[0] for option in COMMANDS[f"alfrd {listing}"].params]
