"""Every answer that is valid by its schema can be stored: schemas and tables agree.

The stages themselves store the answers, in the transaction of a stage, which is then rolled back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from alfrd_luigi.database import documents, files, prompts, stage_results, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.errors import InvalidAnswerError
from alfrd_luigi.language import questions
from alfrd_luigi.language.port import Question
from alfrd_luigi.language.validation import validate
from alfrd_luigi.language.values import cut
from alfrd_luigi.stages import classify, file, score_classification, score_summary, summarize
from alfrd_luigi.stages.graph import GRAPH
from alfrd_luigi.stages.stage import Result, Stage
from support.archives import Archive
from support.document_rows import RUN, classified, filed, registered, run_of_the_test, summarized
from support.drawn_answers import answers, edges, plain

TYPES = ["invoice"]
OWN_TYPE = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "code": {"type": "string", "pattern": "^[0-9]{4}$"},
        "count": {"type": "integer"},
        "paid": {"type": "boolean"},
        "lines": {"type": "array", "items": {"type": "string"}},
        "place": {"type": "object", "properties": {"street": {"type": "string"}}, "additionalProperties": False},
    },
    "additionalProperties": False,
}


class _TakenBackError(Exception):
    """Ends a transaction without a trace."""


@contextmanager
def _for_a_moment(session: Session) -> Iterator[None]:
    with suppress(_TakenBackError), session.transaction():
        yield
        raise _TakenBackError


def _ready(session: Session, status: str) -> UUID:
    if status == "summarized":
        return summarized(session)
    if status == "classified":
        return classified(session)
    id = registered(session)
    documents.set_text(session, id, "NORTHWIND WATER\nTotal 41.20")
    return id


# What the assessment of a summary adds to an answer.
_ASSESSED: dict[str, Any] = {"confidences": {"entity": 0.5}, "uncertain": ["entity"], "places": {}}


def _stores(stage: Stage) -> Callable[[Session], Callable[[Any], None]]:
    """Makes what stores an answer by the stage, for a document that it finds, and looks at what became of it."""
    declared = GRAPH[stage.name]
    status = declared.finds[0]
    becomes = declared.leaves or status

    def prepare(session: Session) -> Callable[[Any], None]:
        id = _ready(session, status)
        run = run_of_the_test(session)
        assert documents.claim_one(session, run, id)
        scored = declared.scores
        if scored is not None:
            by = stage_results.StageResult("e", None, prompts.active(session, Key("classifier")).id, {})
            stage_results.complete(session, id, scored, run, 0.1, by, None)

        def store(answer: Any) -> None:
            made = stage_results.StageResult("e", None, None, answer)
            assert stage_results.complete(session, id, stage.name, run, 0.1, made, None)
            stage.store(session, id, Result({**_ASSESSED, **answer}, "e"))
            assert documents.state(session, id).status == becomes

        return store

    return prepare


def _stores_cover_note(session: Session) -> Callable[[Any], None]:
    filed(session)
    (series_id,) = session.values("series.of_type", series_type="utility")
    id = files.of_series(session, series_id)
    assert id is not None
    assert files.claim(session, RUN, id) is not None
    fingerprint = files.inputs(session, series_id)

    def store(answer: Any) -> None:
        files.set_summary(session, RUN, id, files.Summary(answer["summary"], {}, fingerprint, None, "e"))
        assert files.state(session, id).status == "generated"

    return store


def _summary_of(name: str) -> Question:
    schema = OWN_TYPE if name == "own" else types.get(database().session(), name).fields_schema
    return questions.summarize("p", ["x"], name, schema)


CASES: dict[str, tuple[Callable[[], Question], Callable[[Session], Callable[[Any], None]]]] = {
    "classify": (
        lambda: questions.classify("p", ["x"], types.known(database().session())),
        _stores(classify.STAGE),
    ),
    "score_classification": (
        lambda: questions.score_classification("p", ["x"], [], {}),
        _stores(score_classification.STAGE),
    ),
    **{
        f"summarize {name}": (
            partial(_summary_of, name),
            _stores(summarize.STAGE),
        )
        for name in [*TYPES, "own"]
    },
    "score_summary": (
        lambda: questions.score_summary("p", ["x"], "receipt", {}, {}),
        _stores(score_summary.STAGE),
    ),
    "file": (lambda: questions.file("p", {}), _stores(file.STAGE)),
    "summarize_file": (lambda: questions.summarize_file("p", "t", {}, []), _stores_cover_note),
}


@pytest.mark.parametrize("case", CASES)
def test_every_valid_answer_is_stored(archive: Archive, case: str) -> None:
    session = database().session()
    ask, prepare = CASES[case]
    schema, store = ask().schema, prepare(session)

    stored = []

    def check(drawn: Any) -> None:
        answer = cut(drawn, schema)
        try:
            validate(answer, schema)
        except InvalidAnswerError:
            return
        with _for_a_moment(session):
            store(answer)
        stored.append(answer)

    check(plain(schema))
    assert stored == [plain(schema)]
    for edge in edges(schema):
        check(edge)
    assert len(stored) > 1
    _settings(given(answers(schema))(check))()


_settings = settings(
    max_examples=15,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
