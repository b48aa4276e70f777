"""Clients of AWS, one for each process and service, and the meaning of their errors.

Only boto3's own chain knows credentials, region and endpoints. botocore makes a single attempt of a paid call: the
books repeat attempts, so that each one is recorded.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from alfrd_luigi import ahead
from alfrd_luigi.errors import PermanentError, QuotaError, ServiceError, SettingsError
from alfrd_luigi.secrecy import keep_secret
from alfrd_luigi.services import refusals
from alfrd_luigi.services.bounds import bounded
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from botocore.model import OperationModel

_CONNECT_SECONDS = 5
# Threads that may call one service at once; there are fewer Luigi workers.
_CONNECTIONS = 32
_HINT = "See docs/aws.md: credentials and region come from AWS's own configuration"
_DOCTOR = "See docs/aws.md, or run: alfrd doctor"
_MODEL = "bedrock_model_id"
_CODE = re.compile(r"[A-Za-z0-9_.:]{1,80}")
_HTTP_OK, _HTTP_SERVER_ERROR = 200, 500
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
_ABOUT_SIGNATURES = {
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
# The account or its permissions are at fault, although AWS may answer with the status of a bad request.
_OF_THE_ACCOUNT = {
    "AccessDenied",
    "AccessDeniedException",
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


class Clients:
    """One client a service, made with the settings and the environment of its first use."""

    def __init__(self) -> None:
        # A boto3 session makes one client at a time. The later clients reuse what it loaded for the first one.
        self._making = threading.Lock()
        self._made: dict[str, Any] = {}
        self._begun: set[str] = set()  # clients whose creation ahead of time has begun, whether it succeeds or not

    def get(self, service: str) -> Any:
        """The client of the service. Raises SettingsError without a region or account."""
        if service not in self._made:
            with self._making:
                if service not in self._made:
                    self._made[service] = _made(service, self._session)
        return self._made[service]

    def make_ahead(self, service: str) -> None:
        """Begin to make a client that will soon be needed, and return at once."""
        if service not in self._begun:
            self._begun.add(service)
            ahead.begin(lambda: self.get(service))

    @cached_property
    def _session(self) -> Any:
        import boto3

        return boto3.Session()


@cache
def clients() -> Clients:
    """The clients of this process."""
    return Clients()


def client(service: str) -> Any:
    """The client of `textract`, `bedrock-runtime` or `sts`. Raises SettingsError without a region or account."""
    return clients().get(service)


def make_ahead(service: str) -> None:
    """Begin to make the process's client, and return at once."""
    clients().make_ahead(service)


def _sending(**_: Any) -> None:
    ahead.waiting()


def _made(service: str, session: Any) -> Any:
    from botocore.config import Config
    from botocore.exceptions import NoCredentialsError

    from alfrd_luigi.services import aws_connections

    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=settings().call_seconds,
        retries={"total_max_attempts": 1},
        max_pool_connections=_CONNECTIONS,
        parameter_validation=False,  # the program itself builds the parameters, and the service checks them
    )
    with translated(service):
        credentials = session.get_credentials()
        if credentials is None:
            raise NoCredentialsError
        keep_secret(*credentials.get_frozen_credentials())
        try:
            made = session.client(service, config=config)
        except ValueError as error:  # an endpoint in the environment that is not a URL
            raise SettingsError(f"{service} cannot be used: {refusals.told(error)}", _HINT) from error
    aws_connections.bound(made)
    if service == "textract":
        made.meta.events.register("before-parse.textract.DetectDocumentText", _take_as_it_is)
    made.meta.events.register("before-send", _sending)
    return made


def _take_as_it_is(
    operation_model: OperationModel, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """The JSON of a page of words. botocore would rebuild it block by block, which is most of the cost of a call here.

    Its blocks are validated in any case (see ocr/blocks.py). Raises ValueError for anything but a JSON object.
    """
    is_json = operation_model.service_model.resolved_protocol == "json"
    if is_json and response_dict["status_code"] == _HTTP_OK:
        customized_response_dict.update(json.loads(response_dict["body"]))
        response_dict["body"] = b""


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
        raise SettingsError(f"{service} cannot be used: {refusals.told(error)}", _HINT) from error
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
    if code in _ABOUT_SIGNATURES:
        return SettingsError(f"{service} refused ({code})", _DOCTOR)
    if code in _OF_THE_DOCUMENT:
        return PermanentError(message, _OF_THE_DOCUMENT[code])
    if status == _HTTP_TOO_LARGE:
        return refusals.of_document(message)
    if status in _HTTP_OF_THE_REQUEST and code not in _OF_THE_ACCOUNT:
        return refusals.refusal(message, _MODEL)
    return SettingsError(message, _DOCTOR)


def _later(service: str, code: str, message: str) -> ServiceError:
    if refusals.is_of_quota(message):
        return QuotaError(message, "throttled", "Wait, or ask AWS for a higher quota")
    return ServiceError(f"{service} is throttling ({code})", "throttled")


def _name(code: object) -> str:
    """The name of an error, or an empty string if the service sends something else in its place."""
    return str(code) if _CODE.fullmatch(str(code)) else ""
