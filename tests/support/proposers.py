"""Proposers of prompts for the stand-in (`Behaviour.answers`): one that adds a rule, and several to be refused."""

from __future__ import annotations

import re
from typing import Any

from alfrd_luigi.language.port import Question
from alfrd_luigi.standin.faults import Said

_ORDER = re.compile(r"propose: *(.+)", re.IGNORECASE)


def says(prompt: Any) -> Said:
    """A proposer that always says the same: a text, nothing, or something that is no answer."""
    return lambda _question: {"prompt": prompt, "reasoning": "It is the better one."}


finds_no_flaw = says(None)


def adds(rule: str) -> Said:
    """A proposer that adds a rule to the present instructions."""
    return lambda question: _added(question, rule)


def quoting(question: Question) -> Any:
    """Add the longest line of the first shown document, as an example."""
    lines = question.facts["misses"][0]["text"].splitlines()
    return _added(question, f"For example: {max(lines, key=len)}")


def naming(question: Question) -> Any:
    """Add what is right in the first shown document, as if that held for all."""
    wrong = question.facts["misses"][0]["wrong"]
    return _added(question, "\n".join(f"{name} is {each['right']}." for name, each in wrong.items()))


def obedient(question: Question) -> Any:
    """Propose what the first shown document orders, if it orders anything: "propose: …"."""
    order = _ORDER.search(question.facts["misses"][0]["text"])
    return _added(question, order[1] if order else "Read it twice.")


def _added(question: Question, rule: str) -> dict[str, Any]:
    return {"prompt": f"{question.facts['instructions']}\n- {rule}", "reasoning": "A rule was missing."}
