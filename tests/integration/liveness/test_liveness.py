"""Each document is filed or fails in a bounded number of runs, for any outcome of calls and any kill of a run.

A test draws a random history: documents arrive, runs process them with random outcomes of calls, runs are killed at any
touch of the database, time passes, and persons rerun and retry. After each step the rows are compared with a model of a
few lines. At the end a few undisturbed runs complete everything.

The bound: a run that claims a document and is not killed completes it, or counts one attempt of one of the four stages
that determine the status (a scoring is tried once, and its failure stops no stage). Hence a document is filed or failed
after at most 4 * (max_attempts - 1) + 1 such runs, and one that always fails at one stage after max_attempts runs.
A refused key or a used-up budget stops the run and counts as no document's failure. A service that throttles defers the
document, and no attempt is counted.

To draw more and longer histories, to shrink one that fails, and to kill a run at every touch instead of every third:
LIVENESS_EXAMPLES=500 LIVENESS_STEPS=40 pytest tests/integration/liveness
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image

from alfrd_luigi.database import documents, files, locks, runs, stage_results, types
from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import BusyError, SettingsError
from alfrd_luigi.language import engines as language_engines
from alfrd_luigi.language.engines.bedrock import SERVICE as BEDROCK
from alfrd_luigi.ocr import engines as ocr_engines
from alfrd_luigi.settings import settings as alfrd_settings
from alfrd_luigi.stages import (
    claims,
    lifecycle,
    load,
    rerun,
)
from alfrd_luigi.stages.document_stage import DocumentStage
from alfrd_luigi.stages.file_summary import FileSummary
from alfrd_luigi.stages.graph import SCORINGS, STATUSES, StageName, with_dependents
from support.archives import Archive, Prepared
from support.drawn_engines import Model, Outcome, Reader, Script
from support.pipeline import OFFLINE_STAGES
from support.processes import GONE, Host, Process

# To shrink a history that fails may take minutes.
IS_LONG = "LIVENESS_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("LIVENESS_EXAMPLES", "16"))
STEPS = int(os.environ.get("LIVENESS_STEPS", "10"))
# A stage's transaction is more touches long than this.
EVERY = 1 if IS_LONG else 3
MAX_ATTEMPTS = 3
MOST_DOCUMENTS = 4

RULES = {name: load(name) for name in OFFLINE_STAGES}
MAIN = [stage for stage in OFFLINE_STAGES if stage not in SCORINGS]
ORDER = STATUSES[:-1]  # without `failed`

_FAULTS = [outcome for outcome in Outcome if outcome is not Outcome.FINE]
_NOBODYS = (Outcome.REFUSED_KEY, Outcome.KILLED, Outcome.THROTTLED)
# Half of the calls are fine, or hardly a document would come far.
OUTCOMES = st.lists(st.just(Outcome.FINE) | st.sampled_from(_FAULTS), max_size=12)
# A key that is refused and a run that is killed spend nothing, and a service that throttles is waited for: no poison.
POISON = st.tuples(
    st.sampled_from(OFFLINE_STAGES),
    st.sampled_from([fault for fault in _FAULTS if fault not in _NOBODYS]),
)
# How many touches of the database a run lives for; sampled, since drawn integers tend to be small.
DEATH = st.none() | st.sampled_from(range(100))


@dataclass
class Life:
    """What the model knows of a document."""

    number: int
    is_poison: bool
    status: str | None = "pending"  # when last seen; None after a person has taken it back
    errors: dict[StageName, int] = field(default_factory=lambda: dict.fromkeys(OFFLINE_STAGES, 0))

    @property
    def spent(self) -> int:
        """Attempts of the stages that the status depends on."""
        return sum(self.errors[stage] for stage in MAIN)


class Histories(RuleBasedStateMachine):
    """Documents, runs, time and persons."""

    def __init__(self, archive: Archive, environment: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._host = Host(archive.database_url, environment)
        self._script = Script()
        self._model = Model(self._script)
        reader = Reader(self._script)
        environment.setattr(language_engines, "selected", lambda: self._model)
        environment.setattr(ocr_engines, "selected", lambda: reader)
        self._lives: dict[UUID, Life] = {}
        self._numbers = count(1)
        self._runs = count(1)
        self._stalled: Process | None = None

    # What happens.

    @initialize(is_paid=st.booleans())
    def begin(self, is_paid: bool) -> None:
        self._model.service = BEDROCK if is_paid else None

    @initialize(poison=POISON)
    def two_arrive(self, poison: tuple[StageName, Outcome]) -> None:
        self._arrive(poison)
        self._arrive(None)

    @precondition(lambda self: len(self._lives) < MOST_DOCUMENTS)
    @rule(poison=st.none() | POISON)
    def arrives(self, poison: tuple[StageName, Outcome] | None) -> None:
        self._arrive(poison)

    @rule(outcomes=OUTCOMES, death=DEATH)
    def run(self, outcomes: list[Outcome], death: int | None) -> None:
        self._run(outcomes, death)

    @precondition(lambda self: self._stalled is None)
    @rule(documents_taken=st.integers(1, 2))
    def a_run_takes_documents_up_and_stalls(self, documents_taken: int) -> None:
        self._stalled = self._process()
        with self._host.working(self._stalled):
            runs.hold(database(), self._stalled.run)
            claims.claim(database().session(), self._stalled.run, documents_taken, None)

    @precondition(lambda self: self._stalled is not None)
    @rule(outcomes=OUTCOMES, death=DEATH)
    def the_stalled_run_goes_on(self, outcomes: list[Outcome], death: int | None) -> None:
        assert self._stalled is not None
        process, self._stalled = self._stalled, None
        self._work(process, outcomes, death, self._claimed_by(process.run))

    @precondition(lambda self: self._stalled is not None)
    @rule()
    def the_stalled_run_is_killed(self) -> None:
        assert self._stalled is not None
        process, self._stalled = self._stalled, None
        with self._host.working(process):
            process.die()

    @rule()
    def time_passes(self) -> None:
        self._host.sql("UPDATE documents SET next_attempt_at = now() WHERE next_attempt_at > now()")
        self._host.sql("UPDATE files SET next_attempt_at = now() WHERE next_attempt_at > now()")

    @rule(number=st.integers(0, MOST_DOCUMENTS - 1), stage=st.sampled_from(OFFLINE_STAGES), fresh=st.booleans(),
          outcomes=OUTCOMES, death=DEATH)  # fmt: skip
    def a_person_reruns(
        self, number: int, stage: StageName, fresh: bool, outcomes: list[Outcome], death: int | None
    ) -> None:
        id = list(self._lives)[number % len(self._lives)]
        is_free = id not in (self._claimed_by(self._stalled.run) if self._stalled else [])
        process = self._process()
        forgotten = set(with_dependents(stage)) | (self._in_vain(id) if self._is_in_trouble(id) else set())
        process.touches_left = death
        with self._host.working(process):
            try:
                rerun.take_back(id, stage, process.run, fresh=fresh)
            except BusyError:
                assert not is_free
            except GONE:
                if process.died_after_commit:
                    self._forget(id, forgotten)
                raise
            else:
                assert is_free
                self._forget(id, forgotten)
        if not process.is_dead:
            self._work(process, outcomes, process.touches_left, [id] if is_free else [], takes_more=False)

    @rule(number=st.none() | st.integers(0, MOST_DOCUMENTS - 1))
    def a_person_retries(self, number: int | None) -> None:
        named = None if number is None else list(self._lives)[number % len(self._lives)]
        claimed = self._claimed_by(self._stalled.run) if self._stalled else []
        wanted = {
            id: self._in_vain(id)
            for id in self._lives
            if named in (None, id) and id not in claimed and self._is_in_trouble(id)
        }
        with self._host.working(self._process()):
            assert set(documents.make_due(database().session(), named)) == wanted.keys()
            if named is None:
                files.make_due(database().session())
        for id, stages in wanted.items():
            self._forget(id, stages)

    def killed_everywhere(self, outcomes: list[Outcome]) -> None:
        """A document more for each touch that a run is killed at; the next run goes on with it."""
        for death in count(step=EVERY):
            self._lives.clear()
            self._arrive(None)
            is_dead = self._run(outcomes, death)
            self.check()
            self.time_passes()
            self._run([], None)
            assert [self._state(id)[0] for id in self._lives] == ["filed"]
            if not is_dead:
                return

    def check(self) -> None:
        """What holds after each step."""
        self.the_rows_are_those_of_the_model()
        self.a_status_says_what_is_there_and_moves_forward()
        self.each_key_has_one_active_prompt()
        self.a_file_is_fresh_due_or_failed_for_a_reason()

    # What holds after each step.

    @invariant()
    def the_rows_are_those_of_the_model(self) -> None:
        for id, life in self._lives.items():
            rows = self._rows(id)
            for stage in OFFLINE_STAGES:
                status, attempts = rows.get(stage, (None, 0))
                assert attempts == life.errors[stage] + (status == "completed"), (life, stage, rows)
                assert attempts <= MAX_ATTEMPTS
                if stage in SCORINGS:
                    assert (status, attempts) in ((None, 0), ("completed", 1), ("failed", 1))

    @invariant()
    def a_status_says_what_is_there_and_moves_forward(self) -> None:
        for id, life in self._lives.items():
            status, error_stage, next_attempt_at = self._state(id)
            rows = self._rows(id)
            completed = [stage for stage in MAIN if rows.get(stage, ("", 0))[0] == "completed"]
            if status == "failed":
                assert rows[error_stage][0] == "failed"
                assert next_attempt_at is None
            else:
                assert completed == MAIN[: ORDER.index(status)], (status, rows)
            if status == "filed":
                assert rows.keys() == set(OFFLINE_STAGES)
            if life.status is not None and life.status != status:
                assert life.status not in ("filed", "failed")
                assert status == "failed" or ORDER.index(status) > ORDER.index(life.status)
            life.status = status

    @invariant()
    def each_key_has_one_active_prompt(self) -> None:
        counts = self._host.sql(
            "SELECT kind, document_type, count(*) FILTER (WHERE is_active) FROM prompts GROUP BY 1, 2"
        )
        assert {active for _, _, active in counts} == {1}

    @invariant()
    def a_file_is_fresh_due_or_failed_for_a_reason(self) -> None:
        for status, attempts, waits, error in self._host.sql("SELECT status, attempts, waits, error FROM files"):
            assert attempts <= MAX_ATTEMPTS
            assert (error is not None) == (attempts + waits > 0)
            assert status != "failed" or attempts > 0

    def teardown(self) -> None:
        """Undisturbed runs bring everything to its end: the healthy documents at once, the others in a few runs."""
        try:
            if self._stalled is not None:
                self.the_stalled_run_is_killed()
            self.time_passes()
            self._run([], None)
            for id, life in self._lives.items():
                assert self._state(id)[0] == "filed" or life.is_poison or life.status == "failed"
            for _ in range(MAX_ATTEMPTS - 1):
                self.time_passes()
                self._run([], None)
            assert {self._state(id)[0] for id in self._lives} <= {"filed", "failed"}
            assert {row[0] for row in self._host.sql("SELECT status FROM files")} <= {"generated", "failed"}
            self.the_rows_are_those_of_the_model()
        finally:
            self._host.close()

    # How.

    def _process(self) -> Process:
        return Process(f"run-{next(self._runs)}")

    def _arrive(self, poison: tuple[StageName, Outcome] | None) -> None:
        number, id = next(self._numbers), uuid4()
        content = BytesIO()
        Image.new("RGB", (40, 40), (number, 0, 0)).save(content, "PNG")
        key = f"2024/03/{id}/001.png"
        path = alfrd_settings().documents_dir / key
        path.parent.mkdir(parents=True)
        path.write_bytes(content.getvalue())
        digest = sha256(content.getvalue()).hexdigest()
        stored = documents.File(id, 1, key, digest, path.stat().st_size, "scan.png", "image/png", 1)
        with self._host.working(self._process()), database().session().transaction():
            session = database().session()
            documents.insert(session, id, datetime(2024, 3, 6, tzinfo=UTC), "test", digest)
            documents.insert_file(session, stored)
        self._lives[id] = Life(number, poison is not None)
        if poison is not None:
            self._script.poison[number, poison[0]] = poison[1]

    def _run(self, outcomes: list[Outcome], death: int | None) -> bool:
        """Whether it was killed."""
        process = self._process()
        self._work(process, outcomes, death, [])
        if not process.is_dead and self._host.sql("SELECT FROM runs WHERE id = %s AND stopped_by IS NULL", process.run):
            claimed = self._claimed_by(self._stalled.run) if self._stalled else []
            left = self._host.sql(
                "SELECT id FROM documents WHERE status NOT IN ('filed', 'failed')"
                " AND (next_attempt_at IS NULL OR next_attempt_at <= now())"
            )
            assert {id for (id,) in left} <= set(claimed)
        return process.is_dead

    def _work(
        self,
        process: Process,
        outcomes: list[Outcome],
        death: int | None,
        begun: list[UUID],
        *,
        takes_more: bool = True,
    ) -> None:
        """What ProcessAllPending does, with documents that the run has; or a rerun, which takes no more of them."""
        process.touches_left = death
        self._script.begin(outcomes, process.die)
        with self._host.working(process):
            session = database().session()
            runs.hold(database(), process.run)
            window = begun
            while window or takes_more:
                for id in window:
                    self._bring(id, process)
                window = claims.claim(session, process.run, 2, None) if takes_more else []
                takes_more = bool(window)
            while due := files.due(session, process.run):
                for id in due:
                    self._summarise(id, process)
            runs.set_finished(session, process.run)
            runs.release(process.run)

    def _bring(self, id: UUID, process: Process) -> None:
        """Through its stages, as ProcessDocument does it; it comes to its end, spends an attempt, or the run stops."""
        life, session = self._lives[id], database().session()
        spent = life.spent
        for stage in OFFLINE_STAGES:
            if stage_results.progress(session, id).is_settled(stage, process.run):
                continue
            if stage == "summarize":
                document_type = str(documents.state(session, id).document_type)
                number = types.get(session, document_type).number
                with locks.held_if_free(session, locks.LockClass.SUMMARIZER, number) as taken:
                    assert taken
                    self._attempt(stage, id, process)
            else:
                self._attempt(stage, id, process)
        assert (
            self._state(id)[0] in ("filed", "failed")
            or life.spent == spent + 1
            or self._waits_for_a_service(id)
            or runs.stop_reason(session, process.run) is not None
        )

    def _attempt(self, stage: StageName, id: UUID, process: Process) -> None:
        self._script.last = None
        try:
            lifecycle.run(DocumentStage(RULES[stage], id, process.run))
        except SettingsError:
            assert runs.stop_reason(database().session(), process.run) is not None
        except GONE:
            if process.died_after_commit:
                self._count_error(stage, id)
            raise
        else:
            self._count_error(stage, id)

    def _count_error(self, stage: StageName, id: UUID) -> None:
        """What the stage that has just ended on record ended with is what its last call ended with.

        A refused key is on record for the run, which stops, and spends no attempt.
        """
        last = self._script.last
        is_spent = last is not Outcome.THROTTLED or stage in SCORINGS
        if last not in (None, Outcome.FINE, Outcome.REFUSED_KEY) and is_spent:
            self._lives[id].errors[stage] += 1

    def _summarise(self, id: UUID, process: Process) -> None:
        session = database().session()
        ((before,),) = self._host.sql("SELECT attempts FROM files WHERE id = %s", id)
        try:
            lifecycle.run(FileSummary(id, process.run))
        except SettingsError:
            assert runs.stop_reason(session, process.run) is not None
            return
        state = files.state(session, id)
        ((after,),) = self._host.sql("SELECT attempts FROM files WHERE id = %s", id)
        waits = self._script.last is Outcome.THROTTLED
        assert (state.is_fresh and after == 0) or after == before + (not waits)

    def _forget(self, id: UUID, stages: set[StageName]) -> None:
        life = self._lives[id]
        life.status = None
        life.errors |= dict.fromkeys(stages, 0)

    def _in_vain(self, id: UUID) -> set[StageName]:
        rows = self._rows(id)
        return {stage for stage in OFFLINE_STAGES if rows.get(stage, ("completed", 0))[0] != "completed"}

    def _is_in_trouble(self, id: UUID) -> bool:
        status, _, next_attempt_at = self._state(id)
        return status == "failed" or next_attempt_at is not None

    def _claimed_by(self, run: str) -> list[UUID]:
        return [id for (id,) in self._host.sql("SELECT id FROM documents WHERE run_id = %s", run)]

    def _waits_for_a_service(self, id: UUID) -> bool:
        return bool(
            self._host.sql(
                "SELECT 1 FROM stage_results WHERE document_id = %s AND waits > 0 AND status = 'deferred'", id
            )
        )

    def _state(self, id: UUID) -> tuple[Any, ...]:
        (row,) = self._host.sql("SELECT status, error_stage, next_attempt_at FROM documents WHERE id = %s", id)
        return row

    def _rows(self, id: UUID) -> dict[str, tuple[str, int]]:
        found = self._host.sql("SELECT stage, status, attempts FROM stage_results WHERE document_id = %s", id)
        assert len({stage for stage, _, _ in found}) == len(found)
        return {stage: (status, attempts) for stage, status, attempts in found}


@pytest.fixture
def histories(archive: Archive, prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The class of histories that begin with an archive without documents."""
    archive.configure(max_attempts=MAX_ATTEMPTS, call_attempts=2, backoff_seconds=0, min_documents_for_scoring=1)

    class HistoriesHere(Histories):
        def __init__(self) -> None:
            prepared.restore()
            super().__init__(archive, monkeypatch)

    return HistoriesHere


@pytest.mark.timeout(0 if IS_LONG else 120)
def test_every_document_comes_to_its_end(histories: Any) -> None:
    run_state_machine_as_test(
        histories,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            phases=[phase for phase in Phase if phase is not Phase.shrink or IS_LONG],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    "outcomes",
    [[], [Outcome.TRANSIENT], [Outcome.REFUSED_KEY]],
    ids=["all is well", "a call fails", "a key is refused"],
)
def test_a_run_may_be_killed_at_any_touch_of_the_database(histories: Any, outcomes: list[Outcome]) -> None:
    history = histories()
    history.killed_everywhere(outcomes)
    history.teardown()
