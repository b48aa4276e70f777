"""What a replay shows: the values that would be others, and how many are right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from alfrd_luigi.cli import rendering
from alfrd_luigi.cli.columns import placed
from alfrd_luigi.cli.output import print_json

if TYPE_CHECKING:
    from alfrd_luigi.prompts.replay import Difference, Plan, Replayed, Wanted

_COLUMNS = placed("document", "name~", "value", "now~", "with it~", "right~", "")


def print_replay(made: Sequence[Replayed]) -> None:
    """Print the table, and the totals to stderr."""
    rendering.print_table(_COLUMNS, [row for each in made for row in _rows(each)])
    differing, known = sum(bool(each.differences) for each in made), _right(made)
    click.echo(f"{differing} of {len(made)} documents would have other values", err=True)
    click.echo(
        f"of {known['known']} values that persons know, right now: {known['now']}, with it: {known['with_it']}"
        if known["known"]
        else "no person has said what is right in these documents",
        err=True,
    )


def print_replay_json(wanted: Wanted, planned: Plan, made: Sequence[Replayed]) -> None:
    """Print the same as JSON."""
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


def _rows(each: Replayed) -> Iterator[tuple[object, ...]]:
    id = rendering.short(each.document)
    if each.problem is not None:
        yield id, each.name, each.problem, None, None, None, None
    for found in each.differences:
        right = _text(found.right) if found.is_known else None
        yield id, each.name, found.name, _text(found.now), _text(found.then), right, _better(each, found)


def _text(value: Any) -> str:
    """A value on one line; a blank one as a dash."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _better(each: Replayed, found: Difference) -> str | None:
    known = each.fields.get(found.name)
    if known is None or known["incumbent"] == known["candidate"]:
        return None
    return "better" if known["candidate"] else "worse"


def _right(made: Sequence[Replayed]) -> dict[str, int]:
    """The number of values that persons know, and how many of them are right now, and with what was replayed."""
    fields = [field for each in made for field in each.fields.values()]
    now, then = (sum(field[side] for field in fields) for side in ("incumbent", "candidate"))
    return {"known": len(fields), "now": now, "with_it": then}
