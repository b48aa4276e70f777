"""`alfrd standin`: a server that simulates AWS, for use without an account."""

from __future__ import annotations

import random
import signal
import threading
from contextlib import ExitStack
from typing import Any

import click

_share = click.FloatRange(0, 1)


@click.command(
    short_help="Simulate AWS and an OpenAI-compatible server.",
    epilog="Example: alfrd standin --seconds 0.2 --throttled 0.1",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=0,
    help="The port to listen on; default: any free port.",
)
@click.option(
    "--seconds", type=click.FloatRange(0, 3600), metavar="N", default=0.0, help="The time that each answer takes."
)
@click.option(
    "--throttled", type=_share, metavar="SHARE", default=0.0, help="The share of calls, 0 to 1, that are throttled."
)
@click.option(
    "--failing", type=_share, metavar="SHARE", default=0.0, help="The share of calls that get a server error."
)
@click.option(
    "--nonsense", type=_share, metavar="SHARE", default=0.0, help="The share of calls that get an invalid answer."
)
@click.option("--hanging", type=_share, metavar="SHARE", default=0.0, help="The share of calls that get no answer.")
@click.option("--cut", type=_share, metavar="SHARE", default=0.0, help="The share of calls whose answer is truncated.")
@click.option(
    "--flex",
    type=click.Choice(["served", "ignored", "refused", "denied", "throttled"]),
    default="served",
    show_default=True,
    help="What becomes of calls that ask for Bedrock's tier flex.",
)
@click.option(
    "--drifting", type=_share, metavar="SHARE", default=0.0, help="The share of answers that name the fields otherwise."
)
@click.option("--seed", type=int, metavar="N", help="The seed of the random faults; default: random.")
def standin(port: int, seed: int | None, **behaviour: Any) -> None:
    """Simulate Textract, Bedrock and an OpenAI-compatible server until Ctrl-C.

    The command prints shell lines that set the environment variables which direct boto3 to it. Nothing leaves the
    machine: rules answer the language requests, and the local OCR engine reads pages.
    """
    from alfrd_luigi.standin import Behaviour, serving

    drawn = seed if seed is not None else random.SystemRandom().randrange(10**6)
    with ExitStack() as stack:
        try:
            server = stack.enter_context(serving(Behaviour(seed=drawn, **behaviour), port))
        except OSError as error:
            raise click.UsageError(f"Port {port} cannot be used: {error.strerror}") from error
        for name, value in server.environment.items():
            click.echo(f"export {name}={value}")
        click.echo(f"Seed {drawn}; OpenAI-compatible at {server.url}/v1; Ctrl-C ends it", err=True)
        _wait_for_the_end()
    click.echo(server.record.summary, err=True)


def _wait_for_the_end() -> None:
    """Wait for Ctrl-C, or for the signal that a shell sends to a job."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
