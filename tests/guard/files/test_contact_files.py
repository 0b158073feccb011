"""Files that give a way to talk or pay elsewhere: found, and told where."""

import base64
import gzip

import pytest
from PIL import Image, ImageOps

from gighall.guard.files import scan_content
from gighall.guard.files.texts import decoded
from tests.guard.files import makers

MAIL = "anna.foo@bar.org"
RING = "+49 170 1234567"
CARD = f"BEGIN:VCARD\nVERSION:3.0\nFN:Anna Foo\nTEL;TYPE=cell:0170 1234567\nEMAIL:{MAIL}\nEND:VCARD\n"
EPC = "BCD\n002\n1\nSCT\n\nAnna Foo\nDE33100205000001194700\nEUR10"
RTF = r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\author Anna}}\f0 Write to {\b anna.foo}\'40bar.org please.\par}"
RTF_LINK = r'{\rtf1{\field{\*\fldinst HYPERLINK "mailto:anna.foo@bar.org"}{\fldrslt here}}}'
SUBTITLES = "1\n00:00:01,000 --> 00:00:04,000\nRing me: +49 170 1234567\n"
SAVED_PAGE = (
    b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
    b'<html><a href=3D"mailto:anna.f=\noo@bar.org">here</a></html>\n'
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:4155550133@host.org\r\nDESCRIPTION:Before we meet\\,"
    " please\r\n  write to anna.fo\r\n o@bar.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>Mail <tspan>anna.foo</tspan>@bar.org</text></svg>'
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
    f'<rdf:li xml:lang="x-default">Write to {MAIL}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>'
    "</x:xmpmeta>"
)
SEE_THROUGH = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
SEE_THROUGH.paste((255, 255, 255, 255), (20, 20), ImageOps.invert(makers.code("mailto:anna.foo@bar.org")))

SCRIPTS = [
    ("Напишите мне в телеграм, там удобнее", "cp1251"),
    ("Напишите мне в телеграм, там удобнее", "koi8-r"),
    ("加我微信 谢谢你 明天见", "gb18030"),
    ("請加我微信 明天見 謝謝", "big5"),
    ("よろしくお願いします。電話番号です", "shift_jis"),
    ("よろしくお願いします。電話番号です", "euc_jp"),
    ("안녕하세요 내일 만나요", "euc_kr"),
    ("γεια σου, γράψε μου τώρα", "cp1253"),
    ("راسلني غدا من فضلك", "cp1256"),
    ("Grüße aus Köln, naïve façade", "cp1252"),
]


@pytest.mark.parametrize(("text", "encoding"), SCRIPTS, ids=[encoding for _text, encoding in SCRIPTS])
def test_texts_in_code_pages_of_former_times_are_read(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def code_in_svg(text: str, *, of_dots: bool = False) -> bytes:
    """Return a drawing of a code, a square or a dot for each dark point."""
    drawn = makers.code(text, scale=1)
    shape = '<circle cx="{}.5" cy="{}.5" r=".45"/>' if of_dots else '<path d="M{} {}h1v1h-1z"/>'
    shapes = "".join(
        shape.format(x, y)
        for y in range(drawn.height)
        for x in range(drawn.width)
        if drawn.getpixel((x, y)) == 0
    )
    size = drawn.width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f"{shapes}</svg>"
    ).encode()


