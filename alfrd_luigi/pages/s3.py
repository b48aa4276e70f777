"""The page store in an S3 bucket, `PREFIX/YYYY/MM/ID/001.jpg`, so that several hosts can share one archive.

An object appears whole or not at all. Each carries the digest of all files of its document: a put that was cut off
finds its own objects again, and never takes another's for them.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from alfrd_luigi.errors import PermanentError, SettingsError
from alfrd_luigi.pages.durable import PRIVATE_FILE
from alfrd_luigi.pages.port import (
    IncomingFile,
    PageConflictError,
    PageDamagedError,
    PageMissingError,
    StoredFile,
    checked_key,
    stored_files,
)
from alfrd_luigi.pages.staging import staged_in
from alfrd_luigi.services import aws

# Above this a file goes in parts, several at a time, and a part that fails is sent again alone.
MULTIPART_BYTES = 32 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_FILE, _DOCUMENT = "sha256", "document-sha256"
_TAKEN = "PreconditionFailed"
_MISSING = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True)
class S3PageStore:
    """Documents as objects under a prefix.

    `staging_area` is a local folder; `encryption` is empty, AES256 or aws:kms.
    """

    bucket: str
    prefix: str
    staging_area: Path
    encryption: str = ""
    kms_key_id: str = ""

    def staging(self) -> AbstractContextManager[Path]:
        """See PageStore."""
        return staged_in(self.staging_area)

    def put(self, document_id: UUID, created_at: datetime, files: Sequence[IncomingFile]) -> tuple[StoredFile, ...]:
        """See PageStore."""
        places = stored_files(document_id, created_at, files)
        document = _digest_of(files)
        with _talking():
            found = self._check(document_id, PurePosixPath(places[0][1].key).parent, document)
            for file, place in places:
                if place.key not in found:
                    self._upload(file, place, document)
                file.path.unlink()
        return tuple(place for _, place in places)

    @contextmanager
    def fetch(self, key: str) -> Iterator[Path]:
        """See PageStore; raises PageDamagedError as well."""
        with self.staging() as folder:
            path = folder / checked_key(key).name
            with _talking():
                self._download(key, path)
            yield path

    def delete(self, keys: Iterable[str]) -> None:
        """See PageStore."""
        with _talking():
            for key in keys:
                self._client.delete_object(Bucket=self.bucket, Key=self._name(key))

    def keys(self) -> Iterator[str]:
        """See PageStore."""
        with _talking():
            yield from self._listed("")

    @property
    def _client(self) -> Any:
        return aws.client("s3")

    def _name(self, key: str) -> str:
        return f"{self.prefix}/{key}" if self.prefix else key

    def _listed(self, below: str) -> Iterator[str]:
        start = self._name(below)
        cut = len(self._name(""))
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=start):
            for entry in page.get("Contents", []):
                yield entry["Key"][cut:]

    def _check(self, document_id: UUID, folder: PurePosixPath, document: str) -> set[str]:
        """The keys of the document that are there already; raises PageConflictError when they are another's."""
        found = set(self._listed(f"{folder}/"))
        for key in found:
            head = self._client.head_object(Bucket=self.bucket, Key=self._name(key))
            if head["Metadata"].get(_DOCUMENT) != document:
                raise _conflict(document_id)
        return found

    def _upload(self, file: IncomingFile, place: StoredFile, document: str) -> None:
        described = {"Metadata": {_FILE: file.sha256, _DOCUMENT: document}, "ContentType": file.media_type}
        sent = {**described, **self._encrypted()}
        target = {"Bucket": self.bucket, "Key": self._name(place.key)}
        with file.path.open("rb") as content:
            if file.size > MULTIPART_BYTES:
                self._client.upload_fileobj(
                    content, **target, ExtraArgs={**sent, "ChecksumAlgorithm": "SHA256"}, Config=_parts()
                )
                return
            checksum = b64encode(bytes.fromhex(file.sha256)).decode()
            try:
                self._client.put_object(Body=content, **target, **sent, ChecksumSHA256=checksum, IfNoneMatch="*")
            except self._client.exceptions.ClientError as error:
                if error.response["Error"]["Code"] != _TAKEN:
                    raise
                # Another host was first: with the same document, or with one that has the same id.
                self._check(UUID(PurePosixPath(place.key).parent.name), PurePosixPath(place.key).parent, document)

    def _encrypted(self) -> dict[str, str]:
        if not self.encryption:
            return {}
        key = {"SSEKMSKeyId": self.kms_key_id} if self.kms_key_id else {}
        return {"ServerSideEncryption": self.encryption, **key}

    def _download(self, key: str, path: Path) -> None:
        try:
            response = self._client.get_object(Bucket=self.bucket, Key=self._name(key))
        except self._client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise PageMissingError(key) from error
            raise
        if _written(response, path) != response["Metadata"].get(_FILE):
            raise PageDamagedError(key)


def _written(response: Mapping[str, Any], path: Path) -> str:
    """Write the body to the file; its SHA-256."""
    digest = hashlib.sha256()
    path.touch(PRIVATE_FILE, exist_ok=False)
    with path.open("wb") as file:
        for chunk in response["Body"].iter_chunks(_CHUNK_BYTES):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _parts() -> Any:
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(multipart_threshold=MULTIPART_BYTES, multipart_chunksize=MULTIPART_BYTES)


def _digest_of(files: Sequence[IncomingFile]) -> str:
    return hashlib.sha256("".join(file.sha256 for file in files).encode("ascii")).hexdigest()


def _conflict(document_id: UUID) -> PageConflictError:
    return PageConflictError(f"other pages are already stored under the id {document_id}")


@contextmanager
def _talking() -> Iterator[None]:
    """What S3 refuses is no document's fault: the bucket, the permissions or the encryption are."""
    try:
        with aws.translated("s3"):
            yield
    except (PageMissingError, PageDamagedError, PageConflictError):
        raise
    except PermanentError as error:
        raise SettingsError(error.message, "Check documents_url and what the account may do there") from error
