"""An archive with rows in every table, and the content of a database as text."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

import psycopg2
from psycopg2 import sql

from alfrd_luigi.corrections import audit, bin
from alfrd_luigi.corrections import series as acts
from alfrd_luigi.corrections import tags as tagging
from alfrd_luigi.corrections import types as typing
from alfrd_luigi.corrections.correction import approve, set_values
from alfrd_luigi.corrections.undo import undo_act
from alfrd_luigi.database import (
    calls,
    documents,
    events,
    model_checks,
    notifications,
    outages,
    pairs,
    prompt_answers,
    prompts,
    proposals,
    regenerations,
    runs,
    series_prompts,
    tags,
    trials,
    types,
)
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.failures import Failures
from alfrd_luigi.database.prompts import Key
from alfrd_luigi.database.session import Session
from alfrd_luigi.search import index
from support.archives import Archive
from support.pipeline import BILL, take_in, worked

RUN = "20240402T000000-strange"
STRANGE = "tab\t, \\., \\N, \\t, 'quote\", line\nbreak\r\n, \u202e and \U0001f4dc"


_AS_OF_TRIAL = "UPDATE audit_draws SET is_for_trial = true, trial_id = (SELECT id FROM prompt_trials) WHERE id = 2"
_AS_SCORED = "UPDATE stage_results SET answer = answer || '{\"score\": 0.1}' WHERE stage = 'score_classification'"


def filled(archive: Archive) -> list[UUID]:
    """Filed bills, a failed one and a deferred one, and rows in every table, some with unusual texts."""
    done = worked(archive)
    papers = {name: BILL.format(month=month) for month, name in enumerate(("waiting", "failing", "deleted"), start=5)}
    waiting, failing, deleted = _by_name(take_in(archive, RUN, **papers), papers)
    session = database().session()
    assert [audit.draw(session, wanted, STRANGE) for wanted in (1, 2)] == [1, 1]
    for id in done:
        audit.paper(session, id)
    set_values(session, done[0], {"title": STRANGE.replace("\n", " ").replace("\r", ""), "note": STRANGE}, "anna")
    undo_act(session, "anna")
    documents.release(session, deleted)
    bin.delete(session, [deleted], "anna")
    _say(session, done)
    documents.set_failed(session, failing, "ocr", STRANGE, "")
    tags.arrive(session, waiting, ["strange \\ tag"])
    events.reject(session, RUN, "1 2 3", "x.exe", STRANGE, "")
    types.propose(session, "love_letter", STRANGE, done[0])
    typing.accept(session, "love_letter", "anna")
    _evolve(session, done)
    _design(session, done[0])
    _read_again(session, done)
    _pay(session, done[0])
    documents.release(session, done[0])
    set_values(session, done[0], {"note": STRANGE, "total": "41.00", "paid": "2024-04-20"}, "anna")
    outages.record(session, RUN, "textract", STRANGE)
    assert notifications.claim(session, ["outages"], 60) == {"outages"}
    notifications.sent(session, "outages", [STRANGE])
    pairs.set_verdict(session, done[0], done[1], "distinct", "person", STRANGE)
    runs.set_finished(session, RUN)
    runs.set_exit_code(session, RUN, 30)
    runs.release(RUN)
    set_values(session, done[1], {"title": STRANGE}, "anna")
    tagging.rename(session, "electricity", "power", "anna")
    index.catch_up(session)
    return [*done, waiting, failing]


def _say(session: Session, done: list[UUID]) -> None:
    """A person's word on values, and on series, one of which is merged."""
    approve(session, done[0], "anna")
    known = documents.series_of(session, done[0])
    assert known is not None
    new = acts.split(session, known, done[1:], "anna", title="tab\t, \\., \\N and 'quote\"")
    acts.merge(session, [new.id], known, "anna")


def _by_name(ids: list[UUID], papers: Mapping[str, str]) -> list[UUID]:
    """The ids, which are in the order of the names, in the order of the papers."""
    by_name = dict(zip(sorted(papers), ids, strict=True))
    return [by_name[name] for name in papers]


