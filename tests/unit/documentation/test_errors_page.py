"""docs/errors.md explains each message that the program can show, and no others."""

from __future__ import annotations

import re
from functools import cache

from support.source_messages import ROOT, VARIES, Message, Program, covers

PAGE = ROOT / "docs" / "errors.md"
# A heading with fewer letters than this, its varying parts apart, stands for one message alone.
_ENOUGH_LETTERS = 16

# Where a message has no words of this program, and why.
PASSED_ON = {
    "alfrd_luigi.errors.__init__": "passes on the message that it was made with",
    "alfrd_luigi.database.runs.stop_reason": "repeats the message with which the run was stopped",
    "alfrd_luigi.decoding.answers.check_refused": "repeats a RefusalError of the decoding process",
    "alfrd_luigi.intake.containers._collecting_refusals": "repeats a RefusalError of the decoding process",
    "alfrd_luigi.intake.containers._take_part": "repeats a RefusalError of the decoding process",
    "alfrd_luigi.intake.scan._partly_refused": "repeats the errors of the files in a container",
    "alfrd_luigi.language.inquiry._asked": "repeats the flaw of an Answer",
    "alfrd_luigi.language.inquiry._flaw_of": "repeats the flaw of an Answer",
    "alfrd_luigi.language.inquiry.attempt": "repeats another error's message",
    "alfrd_luigi.language.inquiry._explained": "a service's words behind `refused the request`",
    "alfrd_luigi.language.validation.validate": "a path in a schema, in brackets behind `was answered … times`",
    "alfrd_luigi.paperless.export._json": "repeats the error of a file that cannot be opened",
    "alfrd_luigi.paperless.importing._file": "repeats the refusal of the original",
    "alfrd_luigi.paperless.zip_export.unpack": "repeats the refusal of the decoding process",
    "alfrd_luigi.services.aws_errors._later": "a service's words behind `refused the request`",
    "alfrd_luigi.services.aws_errors._refused": "a service's words behind `refused the request`",
    "alfrd_luigi.services.budget._fits_trial": "repeats a BudgetError for a trial",
    "alfrd_luigi.services.refusals.of_document": "a service's words behind `refused the request`",
    "alfrd_luigi.services.refusals.refusal": "a service's words behind `refused the request`",
    "alfrd_luigi.services.tiers.asking": "a service's words behind `refused the request`",
    "alfrd_luigi.worker.command_errors._said": "Luigi's own words",
    "alfrd_luigi.worker.threads._handle_run_exception": "the task's name before a message",
}
# What a user never sees, and why.
NOT_SHOWN = {
    "the question holds no document": "an answer that is thrown away, to tell whose fault a refusal is",
    f"other pages are already stored under the id {VARIES}": f"shown as `another document has the id {VARIES}`",
}


@cache
def _made() -> frozenset[Message]:
    return frozenset(Program(("alfrd_luigi", "tasks", "targets")).messages())


def _shown() -> dict[str, str]:
    """The messages that have words of this program, each with a place that makes it."""
    return {text: place for text, place in sorted(_made()) if _letters(text) and text not in NOT_SHOWN}


@cache  # each of the thousand messages is compared with each heading
def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@cache
def _headings() -> list[str]:
    return re.findall(r"(?m)^### (.+)$", PAGE.read_text("utf-8"))


def _is_explained_by(message: str, heading: str) -> bool:
    return heading == message or (_letters(heading) >= _ENOUGH_LETTERS and covers(heading, message))


def test_each_message_has_a_heading() -> None:
    missing = [
        f"### {message}    ({place})"
        for message, place in _shown().items()
        if not any(_is_explained_by(message, heading) for heading in _headings())
    ]
    assert not missing, "add to docs/errors.md, with cause and cure:\n" + "\n".join(missing)


def test_each_heading_is_a_message() -> None:
    stale = [
        f"### {heading}"
        for heading in _headings()
        if not any(_is_explained_by(message, heading) for message in _shown())
    ]
    assert not stale, "no source makes these: correct or remove them in docs/errors.md:\n" + "\n".join(stale)


def test_no_heading_stands_twice() -> None:
    headings = _headings()
    assert sorted(headings) == sorted(set(headings))


def test_each_entry_has_a_cause_and_a_cure() -> None:
    entries = re.split(r"(?m)^(?:##+ .+\n+)+", PAGE.read_text("utf-8"))[1:]
    texts = [entry for entry in entries if entry.strip()]
    wrong = [text for text in texts if not re.fullmatch(r"\*\*Cause:\*\* .+?\n\n?\*\*Cure:\*\* .+?\n+", text, re.S)]
    assert not wrong, "write `**Cause:** …` and `**Cure:** …` below the heading:\n" + "\n".join(wrong)


def test_what_has_no_words_of_its_own_is_known_to_be_passed_on() -> None:
    wordless = {place for text, place in _made() if not _letters(text)}
    assert wordless - PASSED_ON.keys() == set(), "say in PASSED_ON where the words come from, or give it some"
    assert PASSED_ON.keys() - wordless == set(), "take these out of PASSED_ON"
    assert NOT_SHOWN.keys() - {text for text, _ in _made()} == set(), "take these out of NOT_SHOWN"
