"""A searchable PDF shows what the file shows, and has its words at their places."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from alfrd_luigi.decoding import layer
from alfrd_luigi.decoding.decoder import Decoder
from alfrd_luigi.decoding.limits import Limits
from alfrd_luigi.decoding.model import SourceFile, Turn
from alfrd_luigi.decoding.rotation import turned
from alfrd_luigi.errors import PermanentError
from support import drawn_pdfs

Words = Sequence[tuple[str, float, float, float, float]]
WORDS: Words = (
    ("Straße", 0.1, 0.1, 0.3, 0.13),
    ("42,00€", 0.4, 0.1, 0.55, 0.13),
    ("Ω≈ç", 0.1, 0.2, 0.2, 0.24),
    ("漢字", 0.1, 0.3, 0.2, 0.34),
    ("𠮷野家", 0.3, 0.3, 0.45, 0.34),
    ("naïve", 0.1, 0.4, 0.25, 0.43),
)
HEBREW: Words = (("שלום", 0.7, 0.3, 0.9, 0.35), ("2024", 0.55, 0.3, 0.65, 0.35), ("עולם", 0.3, 0.3, 0.5, 0.35))


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    made = Decoder()
    yield made
    made.close()


def _made(decoder: Decoder, file: Path, media_type: str, *layers: Any, pages: int = 1) -> bytes:
    source = SourceFile(file, media_type, pages)
    return decoder.searchable([source], json.dumps([list(layers)]).encode()).data


def _layer(words: Words = WORDS, turn: str = "upright") -> dict[str, Any]:
    return {"turn": turn, "words": words}


def _picture(size: tuple[int, int] = (400, 600), mode: str = "RGB") -> Image.Image:
    """A picture that is different in each corner."""
    made = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(made)
    draw.rectangle((10, 10, 120, 60), "red")
    draw.rectangle((size[0] - 90, 10, size[0] - 10, 160), "blue")
    draw.rectangle((10, size[1] - 60, 60, size[1] - 10), "green")
    return made.convert(mode)


def _saved(folder: Path, name: str, image: Image.Image, **options: Any) -> Path:
    path = folder / name
    image.save(path, **options)
    return path


def _read(made: bytes, index: int = 0) -> list[tuple[str, Turn, list[float]]]:
    document = pypdfium2.PdfDocument(made)
    found = layer.words(document[index], Limits())
    return [(each.word.text, each.turn, list(each.word.box)) for each in found]


def _seen(made: bytes, size: tuple[int, int], index: int = 0) -> Image.Image:
    page = pypdfium2.PdfDocument(made)[index]
    drawn: Image.Image = page.render(scale=2).to_pil().convert("RGB")
    return drawn.resize(size)


def _differs(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, of 255."""
    histogram = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L").histogram()
    return sum(value * count for value, count in enumerate(histogram)) / (one.width * one.height)


def _check_words(made: bytes, words: Words, turn: Turn = "upright", index: int = 0) -> None:
    """The words are read back at their places, which are on the page as it is shown."""
    found = {text: (at, box) for text, at, box in _read(made, index)}
    assert set(found) == {word[0] for word in words}
    for text, *edges in words:
        at, box = found[text]
        assert at == turn, text
        upright = turned((box[0], box[1], box[2], box[3]), turn)
        assert upright == pytest.approx(tuple(edges), abs=0.004), text


@pytest.mark.parametrize("words", [WORDS, HEBREW, (("مرحبا", 0.6, 0.2, 0.8, 0.25), ("abc", 0.2, 0.2, 0.3, 0.25))])
def test_words_are_read_back_at_their_places(decoder: Decoder, tmp_path: Path, words: Words) -> None:
    file = _saved(tmp_path, "a.jpg", _picture())
    _check_words(_made(decoder, file, "image/jpeg", _layer(words)), words)


def test_lines_are_read_in_their_order(decoder: Decoder, tmp_path: Path) -> None:
    file = _saved(tmp_path, "a.jpg", _picture())
    made = pypdfium2.PdfDocument(_made(decoder, file, "image/jpeg", _layer((*WORDS[:2], *HEBREW))))
    lines = made[0].get_textpage().get_text_range().split("\r\n")
    assert [line.strip() for line in lines] == ["Straße 42,00€", "שלום 2024 עולם"]


