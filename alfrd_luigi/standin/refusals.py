"""What services say when they refuse: the names, the statuses, and the forms that they say it in."""

from __future__ import annotations

from typing import Any, Literal

from alfrd_luigi.standin.faults import Fault

Service = Literal["textract", "bedrock", "openai_compatible", "unknown"]

BAD_REQUEST, FORBIDDEN, NOT_FOUND, SERVER_ERROR = 400, 403, 404, 500

_TEXTRACT: dict[Fault, tuple[int, str]] = {
    "throttle": (400, "ProvisionedThroughputExceededException"),
    "server_error": (500, "InternalServerError"),
    "unavailable": (503, "ServiceUnavailable"),
    "access_denied": (400, "AccessDeniedException"),
    "validation": (400, "InvalidParameterException"),
}
_BEDROCK: dict[Fault, tuple[int, str]] = {
    "throttle": (429, "ThrottlingException"),
    "server_error": (500, "InternalServerException"),
    "unavailable": (503, "ServiceUnavailableException"),
    "access_denied": (403, "AccessDeniedException"),
    "validation": (400, "ValidationException"),
}
_OPENAI: dict[Fault, tuple[int, str]] = {
    "throttle": (429, "rate_limit_exceeded"),
    "server_error": (500, "server_error"),
    "unavailable": (503, "overloaded"),
    "access_denied": (401, "invalid_api_key"),
    "validation": (400, "invalid_request_error"),
}
_CODES: dict[Service, dict[Fault, tuple[int, str]]] = {
    "textract": _TEXTRACT,
    "bedrock": _BEDROCK,
    "openai_compatible": _OPENAI,
}
_MESSAGES: dict[Fault, str] = {
    "throttle": "Too many requests, please wait before trying again.",
    "server_error": "The system encountered an unexpected error during processing. Try your request again.",
    "unavailable": "The service is unable to process the request at this time.",
    "access_denied": "The account is not authorized to perform this operation.",
    "validation": "The request has invalid parameters.",
}


class RefusedError(Exception):
    """A request that the service refuses: the name of the error, its message and its HTTP status."""

    def __init__(self, code: str, message: str, status: int = BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def refuse(service: Service, fault: Fault | None) -> None:
    """Raise RefusedError as the service refuses with this fault; a fault of another kind is none of a refusal."""
    if fault is not None and fault in _MESSAGES and service in _CODES:
        status, code = _CODES[service][fault]
        raise RefusedError(code, _MESSAGES[fault], status)


def body_of(service: Service, error: RefusedError) -> dict[str, Any]:
    """The refusal as the service words it; AWS also names the error in the header x-amzn-ErrorType."""
    if service == "openai_compatible":
        return {"error": {"message": str(error), "type": error.code, "param": None, "code": error.code}}
    return {"__type": error.code, "message": str(error)} if service == "textract" else {"message": str(error)}
