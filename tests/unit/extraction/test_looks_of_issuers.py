"""What the issuers of other papers look like decides between candidates for which much speaks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from issuers import Paper, cases, fitted, kept_papers

from alfrd_luigi.extraction.confidence import probability
from alfrd_luigi.extraction.entities import weigh_entity
from alfrd_luigi.extraction.entities.chances import name_chances

_BILL = """Lumagas spa
www.lumagas.it
Bolletta del gas naturale
Pagare con bollettino intestato a Lumagas spa
Materia gas   40,10
Trasporto   30,00
{supplier}
Lettura rilevata   4120
Imposte   14,10
Totale da pagare   84,20
"""
_SUPPLIER = "Fornitore: Rete Distribuzione S.p.A.\nVia Roma 1 - 10121 Torino"


def test_a_company_within_the_amounts_of_a_bill_is_not_its_issuer() -> None:
    contest = weigh_entity([_BILL.format(supplier=_SUPPLIER)], "utility_bill")
    assert contest.found is not None
    assert contest.found.value == "Lumagas spa"
    rival = contest.rivals[0]
    assert (rival.value, rival.reasons) == ("Rete Distribuzione S.p.A.", ("unlike",))
    assert rival.score == contest.found.signs["score"]


def test_a_name_is_less_sure_beside_another_company() -> None:
    beside, alone = (
        weigh_entity([_BILL.format(supplier=supplier)], "utility_bill").found
        for supplier in (_SUPPLIER, "Oneri   1,00")
    )
    assert beside is not None
    assert alone is not None
    assert probability("entity", beside.signs) < probability("entity", alone.signs)


def test_the_weights_are_those_that_the_kept_papers_and_the_cases_give() -> None:
    """A new case changes them a little."""
    shipped = tomllib.loads((files("alfrd_luigi.extraction.entities") / "impressions.toml").read_text("utf-8"))
    papers = [paper for paper in kept_papers() if paper.names]
    weights = fitted([*papers, *cases()])
    assert weights.keys() == shipped.keys()
    apart = [abs(_best_chance(paper, weights) - _best_chance(paper, shipped)) for paper in papers]
    assert sum(apart) / len(apart) < 0.01


def _best_chance(paper: Paper, weights: Mapping[str, float]) -> float:
    return name_chances(paper.names, paper.scores, paper.looks, weights)[0]
