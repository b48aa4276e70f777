"""What a check found to be off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["damaged", "doubtful"]


@dataclass(frozen=True)
class Problem:
    """`about` is the kind of thing and `subject` its id or key, `said` what is off, `mend` what to do about it.

    What is doubtful deserves a look, and the archive is whole nevertheless.
    """

    claim: str
    about: str
    subject: str
    said: str
    mend: str
    state: State = "damaged"

    @property
    def line(self) -> str:
        """All of it on one line."""
        return f"{self.about} {self.subject}: {self.said}. {self.mend}"
