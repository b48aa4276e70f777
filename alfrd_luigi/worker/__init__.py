"""A Luigi worker whose tasks run in threads, and its schedulers. Only this package depends on Luigi's internals.

A forked worker costs 11 to 14 ms of CPU for each task, a thread 1 ms; and threads share one database connection each,
one AWS client and one OCR model. The code is written for luigi 3.8, which setup.cfg pins. A contract test compares it
with Luigi's own.
"""

from alfrd_luigi.worker.factory import Factory, install
from alfrd_luigi.worker.process_exit import stop
from alfrd_luigi.worker.threads import ThreadedWorker

__all__ = ["Factory", "ThreadedWorker", "install", "stop"]
