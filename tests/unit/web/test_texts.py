"""Every text of the pages is used, and each key that a template uses has a text, also one that is made from parts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from jinja2 import Environment, nodes

from alfrd_luigi.database.trials import Part, Purpose, State
from alfrd_luigi.extraction.contests import BLANKS, REASONS
from alfrd_luigi.stages.file import Filing
from alfrd_luigi.views import expectations, holdups
from alfrd_luigi.views.documents import Recalled
from alfrd_luigi.views.notices import Kind
from alfrd_luigi.views.payments import How
from alfrd_luigi.views.timeline import WaitKind
from alfrd_luigi.views.trials import By
from alfrd_luigi.web import texts

PACKAGE = Path(texts.__file__).parent
ROOT = PACKAGE.parent
SCHEMA = (ROOT / "database" / "schema.sql").read_text("utf-8")
TABLE = {
    f"{section}.{name}"
    for section, named in tomllib.loads((PACKAGE / "texts.toml").read_text()).items()
    for name in named
}
SOURCES = {path.name: path.read_text("utf-8") for path in sorted((PACKAGE / "templates").glob("*.html"))}


def allowed(check: str) -> list[str]:
    """The values that a check of the database allows."""
    (line,) = (line for line in SCHEMA.splitlines() if f"CONSTRAINT {check} " in line)
    return re.findall(r"'(\w+)'::text", line)


RESOURCES = ("textract", "bedrock", "file_generation")
# What stands for `{}` in a key of which a part is a value of the archive.
PARTS: Mapping[str, Sequence[str]] = {
    "column.{}": ("type", "entity", "date", "total"),
    "document.from_{}": allowed("pages_source_check"),
    "document.memory_{}": get_args(get_type_hints(Recalled)["outcome"]),
    "document.pair_{}": allowed("document_pairs_verdict_check"),
    "document.whose_{}": ("person", "engine", "invoice"),
    "due.how_{}": get_args(How),
    "due.kind_{}": [kind for kind in get_args(Kind) if kind not in get_args(expectations.State)],
    "ended.{}": allowed("last_run_outcome_check"),
    "issuers.kind_{}": ("set", "approved"),
    "outcome.{}": (*allowed("calls_outcome_check"), "completed", "failed", "deferred"),
    "prompts.{}": ("active", "on_trial", "pinned", "unaudited", "may_return", *allowed("prompts_origin_check")),
    "run.lane_{}": RESOURCES,
    "run.local_{}": RESOURCES[:2],  # the summary of a file is always a call
    "run.waited_{}": get_args(WaitKind),
    "run.waiting_{}": get_args(WaitKind),
    "runs.{}": ("running", "died", "interrupted", "stopped", "troubled", "done"),
    "series.every_{}": ("day", "week", "month", "quarter", "half", "year"),
    "series.{}": ("amounts", "balances"),
    "series.{}_in": ("amounts", "balances"),
    "stopped.{}": allowed("runs_stopped_by_check"),
    "task.{}": ("machine", "failed", "deferred", "uncertain", "audits", "proposals", "waiting"),
    "trials.{}": get_args(Purpose),
    "trials.by_{}": get_args(By),
    "trials.chart_{}": get_args(By),
    "trials.dot_{}": get_args(By),
    "trials.part_{}": get_args(Part),
    "trials.state_{}": get_args(State),
    "trials.waits_{}": ("documents", "audits"),
    "types.origin_{}": allowed("prompts_origin_check"),
    "types.state_{}": ("shipped", "accepted", "retired"),
    "holdup.money_{}": ("run", "day"),
    "holdup.{}": get_args(holdups.State),
    "why.blank_{}": BLANKS,
    "why.memory_{}": get_args(get_type_hints(Recalled)["outcome"]),
    "why.reason_{}": REASONS,
    "why.series_{}": (*get_args(get_type_hints(Filing)["how"]), "new_account", "joined_account"),
}


def keys_of(source: str) -> Iterator[str]:
    """The keys that a template uses."""
    yield from _keys(Environment().parse(source), {})


def _keys(node: nodes.Node, bound: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if isinstance(node, nodes.For):
        bound = {**bound, **_bound(node)}
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in ("t", "tn", "raw"):
        endings = ("_one", "_other") if node.node.name == "tn" else ("",)
        yield from (key + ending for key in _made(node.args[0], bound) for ending in endings)
    for child in node.iter_child_nodes():
        yield from _keys(child, bound)


def _bound(loop: nodes.For) -> dict[str, Sequence[str]]:
    """The values of the names of a loop over what the template itself lists."""
    if not isinstance(loop.iter, nodes.Literal):
        return {}
    items: Any = loop.iter.as_const()
    if isinstance(loop.target, nodes.Name):
        return {loop.target.name: items}
    names = loop.target.find_all(nodes.Name)
    return {name.name: [item[place] for item in items] for place, name in enumerate(names)}


def _made(key: nodes.Expr, bound: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The keys that an expression can make."""
    for parts in product(
        *(_alternatives(part, bound) for part in (key.nodes if isinstance(key, nodes.Concat) else [key]))
    ):
        pattern = "".join(parts)
        yield from (pattern.format(part) for part in PARTS[pattern]) if "{}" in pattern else [pattern]


def _alternatives(part: nodes.Expr, bound: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if isinstance(part, nodes.Const):
        return [part.value]
    if isinstance(part, nodes.CondExpr) and part.expr2 is not None:
        return [*_alternatives(part.expr1, bound), *_alternatives(part.expr2, bound)]
    return bound.get(part.name, ["{}"]) if isinstance(part, nodes.Name) else ["{}"]


def used_by_programs() -> set[str]:
    """The keys that our own modules use."""
    sources = "\n".join(path.read_text("utf-8") for path in ROOT.rglob("*.py"))
    made = re.findall(r"\btexts?\.(?:text|raw)\(\s*f\"([^\"]+)\"", sources)
    patterns = [re.sub(r"\{[^}]*\}", "{}", each) for each in made]
    counted = re.findall(r"\btexts\.counted\(\s*\"([\w.]+)\"", sources)
    return {
        *re.findall(r"\btexts?\.(?:text|raw)\(\s*\"([\w.]+)\"", sources),
        *(pattern.format(part) for pattern in patterns for part in PARTS[pattern]),
        *(f"{key}_{ending}" for key in counted for ending in ("one", "other")),
    }


@pytest.mark.parametrize("name", SOURCES)
def test_each_key_of_a_template_has_a_text(name: str) -> None:
    assert sorted(set(keys_of(SOURCES[name])) - TABLE) == []


def test_each_text_is_used() -> None:
    used = {key for source in SOURCES.values() for key in keys_of(source)} | used_by_programs()
    assert sorted(TABLE - used) == []
    assert used_by_programs() <= TABLE
