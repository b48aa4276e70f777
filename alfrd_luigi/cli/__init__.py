"""The `alfrd` command: a thin shell over the library. Data goes to stdout, all other output to stderr."""

from __future__ import annotations

import click

from alfrd_luigi.cli.application import Application
from alfrd_luigi.cli.audit import audit
from alfrd_luigi.cli.backup import export, import_archive
from alfrd_luigi.cli.bin import delete, restore
from alfrd_luigi.cli.check import check
from alfrd_luigi.cli.completion import completion
from alfrd_luigi.cli.corrections import approve, set_, unset
from alfrd_luigi.cli.cost import cost
from alfrd_luigi.cli.demo import demo
from alfrd_luigi.cli.desk import desk
from alfrd_luigi.cli.diff import diff
from alfrd_luigi.cli.doctor import doctor
from alfrd_luigi.cli.documents import list_documents, show
from alfrd_luigi.cli.due import due, missing
from alfrd_luigi.cli.duplicates import distinct, same
from alfrd_luigi.cli.events import events
from alfrd_luigi.cli.files import files
from alfrd_luigi.cli.get import get
from alfrd_luigi.cli.history import history, undo
from alfrd_luigi.cli.init import init
from alfrd_luigi.cli.intake import add
from alfrd_luigi.cli.issuers import issuers
from alfrd_luigi.cli.ledger import ledger
from alfrd_luigi.cli.migrate import migrate
from alfrd_luigi.cli.notify import notify
from alfrd_luigi.cli.payments import paid, unpaid
from alfrd_luigi.cli.process import process
from alfrd_luigi.cli.prompts import prompts
from alfrd_luigi.cli.replay import replay
from alfrd_luigi.cli.report import report
from alfrd_luigi.cli.rerun import rerun
from alfrd_luigi.cli.retry import retry
from alfrd_luigi.cli.runs import runs
from alfrd_luigi.cli.samples import samples
from alfrd_luigi.cli.search import search
from alfrd_luigi.cli.series import series
from alfrd_luigi.cli.standin import standin
from alfrd_luigi.cli.status import status
from alfrd_luigi.cli.tags import tag
from alfrd_luigi.cli.types import types
from alfrd_luigi.cli.version import version_option
from alfrd_luigi.cli.why import why

_EPILOG = """
Settings come from [alfrd] in luigi.cfg and from ALFRD_* variables. An option can also be set by a variable:
ALFRD_CLI_LIST_LIMIT=10 is `alfrd list --limit 10`. Completion in bash: eval "$(alfrd completion bash)"; see
alfrd completion --help.
"""


@click.group(
    cls=Application,
    epilog=_EPILOG,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "ALFRD_CLI"},
)
@version_option
@click.pass_context
def main(context: click.Context) -> None:
    """Turn a pile of paper into a filed, searchable, summarised archive."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


_SECTIONS = {
    "Set up": (init, demo, doctor, completion),
    "Put papers in": (add, process),
    "Look": (list_documents, search, show, why, get, files, due, missing),
    "Correct": (set_, unset, approve, paid, unpaid, tag, series, same, distinct, delete, restore, undo),
    "What happened": (status, runs, history, events, diff, retry, rerun, cost, notify),
    "Reports": (report, desk, ledger),
    "What is learnt": (issuers, types, audit, prompts, replay),
    "Keep it safe": (export, import_archive, check, migrate),
    "Experiments": (samples, standin),
}
for _title, _commands in _SECTIONS.items():
    main.add_section(_title, _commands)