PLAIN = [
    ("a.txt", f"Write to {MAIL}.".encode(), "email", "text"),
    ("a.txt", f"Schreib an {MAIL} für mehr".encode("cp1252"), "email", "text"),
    ("a.txt", f"Write to {MAIL}.".encode("utf-16"), "email", "text"),
    ("a.txt", f"Write to {MAIL}.".encode("utf-16-le"), "email", "text"),
    ("a.txt", "пишите на anna собака bar точка ру".encode("cp1251") * 3, "email", "text"),
    ("a.md", b"# Notes\n\n[write](mailto:anna.foo@bar.org)\n", "email", "text"),
    ("a.csv", b"name;phone\nAnna;+49 170 1234567\n", "phone", "text"),
    ("a.csv", b"1,Anna,+49 170 1234567\n2,Ben,none\n3,Cem,none\n", "phone", "text"),
    ("a.csv", b"id,name,phone\n20240001,Anna,01701234567\n20240002,Ben,01707654321\n", "phone", "text"),
    ("a.srt", SUBTITLES.encode(), "phone", "text"),
    ("a.vcf", CARD.encode(), "phone", "visiting card"),
    ("a.rtf", RTF.encode(), "email", "text"),
    ("a.rtf", RTF_LINK.encode(), "email", "text"),
    ("a.html", b"<!doctype html><p>Mail <b>anna.foo</b>@bar<i>.org</i></p>", "email", "text"),
    ("a.html", b'<html><a href="https://t.me/annafoo77">here</a></html>', "url", "link"),
    (
        "a.html",
        b"<html><button onclick=\"location.href='https://wa.me/491701234567'\">Hi</button></html>",
        "url",
        "link",
    ),
    ("a.html", f"<html><!-- {MAIL} --><p>Hello</p></html>".encode(), "email", "comment"),
    (
        "a.html",
        f'<html><meta name="description" content="{MAIL}"></html>'.encode(),
        "email",
        "metadata: description",
    ),
    ("a.svg", SVG.encode(), "email", "text"),
    ("wa.me_491701234567.pdf", b"Hello", "url", "name"),
    ("WhatsApp-0170-1234567.jpg", b"Hello", "phone", "name"),
    ("a.svg", code_in_svg("https://wa.me/491701234567"), "url", "code 1 (QR)"),
    ("a.svg", code_in_svg("https://wa.me/491701234567", of_dots=True), "url", "code 1 (QR)"),
    ("let us talk on telegram @annafoo77.txt", b"Hello", "handle", "name"),
    (f"{MAIL}.txt", b"Hello", "email", "name"),
    ("call_me_0170-1234567.png", makers.picture(), "phone", "name"),
    ("a.eml", makers.mail(f"Grüße! Write to {MAIL}", Subject="Your brief"), "email", "text"),
    (
        "a.eml",
        makers.mail(f"Please ring {RING}, äöü", encoding="quoted-printable", Subject="x"),
        "phone",
        "text",
    ),
    ("a.eml", makers.mail("Hello", Subject=f"Anna, {RING} – ring"), "phone", "mail: Subject"),
    ("a.eml", makers.mail("Hello", From=f"Anna <{MAIL}>", Subject="Hello"), "email", "mail: From"),
    (
        "a.eml",
        makers.mail("Hello", Subject="x", attachment=makers.picture(makers.code("tel:+491701234567"))),
        "phone",
        "attachment a.png › code 1 (QR)",
    ),
    ("a.mhtml", SAVED_PAGE, "email", "link"),
    ("a.ics", CALENDAR.encode(), "email", "calendar"),
    ("package.json", b'{"author": "Anna", "funding": "https://t.me/annafoo77"}', "url", "text"),
    ("LICENSE", f"Free for all.\nIf you like it write to {MAIL}\n".encode(), "email", "text"),
    ("a.txt", b"Let's go on on WhatsApp instead, it is easier.", "intent", "text"),
]

