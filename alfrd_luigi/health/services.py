"""Checks of external parts: engines, the account and its region, prices, the bucket.

No check costs money. Without `call`, nothing leaves the machine.
"""

from __future__ import annotations

from importlib.util import find_spec

from alfrd_luigi.database.connection import database
from alfrd_luigi.errors import SettingsError
from alfrd_luigi.health.local import Finding, Findings
from alfrd_luigi.language import engines as language_engines
from alfrd_luigi.ocr import engines as ocr_engines
from alfrd_luigi.pages import ownership
from alfrd_luigi.pages.port import MarkedPageStore
from alfrd_luigi.pages.store import page_store
from alfrd_luigi.secrecy import without_login
from alfrd_luigi.services import aws, budget, prices
from alfrd_luigi.services.usage import Usage
from alfrd_luigi.settings import settings

_SECONDS = 5  # the time that a local model server has to answer
_LOCAL_LIBRARIES = ("rapidocr", "onnxruntime")


def text_recognition() -> Findings:
    """Whether the OCR engine can work."""
    engine = ocr_engines.engine(settings().ocr_engine)
    missing = [name for name in _LOCAL_LIBRARIES if engine.service is None and find_spec(name) is None]
    if missing:
        yield "wrong", f"{engine.name} needs {', '.join(missing)}", "Run: pip install 'alfrd-luigi[local-ocr]'"
        return
    yield "well", engine.name, ""
    if engine.service is not None:
        yield from _priced(engine.service, None)


def language() -> Findings:
    """Whether the language engine can work."""
    engine = language_engines.engine(settings().language_engine)
    yield "well", f"{engine.name}, model {engine.model}", ""
    if engine.service is not None:
        yield from _priced(engine.service, engine.model)


def _priced(service: str, model: str | None) -> Findings:
    price = prices.price_of(service, model)
    if price is not None:
        thousand = price.of(Usage(pages=1000, input_tokens=1000, output_tokens=1000))
        unit = "1,000 pages" if service == "textract" else "1,000 tokens in and 1,000 out"
        yield "well", f"{thousand.normalize():f} USD for {unit} (price of {price.since})", ""
    elif budget.is_limited():
        yield "wrong", f"no price of {model or service}, and spending is limited", "Add it to a prices_file"
    else:
        yield "doubtful", f"no price of {model or service}: its cost is not in the books", "Add it to a prices_file"


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
    with aws.translated("sts"):
        identity = client.get_caller_identity()
    yield "well", f"AWS knows the account {identity['Account']}, as {identity['Arn'].rsplit('/', 1)[-1]}", ""


def _uses_aws() -> bool:
    return (
        settings().ocr_engine == "textract"
        or settings().language_engine == "bedrock"
        or settings().documents_url.startswith("s3:")
    )


def documents(*, call: bool) -> Findings:
    """Whether the page store is reachable and is the archive's."""
    store = page_store()
    where = settings().documents_url or str(settings().documents_dir)
    if not settings().documents_url:
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


def model_server(*, call: bool) -> Findings:
    """Whether the user's own model server answers."""
    if settings().language_engine != "openai_compatible":
        return
    url = without_login(settings().openai_url)
    if not call:
        yield "not asked", f"whether {url} answers", "To ask: alfrd doctor --call"
        return
    import httpx

    from alfrd_luigi.services.openai_server import client

    try:
        with client(settings().openai_url, _SECONDS) as server:
            server.get("/models").raise_for_status()
    except httpx.HTTPError as error:
        raise SettingsError(f"{url} does not answer ({error})", "Start it, or correct it") from error
    yield "well", f"{url} answers", ""
