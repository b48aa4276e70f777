"""Errors of S3: which are temporary, which a person has to correct, and their messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from alfrd_luigi.document_files.s3 import S3PageStore
from alfrd_luigi.errors import AlfrdError, SettingsError, TransientError
from support.s3_faults import Handler, half_an_answer, loss, on, refusal
from support.stored_pages import put

KEY = "2024/03/x/001.jpg"
URL = "http://test-key:test-secret@s3"


@pytest.fixture
def store(s3_bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> S3PageStore:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)  # between the client's own tries
    return S3PageStore(s3_bucket, "", tmp_path / "staging")


def is_one_safe_line(error: AlfrdError) -> bool:
    return error.line.isprintable() and "test-secret" not in error.line and "test-key" not in error.line


def trouble_of_all(store: S3PageStore) -> list[AlfrdError]:
    """What each method raises that talks to S3."""

    def fetch() -> None:
        with store.fetch(KEY, "0" * 64):
            pass

    raised = []
    for use in (fetch, lambda: list(store.keys()), lambda: store.delete([KEY]), lambda: put(store, b"x")):
        with pytest.raises(AlfrdError) as caught:
            use()
        raised.append(caught.value)
    return raised


@pytest.mark.parametrize(
    "handler",
    [
        refusal(503, "SlowDown"),
        refusal(500, "InternalError"),
        refusal(502, "<html>"),
        refusal(429, "TooManyRequests"),
        refusal(400, "RequestTimeout"),
        refusal(403, "InvalidObjectState"),
        refusal(418, "SomethingNew"),
        loss(EndpointConnectionError(endpoint_url=URL)),
        loss(ConnectionClosedError(endpoint_url=URL)),
        loss(ReadTimeoutError(endpoint_url=URL)),
    ],
)
def test_a_passing_fault_is_transient(store: S3PageStore, handler: Handler) -> None:
    for operation in ("GetObject", "ListObjectsV2", "DeleteObject"):
        on(store, operation, handler)
    for error in trouble_of_all(store):
        assert isinstance(error, TransientError)
        assert is_one_safe_line(error)


@pytest.mark.parametrize(
    "handler",
    [
        refusal(409, "ConditionalRequestConflict"),
        refusal(400, "BadDigest"),
        loss(ConnectionClosedError(endpoint_url=URL)),
        loss(ReadTimeoutError(endpoint_url=URL)),
    ],
)
def test_an_upload_that_fails_is_transient(store: S3PageStore, handler: Handler) -> None:
    on(store, "PutObject", handler)
    with pytest.raises(TransientError):
        put(store, b"one")
    assert list(store.keys()) == []


def test_a_download_that_ends_in_the_middle_is_transient(store: S3PageStore) -> None:
    on(store, "GetObject", half_an_answer)
    with pytest.raises(TransientError), store.fetch(KEY, "0" * 64):
        pass


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("AccessDenied", "s3:ListBucket"),
        ("InvalidAccessKeyId", "credentials"),
        ("ExpiredToken", "Renew"),
        ("RequestTimeTooSkewed", "clock"),
        ("AuthorizationHeaderMalformed", "AWS_REGION"),
        ("KMS.NotFoundException", "s3_kms_key_id"),
    ],
)
def test_what_a_person_has_to_set_right_is_a_settings_error(store: S3PageStore, code: str, hint: str) -> None:
    on(store, "PutObject", refusal(403, code))
    with pytest.raises(SettingsError) as caught:
        put(store, b"one")
    assert code in caught.value.message
    assert hint in caught.value.hint
    assert is_one_safe_line(caught.value)


def test_a_bucket_that_is_not_there(store: S3PageStore, tmp_path: Path) -> None:
    missing = S3PageStore("no-such-bucket", "", tmp_path / "staging")
    for error in trouble_of_all(missing):
        assert isinstance(error, SettingsError)
        assert "no-such-bucket" in error.message
        assert "Create the bucket" in error.hint


def test_no_credentials(store: S3PageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    for error in trouble_of_all(store):
        assert isinstance(error, SettingsError)
        assert "credentials" in error.hint


@pytest.mark.parametrize(
    ("variable", "value"),
    [("AWS_ENDPOINT_URL_S3", "test-secret"), ("AWS_PROFILE", "nobody"), ("AWS_ACCESS_KEY_ID", "")],
)
def test_an_environment_that_cannot_be_used(
    store: S3PageStore, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    for error in trouble_of_all(store):
        assert isinstance(error, SettingsError)
        assert is_one_safe_line(error)


def test_nobody_listens(store: S3PageStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    assert all(isinstance(error, TransientError) for error in trouble_of_all(store))
