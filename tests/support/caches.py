"""Clears the objects that this process caches. Each is created again when it is next needed."""

from __future__ import annotations

# Functions import the program where they use it, because the environment must be set before the first import.


def clear() -> None:
    """Clear the settings, the database, the page store and the clients of services."""
    from alfrd_luigi.database.connection import database
    from alfrd_luigi.document_files.store import page_store
    from alfrd_luigi.settings import settings

    for kept in (settings, database, page_store):
        kept.cache_clear()
    clear_clients()


def clear_clients() -> None:
    """Clear the clients of AWS and of the language engines."""
    from alfrd_luigi.language import engines
    from alfrd_luigi.services import aws

    engines.close()
    aws.clients.cache_clear()
