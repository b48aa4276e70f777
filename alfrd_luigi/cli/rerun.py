"""`alfrd rerun`: runs a stage of a document again, and every stage that requires it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import click

from alfrd_luigi.cli import pipeline
from alfrd_luigi.cli.acting import saved
from alfrd_luigi.cli.columns import placed
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import document_argument, json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import document_details, documents, file_rows
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import DocumentsFailedError
from alfrd_luigi.stages.graph import READING, STAGES, StageName

_Made = tuple[list[dict[str, Any]], list[file_rows.File]]


@click.command(
    short_help="Run a stage of a document and all later ones again.",
    epilog="Example: alfrd rerun 3fa2 --from classify --dry-run",
)
@document_argument
@click.option("--from", "stage", type=click.Choice(STAGES), required=True, help="The first stage to run again.")
@click.option("--dry-run", is_flag=True, help="Print the stages that would run, and change nothing.")
@click.option("--fresh", is_flag=True, help="Call and pay the services again, even if an answer was saved.")
@json_option
def rerun(document: str, stage: str, dry_run: bool, fresh: bool, json: bool) -> None:
    """Run a stage of a document again, every stage that requires it, and the summary of its file.

    Results of earlier stages are kept. A question that a service has answered before is not paid for again. Exit code 0
    means that all these stages have results again.
    """
    first = cast(StageName, stage)
    with opened() as session:
        id = documents.find(session, document)
        if dry_run:
            from alfrd_luigi.stages.rerun import repeated

            _say_plan(id, repeated(first), json=json)
            return
        with pipeline.own_run(session) as run:
            stages, files = _run_again(session, id, first, run, fresh=fresh)
    if json:
        print_json({"id": id, "run": run, "stages": stages, "files": files})
    else:
        _print(stages, files)
    _check(id, stages, files)


def _say_plan(id: UUID, stages: list[StageName], *, json: bool) -> None:
    if json:
        print_json({"id": id, "stages": stages})
    else:
        click.echo(f"document {id} would run again: {', '.join(stages)}")


def _run_again(session: Session, id: UUID, first: StageName, run: str, *, fresh: bool) -> _Made:
    """Run the stages. Returns the rows of the stages and files afterwards, as the database has them."""
    from alfrd_luigi.stages.rerun import take_back

    before = documents.series_of(session, id)
    wanted = take_back(id, first, run, fresh=fresh)
    with saved("the request"):
        files = pipeline.process(session, id, run, before)
    made = {row["stage"]: row for row in document_details.document(session, id).stages}
    if READING not in made and not documents.state(session, id).awaits_series:
        wanted = [name for name in wanted if name != READING]
    return [made.get(name, {"stage": name, "status": "not run"}) for name in wanted], files


def _print(stages: list[dict[str, Any]], files: list[file_rows.File]) -> None:
    from alfrd_luigi.cli import rendering

    rows = [
        *((row["stage"], row["status"], row.get("engine"), row.get("seconds"), row.get("error")) for row in stages),
        *((f"file: {file.title}", file.status, None, None, file.error) for file in files),
    ]
    coloured = [(name, rendering.status(status), *rest) for name, status, *rest in rows]
    rendering.print_table(placed("stage~", "status", "engine", "seconds>", "error~"), coloured)


def _check(id: UUID, stages: list[dict[str, Any]], files: list[file_rows.File]) -> None:
    missing = [row["stage"] for row in stages if row["status"] != "completed"]
    missing += [f"the summary of {file.title}" for file in files if file.status != "generated"]
    if missing:
        raise DocumentsFailedError(
            f"document {id} did not get through {', '.join(missing)}", f"See why with: alfrd show {id}"
        )
