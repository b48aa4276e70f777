"""The findings of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from alfrd_luigi.errors import AlfrdError

State = Literal["well", "doubtful", "wrong", "not asked"]


@dataclass(frozen=True)
class Finding:
    """`said` describes the finding; `mend` says what to do if its state is not well."""

    check: str
    state: State
    said: str
    mend: str = ""


Check = Callable[[], Iterator[tuple[State, str, str]]]


def findings(checks: Sequence[tuple[str, Check]]) -> Iterator[Finding]:
    """The findings of each check in turn. An error of ours becomes a finding, and the other checks still run."""
    for name, check in checks:
        try:
            for state, said, mend in check():
                yield Finding(name, state, said, mend)
        except AlfrdError as error:
            yield Finding(name, "wrong", error.message, error.hint)
