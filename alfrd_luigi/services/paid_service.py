"""What an engine says of the service that it calls: settings, slots, books, prices and checks ask no more of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Resource = Literal["textract", "bedrock"]
PRICED_BY_PAGE = "1,000 pages"
PRICED_BY_TOKEN = "1,000 tokens in and 1,000 out"


class PaidService(NamedTuple):
    """A service that charges for its use.

    `name` stands in `calls`, outages and price lists. `resource` is the key of `[resources]` in luigi.cfg whose slots
    its calls take. `priced_by` is the unit of its prices. `aws_client` names its client (see aws.py), None outside AWS.
    """

    name: str
    resource: Resource
    priced_by: str
    aws_client: str | None = None
