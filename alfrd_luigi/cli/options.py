"""Options and arguments that several commands take."""

from __future__ import annotations

import click

json_option = click.option("--json", is_flag=True, help="Print JSON.")

document_argument = click.argument("document", metavar="DOC")
