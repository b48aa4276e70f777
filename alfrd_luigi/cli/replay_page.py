"""What a replay shows beside its table: how many values are right, and the whole as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from alfrd_luigi.cli.output import print_json

if TYPE_CHECKING:
    from alfrd_luigi.prompts.replay import Plan, Replayed, Wanted


def say_totals(made: Sequence[Replayed]) -> None:
    """Print to stderr how many documents would differ, and how many values are right."""
    differing, known = sum(bool(each.differences) for each in made), _right(made)
    click.echo(f"{differing} of {len(made)} documents would have other values", err=True)
    click.echo(
        f"of {known['known']} values that persons know, right now: {known['now']}, with it: {known['with_it']}"
        if known["known"]
        else "no person has said what is right in these documents",
        err=True,
    )


def print_replay_json(wanted: Wanted, planned: Plan, made: Sequence[Replayed]) -> None:
    """Print what was replayed, what is right and what it costs, as JSON."""
    told = {
        "kind": wanted.kind,
        "document_type": wanted.document_type,
        "series": wanted.series_id,
        "engine": wanted.engine.name,
        "model": wanted.engine.model,
        "saved": len(planned.documents) - len(planned.asked),
        "asked": len(planned.asked),
        "expected_usd": planned.expected,
        "most_usd": planned.most,
        "right": _right(made),
        "documents": made,
    }
    print_json(told)


def _right(made: Sequence[Replayed]) -> dict[str, int]:
    """The number of values that persons know, and how many of them are right now, and with what was replayed."""
    fields = [field for each in made for field in each.fields.values()]
    now, then = (sum(field[side] for field in fields) for side in ("incumbent", "candidate"))
    return {"known": len(fields), "now": now, "with_it": then}
