"""The problems that a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

State = Literal["damaged", "doubtful"]


@dataclass(frozen=True)
class Problem:
    """`about` is the kind of thing, `subject` its id or key, `said` the problem, and `mend` what to do about it.

    A doubtful problem needs attention, but the archive is complete. One of several documents has their ids.
    """

    claim: str
    about: str
    subject: str
    said: str
    mend: str
    state: State = "damaged"
    documents: tuple[UUID, ...] = ()

    @property
    def line(self) -> str:
        """The problem on one line."""
        return f"{self.about} {self.subject}: {self.said}. {self.mend}"
