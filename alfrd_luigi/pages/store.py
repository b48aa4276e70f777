"""The page store that the settings name."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.pages.folder import FolderPageStore
from alfrd_luigi.pages.port import PageStore
from alfrd_luigi.settings import settings


@cache
def page_store() -> PageStore:
    """The store of this process; raises SettingsError for a `documents_url` that no engine serves."""
    url = urlsplit(settings().documents_url)
    if not settings().documents_url:
        return FolderPageStore(settings().documents_dir)
    if url.scheme != "s3" or not url.netloc or url.query or url.fragment:
        raise SettingsError(
            f"documents_url = {settings().documents_url!r} cannot be used",
            "Leave it empty for a folder, or set it to s3://BUCKET/PREFIX",
        )
    from alfrd_luigi.pages.s3 import S3PageStore

    staging_area = settings().data_dir / "staging"
    return S3PageStore(
        url.netloc, url.path.strip("/"), staging_area, settings().s3_encryption, settings().s3_kms_key_id
    )
