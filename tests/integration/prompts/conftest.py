"""A model that answers over HTTP, proposals in this process, and documents of the clinic and the court."""

from __future__ import annotations

import pytest

from alfrd_luigi.database.connection import database
from alfrd_luigi.standin import Behaviour, StandIn
from support import proposers
from support.archives import Archive
from support.clinic_rows import Papers
from support.proposer import RULE, Proposer, answer_by


@pytest.fixture
def proposer(archive: Archive, aws: StandIn) -> Proposer:
    """A model that answers over HTTP, and adds a rule when it is asked to propose."""
    archive.configure(language_engine="bedrock", bedrock_model_id="amazon.nova-lite-v1:0", backoff_seconds=0)
    archive.configure(max_cost_per_day=10)
    aws.behaviour = Behaviour(keeps_bodies=True)
    answer_by(aws, proposers.adds(RULE))
    return Proposer(database().session())


@pytest.fixture
def papers(proposer: Proposer) -> Papers:
    """Files documents."""
    return Papers(proposer.session)
