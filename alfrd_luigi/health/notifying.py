"""Checks of the ways by which a person is told about the archive. No message is sent."""

from __future__ import annotations

import os
import shutil
import stat
from importlib.util import find_spec
from shlex import quote

from alfrd_luigi.configuration import config_file
from alfrd_luigi.health.machine import Findings
from alfrd_luigi.services.engine_registry import missing
from alfrd_luigi.settings import settings

_TEST = "To send a test message: alfrd notify --test"


def notifying() -> Findings:
    """Whether the program and the library are there, and nobody else can read the address."""
    command, url = settings().notify_command, settings().notify_url
    if not (command or url):
        yield "well", "nobody is told about failures: notify_command and notify_url are empty", ""
    if command and shutil.which(command[0]) is None:
        yield "wrong", "the program of notify_command is not there", "Give its whole path"
    elif command:
        yield "well", f"notify_command is set. {_TEST}", ""
    if url and find_spec("apprise") is None:
        raise missing("notify_url", "apprise")
    if url:
        yield "well", f"notify_url is set ({url.split(':')[0]}). {_TEST}", ""
        yield from _privacy(url)


def _privacy(url: str) -> Findings:
    """Whether others can read the address, which is a secret."""
    file = config_file(os.environ)
    if file is None or url not in file.read_text("utf-8"):
        return
    if file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield "doubtful", f"others can read {file}, which has notify_url", f"Run: chmod go= {quote(str(file))}"
