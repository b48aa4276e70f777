"""The life of a prompt, as docs/prompts/life.md tells it: misses, a proposal, trials, a promotion, and a return.

The page is replayed with the `luigi` command and a model over HTTP. With RECORD=1 in the environment, it is written
anew instead.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from alfrd_luigi.corrections import audit
from alfrd_luigi.corrections.correction import set_values
from alfrd_luigi.database import documents
from alfrd_luigi.database.connection import database
from alfrd_luigi.language.port import Question
from alfrd_luigi.standin import Behaviour, StandIn
from support import graded_models, proposers, recording
from support.archives import Archive
from support.commands import alfrd_process
from support.recording import CHANGED_AT

_PAGE = Path(__file__).parents[3] / "docs" / "prompts" / "life.md"
_TEXT = _PAGE.with_suffix("") / "mine.md"
_KEY = "summarizer:receipt"
_AT_THE_DESK = "Anna checks the other papers of the sample at the desk."
_RULE = "The total is the amount that was due, not the cash that was given."
_RECEIPT = """CORNER BAKERY LLC
12 Mill Lane
Receipt number: {number}
Date: {day:02} March 2024

{loaves} x Rye bread     {bread:.2f}
1 x Butter         3.50
Total            ${total:.2f}
Cash             $50.00
Change           ${change:.2f}
Thank you for shopping with us
"""


@pytest.fixture
def shop(archive: Archive, aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive with receipts in its inbox, and a model that takes the cash for the total."""
    for name, value in {"COLUMNS": "80", "ALFRD_PERSON": "anna", "NO_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    archive.configure(language_engine="bedrock", bedrock_model_id="amazon.nova-lite-v1:0", person="anna")
    archive.configure(max_cost_per_day=10, backoff_seconds=0, settle_seconds=0)
    archive.configure(audits_per_week=0, min_documents_for_scoring=1000)  # no audits by chance, no proposals by scores
    said = {"summarize": _said, "propose_prompt": proposers.adds(_RULE), "judge_answers": _judged}
    aws.behaviour = Behaviour(answers=said)
    archive.inbox.mkdir(parents=True, mode=0o700)
    shutil.copy(_TEXT, archive.data_dir)
    monkeypatch.chdir(archive.data_dir)
    for number in range(1, 17):
        _put(archive.inbox / f"receipt-{number:02}.txt", number)
    return archive


def _put(paper: Path, number: int) -> None:
    loaves, bread = number + 4, (number + 4) * 1.5
    sums = {"bread": bread, "total": bread + 3.5, "change": 46.5 - bread}
    paper.write_text(_RECEIPT.format(number=4100 + number, day=number, loaves=loaves, **sums), encoding="utf-8")
    os.utime(paper, (CHANGED_AT, CHANGED_AT))


def _said(question: Question) -> Any:
    """The model takes the cash for the total, unless it is told; and it does what it is told about dates."""
    answer = graded_models.right(question)
    if _RULE not in question.prompt:
        answer = {**answer, "total_amount": 50.0}
    return {**answer, "document_date": None} if "date of issue" in question.prompt else answer


def _judged(question: Question) -> Any:
    return {**graded_models.judge(question), "reasoning": "The better answer has what is printed."}


def _audit_the_rest() -> None:
    session = database().session()
    for each in audit.next_paper(session)[1]:
        audit.paper(session, each.document)
        total = graded_models.record(documents.page_texts(session, each.document))["total_amount"]
        set_values(session, each.document, {"total": f"{total}"}, "anna")


def _trial(shown: str, head: str) -> str:
    """What a page says of the trial that begins so."""
    (found,) = (part for part in shown.split("\n\n") if re.match(rf"trial [0-9a-f]{{8}}: {head}\n", part))
    return found


def _usd(trial: str) -> float:
    cost = re.search(r"^  \d+ calls, (0\.\d{4}) USD$", trial, re.MULTILINE)
    assert cost is not None, trial
    return float(cost[1])


def _evidence(trial: str, by: str) -> tuple[int, int, float, int]:
    """The documents on which the candidate was better and worse, its evidence, and the evidence that it needs."""
    told = re.search(rf"^  {by}: (\d+) better, (\d+) worse, 0 even; e (\S+) of (\d+)$", trial, re.MULTILINE)
    assert told is not None, trial
    return int(told[1]), int(told[2]), float(told[3]), int(told[4])


def test_the_life_of_a_prompt(shop: Archive) -> None:
    shown, printed, steps = recording.replay(_PAGE, {_AT_THE_DESK: _audit_the_rest})
    assert shown == printed

    pages = [step.printed for step in steps if step.line.startswith(f"alfrd prompts show {_KEY}")]
    assert [line for page in pages for line in page.splitlines() if len(line) > 80] == []
    proposed, promoted, given_up, returned = pages

    assert proposed.startswith(f"{_KEY}, version 1 (active)\n")
    assert "version 2 challenges version 1, open" in proposed
    assert "it has 0 of 60 documents" in proposed
    assert "challenged: version 1, candidate 2, cause total wrong" in proposed

    assert promoted.startswith(f"{_KEY}, version 2 (active, unaudited)\n")
    trial = _trial(promoted, "version 2 challenges version 1, promoted")
    assert _evidence(trial, "judge") == (8, 0, 127, 80)
    assert 0.001 < _usd(trial) < 0.01
    assert "better by the judge: evidence of 127 on 8 documents" in trial
    assert "3 corrections run with both versions" in trial
    assert "version 1 may come back for version 2, open" in promoted

    assert given_up.startswith(f"{_KEY}, version 2 (active, unaudited)\n")
    trial = _trial(given_up, "version 3 challenges version 2, given up")
    assert _evidence(trial, "judge") == (0, 6, 0.0016, 240)
    assert 0.001 < _usd(trial) < 0.01
    assert "behind after 6 documents, by the judge" in trial

    assert returned.startswith(f"{_KEY}, version 2 (active, unaudited)\n")
    trial = _trial(returned, "version 2 may come back for version 3, returned")
    assert _evidence(trial, "audits") == (6, 0, 26, 20)
    assert "better by audits: evidence of 26 on 6 documents" in trial
    assert "accepted: version 3, against 2, by anna\n  It is shorter\n" in returned
    assert "version 1 may come back for version 2, superseded" in returned
    assert "version 1 may come back for version 2, open" in returned
    _shows_each_pair(trial)


def _shows_each_pair(trial: str) -> None:
    """The trial's own page has a line for each document, and which values only the former version has right."""
    found = alfrd_process("prompts", "show", _KEY, "--trial", trial[len("trial ") :][:8]).stdout
    assert len(re.findall(r": \d+ -> \d+ of \d+ right$", found, re.MULTILINE)) == 6, found
    assert len(re.findall(r"date \(only the candidate has 2024-03-\d\d\)", found)) == 6, found
    assert len(re.findall(r"total \(only the candidate has \d\d\.\d\d\)", found)) == 6, found
