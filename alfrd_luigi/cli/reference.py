"""The command reference as Markdown, generated from the `--help` texts: `python -m alfrd_luigi.cli.reference`.

It is written to docs/cli.md. A test fails when that file is stale.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from alfrd_luigi.cli import main
from alfrd_luigi.cli.application import INTERRUPTED
from alfrd_luigi.errors import ExitCode

_HEAD = """# The `alfrd` command

Data goes to stdout; messages, progress and errors go to stderr. An error is one line with a hint. DOC is the id of a
document, or a unique prefix of it. Each option can also be set by the environment variable that is listed beside it.
"""

_MEANINGS = {
    ExitCode.OK: "done",
    ExitCode.FAILURE: "failed",
    ExitCode.USAGE: "the command line is wrong",
    ExitCode.NOT_FOUND: "no such document, prompt or type, or an ambiguous prefix",
    ExitCode.BUSY: "another run has the document, or prevents a migration",
    ExitCode.BAD_INPUT: "a value, a file or an export cannot be used, or there is nothing to do it to",
    ExitCode.SETTINGS: "a setting is invalid, or no setting names the archive",
    ExitCode.DATABASE: "there is no archive, or its database cannot be used",
    ExitCode.BUDGET: "the budget does not allow the call",
    ExitCode.DAMAGED: "a part of the archive is missing or damaged",
    ExitCode.DOCUMENTS_FAILED: "documents failed or were rejected",
}


def commands(group: click.Group = main, path: str = "alfrd") -> Iterator[tuple[str, click.Command]]:
    """Every command that is not a group, with its full name."""
    for name, command in group.commands.items():
        words = f"{path} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            yield words, command


def reference() -> str:
    """The whole reference."""
    codes = [f"| {code.value} | {_MEANINGS[code]} |" for code in ExitCode]
    table = "\n".join(["| exit code | meaning |", "|---|---|", *codes, f"| {INTERRUPTED} | interrupted |", ""])
    return "\n".join([_HEAD, table, *(_section(words, command) for words, command in commands())])


def _section(words: str, command: click.Command) -> str:
    arguments = [f" {_metavar(param)}" for param in command.params if isinstance(param, click.Argument)]
    usage = f"```\n{words}{''.join(arguments)} [OPTIONS]\n```"
    options = [_row(words, param) for param in command.params if isinstance(param, click.Option)]
    table = ["| option | meaning | variable |\n|---|---|---|\n" + "\n".join(options)] if options else []
    example = (command.epilog or "").removeprefix("Example: ")
    return (
        "\n\n".join([f"## {words}", usage, inspect.cleandoc(command.help or ""), *table, f"Example: `{example}`"])
        + "\n"
    )


def _metavar(argument: click.Argument) -> str:
    return argument.metavar or (argument.name or "").upper()


def _row(words: str, option: click.Option) -> str:
    choices = getattr(option.type, "choices", ())
    values = f" {option.metavar or 'N'}" if not option.is_flag and not choices else ""
    among = f" One of: {', '.join(choices)}." if choices else ""
    variable = f"ALFRD_CLI_{'_'.join(words.split()[1:])}_{option.name}".upper()
    return f"| `{option.opts[0]}{values}` | {option.help}{among} | `{variable}` |"


if __name__ == "__main__":
    click.echo(reference(), nl=False)
