"""The client of luigid: about eight calls for each task, on persistent connections."""

from __future__ import annotations

import json
import string
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import luigi.configuration
import luigi.retcodes
import luigi.rpc
import urllib3
from luigi.task_status import FAILED

from alfrd_luigi.errors import AlfrdError
from alfrd_luigi.secrecy import without_login
from alfrd_luigi.worker import connections
from alfrd_luigi.worker.process_exit import stop

_CONNECTIONS = 32
# Characters that a form need not escape. A call is JSON, which mostly has only these; escaping each brace and quote
# took an eighth of the cost of a call.
_PLAIN = "".join(set(string.printable) - set("%&+"))
_FIRST_ERROR_STATUS = 400
_ADD_TASK = "/api/add_task"
_NO_ANSWER = (ValueError, LookupError, TypeError)  # what is no JSON, or of another form
# Of three attempts, each of up to 10 seconds. Luigi's default is 30.
_SECONDS_TO_THE_NEXT = 10
# Calls that are not repeated: another ping comes soon, a task that ends releases its slots in any case, and no result
# depends on what is shown of a task. Other threads than the main one make only these.
_TOLD_ONCE = (
    "/api/ping",
    "/api/decrease_running_task_resources",
    "/api/set_task_status_message",
    "/api/set_task_progress_percentage",
)


class Address(NamedTuple):
    """The destination of a call."""

    pool: urllib3.HTTPConnectionPool
    path: str
    headers: Mapping[str, str]


class Luigid(luigi.rpc.RemoteScheduler):
    """luigid, as a run uses it. If it stays unavailable, the run ends with one line; documents stay unchanged.

    Luigi's own class ends a run with the traceback of every attempt.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._rpc_retry_wait = luigi.configuration.get_config().getint("core", "rpc-retry-wait", _SECONDS_TO_THE_NEXT)
        self._rpc_log_retries = False
        if urlsplit(url).scheme in ("http", "https"):
            self._fetcher: Any = Fetcher()
        self._failed: dict[str, str] = {}
        self._adding = threading.Lock()

    def _request(self, url: str, data: Any, *args: Any, **kwargs: Any) -> Any:
        if url in _TOLD_ONCE:
            return self._told(url, data)
        if url == _ADD_TASK:
            with self._adding:
                return self._answer(url, self._kept_failed(data), *args, **kwargs)
        return self._answer(url, data, *args, **kwargs)

    def _kept_failed(self, told: dict[str, Any]) -> dict[str, Any]:
        """The state of a task, which stays failed if it is shown so.

        What waits for a task looks for its rows, and may show it as failed before the worker tells that it is done.
        """
        reason = self._failed.get(told["task_id"])
        return told if reason is None else {**told, "status": FAILED, "expl": reason}

    def _answer(self, url: str, data: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return super()._request(url, data, *args, **kwargs)
        except (luigi.rpc.RPCError, *_NO_ANSWER) as error:
            # Only the main thread gets here.
            reason = getattr(error, "sub_exception", None) or error
            gone = f"luigid at {without_login(self._url)} is gone ({type(reason).__name__})"
            code = luigi.retcodes.retcode().scheduling_error
            stop(AlfrdError(gone, "Start scripts/luigid; the next run goes on"), code)

    def show_failed(self, task_id: str, worker: str, reason: str) -> None:
        """Show a task that has ended as failed."""
        with self._adding:
            self._failed[task_id] = reason
            self._told(_ADD_TASK, {"task_id": task_id, "worker": worker, "status": FAILED, "expl": reason})

    def _told(self, url: str, data: Any) -> Any:
        """The answer to a call without a result, or None if luigid does not answer."""
        try:
            page = self._fetcher.fetch(self._url + url, {"data": json.dumps(data)}, self._connect_timeout)
            return json.loads(page)["response"]
        except (self._fetcher.raises, *_NO_ANSWER):
            return None


class Fetcher(luigi.rpc._FetcherInterface):
    """Makes a scheduler's calls with half the CPU, or less, of Luigi's own fetcher with requests.

    Proxies from the environment are not used: luigid has no authentication, and is on this host or its own network.
    """

    raises = urllib3.exceptions.HTTPError

    def __init__(self) -> None:
        self._pools = connections.pools(_CONNECTIONS)
        self._addresses: dict[str, Address] = {}  # few: one for each of the scheduler's methods

    def fetch(self, full_url: str, body: Mapping[str, str], timeout: float) -> str:
        """The answer to a form in `timeout` seconds. Raises urllib3's HTTPError, also for an answer of an error."""
        if full_url not in self._addresses:
            self._addresses[full_url] = self._address(full_url)
        pool, path, headers = self._addresses[full_url]
        form = urlencode(body, safe=_PLAIN, quote_via=quote)
        with connections.answered_within(timeout):
            answer = pool.request("POST", path, body=form, headers=headers, timeout=timeout, retries=False)
        if answer.status >= _FIRST_ERROR_STATUS:
            raise urllib3.exceptions.HTTPError(f"luigid answered {answer.status}")
        return answer.data.decode("utf-8")

    def close(self) -> None:
        """Close the connections. The next call opens new ones."""
        self._addresses.clear()
        self._pools.clear()

    def _address(self, url: str) -> Address:
        place = urllib3.util.parse_url(url)
        headers = urllib3.util.make_headers(basic_auth=place.auth) if place.auth else {}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return Address(self._pools.connection_from_url(place._replace(auth=None).url), place.request_uri, headers)
