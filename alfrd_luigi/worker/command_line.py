"""Parsers of Luigi's command line, used again.

A run reads its command line three times, each time with three new parsers that know every parameter of every task. They
take 17 ms of CPU together, an eighth of an idle run without its imports.
"""

from __future__ import annotations

from argparse import ArgumentParser
from functools import cache
from typing import Any

from luigi.cmdline_parser import CmdlineParser
from luigi.task_register import Register

_build = CmdlineParser._build_parser


def install() -> None:
    """Use each parser again in this process, until another task is registered."""
    type.__setattr__(CmdlineParser, "_build_parser", staticmethod(_kept))


def _kept(root_task: str | None = None, help_all: bool = False) -> ArgumentParser:
    return _made(root_task, help_all, tuple(Register._reg))


@cache
def _made(root_task: str | None, help_all: bool, _: tuple[Any, ...]) -> ArgumentParser:
    made: ArgumentParser = _build(root_task=root_task, help_all=help_all)
    return made
