"""A document's text is only in the rows for it, and in no log and no record of a failure."""

from __future__ import annotations

import pytest

from support.archives import Archive
from support.desk import Desk
from support.refusing_server import serving
from support.text_search import columns_with, files_with

SENTENCE = "Quietly the heron counts purple umbrellas by moonlight"
RECORDS = {"calls", "events", "rejections", "runs", "prompts", "prompt_scores", "tags", "series", "type_proposals"}
SCRIPTS = (
    *(f"[[{operation}: quoting]]" for operation in ("classify", "score_classification", "summarize", "score_summary")),
    *(f"[[{operation}: babble]]" for operation in ("classify", "summarize", "file")),
)


def test_failures_at_every_stage_tell_nothing_of_it(desk: Desk, archive: Archive) -> None:
    for number, script in enumerate(SCRIPTS):
        desk.receipt(number, f"{SENTENCE}\n{script}")
    assert desk.run("ProcessAllPending", "--log-level", "INFO") == 30
    assert "met an error it does not know" in desk.said
    assert SENTENCE not in desk.said
    holding = columns_with(archive.database_url, [SENTENCE])
    assert {"documents.text", "pages.text"} <= holding
    assert not {column for column in holding if column.split(".")[0] in RECORDS or "error" in column}
    assert {path.parts[0] for path in files_with(archive.data_dir, [SENTENCE])} == {"documents"}


def test_a_service_that_quotes_it_is_not_quoted(desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-the-test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    archive.configure(language_engine="bedrock", bedrock_model_id="m")
    desk.receipt(1, SENTENCE)
    with serving([f"Value {SENTENCE!r} at 'messages' is not valid.", SENTENCE]) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", f"http://127.0.0.1:{service.port}")
        assert desk.run("ProcessAllPending", "--log-level", "INFO") == 30
    assert SENTENCE not in desk.said
    assert columns_with(archive.database_url, [SENTENCE]) == {"documents.text", "pages.text"}