DOCUMENTS = [
    ("a.pdf", makers.pdf(["Page one", f"Write to {MAIL}"]), "email", "page 2"),
    ("a.pdf", makers.pdf(["See the link"], links=["mailto:anna.foo@bar.org"]), "email", "link on page 1"),
    ("a.pdf", makers.pdf(["Ring"], links=["tel:+491701234567"]), "phone", "link on page 1"),
    ("a.pdf", makers.pdf(["Hello"], information={"Author": f"Anna <{MAIL}>"}), "email", "metadata: Author"),
    ("a.pdf", makers.pdf(["Hello"], information={"Mobile": RING}), "phone", "metadata: Mobile"),
    ("a.pdf", makers.pdf(["Hello"], information={"Producer": MAIL}), "email", "metadata: Producer"),
    ("a.pdf", makers.pdf(["Hello"], remark=f"mail {MAIL}"), "email", "remark on page 1"),
    ("a.pdf", makers.pdf(["Hello"], field=f"mail {MAIL}"), "email", "page 1"),
    (
        "a.pdf",
        makers.pdf(["Hello"], image=makers.code("https://wa.me/491701234567")),
        "url",
        "page 1 › code 1 (QR)",
    ),
    ("a.pdf", makers.pdf([""], image=makers.code("mailto:" + MAIL)), "email", "page 1 › code 1 (QR)"),
    ("a.pdf", makers.pdf(["Scan me"], drawn=makers.code(MAIL, scale=1)), "email", "page 1 › code 1 (QR)"),
    ("a.pdf", makers.pdf(["Hello"], xmp=XMP), "email", "metadata: description"),
    ("a.pdf", makers.pdf(["Hello"], xmp=XMP, packed_xmp=True), "email", "metadata: description"),
    (
        "a.pdf",
        makers.pdf(["Hello"], attachment=("more.txt", MAIL.encode())),
        "email",
        "attachment more.txt › text",
    ),
    ("a.pdf", makers.pdf(["Hello"], stamp=f"mail {MAIL}"), "email", "stamp on page 1"),
    (
        "a.pdf",
        makers.pdf(["Hello"], more="/OpenAction << /S /URI /URI (https://t.me/annafoo77) >>"),
        "url",
        "link",
    ),
    ("a.pdf", makers.pdf(["Hello"], packed="<< /S /URI /URI (mailto:anna.foo@bar.org) >>"), "email", "link"),
    ("a.docx", makers.docx(["Write to ", "anna.foo", "@bar", ".org"]), "email", "text"),
    ("a.docx", makers.docx(["Hello"], link="https://t.me/annafoo77"), "url", "link"),
    ("a.docx", makers.docx(["Hello"], comment=f"Ring {RING}"), "phone", "comments"),
    ("a.docx", makers.docx(["Hello"], header=MAIL), "email", "header 1"),
    (
        "a.docx",
        makers.docx(["Hello"], properties=f"<dc:creator>{MAIL}</dc:creator>"),
        "email",
        "metadata: creator",
    ),
    ("a.docx", makers.docx(["Hello"], custom=MAIL), "email", "metadata: Note"),
    (
        "a.docx",
        makers.docx(["Hello"], media=makers.picture(makers.code("tel:+491701234567"))),
        "phone",
        "picture image1.png › code 1 (QR)",
    ),
    ("a.xlsx", makers.xlsx([["Name", "E-mail"], ["Anna", MAIL]]), "email", "sheet 1"),
    ("a.xlsx", makers.xlsx([["Phone", "0170 1234567"]]), "phone", "sheet 1"),
    ("a.xlsx", makers.xlsx([["Name", "Phone"], ["Anna", 491701234567]]), "phone", "sheet 1"),
    (
        "a.xlsx",
        makers.xlsx([["Name", "Phone"], ["Anna", "0170 1234567"], ["Ben", "0170 7654321"]]),
        "phone",
        "sheet 1",
    ),
    ("a.pdf", makers.pdf(["Hello"], bookmark=f"Write to {MAIL}"), "email", "bookmark"),
    (
        "a.xlsx",
        makers.xlsx([["a"]], footer="&amp;LStudio&amp;C&amp;10+49 170 1234567&amp;RPage &amp;P"),
        "phone",
        "sheet 1",
    ),
    ("a.docx", makers.docx(["Hello"], lettering=f"ring {RING}"), "phone", "text"),
    ("a.docx", makers.docx(["Hello"], page=f"<html><p>Mail {MAIL}</p></html>"), "email", "part shown.html"),
    ("a.pptx", makers.pptx("Welcome", f"Questions: {MAIL}"), "email", "slide 2"),
    ("a.pptx", makers.pptx("Welcome", notes=f"say: {MAIL}"), "email", "notes slide 1"),
    ("a.odt", makers.odt("Hello", "write to <text:span>anna.foo</text:span>@bar.org"), "email", "text"),
    ("a.ods", makers.odt("Hello", kind="spreadsheet", link="mailto:" + MAIL), "email", "link"),
    ("a.odp", makers.odt("Hello", kind="presentation", footer=MAIL), "email", "header and footer"),
    (
        "a.odt",
        makers.odt(f'<text:user-field-decl office:string-value="{MAIL}" text:name="x"/>Hello'),
        "email",
        "text",
    ),
    ("a.odt", makers.odt("Hello", author=MAIL), "email", "metadata: initial-creator"),
    (
        "a.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 99
        + f"Write to {MAIL} today".encode("utf-16-le")
        + b"\0" * 99,
        "email",
        "text",
    ),
]

