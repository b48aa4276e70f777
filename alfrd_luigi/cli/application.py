"""How a command ends: this module alone turns each error of ours into one line on stderr and an exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from alfrd_luigi.cli.output import one_line
from alfrd_luigi.errors import AlfrdError, ExitCode

# What stdout refuses, such as a file on a full disk.
_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
INTERRUPTED = 130  # 128 + SIGINT, as shells report it


class Application(click.Group):
    """The group of all commands, in the order they were added."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.commands)

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
            sys.exit(super().main(args, prog_name, complete_var, standalone_mode=False, **extra) or ExitCode.OK)


@contextmanager
def _errors_as_lines() -> Iterator[None]:
    try:
        yield
    except AlfrdError as error:
        _end(error.line, error.exit_code)
    except click.UsageError as error:
        _end(f"{error.format_message().rstrip('.')}. Try: {_command(error)} --help", ExitCode.USAGE)
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
        _end(f"the output cannot be written: {error.strerror}", ExitCode.FAILURE)
    except click.Abort:
        _end("interrupted", INTERRUPTED)


def _command(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx is not None else "alfrd"


def _end(line: str, code: int) -> None:
    click.echo(f"error: {one_line(line)}", err=True)
    sys.exit(int(code))