def _evolve(session: Session, done: list[UUID]) -> None:
    active = prompts.active(session, Key("classifier"))
    for id in done:
        prompts.score(session, active.id, id, 0.1, STRANGE)
    session.script(_AS_SCORED)
    challenger = prompts.add(session, active.id, STRANGE, "suggested")
    trial = trials.open(session, "challenge", challenger, active.id, 1, "seed")
    assert trial is not None
    for version in (active.id, challenger):
        prompt_answers.keep(session, done[0], version, ("bedrock", "m"), {"known_tags": [STRANGE]}, {"a": STRANGE})
    trials.compare(session, trial, done[0], "court", {"type": {"is": STRANGE, "incumbent": False, "candidate": True}})
    trials.set_judged(session, trial, done[0], 1, is_first=True, reasoning=STRANGE)
    session.script(_AS_OF_TRIAL)
    _propose(session, done[0], challenger)
    events.record(session, None, "prompt", "classifier", "challenged", version=2)
    month = model_checks.this_month(session)
    told = (None, {"class": {"type": STRANGE}}, "0" * 64, month, ["class"], True)
    model_checks.keep(session, model_checks.ModelCheck("bedrock", STRANGE, month, "0" * 64, *told))


def _propose(session: Session, document: UUID, candidate: int) -> None:
    proposal = proposals.open(session, Key("classifier"))
    assert proposal is not None
    assert proposals.claim(session, RUN, proposal)
    assert proposals.study(session, RUN, proposal, "utility_bill taken for invoice", [document])
    proposals.close(session, RUN, proposal, "challenged", candidate=candidate)


def _design(session: Session, id: UUID) -> None:
    """A series with a prompt of its own, whose first design was refused."""
    series_id = documents.series_of(session, id)
    assert series_id is not None
    series_prompts.record_design(session, series_id, 3, None, STRANGE)
    schema = {"type": "object", "properties": {"tariff": {"type": "string", "title": STRANGE}}, "required": []}
    made = series_prompts.insert(session, series_id, STRANGE, schema)
    series_prompts.record_design(session, series_id, 6, made, None)


def _read_again(session: Session, done: list[UUID]) -> None:
    """A series whose prompt is to read its members again, and could not read one."""
    prompt = series_prompts.of_document(session, done[0])
    series_id = documents.series_of(session, done[0])
    assert prompt is not None
    assert series_id is not None
    regenerations.request(session, series_id, prompt.id, STRANGE)
    regenerations.fail(session, prompt.id, done[1], STRANGE, Failures(1), 3600)


def _pay(session: Session, id: UUID) -> None:
    call = calls.Call(RUN, "classify", id, None, None, None, "bedrock", "classify", "m", "0" * 64)
    documents.claim_one(session, RUN, id)
    entry, cost = calls.open(session, call, 1, Decimal("0.00012345")).id, Decimal("0.00012345")
    assert entry is not None
    question = {"service": call.service, "operation": call.operation, "key": call.key}
    calls.answered(session, entry, 0.5, cost, (0, 10, 2), {"a": STRANGE}, **question)
    calls.ask_anew(session, id, ["classify"])


def contents(url: str) -> dict[str, list[str]]:
    """The rows of every table, sorted as text, and the next number of each sequence.

    The snapshot that the search shows, and the name of the database, are others in each database.
    """
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        found = _rows_of(cursor, _tables(cursor))
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        return {**found, "sequences": [f"{name} {last}" for name, last in cursor.fetchall()]}


def rows_of(url: str, *tables: str) -> dict[str, list[str]]:
    """The rows of these tables as `contents` gives them."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        columns = _tables(cursor)
        return _rows_of(cursor, {name: columns[name] for name in tables})


def _tables(cursor: Any) -> dict[str, list[str]]:
    """The tables and their columns."""
    # The number of a transaction is another in each database.
    cursor.execute("""
        SELECT relname, array_agg(attname::text ORDER BY attnum)
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
        AND atttypid <> 'xid8'::regtype AND NOT (relname = 'search_state' AND attname IN ('seen', 'database'))
        GROUP BY relname""")
    return dict(cursor.fetchall())


def _rows_of(cursor: Any, tables: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: _rows(cursor, name, columns) for name, columns in tables.items()}


def _rows(cursor: Any, table: str, columns: list[str]) -> list[str]:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    written = StringIO()
    statement = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT WITH (HEADER)").format(named, sql.Identifier(table))
    cursor.copy_expert(statement, written)
    return sorted(written.getvalue().splitlines())
