"""`alfrd retry`: makes failed and deferred documents due now."""

from __future__ import annotations

import click

from alfrd_luigi.cli import offers
from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import json_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.database import documents, files, regenerations
from alfrd_luigi.plurals import counted


@click.command(short_help="Make failed and deferred documents due now.", epilog="Example: alfrd retry 3fa2")
@click.argument("document", metavar="[DOC]", shell_complete=offers.documents, required=False)
@json_option
def retry(document: str | None, json: bool) -> None:
    """Make failed and deferred documents due now (or only DOC), and failed file summaries.

    Completed stages are kept: a document continues with the stage that failed. Documents that a new prompt of their
    series could not read are read again, too.
    """
    from alfrd_luigi.health import vitals

    with opened() as session:
        id = documents.find(session, document) if document is not None else None
        due = documents.make_due(session, id)
        summaries = files.make_due(session) if id is None else 0
        read_again = regenerations.make_due(session, id)
        vitals.keep(session)  # otherwise, `alfrd status --health` has the failures of the last run until the next one
    if json:
        print_json({"documents": due, "file_summaries": summaries, "read_again": read_again})
    else:
        again = f", {counted(len(read_again), 'document')} of series to be read again" if read_again else ""
        click.echo(f"due now: {counted(len(due), 'document')}, {counted(summaries, 'file summary')}{again}")
    if due or summaries or read_again:
        click.echo("To process them: alfrd process", err=True)
    elif id is not None:
        click.echo(f"Nothing of {id} failed or waits. To run a stage again: alfrd rerun {id} --from STAGE", err=True)
