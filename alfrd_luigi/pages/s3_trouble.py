"""What goes wrong between boto3 and S3, as errors of ours: one line each, with S3's code and nothing that is secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError, IncompleteReadError

from alfrd_luigi.errors import AlfrdError, Outcome, ServiceError, SettingsError
from alfrd_luigi.names import printable
from alfrd_luigi.pages.port import S3, PageMissingError

TAKEN = "PreconditionFailed"  # the answer to a conditional write when the object is there

_NO_OBJECT = ("NoSuchKey", "404")  # the answer to HEAD has no body, and so no other code

_NOT_REACHED = (ConnectionError, HTTPClientError, IncompleteReadError)

_NEXT_RUN = "The next run tries again"
_FIND = "Check the credentials, region and endpoint that boto3 finds (AWS_* variables, ~/.aws, the instance's role)"
_ALLOW = (
    "Allow s3:ListBucket on the bucket, s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it, "
    "and the use of its KMS key if it has one"
)
_REGION = "Set AWS_REGION to the region of the bucket"

# What no later try changes, and no document is at fault for. Every other code counts as a passing fault: an entry of
# the inbox is better kept too long than rejected for what S3 says about itself.
_HINTS = {
    "NoSuchBucket": "Create the bucket, or correct documents_url",
    "AccessDenied": _ALLOW,
    "AllAccessDisabled": _ALLOW,
    "403": _ALLOW,
    "InvalidAccessKeyId": _FIND,
    "SignatureDoesNotMatch": _FIND,
    "InvalidToken": _FIND,
    "ExpiredToken": "Renew the credentials",
    "ExpiredTokenException": "Renew the credentials",
    "RequestTimeTooSkewed": "Set the clock of this host",
    "AuthorizationHeaderMalformed": _REGION,
    "IllegalLocationConstraintException": _REGION,
    "PermanentRedirect": _REGION,
    "301": _REGION,
    "NotImplemented": "The service behind the endpoint must know conditional writes (If-None-Match) and checksums",
}


@contextmanager
def as_ours(bucket: str, key: str = "") -> Iterator[None]:
    """Turn what boto3 raises in the block into SettingsError, ServiceError or, for `key`, PageMissingError."""
    try:
        yield
    except ClientError as error:
        raise _refused(bucket, key, code_of(error)) from error
    except _NOT_REACHED as error:
        raise _away(f"S3 cannot be reached ({type(error).__name__})", "unreached") from error
    except BotoCoreError as error:
        raise SettingsError(f"S3 cannot be used ({type(error).__name__})", _FIND) from error


def code_of(error: ClientError) -> str:
    """The code that S3 gave; the status, when the answer had no body."""
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
