"""Checks of models: once a month, each answers the same questions, which shows whether it was replaced."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from psycopg2.extras import Json

from alfrd_luigi.database.session import Session


class Baseline(NamedTuple):
    """The answers with which later ones are compared, and their month."""

    month: date
    answers: dict[str, Any]


class ModelCheck(NamedTuple):
    """The check of a model in a month. See migration 0037 for the columns."""

    service: str
    model: str
    month: date
    questions: str
    reported: str | None
    answers: Mapping[str, Any]
    digest: str
    than: date | None
    changed: list[str]
    is_drift: bool


class Drift(NamedTuple):
    """A model that was found to answer otherwise than in the month `than`; `changed` are the questions."""

    service: str
    model: str
    reported: str | None
    than: date
    month: date
    changed: list[str]
    checked_at: datetime

    @property
    def line(self) -> str:
        """The drift in one line."""
        month = f"{month_name[self.than.month]} {self.than.year}"
        return f"model {self.model} answers otherwise than in {month}: trials begin again"


def this_month(session: Session) -> date:
    """The first day of this month (UTC)."""
    found: date = session.value("model_checks.this_month")
    return found


def is_done(session: Session, service: str, model: str) -> bool:
    """Whether the model was checked this month."""
    return bool(session.value("model_checks.is_done", service=service, model=model))


def baseline(session: Session, service: str, model: str, questions: str) -> Baseline | None:
    """The first check of a model by these questions since it changed last."""
    return session.one("model_checks.baseline", Baseline, service=service, model=model, questions=questions)


def keep(session: Session, check: ModelCheck) -> None:
    """Keep a check."""
    session.run("model_checks.keep", **{**check._asdict(), "answers": Json(check.answers)})


def since(session: Session, service: str, model: str) -> datetime | None:
    """When the model was last found to have changed; None if it never was."""
    found: datetime | None = session.value("model_checks.since", service=service, model=model)
    return found


def drifts(session: Session) -> list[Drift]:
    """The models that were found to have changed in the last 31 days, the newest first."""
    return session.all("model_checks.drifts", Drift)
