"""Every AWS request must be signed with the stand-in's secret."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.error import HTTPError

import pytest
from botocore import exceptions as failures
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from alfrd_luigi.standin import StandIn, signatures
from alfrd_luigi.standin.pictures import picture_of
from support.aws_clients import HELLO, converse, only_call, read

BODY = json.dumps({"messages": HELLO}).encode()


def signed(
    server: StandIn, body: bytes = BODY, service: str = "bedrock", headers: dict[str, str] | None = None
) -> dict[str, str]:
    request = AWSRequest("POST", f"{server.url}/model/m/converse", headers=headers or {}, data=body)
    SigV4Auth(Credentials(signatures.ACCESS_KEY, signatures.SECRET_KEY), service, "eu-west-1").add_auth(request)
    return dict(request.headers.items())


def answer(server: StandIn, headers: dict[str, str], path: str = "/model/m/converse") -> tuple[int, str]:
    """Status, and the name of the error."""
    request = urllib.request.Request(f"{server.url}{path}", BODY, headers, method="POST")
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, ""
    except HTTPError as error:
        with error:
            return error.code, error.headers["x-amzn-ErrorType"]


@pytest.mark.parametrize("model", ["m", "a:0", "a b%2F", "arn:aws:bedrock:us-east-1:1:inference-profile/us.x-v1:0"])
def test_a_right_signature_is_seen_whatever_the_path(aws: StandIn, model: str) -> None:
    converse(model)
    assert (only_call(aws).signed, only_call(aws).model, only_call(aws).status) == (True, model, 200)


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", "InvalidSignatureException"),
        ("AWS_ACCESS_KEY_ID", "AKIASOMEBODYELSE", "UnrecognizedClientException"),
    ],
)
def test_a_wrong_account_is_refused(
    aws: StandIn, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: str
) -> None:
    monkeypatch.setenv(variable, value)
    for call in (converse, lambda: read(picture_of("x"))):
        with pytest.raises(failures.ClientError, match=code) as caught:
            call()
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert [call.signed for call in aws.calls] == [False, False]


def test_a_region_is_the_client_s_own_choice(aws: StandIn) -> None:
    assert answer(aws, signed(aws)) == (200, "")


def test_a_request_without_a_signature_is_refused(aws: StandIn) -> None:
    assert answer(aws, {}) == (403, "MissingAuthenticationTokenException")
    assert answer(aws, {"Authorization": "Bearer me"}) == (403, "IncompleteSignatureException")


def _tampered(server: StandIn) -> dict[str, dict[str, Any]]:
    late = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y%m%dT%H%M%SZ")
    right = signed(server)
    return {
        "another body": signed(server, b"another"),
        "a digest of another body": signed(server, headers={"X-Amz-Content-SHA256": sha256(b"another").hexdigest()}),
        "another service": signed(server, service="textract"),
        "another time": {**right, "X-Amz-Date": late},
        "no time": {name: value for name, value in right.items() if name != "X-Amz-Date"},
        "no host": {**right, "Authorization": right["Authorization"].replace("host;", "")},
    }


def test_a_signature_of_anything_else_is_refused(aws: StandIn) -> None:
    for what, headers in _tampered(aws).items():
        assert answer(aws, headers) == (403, "InvalidSignatureException"), what
    assert answer(aws, signed(aws), "/model/another/converse") == (403, "InvalidSignatureException")
    assert not any(call.signed for call in aws.calls)


def test_an_unsigned_call_uses_up_no_fault_of_the_script(aws: StandIn) -> None:
    aws.behaviour.script = ["validation"]
    answer(aws, {})
    assert answer(aws, signed(aws)) == (400, "ValidationException")
