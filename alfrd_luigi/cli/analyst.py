"""The options of `alfrd init` that let a role of the database read the views for analysts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from alfrd_luigi.names import printable
from alfrd_luigi.settings import settings

_Function = TypeVar("_Function", bound=Callable[..., Any])


def analyst_options(function: _Function) -> _Function:
    """Add `--analyst` and `--revoke-analyst` to a command."""
    revoke = click.option("--revoke-analyst", metavar="ROLE", help="Take these rights from the role again.")
    allow = click.option(
        "--analyst",
        metavar="ROLE",
        help="Let this role of the database read the views for analysts; it is made if there is none.",
    )
    return allow(revoke(function))


def settle(allowed: str | None, revoked: str | None) -> dict[str, str]:
    """Give a role the rights of an analyst, or take them. Returns how the role connects, if it has them."""
    if allowed is None and revoked is None:
        return {}
    from alfrd_luigi.database import analysts  # here, because it is needed rarely
    from alfrd_luigi.database.connection import address, database

    if revoked is not None:
        analysts.forbid(database().session(), revoked)
        click.echo(f"The role {printable(revoked)} may not read the archive any more.", err=True)
    if allowed is None:
        return {}
    for statement in analysts.allow(database().session(), allowed):
        click.echo(f"to limit its sessions, an administrator runs: {statement};", err=True)
    return {"analyst": address(settings(), allowed)}
