"""What `luigi --module alfrd_luigi` loads: it registers the tasks and the threaded worker with Luigi.

Luigi takes 0.7 s to import, so a process that has not loaded it (`alfrd list`, say) does not load it here either.
"""

import sys

if "luigi" in sys.modules:
    import tasks as tasks
    from alfrd_luigi import worker

    worker.install()
