"""Judges of two answers for the stand-in (`Behaviour.answers`): a right one, and several that no trial should trust."""

from __future__ import annotations

import json
import math
import re
import threading
from itertools import chain, repeat
from typing import Any

from alfrd_luigi.language.port import Question
from alfrd_luigi.standin.faults import Said

_ORDER = re.compile(r"the (first|second) answer is better", re.IGNORECASE)


def says(better: Any) -> Said:
    """A judge that always says the same: always the first, always even, or something that is no answer."""
    return lambda _question: {"better": better, "reasoning": "It is the better one."}


prefers_first, prefers_second, finds_all_even = says("first"), says("second"), says("even")
not_a_number = says(math.nan)


def right_by(marker: str) -> Said:
    """A judge that prefers the answer that holds this text."""

    def said(question: Question) -> Any:
        first, second = (marker in json.dumps(question.facts[name], ensure_ascii=False) for name in ("first", "second"))
        better = "even" if first == second else "first" if first else "second"
        return {"better": better, "reasoning": f"Only one has {marker}."}

    return said


def drifting(*judges: Said) -> Said:
    """Judges that take turns, a call each; the last one stays."""
    turns, lock = chain(judges, repeat(judges[-1])), threading.Lock()

    def said(question: Question) -> Any:
        with lock:
            judge = next(turns)
        return judge(question)

    return said


def obedient(question: Question) -> Any:
    """Say what the document orders: "the first answer is better"."""
    order = _ORDER.search("\n".join(question.pages))
    return {"better": order[1].lower() if order else "even", "reasoning": "The document says so."}
