"""What a peer keeps of its work: a row for each stage, stored with the status of its document in one transaction."""

from __future__ import annotations

import threading

import psycopg2

_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS peers;
CREATE TABLE IF NOT EXISTS peers.documents (number integer PRIMARY KEY, status text NOT NULL);
CREATE TABLE IF NOT EXISTS peers.stages (
    number integer, stage text, finished_at timestamptz DEFAULT now(), PRIMARY KEY (number, stage)
);
TRUNCATE peers.documents, peers.stages
"""
_DOCUMENT = """
INSERT INTO peers.documents (number, status) VALUES (%(number)s, %(stage)s)
ON CONFLICT (number) DO UPDATE SET status = excluded.status
"""
_STAGE = "INSERT INTO peers.stages (number, stage) VALUES (%(number)s, %(stage)s)"


def prepare(url: str) -> None:
    """Make the tables, empty."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(_SCHEMA)


class Rows:
    """The tables, on a connection a thread."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._local = threading.local()

    def store(self, number: int, stage: str) -> None:
        """Note the end of a stage of a document."""
        if not hasattr(self._local, "connection"):
            self._local.connection = psycopg2.connect(self._url)
        with self._local.connection, self._local.connection.cursor() as cursor:
            cursor.execute(_STAGE, {"number": number, "stage": stage})
            cursor.execute(_DOCUMENT, {"number": number, "stage": stage})
