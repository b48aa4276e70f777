"""Text recognition on this machine. No network."""

from __future__ import annotations

from alfrd_luigi.ocr.port import Encoding, PageImage, Picture, Reading


class Engine:
    """The models of `ocr/recogniser.py`, loaded when it is made."""

    name = "local"
    model: str | None = None
    service: str | None = None
    operation = "read"
    picture: Encoding | None = None

    def __init__(self) -> None:
        from alfrd_luigi.ocr.recogniser import Recogniser

        self._recogniser = Recogniser()

    def read(self, page: Picture) -> Reading:
        """See OcrEngine; the boxes are those of the page when it is upright."""
        if not isinstance(page, PageImage):
            raise TypeError("the local engine reads pixels")
        return Reading(self._recogniser.read(page))
