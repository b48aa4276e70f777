"""The files of one sample, as bytes."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from pathlib import PurePath
from typing import Literal, TypeAlias
from uuid import UUID

from PIL import Image

from alfrd_luigi.samples.collection import Sample
from alfrd_luigi.samples.drawing import DOTS_PER_INCH, draw
from alfrd_luigi.samples.layout import Placed
from alfrd_luigi.samples.noise import scanned
from alfrd_luigi.samples.pdf import to_pdf
from alfrd_luigi.samples.truth import to_json

Files: TypeAlias = dict[PurePath, bytes]

_JPEG_QUALITY = (70, 88)
# Documents wait for a while before they are scanned.
_SCANNED_AFTER = timedelta(days=3)


def render(sample: Sample, pages: tuple[Placed, ...], seed: int) -> Files:
    """The sample's files in writing order, by path within the inbox."""
    rng = random.Random(f"{seed}/{sample.paper.name}/files")
    path = PurePath(sample.name)
    match sample.form:
        case "pdf":
            return {path: to_pdf(pages)}
        case "text":
            return {path: f"{pages[0].text}\n".encode()}
        case "scan":
            return _scan(sample, pages, rng)
        case _:
            return {path: _image(pages[0], sample.form, rng)}


def _scan(sample: Sample, pages: tuple[Placed, ...], rng: random.Random) -> Files:
    folder = PurePath(sample.name)
    files = {folder / f"page-{order}.jpg": _image(page, "jpeg", rng) for order, page in enumerate(pages, 1)}
    created = datetime.combine(sample.paper.date, time(hour=18), UTC) + _SCANNED_AFTER
    meta = {
        "id": str(UUID(bytes=rng.randbytes(16), version=4)),
        "created_at": created.isoformat(),
        "documents": [{"file": path.name, "type": "image", "order": order} for order, path in enumerate(files, 1)],
        "metadata": {"source": "scanner", "tags": []},
    }
    return {**files, folder / "meta.json": to_json(meta)}


def _image(page: Placed, form: Literal["jpeg", "png"], rng: random.Random) -> bytes:
    image: Image.Image = scanned(draw(page), rng)
    buffer = BytesIO()
    image.save(buffer, form, dpi=(DOTS_PER_INCH, DOTS_PER_INCH), quality=rng.randint(*_JPEG_QUALITY))
    return buffer.getvalue()
