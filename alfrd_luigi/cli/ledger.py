"""`alfrd ledger`: what was filed, as the transactions of a ledger."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli.opening import opened
from alfrd_luigi.cli.options import DAY, json_option, type_option
from alfrd_luigi.cli.output import print_json
from alfrd_luigi.cli.written_file import write_out
from alfrd_luigi.database import types
from alfrd_luigi.database.ledger_rows import Filter
from alfrd_luigi.names import printable
from alfrd_luigi.plurals import counted

if TYPE_CHECKING:
    from alfrd_luigi.database.session import Session
    from alfrd_luigi.ledger.accounts import Accounts
    from alfrd_luigi.ledger.transactions import Ledger


@click.command(
    short_help="Write what was filed as transactions of a ledger.",
    epilog="Example: alfrd ledger --format beancount --since 2024-01-01 --output 2024.beancount",
)
@click.option("--format", "form", type=click.Choice(("csv", "beancount", "hledger")), default="csv", show_default=True,
              help="The format.")  # fmt: skip
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, at once; default: stdout.",
)
@click.option(
    "--accounts",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The mapping file; default: ledger.toml in data_dir.",
)
@click.option("--since", type=DAY, metavar="DAY", help="Only transactions of this day and later.")
@click.option("--until", type=DAY, metavar="DAY", help="Only transactions of this day and earlier.")
@type_option("Only documents of this type.")
@click.option("--currency", metavar="CODE", help="Only transactions in this currency.")
@click.option("--propose-accounts", is_flag=True, help="Write the mapping file, or print the lines that it lacks.")
@json_option
def ledger(
    form: str,
    output: Path | None,
    accounts: Path | None,
    since: datetime | None,
    until: datetime | None,
    document_type: str | None,
    currency: str | None,
    propose_accounts: bool,
    json: bool,
) -> None:
    """Write what was filed as the transactions of a double-entry ledger.

    The accounts are those of the mapping file, by document type and issuer. A value that is not sure makes its
    transaction a pending one (!). What lacks a date, a total or a currency is listed apart. Copies count once.
    """
    with opened() as session:
        if propose_accounts:
            _propose(session, accounts)
            return
        if document_type is not None:
            types.get(session, document_type)
        wanted = Filter(_day(since), _day(until), document_type, currency.upper() if currency else None)
        found, by = _ledger(session, accounts, wanted)
    if json:
        print_json(found)
        return
    from alfrd_luigi.ledger.formats import FORMATS

    write_out(FORMATS[form].text(found).encode(), output, replaces=True)
    _tell(found, by, has_apart=FORMATS[form].has_apart)


def _ledger(session: Session, file: Path | None, wanted: Filter) -> tuple[Ledger, Accounts]:
    from alfrd_luigi.ledger import archive, transactions

    by = archive.accounts(session, file)
    archive.record(session)
    return transactions.ledger(session, by, archive.places(), wanted), by


def _propose(session: Session, file: Path | None) -> None:
    """Write the proposed mapping file. One that exists is a person's: only what it lacks is printed."""
    from alfrd_luigi.ledger import archive, proposal
    from alfrd_luigi.ledger.accounts import load

    known, path = archive.known_types(session), file or archive.mapping_file()
    if not path.exists():
        write_out(proposal.proposal(known).encode(), path, replaces=False)
        click.echo(printable(path))
        return
    lines = proposal.missing(known, load(known, path, must_exist=True))
    click.echo("".join(f"{line}\n" for line in lines), nl=False)
    what = "lacks no type" if not lines else f"is left as it is, and lacks {counted(len(lines), 'type')}"
    click.echo(f"{printable(path)} {what}", err=True)


def _tell(found: Ledger, by: Accounts, *, has_apart: bool) -> None:
    if not has_apart:
        for each in found.apart:
            click.echo(f"not in the ledger: {each.line}", err=True)
    if found.unmapped:
        named = ", ".join(f"{name} ({account})" for name, account in found.unmapped.items())
        where = "the mapping file" if by.file is None else printable(by.file)
        click.echo(f"no account in {where}, so one was chosen: {named}. See: alfrd ledger --propose-accounts", err=True)
    parts = [counted(len(found.transactions), "transaction")]
    parts += [f"{len(found.apart)} apart, which lack a value"] if found.apart else []
    others = sum(found.others.values())
    parts += [f"{counted(others, 'document')} of kinds that are no transactions"] if others else []
    click.echo(", ".join(parts), err=True)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None
