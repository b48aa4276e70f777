"""Verifies Signature Version 4 of requests, for an account that exists only here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from alfrd_luigi.standin.refusals import FORBIDDEN, RefusedError

ACCESS_KEY = "AKIASTANDIN000000000"
SECRET_KEY = "the-secret-of-the-stand-in"
REGION = "us-east-1"

# AWS accepts a signature this long before and after its time.
_VALID = timedelta(minutes=15)
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, "
    r"SignedHeaders=(?P<headers>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)


def check(method: str, path: str, headers: Mapping[str, str], body: bytes, service: str) -> None:
    """Raise RefusedError unless the request has a valid signature for the service. Header names are in lower case."""
    if "authorization" not in headers:
        raise RefusedError("MissingAuthenticationTokenException", "Missing Authentication Token", FORBIDDEN)
    stated = _AUTHORIZATION.fullmatch(headers["authorization"])
    if stated is None:
        raise RefusedError("IncompleteSignatureException", "Authorization header cannot be understood.", FORBIDDEN)
    if stated["key"] != ACCESS_KEY:
        message = "The security token included in the request is invalid."
        raise RefusedError("UnrecognizedClientException", message, FORBIDDEN)
    fault = _fault(stated, headers, body, service)
    if fault is None and not compare_digest(_signature(stated, method, path, headers, body), stated["signature"]):
        fault = "The request signature we calculated does not match the signature you provided."
    if fault is not None:
        raise RefusedError("InvalidSignatureException", fault, FORBIDDEN)


def _fault(stated: re.Match[str], headers: Mapping[str, str], body: bytes, service: str) -> str | None:
    """The error of a signed request other than a wrong signature, or None."""
    if stated["service"] != service:
        return f"Credential should be scoped to correct service: '{service}'."
    if "host" not in stated["headers"].split(";"):
        return "'Host' must be a 'SignedHeader' in the AWS Authorization."
    if not _is_of_now(headers.get("x-amz-date", ""), stated["day"]):
        return "Signature expired, or not yet current, or not of the day of its credential."
    if headers.get("x-amz-content-sha256", (digest := sha256(body).hexdigest())) != digest:
        return "The provided 'x-amz-content-sha256' header does not match what was computed."
    return None


def _is_of_now(date: str, day: str) -> bool:
    try:
        signed = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return date.startswith(day) and abs(datetime.now(UTC) - signed) <= _VALID


def _signature(stated: re.Match[str], method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
    signed = {name: headers.get(name, "") for name in stated["headers"].split(";")}
    request = AWSRequest(method, f"http://{headers.get('host', '')}{path}", headers=signed, data=body)
    request.context["timestamp"] = headers["x-amz-date"]
    signer = SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), stated["service"], stated["region"])
    text = signer.string_to_sign(request, signer.canonical_request(request))
    return str(signer.signature(text, request))
