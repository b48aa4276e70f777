"""A simulation of AWS on loopback, for tests and experiments: Textract's JSON 1.1 and Bedrock's Converse."""

from alfrd_luigi.standin.faults import Behaviour
from alfrd_luigi.standin.server import StandIn, serving

__all__ = ["Behaviour", "StandIn", "serving"]
