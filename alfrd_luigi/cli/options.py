"""Options and arguments that several commands take."""

from __future__ import annotations

import click

from alfrd_luigi.cli import offers

json_option = click.option("--json", is_flag=True, help="Print JSON.")

document_argument = click.argument("document", metavar="DOC", shell_complete=offers.documents)
