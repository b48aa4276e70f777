"""The page store that the settings name."""

from __future__ import annotations

from functools import cache

from alfrd_luigi.errors import SettingsError
from alfrd_luigi.pages.folder import FolderPageStore
from alfrd_luigi.pages.port import PageStore
from alfrd_luigi.settings import settings


@cache
def page_store() -> PageStore:
    """The store of this process; raises SettingsError for a `documents_url` that no engine serves."""
    if settings().documents_url:
        raise SettingsError(
            f"documents_url = {settings().documents_url!r} cannot be used",
            "Leave it empty: documents are kept in data_dir/documents",
        )
    return FolderPageStore(settings().documents_dir)
