"""Passes a message on to apprise, in a process of its own: `python -m alfrd_luigi.monitoring.relay`.

The message comes on stdin as JSON, and nothing is written: an error of a service may contain the address, which is a
secret. The exit code is 0, 3 if a service did not take the message, or 4 if the address is of no known form. Python's
own are 1 and 2: then the fault is here.
"""

from __future__ import annotations

import json
import logging
import sys


def main() -> int:
    """Send the message of stdin. Returns the exit code."""
    told = json.load(sys.stdin)
    from apprise import Apprise, NotifyFormat  # an extra, which most archives do not need

    logging.disable()
    sender = Apprise()
    if not sender.add(told["url"]):
        return 4
    return 0 if sender.notify(title=told["title"], body=told["text"], body_format=NotifyFormat.TEXT) else 3


if __name__ == "__main__":
    sys.exit(main())
