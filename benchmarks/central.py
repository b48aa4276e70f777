"""Runs through luigid: how well they use the slots, and how several hosts share the work of one archive.

    python benchmarks/central.py utilisation [--documents 100] [--seconds 0.2] [--repeat 3] [--keep FILE]
    python benchmarks/central.py hosts [--documents 60] [--hosts 3] [--seconds 0.2]

utilisation: like benchmarks/utilisation.py, through a separate luigid. hosts: processes with separate folders, one
PostgreSQL, one luigid and one bucket. The slot limits must hold over all processes, and every document must be filed
once. The exit code is 1 when a check fails.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median

import boto3
import click
from moto.server import ThreadedMotoServer
from plotting import keep
from services import CAPS, TOOLS, Archive, archive, texts
from utilisation import HEAD, Pair, bare, pipeline, recorded

from alfrd_luigi.database import embedded
from alfrd_luigi.standin import Behaviour
from alfrd_luigi.standin.pictures import picture_of

_CONFIG = Path(__file__).parents[1] / "luigi.cfg"
_BUCKET = "archive"


@contextmanager
def luigid() -> Iterator[tuple[str, ...]]:
    """A luigid on loopback with the shipped configuration. Yields the flags that direct a run to it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with tempfile.TemporaryDirectory() as state:
        command = [str(TOOLS / "luigid"), "--address", "127.0.0.1", "--port", port, "--state-path", f"{state}/state"]
        environment = {**os.environ, "LUIGI_CONFIG_PATH": str(_CONFIG)}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(int(port), server)
            yield "--scheduler-host", "127.0.0.1", "--scheduler-port", port
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("luigid has ended")


@contextmanager
def bucket() -> Iterator[dict[str, str]]:
    """A bucket of moto over HTTP. Yields the settings that store documents there."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    account = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=url, **account).create_bucket(Bucket=_BUCKET)
    yield {"AWS_ENDPOINT_URL_S3": url, "ALFRD_DOCUMENTS_URL": f"s3://{_BUCKET}"}
    server.stop()


def _host(made: Archive, number: int, settings: dict[str, str]) -> Archive:
    """Another host of the archive, with its own folders."""
    folder = made.folder.with_name(f"host-{number}")
    (folder / "inbox").mkdir(parents=True)
    return replace(made, folder=folder, settings=settings)


@click.group(help=__doc__)
def main() -> None:
    """Measure."""


@main.command()
@click.option("--documents", default=100, show_default=True)
@click.option("--seconds", default=0.2, show_default=True)
@click.option("--repeat", default=3, show_default=True)
@click.option("--keep", "file", type=click.Path(dir_okay=False, path_type=Path))
def utilisation(documents: int, seconds: float, repeat: int, file: Path | None) -> None:
    """One run through luigid, beside the bare loop."""
    workload = recorded(documents)
    click.echo(HEAD)
    pairs = []
    for _ in range(repeat):
        with luigid() as flags:
            ours = pipeline(documents, seconds, *flags)
        pairs.append(Pair(documents, seconds, bare(workload, seconds), ours))
        click.echo(pairs[-1].row)
        if file is not None:
            keep(file, asdict(pairs[-1]))
    click.echo(f"{documents:9} median of {repeat}: {median(pair.share for pair in pairs):.3f} of the bare loop")


@main.command()
@click.option("--documents", default=60, show_default=True)
@click.option("--hosts", default=3, show_default=True)
@click.option("--seconds", default=0.2, show_default=True)
def hosts(documents: int, hosts: int, seconds: float) -> None:
    """Several hosts share the work."""
    with luigid() as flags, bucket() as stored, archive(Behaviour(seconds=seconds), 0) as made:
        stored["ALFRD_DATABASE_URL"] = embedded.database_url(made.folder / "postgres")
        others = [_host(made, number, stored) for number in range(1, hosts + 1)]
        for number, text in enumerate(texts(documents)):
            host = others[number % hosts]
            (host.folder / "inbox" / f"document-{number:05}.png").write_bytes(picture_of(text))
        processes = [host.start("luigi", "--module", "alfrd_luigi", "ProcessAllPending", *flags) for host in others]
        said = [process.communicate()[1] for process in processes]
        codes = [process.returncode for process in processes]
        made.claim("every run ended well", not any(codes), [*codes, *said])
        counts = others[0].json("status")["documents"]
        made.claim("every document is filed", counts["filed"] == documents, counts["filed"])
        peaks = made.server.peaks
        made.claim("slots held in all", all(peaks.get(name, 0) <= cap for name, cap in CAPS.items()), peaks)
        shares = Counter(row["stages"][-1]["run"] for row in others[0].json("list") if row["stages"])
        made.claim("every host did a part of it", len(shares) == hosts, sorted(shares.values()))
        calls, booked = len(made.server.calls), others[0].json("cost")["total"]["calls"]
        made.claim("no call was made twice", calls == booked, f"{calls} at the server, {booked} in the books")


if __name__ == "__main__":
    main()
