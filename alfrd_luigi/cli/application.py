"""How a command ends: this module alone turns each error of ours into one line on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from alfrd_luigi.cli.output import one_line
from alfrd_luigi.errors import AlfrdError, ExitCode

# What stdout refuses, such as a file on a full disk.
_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_MISSING = "Missing command"  # what click says
_MARGINS = 6  # beside the names of commands
INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class Application(click.Group):
    """The group of all commands, in the order they were added, which its help shows under titles."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sections: dict[str, list[str]] = {}

    def add_section(self, title: str, commands: Iterable[click.Command]) -> None:
        """Add commands under a title."""
        for command in commands:
            self.add_command(command)
            self._sections.setdefault(title, []).append(str(command.name))

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.commands)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each command."""
        width = max(map(len, self.commands))
        room = formatter.width - width - _MARGINS
        for title, names in self._sections.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(width), self.commands[name].get_short_help_str(room)) for name in names]
                )

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, and write its whole output: Python would write the rest when errors are no lines any more."""
        try:
            return super().invoke(ctx)
        finally:
            sys.stdout.flush()

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line and end the process. With `standalone_mode=False`, exceptions reach the caller."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        with _errors_as_lines():
            if vars(sys)["stdout"] is None:  # what is opened next gets its descriptor
                raise AlfrdError("the output cannot be written: stdout is closed", "For no output: >/dev/null")
            sys.exit(super().main(args, prog_name, complete_var, standalone_mode=False, **extra) or ExitCode.OK)


@contextmanager
def _errors_as_lines() -> Iterator[None]:
    try:
        yield
    except AlfrdError as error:
        _end(error.line, error.exit_code)
    except click.UsageError as error:
        _end(f"{_mistake(error)}. Try: {_command(error)} --help", ExitCode.USAGE)
    except click.ClickException as error:
        _end(error.format_message().rstrip("."), error.exit_code)
    except UnicodeEncodeError:
        _end(
            "an argument is no text: its bytes are not UTF-8. Write it again, in a terminal that uses UTF-8",
            ExitCode.USAGE,
        )
    except OSError as error:
        if error.errno not in _OUTPUT or error.filename is not None:
            raise
        _forget_output()
        _end(f"the output cannot be written: {error.strerror}", ExitCode.FAILURE)
    except click.Abort:
        _end("interrupted", INTERRUPTED)


def _mistake(error: click.UsageError) -> str:
    """What is wrong with the command line. Where a command of a group is missing, they are named."""
    said, group = error.format_message().rstrip("."), error.ctx and error.ctx.command
    if said == _MISSING and isinstance(group, click.Group):
        return f"{said}: {', '.join(group.commands)}"
    return said


def _command(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx is not None else "alfrd"


def _forget_output() -> None:
    """Let Python write the rest of the output nowhere when it ends. It would fail again, and exit with 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(line: str, code: int) -> None:
    click.echo(f"error: {one_line(line)}", err=True)
    sys.exit(int(code))
