"""The past of an archive, planted for cells of the crash matrix, so that one run takes the step that they are about.

The rows are made as the tests make them (tests/support). `plant NAME` is a command of a scenario (forked.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from cell_archive import MODEL
from prompt_scenarios import MISREADING, PROPOSED_TEXT

from alfrd_luigi.corrections import audit
from alfrd_luigi.database import model_checks, prompt_answers, prompts, trials
from alfrd_luigi.database.connection import database
from alfrd_luigi.database.model_checks import ModelCheck
from alfrd_luigi.database.session import Session
from alfrd_luigi.settings import settings
from support import court_papers, trial_rows
from support.clinic_rows import BILL, BY, RECORD, Papers
from support.trial_rows import Challenge

# So many documents on which one version is better decide a trial.
_DECIDING = 12
_MISREAD = {"total_amount": 0.01, "document_date": "1999-01-01", "entity": "Nobody & Sons"}
_REASON = "The candidate has the total."
_RIGHT = {"total": "41.20"}
_PASS_A_MINUTE = """
UPDATE prompt_trials SET next_attempt_at = now() WHERE next_attempt_at < now() + interval '1 minute'
"""
_BETTER, _WORSE = "Read it twice.", f"Read it once. {MISREADING}"


def plant(name: str) -> None:
    """Plant this past."""
    _PASTS[name](database().session())


def _check_model(session: Session) -> None:
    """Let the model have been checked this month."""
    month, digest = model_checks.this_month(session), "0" * 64
    model_checks.keep(session, ModelCheck("bedrock", MODEL, month, digest, None, {}, digest, None, [], is_drift=False))


def _miss(session: Session) -> None:
    """A document of the clinic in which a person corrected what the model found."""
    Papers(session).corrected({"total": 40})
    _check_model(session)


def _unchecked_trial(session: Session) -> Challenge:
    """A challenge, and a document of the court about which neither version was asked."""
    Papers(session).answered(court=True)
    return trial_rows.challenge(session, _WORSE, BILL)


def _trial(session: Session) -> None:
    _unchecked_trial(session)
    _check_model(session)


def _judged(session: Session, text: str, judged: float) -> None:
    """A challenge that the judge has decided. One of the documents was corrected besides."""
    papers = Papers(session)
    documents = [papers.answered(court=True) for _ in range(_DECIDING)]
    papers.corrected(_RIGHT, court=True)
    trial = trial_rows.challenge(session, text, BILL).id
    for id in documents:
        trials.compare(session, trial, id, "court", {})
        trials.set_judged(session, trial, id, judged, is_first=True, reasoning=_REASON)
    _check_model(session)


def _regretted(session: Session) -> None:
    """A promotion that the judge alone decided, and audits that show the former version to be better."""
    papers = Papers(session)
    documents = [papers.answered(court=True) for _ in range(_DECIDING)]
    challenge = trial_rows.challenge(session, _WORSE, BILL)
    back = trial_rows.promote(session, challenge, is_audited=False)
    audit.draw(session, _DECIDING, "seed")
    for id in documents:
        _compare_answers(session, back, challenge.candidate, id)
    _check_model(session)


def _compare_answers(session: Session, trial: UUID, worse: int, document: UUID) -> None:
    """Let a trial have compared the kept answers about a document, whose audit was closed since."""
    prompt_answers.keep(session, document, worse, BY, {}, {**RECORD, **_MISREAD})
    trials.compare(session, trial, document, "court", {})
    court_papers.check(session, document)


def _candidate(session: Session) -> None:
    """A challenge for which there is no document yet."""
    trial_rows.challenge(session, _BETTER, BILL)
    _check_model(session)


def _promotion(session: Session) -> None:
    """A version that was promoted, with the trial of its return."""
    trial_rows.promote(session, trial_rows.challenge(session, _BETTER, BILL), is_audited=True)
    _check_model(session)


def _text(session: Session) -> None:
    """A file with a text for a prompt."""
    (settings().data_dir.parent / PROPOSED_TEXT).write_text(_BETTER, encoding="utf-8")
    _check_model(session)


def _series_version(session: Session) -> None:
    """Another version of the prompt of a series, which its members were not read with yet."""
    active = prompts.active(session, next(key for key in prompts.keys(session) if key.series_id is not None))
    text = f"{active.text}\n{_BETTER}"
    prompts.swap(session, active.id, prompts.add(session, active.id, text, "person"), pinned=False)


_PASTS: Mapping[str, Callable[[Session], object]] = {
    "miss": _miss,
    "unchecked trial": _unchecked_trial,
    "trial": _trial,
    "decided for the candidate": lambda session: _judged(session, _BETTER, 1.0),
    "decided against the candidate": lambda session: _judged(session, _WORSE, -1.0),
    "regretted promotion": _regretted,
    "candidate": _candidate,
    "promotion": _promotion,
    "text": _text,
    "series version": _series_version,
    "minute": lambda session: session.script(_PASS_A_MINUTE),
}
