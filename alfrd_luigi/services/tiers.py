"""The tiers of a service: the default one, and a cheaper one that a model may not have, and that may be busy."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from alfrd_luigi.errors import RefusedTierError, ServiceError, SettingsError

Tier = Literal["default", "flex"]
FLEX: Tier = "flex"
# Bedrock refuses a tier that a model does not have by this name. A policy of the account may deny it, and that refusal
# need not name it.
_OF_TIER = re.compile(r"service[ _]?tier|AccessDenied", re.IGNORECASE)
_SECONDS_WITHOUT = 60.0


class FlexTier:
    """The tier flex of a model, as the calls of this process know it. Thread-safe.

    It is asked for no more after a refusal, and not for a minute after a temporary failure, so that no call waits for
    the lower price.
    """

    def __init__(self) -> None:
        self._asked_from = 0.0

    @contextmanager
    def asking(self) -> Iterator[bool]:
        """The block makes one call, and gets whether to ask for the tier. Raises RefusedTierError if it is refused."""
        is_asked = time.monotonic() >= self._asked_from
        try:
            yield is_asked
        except ServiceError:
            if is_asked:
                self._asked_from = max(self._asked_from, time.monotonic() + _SECONDS_WITHOUT)
            raise
        except SettingsError as error:
            if not is_asked or not _OF_TIER.search(error.message):
                raise
            self._asked_from = math.inf
            raise RefusedTierError(error.message, "The default tier is used: set bedrock_tier = default") from error


def served(told: object) -> Tier:
    """The tier that a service reports; the default one, which is dearer, for anything but flex."""
    return FLEX if told == FLEX else "default"
