"""Translates boto3's and S3's errors to errors of ours: one line each, with S3's code and without secrets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError, IncompleteReadError

from alfrd_luigi.document_files.port import S3, PageMissingError
from alfrd_luigi.errors import AlfrdError, Outcome, ServiceError, SettingsError
from alfrd_luigi.names import printable
from alfrd_luigi.services.aws_errors import OF_CREDENTIALS, OF_PERMISSIONS

TAKEN = "PreconditionFailed"  # the answer to a conditional write when the object exists

_NO_OBJECT = ("NoSuchKey", "404")  # the answer to HEAD has no body, and so no other code

_NOT_REACHED = (ConnectionError, HTTPClientError, IncompleteReadError)

_NEXT_RUN = "The next run tries again"
_FIND = "Check the credentials, region and endpoint that boto3 finds (AWS_* variables, ~/.aws, the instance's role)"
_ALLOW = (
    "Allow s3:ListBucket on the bucket, s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it, "
    "and the use of its KMS key if it has one"
)
_REGION = "Set AWS_REGION to the region of the bucket"

# Errors that no retry changes, and that no document causes. Every other code counts as temporary: it is better to keep
# an inbox entry too long than to reject it for an error of S3.
_HINTS = {
    "NoSuchBucket": "Create the bucket, or correct documents_url",
    **dict.fromkeys((*OF_PERMISSIONS, "403"), _ALLOW),
    **dict.fromkeys(OF_CREDENTIALS, _FIND),
    **dict.fromkeys(("ExpiredToken", "ExpiredTokenException"), "Renew the credentials"),
    "RequestTimeTooSkewed": "Set the clock of this host",
    "AuthorizationHeaderMalformed": _REGION,
    "IllegalLocationConstraintException": _REGION,
    "PermanentRedirect": _REGION,
    "301": _REGION,
    "NotImplemented": "The service behind the endpoint must know conditional writes (If-None-Match) and checksums",
}


@contextmanager
def as_ours(bucket: str, key: str = "") -> Iterator[None]:
    """Translate boto3's errors in the block to SettingsError, ServiceError or, for `key`, PageMissingError."""
    try:
        yield
    except ClientError as error:
        raise _refused(bucket, key, code_of(error)) from error
    except _NOT_REACHED as error:
        raise _away(f"S3 cannot be reached ({type(error).__name__})", "unreached") from error
    except BotoCoreError as error:
        raise SettingsError(f"S3 cannot be used ({type(error).__name__})", _FIND) from error


def code_of(error: ClientError) -> str:
    """S3's error code; the HTTP status if the answer had no body."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _refused(bucket: str, key: str, code: str) -> AlfrdError:
    if key and code in _NO_OBJECT:
        return PageMissingError(key)
    hint = "Check s3_kms_key_id, and the key's policy" if code.startswith("KMS.") else _HINTS.get(code)
    if hint is not None:
        return SettingsError(f"the bucket {bucket} of documents_url cannot be used ({printable(code)})", hint)
    return _away(f"S3 failed temporarily ({printable(code)})", "server_error")


def _away(message: str, outcome: Outcome) -> ServiceError:
    error = ServiceError(message, outcome, _NEXT_RUN)
    error.service = S3
    return error
