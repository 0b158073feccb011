"""Files made to break what reads them: nothing raises, and what is read stays within its caps."""

import gzip
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gighall.guard.files import limits, scan_content
from tests.guard.files import makers

MAIL = "anna.foo@bar.org"
CODE = makers.code("mailto:" + MAIL)
STARTS = [
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"BM1234\0\0\0\0",
    b"RIFF1234WEBP",
    b"\0\0\1\0",
    b"\x1f\x8b\x08\x08",
    b"BZh9",
    b"\xfd7zXZ\0",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"ID3",
    b"\0\0\0\x1cftypavif",
    b"\0" * 257 + b"ustar",
    b"<html><",
    b"<?xml ",
    b"<!--",
    b"BEGIN:VCARD\n",
    b"BEGIN:VCALENDAR\n",
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"",
]
WHOLE = {
    "pdf": makers.pdf(
        ["Hello", MAIL],
        links=["tel:1"],
        field="x",
        image=CODE,
        information={"Author": "A"},
        xmp="<x:xmpmeta/>",
        attachment=("a.txt", b"hello"),
    ),
    "docx": makers.docx(["Hello"], link="https://a.org", media=makers.picture(CODE)),
    "zip": makers.zipped({"a.txt": "hello", "b.zip": makers.zipped({"c": "d"})}),
    "tar": makers.tarred({"a.txt": "hello", "long/" * 40: "x"}),
    "tar.xz": makers.tarred({"a.txt": "hello"}, "xz"),
    "png": makers.picture(CODE),
    "jpg": makers.jpeg_with({0x010E: "Hello"}, comment="x"),
    "gif": makers.picture(CODE, "GIF"),
    "webp": makers.picture(CODE, "WEBP"),
    "tif": makers.picture(CODE, "TIFF"),
    "bmp": makers.picture(CODE, "BMP"),
    "rtf": b'{\\rtf1{\\info{\\title x}}\\u8211? hello \\\'e4 {\\field{\\*\\fldinst HYPERLINK "x"}}}',
    "xlsx": makers.xlsx([["Name", "Phone"], ["Anna", 20240012345]]),
    "csv": b"id,name,phone\n1,Anna,12345678\n2,Ben,23456789\n",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><path d="'
    + b"M1 1h1v1h-1z" * 130
    + b'"/></svg>',
    "eml": makers.mail("Hello, äöü", Subject="Grüße", attachment=makers.picture(CODE)),
    "html": b"<!doctype html><p title='x'>Hello &amp; <!-- x --> <![CDATA[y]]></p>",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_truncated_file_is_answered(kind: str) -> None:
    whole = WHOLE[kind]
    step = max(1, len(whole) // 60)

    for length in range(0, len(whole), step):
        scan_content(whole[:length], name=f"a.{kind}")


@pytest.mark.parametrize("kind", WHOLE)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_file_with_changed_bytes_is_answered(kind: str, data: st.DataObject) -> None:
    changed = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))

    scan_content(bytes(changed), name=f"a.{kind}")


@settings(max_examples=200, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=600))
def test_random_bytes_are_answered(start: bytes, rest: bytes) -> None:
    scan = scan_content(start + rest, name="a")

    assert isinstance(scan.flag, bool)


@settings(max_examples=80, deadline=None)
@given(
    text=st.text(max_size=300),
    start=st.sampled_from(["<html>", "<svg ", "{\\rtf1 ", "BEGIN:VCARD\n", "MECARD:", ""]),
)
def test_random_text_is_answered(text: str, start: str) -> None:
    scan_content((start + text).encode("utf-8", "surrogatepass"), name=text[:50] or "a")


def test_an_archive_that_unpacks_to_far_more_is_left() -> None:
    bomb = gzip.compress(b"\0" * (limits.MEMBER_BYTES_MAX + 10))

    scan = scan_content(bomb, name="a.gz")

    assert not scan.flag
    assert any("too large" in note for note in scan.unread)


def test_many_archives_that_unpack_to_far_more_are_left_together() -> None:
    large = BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            archive.writestr(f"{number}.txt", b"\0" * (limits.UNPACKED_BYTES_MAX // 4))

    scan = scan_content(large.getvalue(), name="a.zip")

    assert any("more than is unpacked" in note for note in scan.unread)


def test_a_mail_of_parts_within_parts_is_read_as_text() -> None:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
        for number in range(400)
    )

    scan = scan_content(b"MIME-Version: 1.0\n" + parts + f"Write to {MAIL}\n".encode() * 20_000, name="a.eml")

    assert scan.flag
    assert any("nested too deeply" in note for note in scan.unread)


def test_archives_within_archives_are_opened_to_a_depth() -> None:
    content = makers.zipped({"a.txt": MAIL})
    for level in range(limits.DEPTH_MAX + 2):
        content = makers.zipped({f"{level}.zip": content})

    scan = scan_content(content, name="a.zip")

    assert not scan.flag
    assert any("nested too deeply" in note for note in scan.unread)


def test_an_archive_of_too_many_files_is_read_in_part() -> None:
    content = makers.tarred({f"{number}.txt": "x" for number in range(limits.MEMBERS_MAX + 5)})

    scan = scan_content(content, name="a.tar")

    assert any("more files inside" in note for note in scan.unread)


def test_more_text_than_is_judged_is_left() -> None:
    scan = scan_content(b"All is well with the boats. " * (limits.CHARACTERS_MAX // 20), name="a.txt")

    assert not scan.flag
    assert sum(len(piece.text) for piece in scan.pieces) <= limits.CHARACTERS_MAX
    assert any("more text than is judged" in note for note in scan.unread)


def test_a_picture_that_says_it_is_enormous_is_left() -> None:
    content = bytearray(makers.picture())
    content[16:24] = (60_000).to_bytes(4, "big") * 2

    scan = scan_content(bytes(content), name="a.png")

    assert scan.unread


def test_encrypted_files_are_left_with_a_reason() -> None:
    locked = makers.zipped({"a.txt": MAIL})
    locked = locked.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\1\0").replace(
        b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"
    )

    scan = scan_content(locked, name="a.zip")

    assert scan.unread == ("a.txt: encrypted",)


def test_entities_and_links_in_archives_lead_nowhere() -> None:
    entities = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&b;&b;">]>'
        b"<svg><text>&a;&b;</text></svg>"
    )
    scan = scan_content(entities, name="a.svg")

    assert not any("root:" in piece.text for piece in scan.pieces)


def test_what_stands_before_the_cut_is_still_read() -> None:
    commented = makers.png_with(Comment=f"Write to {MAIL}")

    cut_picture = scan_content(commented[: commented.index(b"IDAT") + 20], name="a.png")

    assert cut_picture.flag
    assert cut_picture.unread
