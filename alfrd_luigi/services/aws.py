"""Clients of AWS, one for each service in a process.

Only boto3's own chain knows credentials, region and endpoints. botocore makes a single attempt of a paid call: the
books repeat attempts, so that each one is recorded.
"""

from __future__ import annotations

import json
import threading
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from alfrd_luigi import preload
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.secrecy import keep_secret
from alfrd_luigi.services import refusals
from alfrd_luigi.services.aws_errors import HINT, translated
from alfrd_luigi.settings import settings

if TYPE_CHECKING:
    from botocore.model import OperationModel

_CONNECT_SECONDS = 5
# Threads that may call one service at once; there are fewer Luigi workers.
_CONNECTIONS = 32
_HTTP_OK = 200


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
            preload.begin(lambda: self.get(service))

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
    preload.waiting()


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
            raise SettingsError(f"{service} cannot be used: {refusals.told(error)}", HINT) from error
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
