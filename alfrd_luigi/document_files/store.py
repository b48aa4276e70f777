"""The configured page store."""

from __future__ import annotations

import re
from functools import cache

from alfrd_luigi.document_files.folder import FolderPageStore
from alfrd_luigi.document_files.port import MarkedPageStore
from alfrd_luigi.document_files.s3 import S3PageStore
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.settings import Settings, settings

_BUCKET = r"(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
_PREFIX = r"(?P<prefix>(?:[\w-][\w.-]*)(?:/[\w-][\w.-]*)*)"
_S3_URL = re.compile(rf"s3://{_BUCKET}(?:/{_PREFIX})?/?", re.ASCII)


@cache
def page_store() -> MarkedPageStore:
    """The store of this process. Raises SettingsError for a `documents_url` that is not supported."""
    if settings().is_in_folder:
        return FolderPageStore(settings().documents_dir)
    named = _S3_URL.fullmatch(settings().documents_url)
    if named is None:  # not shown: the error may be caused by a password in it
        raise SettingsError(
            "documents_url is neither of the form s3://bucket/prefix nor the whole path of a folder",
            "Correct it, or leave it empty: documents are kept in data_dir/documents",
        )
    return S3PageStore(named["bucket"], named["prefix"] or "", settings().staging_dir, _encryption(settings()))


def _encryption(settings: Settings) -> dict[str, str]:
    """The arguments of an upload. Raises SettingsError for a key that would not be used."""
    if settings.s3_kms_key_id and settings.s3_encryption != "aws:kms":
        raise SettingsError("s3_kms_key_id is set, but s3_encryption is not aws:kms", "Set both, or neither")
    asked = {"ServerSideEncryption": settings.s3_encryption, "SSEKMSKeyId": settings.s3_kms_key_id}
    return {name: value for name, value in asked.items() if value}
