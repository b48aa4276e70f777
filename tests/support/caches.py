"""What this process has made of settings and environment, and keeps; what is cleared is made anew when asked for."""

from __future__ import annotations

# The program is imported where it is used: the environment is put in order before anything of it is imported.


def clear() -> None:
    """Forget settings, the database, the page store, and the clients of services."""
    from alfrd_luigi.database.connection import database
    from alfrd_luigi.document_files.store import page_store
    from alfrd_luigi.settings import settings

    for kept in (settings, database, page_store):
        kept.cache_clear()
    clear_clients()


def clear_clients() -> None:
    """Forget the clients of AWS and of the language engines."""
    from alfrd_luigi.language import engines
    from alfrd_luigi.services import aws

    engines.close()
    aws.clients.cache_clear()
