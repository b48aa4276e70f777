"""AWS Textract: DetectDocumentText with the bytes of one page in each call. Pages leave the machine and cost money."""

from __future__ import annotations

from alfrd_luigi.decoding.formats import JPEG, PNG
from alfrd_luigi.ocr import blocks
from alfrd_luigi.ocr.port import EncodedPage, Encoding, Picture, Reading
from alfrd_luigi.services import aws
from alfrd_luigi.services.aws_errors import translated
from alfrd_luigi.services.paid_service import PRICED_BY_PAGE, PaidService
from alfrd_luigi.services.usage import Usage

# https://docs.aws.amazon.com/textract/latest/dg/limits-document.html: "JPEG, PNG, PDF, and TIFF files have a limit of
# 10 MB in memory", which is 10485760 bytes (API_Document.html); "a resolution less than or equal to 10000 pixels on all
# sides". Letters must be 15 pixels high: 8-point print is at 150 dpi, small print at 300.
LIMITS = Encoding(bytes=10 * 1024 * 1024, side=10_000, as_is=(JPEG, PNG))


SERVICE = PaidService("textract", "textract", PRICED_BY_PAGE, aws_client="textract")


class TextractEngine:
    """Stateless; threads share the client. boto3 is loaded for the first picture."""

    name = "textract"
    service: PaidService | None = SERVICE
    libraries: tuple[str, ...] = ()
    encoding: Encoding | None = LIMITS

    def check(self) -> None:
        """See OcrEngine. Nothing else is needed."""

    def prepare(self) -> None:
        """See OcrEngine."""
        aws.make_ahead("textract")

    def read(self, picture: Picture) -> Reading:
        """See OcrEngine. The boxes are those on the upright page."""
        if not isinstance(picture, EncodedPage):
            raise TypeError("Textract reads image files")
        client = aws.client("textract")
        with translated("textract"):
            response = client.detect_document_text(Document={"Bytes": picture.data})
        words, turn = blocks.words_of(response, picture.width, picture.height)
        return Reading(words, Usage(pages=1), turn=turn)


def create() -> TextractEngine:
    """Create the engine."""
    return TextractEngine()
