"""Signature Version 4 of requests, checked against an account that exists here alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hmac import compare_digest

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ACCESS_KEY = "AKIASTANDIN000000000"
SECRET_KEY = "the-secret-of-the-stand-in"
REGION = "us-east-1"

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, "
    r"SignedHeaders=(?P<headers>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)


def is_signed(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the request carries the signature that the account's secret gives it; header names are lower case."""
    stated = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if stated is None or stated["key"] != ACCESS_KEY:
        return False
    signed = {name: headers.get(name, "") for name in stated["headers"].split(";")}
    request = AWSRequest(method, f"http://{headers.get('host', '')}{path}", headers=signed, data=body)
    request.context["timestamp"] = headers.get("x-amz-date", "")
    signer = SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), stated["service"], stated["region"])
    wanted = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    return compare_digest(wanted, stated["signature"])
