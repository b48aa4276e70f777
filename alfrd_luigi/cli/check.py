"""`alfrd check`: verifies the archive."""

from __future__ import annotations

from dataclasses import asdict

import click

from alfrd_luigi.checking.problems import Problem
from alfrd_luigi.checking.verification import verify
from alfrd_luigi.cli.columns import Column, state
from alfrd_luigi.cli.listing import Output, listing_options
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.output import one_line, print_json
from alfrd_luigi.database import checks
from alfrd_luigi.errors import ExitCode
from alfrd_luigi.settings import settings
from alfrd_luigi.views.formats.plain import plain

_COLUMNS = (
    Column("claim", lambda problem: problem.claim),
    Column("about", lambda problem: problem.about),
    Column("subject", lambda problem: problem.subject, room="cut"),
    state(lambda problem: problem.state, "state"),
    Column("said", lambda problem: problem.said, room="wrap"),
    Column("mend", lambda problem: problem.mend, room="below"),
    Column("documents", lambda problem: problem.documents, is_extra=True),
)


@click.command(short_help="Verify the rows and page files of the archive.", epilog="Example: alfrd check --quick")
@click.option("--quick", is_flag=True, help="Compare the sizes of page files only; do not read them.")
@listing_options(_COLUMNS)
@click.pass_context
def check(context: click.Context, quick: bool, output: Output) -> None:
    """Verify the rows against each other and against the page files (size and SHA-256).

    Each problem is one line: what is wrong, what has it, and what to do. A run may be active. The exit code
    is 9 when something is missing or damaged. A doubtful finding, such as a folder that other users can read, is
    reported but does not change the exit code.
    """
    found: list[Problem] = []
    with opened() as session:
        counts = checks.counts(session)
        for problem in verify(session, settings(), quick=quick):
            found.append(problem)
            if output.is_grouped:
                click.echo(one_line(problem.line))
    if output.is_whole_json:
        print_json({"problems": [asdict(problem) for problem in found], "verified": counts, "read": not quick})
    elif not output.is_grouped:
        output.print(found)
    if output.is_text:
        _conclude(counts, found, quick=quick)
    context.exit(ExitCode.DAMAGED if any(problem.state == "damaged" for problem in found) else ExitCode.OK)


def _conclude(counts: checks.Counts, found: list[Problem], *, quick: bool) -> None:
    files = f"{counts.document_files} page files ({plain.size(counts.bytes)}{', not read' if quick else ''})"
    said = f"{counts.documents} documents, {files}, {counts.prompts} prompts, {counts.files} summaries"
    damaged = sum(problem.state == "damaged" for problem in found)
    click.echo(f"Looked at {said}: {damaged} damaged, {len(found) - damaged} doubtful", err=True)
