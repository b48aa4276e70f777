"""A Luigi worker whose tasks run in threads, and the schedulers it talks to: the one room that knows Luigi's insides.

A forked worker costs 11 to 14 ms of CPU a task, a thread 1 ms; and a database connection, an AWS client or an OCR model
is made once and shared. Written against luigi 3.8, which setup.cfg pins; a contract test compares it to Luigi's own.
"""

from alfrd_luigi.worker.factory import Factory, install
from alfrd_luigi.worker.stopping import stop
from alfrd_luigi.worker.threads import ThreadedWorker

__all__ = ["Factory", "ThreadedWorker", "install", "stop"]