INSIDE = [
    ("a.zip", makers.zipped({"docs/readme.txt": f"Write to {MAIL}"}), "email", "docs/readme.txt › text"),
    ("a.zip", makers.zipped({f"{MAIL}.txt": "Hello"}), "email", f"name of {MAIL}.txt"),
    ("a.zip", makers.zipped({"a": "Hello"}, comment=MAIL.encode()), "email", "comment"),
    (
        "a.zip",
        makers.zipped({"b.zip": makers.zipped({"c.pdf": makers.pdf([MAIL])})}),
        "email",
        "b.zip › c.pdf › page 1",
    ),
    ("a.tar", makers.tarred({"x/y.txt": MAIL}), "email", "x/y.txt › text"),
    ("a.tar.gz", makers.tarred({"y.txt": MAIL}, "gz"), "email", "a.tar › y.txt › text"),
    ("a.tar.bz2", makers.tarred({"y.txt": MAIL}, "bz2"), "email", "a.tar › y.txt › text"),
    ("a.tar.xz", makers.tarred({"long/" * 40 + "y.txt": MAIL}, "xz"), "email", "y.txt › text"),
    ("a.txt.gz", gzip.compress(MAIL.encode()), "email", "a.txt › text"),
    ("a.png", makers.picture() + makers.zipped({"y.txt": MAIL}), "email", "y.txt › text"),
    ("wrong-ending.txt", makers.pdf([MAIL]), "email", "page 1"),
]

