"""An engine's description of its service, for settings, slots, books, prices and checks."""

from __future__ import annotations

from typing import Literal, NamedTuple

Resource = Literal["textract", "bedrock"]
PRICED_BY_PAGE = "1,000 pages"
PRICED_BY_TOKEN = "1,000 tokens in and 1,000 out"


class PaidService(NamedTuple):
    """A service that charges for its use.

    `name` identifies it in `calls`, outages and price lists. `resource` is the key of `[resources]` in luigi.cfg whose
    slots its calls use. `priced_by` is the unit of its prices. `aws_client` names its client (see aws.py), if any.
    """

    name: str
    resource: Resource
    priced_by: str
    aws_client: str | None = None