@pytest.mark.parametrize("turn", ["upright", "up", "down", "upside_down"])
def test_a_picture_on_its_side_becomes_an_upright_page(decoder: Decoder, tmp_path: Path, turn: str) -> None:
    lying = {"upright": 0, "up": 90, "upside_down": 180, "down": 270}[turn]
    file = _saved(tmp_path, "a.png", _picture().rotate(lying, expand=True))
    made = _made(decoder, file, "image/png", _layer(turn=turn))
    _check_words(made, WORDS)
    assert _differs(_seen(made, (400, 600)), _picture()) < 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_a_photo_counts(decoder: Decoder, tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = _saved(tmp_path, "a.jpg", _picture(), exif=exif, quality=95)
    from PIL import ImageOps

    with Image.open(file) as opened:
        upright = ImageOps.exif_transpose(opened)
    made = _made(decoder, file, "image/jpeg", _layer())
    _check_words(made, WORDS)
    assert _differs(_seen(made, upright.size), upright) < 1


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", ["upright", "up"])
def test_a_page_of_a_pdf_keeps_what_it_shows(decoder: Decoder, tmp_path: Path, rotate: int, turn: Turn) -> None:
    picture = drawn_pdfs.image(drawn_pdfs.printed(["Total amount due"]))
    page = b"/Rotate %d /CropBox [50 100 500 700]" % rotate
    content, resources = b"q 612 0 0 792 0 0 cm /Im Do Q", b"/XObject << /Im 6 0 R >>"
    file = tmp_path / "a.pdf"
    file.write_bytes(drawn_pdfs.pdf(content, picture, page=page, resources=resources))
    made = _made(decoder, file, "application/pdf", _layer(turn=turn))
    _check_words(made, WORDS, turn)
    size = (300, 300)
    assert _differs(_seen(made, size), _seen(file.read_bytes(), size)) == 0
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.pages[0].Contents[-1].read_bytes() == content


def test_a_page_without_words_has_no_second_layer(decoder: Decoder, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(drawn_pdfs.BILL)))
    made = _made(decoder, file, "application/pdf", None)
    assert _read(made) == _read(file.read_bytes())
    assert b"AlfrdGlyphless" not in made


