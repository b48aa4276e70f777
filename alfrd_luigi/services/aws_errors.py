"""The errors of AWS, and what each means for a document: one table of codes, for paid services and for S3.

A code that is in no set is judged by its HTTP status. S3's other codes are in document_files/s3_trouble.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alfrd_luigi.errors import PermanentError, QuotaError, ServiceError, SettingsError
from alfrd_luigi.services import refusals
from alfrd_luigi.services.bounds import bounded
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

HINT = "See docs/aws.md: credentials and region come from AWS's own configuration"
_DOCTOR = "See docs/aws.md, or run: alfrd doctor"
_MODEL = "bedrock_model_id"
_CODE = re.compile(r"[A-Za-z0-9_.:]{1,80}")
_HTTP_SERVER_ERROR = 500
# A timeout, a conflict, too early, too many requests: another attempt may succeed.
_HTTP_LATER = {408, 409, 425, 429}
# The service understood the request and does not accept it.
_HTTP_OF_THE_REQUEST = {400, 422}
_HTTP_TOO_LARGE = 413

_THROTTLED = {
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceQuotaExceededException",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
}
_SERVER_ERRORS = {"ModelErrorException", "ModelNotReadyException", "ModelTimeoutException", "RequestTimeout"}
# The credentials or their signature are not accepted. The code is sufficient, and the message may repeat what was
# signed, such as a session token.
OF_CREDENTIALS = {
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
# The account or its permissions are at fault, although AWS may answer with the status of a bad request.
OF_PERMISSIONS = {
    "AccessDenied",
    "AccessDeniedException",
    "AllAccessDisabled",
    "OptInRequired",
    "ResourceNotFoundException",
    "SubscriptionRequiredException",
}
# Errors that Textract reports for one document, and what to do. See
# https://docs.aws.amazon.com/textract/latest/dg/API_DetectDocumentText.html
_OF_THE_DOCUMENT = {
    "BadDocumentException": "Scan or export it again",
    "DocumentTooLargeException": "Scan it at a lower resolution",
    "InvalidParameterException": "Scan or export it again, as PDF, JPEG or PNG",
    "UnsupportedDocumentException": "Scan or export it again, as PDF, JPEG or PNG",
}


@contextmanager
def translated(service: str, private: Sequence[str] = ()) -> Iterator[None]:
    """Translate boto3's errors to ServiceError, PermanentError, or SettingsError if no document is at fault.

    Quotations of the `private` texts are removed from a refusal. The block should contain only the call: the errors
    that botocore raises for a malformed answer could otherwise be bugs of ours.
    """
    # here, because an engine is often created and never called
    from botocore import exceptions as failures
    from botocore.parsers import ResponseParserError

    try:
        with bounded(service, settings().call_seconds):
            yield
    except failures.ClientError as error:
        raise _refusal(service, error, private) from error
    except failures.ReadTimeoutError as error:
        raise ServiceError(f"{service} gave no answer in time", "timeout") from error
    except (failures.ConnectTimeoutError, failures.EndpointConnectionError) as error:
        raise ServiceError(f"{service} cannot be reached", "unreached", "Check the network and the region") from error
    except failures.HTTPClientError as error:
        raise ServiceError(f"the connection to {service} was cut", "connection") from error
    except (ResponseParserError, failures.ResponseStreamingError, failures.IncompleteReadError) as error:
        raise ServiceError(f"{service} sent a broken answer", "connection") from error
    except failures.BotoCoreError as error:
        raise SettingsError(f"{service} cannot be used: {refusals.told(error)}", HINT) from error
    # botocore's parsers assume that an answer has the documented form.
    except (AttributeError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise ServiceError(f"{service} sent a broken answer", "connection") from error


def _refusal(service: str, error: ClientError, private: Sequence[str]) -> Exception:
    code = _name(error.response.get("Error", {}).get("Code", ""))
    said = error.response.get("Error", {}).get("Message", "")
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    message = f"{service} {refusals.told(f'refused the request ({code or status}): {said}', private)}"
    if code in _THROTTLED or status in _HTTP_LATER:
        return _later(service, code or str(status), message)
    if code in _SERVER_ERRORS or status >= _HTTP_SERVER_ERROR:
        return ServiceError(f"{service} failed ({code or status})", "server_error")
    return _refused(service, code, status, message)


def _refused(service: str, code: str, status: int, message: str) -> Exception:
    """The error for a request that the service would refuse again."""
    if code in OF_CREDENTIALS:
        return SettingsError(f"{service} refused ({code})", _DOCTOR)
    if code in _OF_THE_DOCUMENT:
        return PermanentError(message, _OF_THE_DOCUMENT[code])
    if status == _HTTP_TOO_LARGE:
        return refusals.of_document(message)
    if status in _HTTP_OF_THE_REQUEST and code not in OF_PERMISSIONS:
        return refusals.refusal(message, _MODEL)
    return SettingsError(message, _DOCTOR)


def _later(service: str, code: str, message: str) -> ServiceError:
    if refusals.is_of_quota(message):
        return QuotaError(message, "throttled", "Wait, or ask AWS for a higher quota")
    return ServiceError(f"{service} is throttling ({code})", "throttled")


def _name(code: object) -> str:
    """The code of an error, or an empty string if the service sent something else."""
    return str(code) if _CODE.fullmatch(str(code)) else ""
