"""The starts of the cells of the crash matrix that are about prompts: proposals, trials, and decisions.

Each is planted (planting.py), so that one run takes the step. Then the trial has no document left, and rests.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenarios import Scenario

from alfrd_luigi.language.engines import engine
from alfrd_luigi.language.port import Question
from alfrd_luigi.standin.faults import Fault

KEY = "summarizer:utility_bill"
MISREADING = "[misread the total]"
"""What a version says that has the model misread a total."""
_TOTAL = 41.2
PROPOSED_TEXT = "prompt.md"
"""The file with the text that a person proposes."""


def _summarize(question: Question) -> Any:
    answer = engine("offline").answer(question).content
    return {**answer, "total_amount": 0.01} if MISREADING in question.prompt else answer


def _propose(question: Question) -> Any:
    added = "Take the total from the last line of sums."
    return {"prompt": f"{question.facts['instructions']}\n- {added}", "reasoning": "A rule was missing."}


def _judge(question: Question) -> Any:
    """The answer that has the right total is better."""
    first, second = (question.facts[name].get("total_amount") == _TOTAL for name in ("first", "second"))
    return {"better": "even" if first == second else "first" if first else "second", "reasoning": "By the total."}


_ANSWERS = {"propose_prompt": _propose, "summarize": _summarize, "judge_answers": _judge}
# Without papers there was no other spending of which trials have a share. The report is the business of other cells.
_SETTINGS = {"ALFRD_MAX_COST_PER_DAY": "5", "ALFRD_PROMPT_TRIAL_COST": "1", "ALFRD_REPORT": "false"}
_EMPTY = Scenario("no papers", papers=0, answers=_ANSWERS, settings=_SETTINGS)


def _planted(name: str, past: str) -> Scenario:
    return replace(_EMPTY, name=name, before=(("plant", past),))


def _said(name: str, past: str, *command: str) -> Scenario:
    return replace(_planted(name, past), command=("alfrd", "prompts", *command), is_repeated=True)


def _refusing(like: Scenario, operation: str) -> Scenario:
    """The service permanently refuses the question."""

    def script(asked: str) -> Fault | None:
        return "too_long" if asked == operation else None

    return replace(like, name=f"refusing {operation}", script=script)


# A miss in the clinic has a model asked for a proposal: one call.
PROPOSING = _planted("proposing", "miss")
# A step of a trial: the answers of the incumbent and of the candidate, and the judge's word: three calls.
TRYING = _planted("trying", "trial")
# Before it, the model answers the questions of the month: three calls, too. While a frozen process does so, the trial
# rests for a minute in any other.
CHECKING = replace(_planted("checking the model", "unchecked trial"), afterwards=(("plant", "minute"),))
# The first step compares both versions on a corrected document (two calls), and the second one decides.
PROMOTING = _planted("promoting", "decided for the candidate")
GIVING_UP = _planted("giving up", "decided against the candidate")
# The step counts the audits of the documents that were compared before, and decides.
RETURNING = _planted("returning", "regretted promotion")
ACCEPTING = _said("accepting", "candidate", "accept", KEY, "--because", "It reads the total")
ROLLING_BACK = _said("rolling back", "promotion", "rollback", KEY, "--to", "1")
SUBMITTING = _said("submitting a text", "text", "propose", KEY, "--file", f"{{folder}}/{PROPOSED_TEXT}", "--yes")
PROPOSING_REFUSED = _refusing(PROPOSING, "propose_prompt")
JUDGING_REFUSED = _refusing(TRYING, "judge_answers")