def test_inherited_and_shared_values_of_pages_are_kept(decoder: Decoder, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(3):
        page = pdf.add_blank_page()
        page.obj.Contents = pdf.make_stream(b"q BT /F1 20 Tf 100 100 Td (Page %d) Tj ET" % number)  # no Q
        del page.obj["/MediaBox"], page.obj["/Resources"]
    tree = pdf.Root.Pages
    tree.MediaBox, tree.Rotate = pikepdf.Array([612, 792, 0, 0]), 90
    tree.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    pdf.save(tmp_path / "a.pdf")
    made = _made(decoder, tmp_path / "a.pdf", "application/pdf", _layer(WORDS[:1]), None, _layer(WORDS[1:2]), pages=3)
    texts = [pypdfium2.PdfDocument(made)[index].get_textpage().get_text_range() for index in range(3)]
    assert [sorted(text.split()) for text in texts] == [["0", "Page", "Straße"], ["1", "Page"], ["2", "42,00€", "Page"]]
    assert [box for text, _, box in _read(made) if text == "Straße"] == [pytest.approx(WORDS[0][1:], abs=0.004)]


@pytest.mark.parametrize(
    ("name", "media_type", "mode", "options"),
    [
        ("a.tif", "image/tiff", "1", {"compression": "group4"}),
        ("a.tif", "image/tiff", "L", {"compression": "tiff_lzw"}),
        ("a.tif", "image/tiff", "CMYK", {}),
        ("a.webp", "image/webp", "RGB", {"lossless": True}),
        ("a.bmp", "image/bmp", "RGB", {}),
        ("a.gif", "image/gif", "P", {}),
        ("a.jp2", "image/jp2", "RGB", {"irreversible": False}),
        ("a.png", "image/png", "1", {}),
        ("a.png", "image/png", "P", {}),
        ("a.png", "image/png", "LA", {}),
        ("a.png", "image/png", "I;16", {}),
        ("a.jpg", "image/jpeg", "L", {"quality": 95}),
        ("a.jpg", "image/jpeg", "CMYK", {"quality": 95}),
        ("a.jpg", "image/jpeg", "RGB", {"quality": 95, "progressive": True, "dpi": (300, 300)}),
    ],
)
def test_every_format_becomes_what_it_shows(
    decoder: Decoder, tmp_path: Path, name: str, media_type: str, mode: str, options: dict[str, Any]
) -> None:
    plain = _picture() if mode != "I;16" else _picture(mode="L")
    image = (
        plain.convert(mode)
        if mode != "I;16"
        else Image.eval(plain.convert("I"), lambda value: value * 257).convert(mode)
    )
    file = _saved(tmp_path, name, image, **options)
    made = _made(decoder, file, media_type, _layer())
    _check_words(made, WORDS)
    shown = image.convert("RGB") if mode != "I;16" else plain
    assert _differs(_seen(made, plain.size), shown) < 4, "the same picture, but for the rounding of its colours"


@pytest.mark.parametrize(("name", "media_type"), [("a.jpg", "image/jpeg"), ("a.png", "image/png")])
def test_the_data_of_a_picture_are_kept(decoder: Decoder, tmp_path: Path, name: str, media_type: str) -> None:
    file = _saved(tmp_path, name, _picture())
    with pikepdf.open(io.BytesIO(_made(decoder, file, media_type, _layer()))) as made:
        data = made.pages[0].Resources.XObject.Picture.read_raw_bytes()
    assert data in file.read_bytes()


def test_the_pages_of_a_tiff_and_several_files_are_one_pdf(decoder: Decoder, tmp_path: Path) -> None:
    tiff = _saved(tmp_path, "a.tif", _picture(), save_all=True, append_images=[_picture((300, 300))])
    pdf = tmp_path / "b.pdf"
    pdf.write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(drawn_pdfs.BILL)))
    files = [SourceFile(tiff, "image/tiff", 2), SourceFile(pdf, "application/pdf", 1)]
    layers = json.dumps([[_layer(WORDS[:1]), _layer(WORDS[1:2])], [None]]).encode()
    made = decoder.searchable(files, layers)
    assert (made.pages, made.left) == (3, 0)
    assert [[text for text, *_ in _read(made.data, index)][:1] for index in range(3)] == [
        ["Straße"],
        ["42,00€"],
        ["Harbour"],
    ]
    assert decoder.searchable(files, layers).data == made.data


def test_a_pdf_that_only_forbids_printing_is_taken(decoder: Decoder, tmp_path: Path) -> None:
    plain, locked = tmp_path / "a.pdf", tmp_path / "b.pdf"
    plain.write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(drawn_pdfs.BILL)))
    with pikepdf.open(plain) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="secret", user="", R=6))
    made = _made(decoder, locked, "application/pdf", _layer(WORDS[:1]))
    assert {"Straße", "Harbour"} < {text for text, *_ in _read(made)}


def test_other_pages_than_those_that_were_read_get_no_text(decoder: Decoder, tmp_path: Path) -> None:
    pdf = tmp_path / "b.pdf"
    pdf.write_bytes(drawn_pdfs.pdf(drawn_pdfs.text(drawn_pdfs.BILL)))
    made = decoder.searchable([SourceFile(pdf, "application/pdf", 2)], json.dumps([[_layer(), _layer()]]).encode())
    assert (made.pages, made.left) == (1, 1)
    assert _read(made.data) == _read(pdf.read_bytes())


def test_odd_words_are_no_text(decoder: Decoder, tmp_path: Path) -> None:
    odd: Words = (
        ("", 0.1, 0.1, 0.2, 0.2),
        ("flat", 0.1, 0.1, 0.2, 0.1),
        ("back", 0.3, 0.1, 0.2, 0.2),
        ("\u202e\x00\n", 0.1, 0.1, 0.2, 0.2),
        (")Tj ET Q <<>>", 0.1, 0.5, 0.4, 0.53),
    )
    made = _made(decoder, _saved(tmp_path, "a.jpg", _picture()), "image/jpeg", _layer(odd))
    assert [text for text, *_ in _read(made)] == [")TjETQ<<>>"]


def test_a_damaged_file_is_refused(decoder: Decoder, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(PermanentError, match=r"a\.pdf is damaged and cannot be decoded"):
        _made(decoder, file, "application/pdf", _layer())
