"""The module that `luigi --module alfrd_luigi` loads: it registers the tasks and the threaded worker with Luigi.

Importing Luigi takes 0.7 s, so a process that has not loaded it (such as `alfrd list`) does not load it here.
"""

import sys

if "luigi" in sys.modules:
    from alfrd_luigi import startup, worker

    worker.install()
    import tasks as tasks

    startup.begun()
