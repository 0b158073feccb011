"""The words in pictures: read with the extra, noted as unread without it."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFont

from gighall.guard.files import ocr, scan_content
from tests.guard.files import makers

NO_READER = "image text: install gighall[ocr]"


def drawn(text: str, ink: str = "black", ground: str = "white", letters: int = 30) -> Image.Image:
    """Return a picture with words on it."""
    picture = Image.new("RGB", (640, 60 + 45 * (text.count("\n") + 1)), ground)
    ImageDraw.Draw(picture).multiline_text((25, 25), text, fill=ink, font=ImageFont.load_default(letters))
    return picture


def says(text: str) -> Callable[[object], str]:
    """Return a reader that sees these words in every picture."""
    return lambda _picture: text


@pytest.fixture(scope="module")
def reader() -> Callable[[object], str]:
    found = ocr.installed()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (drawn("Write to anna.foo@bar.org please"), "email"),
        (drawn("Ring me\n+49 170 1234567", ink="white", ground="navy"), "phone"),
        (drawn("https://t.me/annafoo77", letters=18).rotate(90, expand=True), "url"),
    ],
)
def test_words_in_a_picture_are_read(
    reader: Callable[[object], str], picture: Image.Image, kind: str
) -> None:
    scan = scan_content(makers.picture(picture), name="a.png", image_text=reader)

    assert [(one.kind, scan.pieces[one.message].where) for one in scan.findings] == [
        (kind, "words in the picture")
    ]
    assert scan.unread == ()


def test_small_words_on_a_large_ground_are_read(reader: Callable[[object], str]) -> None:
    picture = Image.new("RGB", (1600, 1000), "white")
    ImageDraw.Draw(picture).text(
        (700, 900), "© anna.foo@bar.org", fill="#444", font=ImageFont.load_default(18)
    )

    scan = scan_content(makers.picture(picture), name="a.png", image_text=reader)

    assert [one.kind for one in scan.findings] == ["email"]


def test_an_honest_picture_stays_so(reader: Callable[[object], str]) -> None:
    picture = drawn("Invoice 2024-0012345\n10 x 1,190.00 EUR\nVersion 10.4.22")

    scan = scan_content(makers.picture(picture), name="a.png", image_text=reader)

    assert not scan.flag


def test_a_scanned_page_is_read_as_a_picture() -> None:
    scan = scan_content(
        makers.pdf([""], image=drawn("x")), name="a.pdf", image_text=says("Write to anna@foo.org")
    )

    assert {scan.pieces[one.message].where for one in scan.findings} == {"page 1 › words in the picture"}


def test_pictures_in_documents_and_archives_are_read() -> None:
    content = makers.zipped({"a.docx": makers.docx(["Hello"], media=makers.picture(drawn("x")))})

    scan = scan_content(content, name="a.zip", image_text=says("Write to anna@foo.org"))

    (one,) = scan.findings
    assert scan.pieces[one.message].where == "a.docx › picture image1.png › words in the picture"


def test_without_a_reader_the_words_are_noted_as_unread() -> None:
    assert scan_content(makers.picture(), name="a.png").unread == (NO_READER,)
    assert scan_content(b"Hello", name="a.txt").unread == ()


def test_a_code_is_covered_before_the_words_are_read() -> None:
    seen: list[object] = []

    def look(picture: object) -> str:
        seen.append(picture)
        return ""

    scan_content(makers.picture(makers.code("mailto:anna@foo.org")), name="a.png", image_text=look)

    (picture,) = seen
    assert isinstance(picture, Image.Image)
    assert picture.convert("L").getextrema() == (255, 255)
