"""Objects of an S3 bucket: except for the marker, each is written once and as a whole. Only this module calls boto3."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from alfrd_luigi.document_files.marker import MARKER, MOST_BYTES
from alfrd_luigi.document_files.port import IncomingFile, PageMissingError
from alfrd_luigi.document_files.s3_trouble import TAKEN, as_ours, code_of
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.secrecy import keep_secret

_CHUNK = 1024 * 1024
_WRITES = ("PutObject", "CompleteMultipartUpload")

_CONFIG = Config(
    connect_timeout=5,  # a scan may wait this long several times for every entry
    read_timeout=60,
    retries={"mode": "standard", "total_max_attempts": 3},
    # Every byte is compared with the recorded SHA-256. A second checksum would add nothing.
    response_checksum_validation="when_required",
    user_agent_extra="alfrd-luigi",
)


class Bucket:
    """A bucket, by its name in S3. Threads may share it. Raises the errors of `s3_trouble`."""

    def __init__(self, name: str, encryption: Mapping[str, str], part_bytes: int) -> None:
        self._name = name
        self._encryption = encryption
        self._part_bytes = part_bytes
        self._client = _client(name)
        # Only the classic transfer uses the client's events, and so _only_new.
        self._transfer = TransferConfig(
            multipart_threshold=part_bytes,
            multipart_chunksize=part_bytes,
            max_concurrency=4,
            preferred_transfer_client="classic",
        )

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys of all objects that begin with `prefix`."""
        pages = iter(self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=prefix))
        while True:
            with as_ours(self._name):
                page = next(pages, None)
            if page is None:
                return
            yield from (entry["Key"] for entry in page.get("Contents", ()))

    def labels(self, key: str) -> Mapping[str, str]:
        """The metadata with which the object was created."""
        with as_ours(self._name):
            return dict(self._client.head_object(Bucket=self._name, Key=key)["Metadata"])

    def size(self, key: str) -> int:
        """The size of an object in bytes. Raises PageMissingError."""
        with as_ours(self._name, key):
            return int(self._client.head_object(Bucket=self._name, Key=key)["ContentLength"])

    def create(self, key: str, file: IncomingFile, labels: Mapping[str, str]) -> bool:
        """Upload a file; S3 verifies its SHA-256. Returns False, without a change, if the key exists."""
        extra = {
            "ContentType": file.media_type,
            "Metadata": dict(labels),
            **self._checksum(file),
            **self._encryption,
        }
        with as_ours(self._name), file.path.open("rb") as body:
            try:
                # upload_file would hide the code of a refusal in a message.
                self._client.upload_fileobj(body, self._name, key, ExtraArgs=extra, Config=self._transfer)
            except ClientError as error:
                if code_of(error) != TAKEN:
                    raise
                return False
        return True

    def read(self, key: str) -> bytes | None:
        """The content of the marker; None if there is none."""
        try:
            with as_ours(self._name, key):
                answer = self._client.get_object(Bucket=self._name, Key=key)
                with closing(answer["Body"]) as body:
                    return bytes(body.read(MOST_BYTES))
        except PageMissingError:
            return None

    def replace(self, key: str, content: bytes) -> None:
        """Write the marker, or replace an existing one."""
        with as_ours(self._name):
            self._client.put_object(
                Bucket=self._name, Key=key, Body=content, ContentType="application/json", **self._encryption
            )

    def download(self, key: str, target: Path) -> str:
        """Write an object's content to a file. Returns its SHA-256 in hex. Raises PageMissingError."""
        digest = hashlib.sha256()
        with as_ours(self._name, key):
            answer = self._client.get_object(Bucket=self._name, Key=key)
            with closing(answer["Body"]) as body, target.open("wb") as file:
                for chunk in body.iter_chunks(_CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
        return digest.hexdigest()

    def delete(self, key: str) -> None:
        """Delete an object, if it exists."""
        with as_ours(self._name):
            self._client.delete_object(Bucket=self._name, Key=key)

    def _checksum(self, file: IncomingFile) -> dict[str, str]:
        if file.size < self._part_bytes:
            return {"ChecksumSHA256": base64.b64encode(bytes.fromhex(file.sha256)).decode("ascii")}
        return {"ChecksumAlgorithm": "SHA256"}  # of each part: S3 accepts no SHA-256 of a whole multipart upload


def _client(bucket: str) -> Any:
    try:
        with as_ours(bucket):
            session = boto3.session.Session()
            if credentials := session.get_credentials():
                keep_secret(*credentials.get_frozen_credentials())
            client = session.client("s3", config=_CONFIG)
    except ValueError as error:  # boto3's error for an invalid URL
        raise SettingsError("the endpoint of S3 is not a URL", "Correct AWS_ENDPOINT_URL_S3") from error
    for operation in _WRITES:
        client.meta.events.register(f"provide-client-params.s3.{operation}", _only_new)
    return client


def _only_new(params: dict[str, Any], **_: Any) -> None:
    """Make a write conditional, except that of the marker. s3transfer has no argument for this."""
    if not params["Key"].endswith(MARKER):
        params["IfNoneMatch"] = "*"
