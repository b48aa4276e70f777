"""The refusals of the services: their names, statuses, and formats."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from alfrd_luigi.standin.faults import Fault

Service = Literal["textract", "bedrock", "openai_compatible", "unknown"]

BAD_REQUEST, FORBIDDEN, NOT_FOUND, SERVER_ERROR = 400, 403, 404, 500


class _Refusal(NamedTuple):
    status: int
    code: str
    message: str


_THROTTLE = "Too many requests, please wait before trying again."
_FAILED = "The system encountered an unexpected error during processing. Try your request again."
_UNAVAILABLE = "The service is unable to process the request at this time."
_DENIED = "The account is not authorized to perform this operation."
_INVALID = "The request has invalid parameters."

_TEXTRACT: dict[Fault, _Refusal] = {
    "throttle": _Refusal(400, "ProvisionedThroughputExceededException", _THROTTLE),
    "server_error": _Refusal(500, "InternalServerError", _FAILED),
    "unavailable": _Refusal(503, "ServiceUnavailable", _UNAVAILABLE),
    "access_denied": _Refusal(400, "AccessDeniedException", _DENIED),
    "validation": _Refusal(400, "InvalidParameterException", _INVALID),
    "unsupported": _Refusal(400, "SubscriptionRequiredException", "The AWS Access Key Id needs a subscription."),
    "too_long": _Refusal(400, "DocumentTooLargeException", "Request has document bytes that exceed the limit."),
    "quota": _Refusal(400, "LimitExceededException", "The quota of the account is used up."),
}
_BEDROCK: dict[Fault, _Refusal] = {
    "throttle": _Refusal(429, "ThrottlingException", _THROTTLE),
    "server_error": _Refusal(500, "InternalServerException", _FAILED),
    "unavailable": _Refusal(503, "ServiceUnavailableException", _UNAVAILABLE),
    "access_denied": _Refusal(403, "AccessDeniedException", _DENIED),
    "validation": _Refusal(400, "ValidationException", _INVALID),
    "unsupported": _Refusal(
        400,
        "ValidationException",
        "This model doesn't support the toolConfig.toolChoice.tool field."
        " Remove toolConfig.toolChoice.tool and try again.",
    ),
    "tier_refused": _Refusal(400, "ValidationException", "The provided service tier is not supported for this model."),
    "tier_denied": _Refusal(403, "AccessDeniedException", _DENIED),
    "too_long": _Refusal(400, "ValidationException", "Input is too long for requested model."),
    "quota": _Refusal(429, "ThrottlingException", "Too many tokens per day, please wait before trying again."),
}
_OPENAI: dict[Fault, _Refusal] = {
    "throttle": _Refusal(429, "rate_limit_exceeded", _THROTTLE),
    "server_error": _Refusal(500, "server_error", _FAILED),
    "unavailable": _Refusal(503, "overloaded", _UNAVAILABLE),
    "access_denied": _Refusal(401, "invalid_api_key", _DENIED),
    "validation": _Refusal(400, "invalid_request_error", _INVALID),
    "unsupported": _Refusal(400, "invalid_request_error", "'response_format.type' must be 'text'"),
    "too_long": _Refusal(
        400, "exceed_context_size_error", "The request exceeds the available context size, try increasing it."
    ),
    "quota": _Refusal(429, "insufficient_quota", "You exceeded your current quota, please check your billing."),
}
_REFUSALS: dict[Service, dict[Fault, _Refusal]] = {
    "textract": _TEXTRACT,
    "bedrock": _BEDROCK,
    "openai_compatible": _OPENAI,
}


class RefusedError(Exception):
    """A request that the service refuses: the name of the error, its message and its HTTP status."""

    def __init__(self, code: str, message: str, status: int = BAD_REQUEST) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def refuse(service: Service, fault: Fault | None) -> None:
    """Raise RefusedError as the service does for this fault. Other kinds of faults are ignored."""
    refusal = _REFUSALS.get(service, {}).get(fault) if fault is not None else None
    if refusal is not None:
        raise RefusedError(refusal.code, refusal.message, refusal.status)


def body_of(service: Service, error: RefusedError) -> dict[str, Any]:
    """The refusal in the format of the service. AWS also sends the name of the error in the header x-amzn-ErrorType."""
    if service == "openai_compatible":
        return {"error": {"message": str(error), "type": error.code, "param": None, "code": error.code}}
    return {"__type": error.code, "message": str(error)} if service == "textract" else {"message": str(error)}
