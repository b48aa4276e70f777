"""A stand-in for AWS on loopback: Textract's JSON 1.1 and Bedrock's Converse, for tests and for trying things."""

from alfrd_luigi.standin.faults import Behaviour
from alfrd_luigi.standin.server import StandIn, serving

__all__ = ["Behaviour", "StandIn", "serving"]
