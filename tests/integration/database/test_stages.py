"""The declaration of the stages, the tables of SQL and the diagram in ARCHITECTURE.md agree."""

from __future__ import annotations

import re
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import psycopg2

from alfrd_luigi.stages.graph import GRAPH, STATUSES
from support.archives import Archive

ROOT = Path(__file__).parents[3]
ARROW = re.compile(r"^ *(\S+) --> (\S+): (.+)$", re.M)


def test_the_tables_are_the_declaration(archive: Archive) -> None:
    with closing(psycopg2.connect(archive.database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SELECT status FROM statuses ORDER BY position")
        assert [status for (status,) in cursor.fetchall()] == list(STATUSES)
        cursor.execute("SELECT stage, leaves, scores FROM stages ORDER BY position")
        assert cursor.fetchall() == [(name, stage.leaves, stage.scores) for name, stage in GRAPH.items()]


def test_the_columns_for_analysts_name_every_status_and_stage() -> None:
    page = (ROOT / "docs/schema.md").read_text("utf-8")
    assert tuple(_values_of(page, "status", "pending")) == STATUSES
    assert _values_of(page, "stage", "ocr") == list(GRAPH)


def test_a_stage_finds_what_those_that_it_requires_leave() -> None:
    """A scoring leaves nothing: what comes after it finds what the stage that it scores has left, or a later status."""
    for stage in GRAPH.values():
        judged = [GRAPH[name].scores or name for name in stage.requires]
        left = [status for status in (GRAPH[name].leaves for name in judged) if status is not None]
        assert stage.finds[0] == max(left, key=STATUSES.index, default="pending")


def test_the_statuses_of_the_main_path_follow_each_other() -> None:
    main = [stage for stage in GRAPH.values() if stage.leaves is not None]
    assert [stage.finds for stage in main] == [(status,) for status in STATUSES[: len(main)]]
    assert [(stage.finds[0], stage.leaves) for stage in main] == list(pairwise(STATUSES[: len(main) + 1]))


def test_the_drawing_of_a_document_is_the_declaration() -> None:
    moves = {(found, stage.leaves or found, name) for name, stage in GRAPH.items() for found in stage.finds}
    fails = {(stage.finds[0], "failed", f"{name} fails") for name, stage in GRAPH.items() if stage.leaves}
    retried = {("failed", status, "alfrd retry") for status in _statuses_of_the_main_path()}
    assert _drawn("document") == moves | fails | retried


def test_the_drawing_of_a_file_has_the_statuses_that_the_database_allows() -> None:
    schema = (ROOT / "alfrd_luigi/database/schema.sql").read_text("utf-8")
    (allowed,) = re.findall(r"CONSTRAINT files_status_check CHECK (.+)", schema)
    drawn = _drawn("file")
    assert {status for move in drawn for status in move[:2]} == set(re.findall(r"'(\w+)'", allowed))


def _values_of(page: str, column: str, first: str) -> list[str]:
    (said,) = re.findall(rf"^\| `{column}` \| text \| (`{first}`, .+) \|$", page, re.M)
    return re.findall(r"`(\w+)`", said)


def _statuses_of_the_main_path() -> set[str]:
    return {stage.finds[0] for stage in GRAPH.values() if stage.leaves is not None}


def _drawn(what: str) -> set[tuple[str, str, str]]:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    (drawing,) = re.findall(rf"```mermaid\nstateDiagram-v2\n *%% {what}\n(.*?)```", page, re.S)
    return set(ARROW.findall(drawing))
