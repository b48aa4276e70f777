"""Checks of external parts: engines, the account and its region, prices, the bucket.

No check costs money. Without `call`, nothing leaves the machine.
"""

from __future__ import annotations

from importlib.util import find_spec

from alfrd_luigi.database.connection import database
from alfrd_luigi.document_files import ownership
from alfrd_luigi.document_files.port import MarkedPageStore
from alfrd_luigi.document_files.store import page_store
from alfrd_luigi.health.machine import Finding, Findings
from alfrd_luigi.language import engines as language_engines
from alfrd_luigi.ocr import engines as ocr_engines
from alfrd_luigi.services import aws, budget, prices
from alfrd_luigi.services.aws_errors import translated
from alfrd_luigi.services.engine_registry import missing
from alfrd_luigi.services.paid_service import PaidService
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings
from alfrd_luigi.stages import estimate


def text_recognition() -> Findings:
    """Whether the OCR engine can work."""
    engine = ocr_engines.selected()
    absent = [name for name in engine.libraries if find_spec(name) is None]
    if absent:
        raise missing(engine.name, *absent)
    engine.check()
    yield "well", engine.name, ""
    if engine.service is not None:
        yield from _priced(engine.service, None)


def language(*, call: bool) -> Findings:
    """Whether the language engine can work, and the owner's model server answers."""
    engine = language_engines.selected()
    yield "well", f"{engine.name}, model {engine.model}", ""
    if engine.service is not None:
        yield from _priced(engine.service, engine.model)
    if engine.address is not None and not call:
        yield "not asked", f"whether {engine.address} answers", "To ask: alfrd doctor --call"
    elif engine.address is not None:
        engine.reach()
        yield "well", f"{engine.address} answers", ""


def _priced(service: PaidService, model: str | None) -> Findings:
    price, priced = prices.price_of(service.name, model), model or service.name
    if price is not None:
        thousand = price.of(Usage(pages=1000, input_tokens=1000, output_tokens=1000))
        yield "well", f"{thousand.normalize():f} USD for {service.priced_by} (price of {price.since})", ""
    elif budget.is_limited():
        yield "wrong", f"no price of {priced}, and spending is limited", "Add it to a prices_file"
    else:
        yield (
            "doubtful",
            f"no price of {priced}: its cost is not in the books",
            "Add it to a prices_file",
        )


def account(*, call: bool) -> Findings:
    """Whether AWS accepts the account, by a call that is free and needs no permission (STS GetCallerIdentity)."""
    if not _uses_aws():
        yield "well", "no AWS account is needed", ""
        return
    client = aws.client("sts")
    yield "well", f"credentials and region are set ({client.meta.region_name})", ""
    if not call:
        yield "not asked", "whether AWS accepts them", "To ask, for nothing: alfrd doctor --call"
        return
    with translated("sts"):
        identity = client.get_caller_identity()
    yield "well", f"AWS knows the account {identity['Account']}, as {identity['Arn'].rsplit('/', 1)[-1]}", ""


def _uses_aws() -> bool:
    services = ocr_engines.service(), language_engines.service()
    return settings().documents_url.startswith("s3:") or any(service and service.aws_client for service in services)


def documents(*, call: bool) -> Findings:
    """Whether the page store is reachable and is the archive's."""
    store = page_store()
    where = settings().documents_place
    if settings().is_in_folder:
        yield _owned(store, where)
    elif not call:
        yield "not asked", f"whether {where} can be reached", "To ask: alfrd doctor --call"
    else:
        if next(iter(store.keys()), None) is None:
            yield "doubtful", f"{where} is empty", "Well if nothing has been registered yet"
        yield _owned(store, f"{where} can be listed")


def _owned(store: MarkedPageStore, said: str) -> Finding:
    session = database().session()
    if wrong := ownership.problem(session, store):
        return "wrong", wrong.message, wrong.hint
    if lead := ownership.lead(session, store):
        return "doubtful", f"{said}, {lead} documents newer than the database", "See: alfrd check"
    return "well", said, ""


def spending() -> Findings:
    """The configured spending limits."""
    limits = {"run": settings().max_cost_per_run, "day": settings().max_cost_per_day}
    said = [f"{limit} USD a {name}" for name, limit in limits.items() if limit is not None]
    if said:
        yield "well", f"at most {' and '.join(said)}", ""
    elif _uses_aws():
        yield "doubtful", "spending is not limited", "Set max_cost_per_day in luigi.cfg"
    else:
        yield "well", "nothing is paid for", ""


def trials() -> Findings:
    """Whether trials of prompts may cost as much as a call; nothing where no trial is paid for."""
    service, share = language_engines.service(), settings().prompt_trial_cost
    if service is None or not share:
        return
    limit = budget.purse_of_trials(database().session()).limit
    most = estimate.most(service, language_engines.selected().model, "summarize")
    if limit < most:
        time = "in 30 days" if settings().max_cost_per_day is None else "a day"
        yield (
            "doubtful",
            f"prompt_trial_cost = {share} is {limit:.4f} USD {time}, and a call of a trial may cost {most:.4f} USD",
            "Raise it, or set a higher max_cost_per_day",
        )