PICTURES = [
    ("a.png", makers.picture(makers.code("mailto:" + MAIL)), "email", "code 1 (QR)"),
    ("a.jpg", makers.picture(makers.code("https://wa.me/491701234567"), "JPEG"), "url", "code 1 (QR)"),
    ("a.webp", makers.picture(makers.code("tel:030 1234567"), "WEBP"), "phone", "code 1 (QR)"),
    ("a.gif", makers.picture(makers.code("smsto:01701234567:hi"), "GIF"), "phone", "code 1 (QR)"),
    ("a.bmp", makers.picture(makers.code(CARD), "BMP"), "phone", "code 1 (QR)"),
    ("a.tif", makers.picture(makers.code(f"MECARD:N:Foo;EMAIL:{MAIL};;"), "TIFF"), "email", "code 1 (QR)"),
    ("a.png", makers.picture(makers.code("0170 1234567")), "phone", "code 1 (QR)"),
    (
        "a.png",
        makers.picture(makers.code("bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")),
        "payment",
        "code 1 (QR)",
    ),
    ("a.png", makers.picture(makers.code(EPC)), "payment", "code 1 (QR)"),
    ("a.png", makers.picture(makers.code("https://annafoo.net/me")), "url", "code 1 (QR)"),
    ("a.png", makers.picture(makers.code(MAIL, "Code128")), "email", "code 1 (Code 128)"),
    ("a.png", makers.picture(makers.code(MAIL, "DataMatrix")), "email", "code 1 (Data Matrix)"),
    ("a.png", makers.picture(makers.code(MAIL, "Aztec")), "email", "code 1 (Aztec)"),
    ("a.png", makers.picture(makers.code(MAIL, "PDF417")), "email", "code 1 (PDF417)"),
    ("inverted.png", makers.picture(ImageOps.invert(makers.code("mailto:" + MAIL))), "email", "code 1 (QR)"),
    (
        "turned.png",
        makers.picture(makers.code("mailto:" + MAIL).rotate(37, expand=True, fillcolor=255)),
        "email",
        "code",
    ),
    ("mirrored.png", makers.picture(ImageOps.mirror(makers.code("mailto:" + MAIL))), "email", "code"),
    ("small.png", makers.picture(makers.code("mailto:" + MAIL, scale=1)), "email", "code"),
    (
        "without-margin.png",
        makers.picture(ImageOps.crop(makers.code("mailto:" + MAIL, scale=2), 8)),
        "email",
        "code",
    ),
    (
        "faint.png",
        makers.picture(makers.code("mailto:" + MAIL).point(lambda grey: 235 + grey // 13)),
        "email",
        "code",
    ),
    (
        "yellow.png",
        makers.picture(ImageOps.colorize(makers.code("mailto:" + MAIL), "yellow", "white")),
        "email",
        "code",
    ),
    (
        "alike.png",
        makers.picture(ImageOps.colorize(makers.code("mailto:" + MAIL), (255, 0, 0), (0, 130, 0))),
        "email",
        "code",
    ),
    ("dots.png", makers.picture(makers.dotted("mailto:" + MAIL)), "email", "code"),
    ("large-dots.png", makers.picture(makers.dotted("mailto:" + MAIL, 24)), "email", "code"),
    ("a.psd", makers.psd(makers.code("mailto:" + MAIL)), "email", "code"),
    ("a.psd", makers.psd(Image.new("L", (9, 9))) + XMP.encode(), "email", "metadata: description"),
    ("a.heic", b"\0\0\0\x18ftypheic" + bytes(90) + XMP.encode(), "email", "metadata: description"),
    ("profile.png", makers.picture(makers.code("instagram://user?username=annafoo77")), "handle", "code"),
    ("see-through.png", makers.picture(SEE_THROUGH), "email", "code"),
    (
        "deep.png",
        makers.picture(
            makers.code("mailto:" + MAIL).convert("I").point(lambda grey: grey * 200).convert("I;16")
        ),
        "email",
        "code",
    ),
    ("a.png", makers.png_with(Comment=f"Write to {MAIL}"), "email", "metadata: Comment"),
    ("a.jpg", makers.jpeg_with({0x010E: f"Write to {MAIL}"}), "email", "metadata: ImageDescription"),
    (
        "a.jpg",
        makers.jpeg_with({0x9C9C: f"Write to {MAIL}".encode("utf-16-le")}),
        "email",
        "metadata: XPComment",
    ),
    ("a.jpg", makers.jpeg_with({}, comment=MAIL), "email", "metadata: comment"),
    ("a.png", makers.picture(kind="JPEG", xmp=XMP.encode()), "email", "metadata: description"),
    (
        "a.html",
        b'<html><img src="data:image/png;base64,'
        + base64.b64encode(makers.picture(makers.code("mailto:" + MAIL)))
        + b'"></html>',
        "email",
        "picture 1 › code 1 (QR)",
    ),
]


@pytest.mark.parametrize(
    ("name", "content", "kind", "where"),
    [
        pytest.param(*row, id=f"{row[0]}-{row[2]}-{row[3]}"[:60])
        for row in PLAIN + DOCUMENTS + INSIDE + PICTURES
    ],
)
def test_found_and_told_where(name: str, content: bytes, kind: str, where: str) -> None:
    scan = scan_content(content, name=name)

    places = [(one.kind, scan.pieces[one.message].where) for one in scan.findings]
    assert any(found == kind and where in place for found, place in places), (
        places,
        scan.unread,
        scan.pieces,
    )
    for one in scan.findings:
        assert 0 <= one.start < one.end <= len(scan.pieces[one.message].text)
