"""`alfrd demo`: the program on fictitious papers, in an archive of its own."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

import click

from alfrd_luigi import archive, new_configuration
from alfrd_luigi.cli import pipeline
from alfrd_luigi.cli.documents import list_documents
from alfrd_luigi.cli.init import write_beside
from alfrd_luigi.configuration import NAMED
from alfrd_luigi.errors import InvalidInputError
from alfrd_luigi.intake.inbox import usable
from alfrd_luigi.names import printable
from alfrd_luigi.permissions import refused
from alfrd_luigi.settings import set_variables, settings

_WRITER = "alfrd demo"
_FILE = "luigi.cfg"


@click.command(short_help="Try the program on a dozen fictitious papers.", epilog="Example: alfrd demo /tmp/alfrd-demo")
@click.argument("folder", metavar="[DIR]", default="alfrd-demo", type=click.Path(path_type=Path))
@click.pass_context
def demo(context: click.Context, folder: Path) -> None:
    """Try the program: file a dozen fictitious papers in an archive of their own, in DIR or ./alfrd-demo.

    Everything happens on this machine, and in that folder only; your settings are not used. A second time, no document
    is added. DIR must be empty, or hold such an archive.
    """
    begun = time.monotonic()
    folder = folder.absolute()
    _check_free(folder)
    click.echo(f"An archive of its own, with fictitious papers: {printable(folder)}", err=True)
    hidden = _name(folder)
    _fill(folder)
    code = _process()
    context.invoke(list_documents)
    click.echo(_next_steps(folder, time.monotonic() - begun, hidden), err=True)
    context.exit(code)


def _check_free(folder: Path) -> None:
    """Raise InvalidInputError if the folder holds anything else, and SettingsError if it cannot be read."""
    try:
        held = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return
    except NotADirectoryError:
        held = [folder.name]
    except OSError as error:
        raise refused(error, "look into", "Name another folder") from error
    # A killed command leaves a temporary file of this name.
    is_empty = all(name.startswith(f".{_FILE}.") for name in held)
    if not is_empty and not new_configuration.is_written_by(folder / _FILE, _WRITER):
        raise InvalidInputError(
            f"{printable(folder)} holds something else than a demonstration", "Name a new or an empty folder"
        )


def _name(folder: Path) -> list[str]:
    """Let this process use the archive of the folder, with none of the user's settings: they may name paid services.

    Returns the variables that would make other commands use another archive or other settings.
    """
    write_beside(folder / _FILE, _WRITER)
    hiding = [*set_variables(os.environ), *([NAMED] if os.environ.get(NAMED) else [])]
    for name in hiding:
        del os.environ[name]
    os.environ[NAMED] = str(folder / _FILE)
    os.environ["ALFRD_SETTLE_SECONDS"] = "0"  # the papers are complete
    return hiding


def _fill(folder: Path) -> None:
    """Create the archive, and put the papers into its inbox. Those that it has are recognised by their bytes."""
    from alfrd_luigi.samples.generator import DOCUMENTS, generate

    archive.initialise()
    generate(folder / "samples", count="few")
    inbox = settings().inbox_dir
    with usable(inbox):
        # Not the folder at once, which would give the inbox the permissions of the samples.
        for paper in (folder / "samples" / DOCUMENTS).iterdir():
            if paper.is_dir():
                shutil.copytree(paper, inbox / paper.name, dirs_exist_ok=True)
            else:
                shutil.copy(paper, inbox)


def _process() -> int:
    from alfrd_luigi.cli.run_display import is_terminal, watching

    run = pipeline.new_run()
    with watching(run, is_plain=not is_terminal()):
        return pipeline.run("ProcessAllPending", run)


def _next_steps(folder: Path, seconds: float, hidden: Sequence[str]) -> str:
    unset = f"; unset {' '.join(hidden)}" if hidden else ""
    return f"""
This took {seconds:.0f} seconds. Look closer:
  cd {quote(str(folder))}{unset}
  alfrd show ID        # also: alfrd why ID, alfrd files, alfrd search insurance
  alfrd desk           # in a browser, with forms
The report, for a browser:  {(settings().report_dir / "index.html").as_uri()}
Remove it all:              rm -rf {quote(str(folder))}
An archive of your own:     cd; alfrd init"""
