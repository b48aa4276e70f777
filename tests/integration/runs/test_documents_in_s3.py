"""Runs of the real `luigi` command on an archive whose documents are in a bucket."""

from __future__ import annotations

import time

import boto3
import pytest

from alfrd_luigi.database import outages
from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files.marker import MARKER
from support.archives import Archive
from support.desk import Desk


def _objects(bucket: str) -> dict[str, bytes]:
    client = boto3.session.Session().client("s3")
    listed = client.list_objects_v2(Bucket=bucket).get("Contents", ())
    keys = [entry["Key"] for entry in listed if not entry["Key"].endswith(MARKER)]
    return {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def test_documents_are_filed_and_their_pages_are_in_the_bucket(desk: Desk, archive: Archive, s3_bucket: str) -> None:
    archive.configure(documents_url=f"s3://{s3_bucket}/paper")
    desk.receipt(1)
    desk.receipt(2)
    texts = {path.read_bytes() for path in archive.inbox.glob("*.txt")}
    assert desk.run() == 0, desk.said
    assert desk.statuses() == ["filed"] * 2
    stored = _objects(s3_bucket)
    assert set(stored.values()) == texts
    assert {key.split("/")[0] for key in stored} == {"paper"}
    assert not (archive.data_dir / "documents").exists()
    assert list((archive.data_dir / "staging").iterdir()) == []
    assert desk.run() == 0, desk.said


def test_nothing_is_lost_while_s3_is_away(
    desk: Desk, archive: Archive, s3_bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.configure(documents_url=f"s3://{s3_bucket}")
    desk.receipt(1)
    with monkeypatch.context() as away:
        away.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
        assert desk.run() == 30
    assert "1 left in the inbox" in desk.said
    assert "S3 cannot be reached" in desk.said
    assert "Traceback" not in desk.said
    assert desk.rows() == []
    assert len(list(archive.inbox.glob("*.txt"))) == 1
    assert desk.run() == 0, desk.said
    assert desk.statuses() == ["filed"]


def test_s3_that_is_away_is_an_outage_until_it_answers(
    desk: Desk, archive: Archive, s3_bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.configure(documents_url=f"s3://{s3_bucket}", retry_seconds=0)
    desk.receipt(1)
    assert desk.run("ScanInbox") == 0, desk.said
    with monkeypatch.context() as away:
        away.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
        assert desk.run() == 0, desk.said
    assert "s3 answers nobody since" in desk.said
    (outage,) = outages.current(database().session())
    assert (outage.service, outage.reason) == ("s3", "S3 cannot be reached (EndpointConnectionError)")
    time.sleep(1.3)  # the shortest wait for a service, with its jitter
    assert desk.run() == 0, desk.said
    assert desk.statuses() == ["filed"]
    assert outages.current(database().session()) == []


def test_a_bucket_that_is_not_there_is_said_in_one_line(desk: Desk, archive: Archive, s3_bucket: str) -> None:
    archive.configure(documents_url=f"s3://not-{s3_bucket}")
    desk.receipt(1)
    assert desk.run() != 0
    assert "Create the bucket, or correct documents_url" in desk.said
    assert "Traceback" not in desk.said
    assert len(list(archive.inbox.glob("*.txt"))) == 1
