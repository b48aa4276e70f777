"""The errors of AWS become errors that say what to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from alfrd_luigi.errors import PermanentError, ServiceError, SettingsError
from alfrd_luigi.ocr.engines import engine
from alfrd_luigi.ocr.port import EncodedPage
from alfrd_luigi.services import aws as clients
from alfrd_luigi.standin import Behaviour, StandIn
from alfrd_luigi.standin.faults import Fault
from alfrd_luigi.standin.pictures import picture_of
from support import caches
from support.archives import Archive

PAGE = EncodedPage("image/png", picture_of("Corner Bakery\nTotal 5.00"), 400, 300)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("throttle", "throttled"),
        ("server_error", "server_error"),
        ("unavailable", "server_error"),
        ("cut", "connection"),
        ("broken", "connection"),
    ],
)
def test_what_may_pass_is_tried_again(aws: StandIn, fault: Fault, outcome: str) -> None:
    aws.behaviour = Behaviour(script=[fault])
    with pytest.raises(ServiceError) as caught:
        engine("textract").read(PAGE)
    assert caught.value.outcome == outcome
    assert len(aws.calls) == 1  # nothing below makes attempts of its own


def test_a_silent_service_is_not_waited_for_for_ever(aws: StandIn, archive: Archive) -> None:
    archive.configure(call_seconds=0.3)
    aws.behaviour = Behaviour(script=["hang"])
    with pytest.raises(ServiceError) as caught:
        engine("textract").read(PAGE)
    assert caught.value.outcome == "timeout"


def test_a_service_that_is_not_there_is_not_reached(aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_TEXTRACT", "http://127.0.0.1:9")
    caches.clear_clients()
    with pytest.raises(ServiceError) as caught:
        engine("textract").read(PAGE)
    assert caught.value.outcome == "unreached"


def test_a_refused_document_fails_alone(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["validation"])
    with pytest.raises(PermanentError, match="InvalidParameterException"):
        engine("textract").read(PAGE)


def test_a_refused_account_is_a_setting(aws: StandIn) -> None:
    aws.behaviour = Behaviour(script=["access_denied"])
    with pytest.raises(SettingsError, match="AccessDeniedException") as caught:
        engine("textract").read(PAGE)
    assert "alfrd doctor" in caught.value.hint


@pytest.mark.parametrize("gone", ["AWS_ACCESS_KEY_ID", "AWS_REGION"])
def test_a_missing_account_or_region_is_a_setting(aws: StandIn, monkeypatch: pytest.MonkeyPatch, gone: str) -> None:
    monkeypatch.delenv(gone)
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    caches.clear_clients()
    with pytest.raises(SettingsError, match="textract cannot be used") as caught:
        engine("textract").read(PAGE)
    assert "docs/aws.md" in caught.value.hint


def test_a_client_is_made_once_a_process(aws: StandIn) -> None:
    assert clients.client("textract") is clients.client("textract")


def test_engines_load_boto3_with_their_first_call() -> None:
    code = (
        "import sys; from alfrd_luigi.ocr.engines import engine; engine('textract'); engine('local');"
        "import alfrd_luigi.language.engines.bedrock;"
        "print(*[name for name in ('boto3', 'botocore', 'rapidocr', 'onnxruntime') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
