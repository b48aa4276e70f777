"""Sends a message: to the program of notify_command, and to the address of notify_url.

Each is a process of its own with few variables of the environment, none of them a secret of ours. After a limited time,
it is killed with all processes that it started.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from alfrd_luigi.errors import AlfrdError, NotificationError
from alfrd_luigi.interrupts import ended_by_sigterm
from alfrd_luigi.monitoring.message import Message
from alfrd_luigi.services.engine_registry import missing
from alfrd_luigi.settings import settings

SECONDS = 30
# What a program needs to find its files, to speak the language of its user, and to reach the network.
_PASSED = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR"),
        *("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
        *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    }
)
_LOCALE = "LC_"
_RELAY = (sys.executable, "-P", "-m", "alfrd_luigi.monitoring.relay")
_REFUSALS = {
    3: ("the service of notify_url did not take the message", "Try it with: alfrd notify --test"),
    4: ("notify_url is no address that apprise knows", "See https://github.com/caronc/apprise/wiki"),
}


def send(message: Message, *, is_test: bool = False) -> list[AlfrdError]:
    """Send the message each way that is set. Returns the errors of those that failed."""
    errors: list[AlfrdError] = []
    for is_set, way in ((settings().notify_command, _run_command), (settings().notify_url, _relay)):
        if is_set:
            try:
                way(message, is_test=is_test)
            except AlfrdError as error:
                errors.append(error)
    return errors


def ways() -> int:
    """The number of ways that are set."""
    return bool(settings().notify_command) + bool(settings().notify_url)


def _run_command(message: Message, *, is_test: bool) -> None:
    code = _finished("notify_command", settings().notify_command, message.content, is_test=is_test)
    if code:
        ended = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        raise NotificationError(f"notify_command {ended}", "Try it with: alfrd notify --test")


def _relay(message: Message, *, is_test: bool) -> None:
    if find_spec("apprise") is None:
        raise missing("notify_url", "apprise")
    told = {"url": settings().notify_url, "title": message.title, "text": message.text}
    code = _finished("notify_url", _RELAY, json.dumps(told).encode(), is_test=is_test)
    if code:
        said = _REFUSALS.get(code, (f"the message to notify_url failed ({code})", "Try it with: alfrd notify --test"))
        raise NotificationError(*said)


def _finished(name: str, command: Sequence[str], content: bytes, *, is_test: bool) -> int:
    """Run a program with the content as its stdin. Returns its exit code. A test shows what it writes to stderr."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=None if is_test and command is not _RELAY else subprocess.DEVNULL,
            env=_environment(os.environ),
            start_new_session=True,
        )
    except OSError as error:
        raise NotificationError(
            f"{name} cannot be run: {error.strerror}", "Give the whole path of a program"
        ) from error
    try:
        with ended_by_sigterm():
            process.communicate(content, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise NotificationError(f"{name} took longer than {SECONDS} seconds", "It was killed") from None
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return process.returncode


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name in _PASSED or name.startswith(_LOCALE)}
