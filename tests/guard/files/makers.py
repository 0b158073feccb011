"""Makes files of every family for the tests, by hand or with the libraries that are there anyway."""

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw, PngImagePlugin


def code(text: str, kind: str = "QRCode", scale: int = 4) -> Image.Image:
    """Return the picture of a QR or bar code."""
    barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    written: Any = zxingcpp.write_barcode_to_image(barcode, scale=scale, add_quiet_zones=True)
    shown = memoryview(written)
    height, width = shown.shape or (0, 0)
    return Image.frombytes("L", (width, height), shown.tobytes())


def picture(image: Image.Image | None = None, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture's file."""
    if image is None:
        image = Image.new("RGB", (320, 200), "lightblue")
        ImageDraw.Draw(image).ellipse((60, 40, 220, 160), fill="white")
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png_with(**texts: str) -> bytes:
    """Return a PNG with text chunks."""
    chunks = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        chunks.add_itxt(key, value)
    return picture(pnginfo=chunks)


def jpeg_with(tags: Mapping[int, Any], comment: str = "") -> bytes:
    """Return a JPEG with EXIF entries, and perhaps a comment."""
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    return picture(kind="JPEG", exif=exif, comment=comment)


def dotted(text: str, pitch: int = 10) -> Image.Image:
    """Return the picture of a QR code made of dots."""
    grid = code(text, scale=1)
    shown = Image.new("L", (grid.width * pitch, grid.height * pitch), 255)
    for y in range(grid.height):
        for x in range(grid.width):
            if grid.getpixel((x, y)) == 0:
                place = (x * pitch, y * pitch, (x + 1) * pitch - 2, (y + 1) * pitch - 2)
                ImageDraw.Draw(shown).ellipse(place, fill=40)
    return shown


def psd(image: Image.Image) -> bytes:
    """Return a picture with room for layers, and without any."""
    colours = image.convert("RGB")
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, image.height, image.width, 8, 3)
    return head + b"\0" * 12 + b"\0\0" + b"".join(one.tobytes() for one in colours.split())


def pdf(
    pages: Sequence[str] = ("",),
    *,
    information: Mapping[str, str] | None = None,
    links: Sequence[str] = (),
    remark: str = "",
    stamp: str = "",
    field: str = "",
    image: Image.Image | None = None,
    drawn: Image.Image | None = None,
    xmp: str = "",
    packed_xmp: bool = False,
    attachment: tuple[str, bytes] | None = None,
    bookmark: str = "",
    more: str = "",
    packed: str = "",
) -> bytes:
    """Return a PDF with these texts, made by hand."""
    objects: list[bytes] = [b"", b""]

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(head: str, content: bytes) -> int:
        return add(
            f"<< {head} /Length {len(content)} >>\nstream\n".encode("latin-1") + content + b"\nendstream"
        )

    font = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    hung = [
        add(f"<< /Type /Annot /Subtype /Link /Rect [50 50 200 70] /A << /S /URI /URI ({one}) >> >>")
        for one in links
    ]
    if remark:
        hung.append(
            add(f"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents {_pdf_text(remark)} >>")
        )
    if stamp:
        drawn_over = stream(
            f"/Type /XObject /Subtype /Form /BBox [0 0 300 30] /Resources << /Font << /F1 {font} 0 R >> >>",
            b"BT /F1 12 Tf 5 10 Td (" + _escaped(stamp) + b") Tj ET",
        )
        hung.append(
            add(f"<< /Type /Annot /Subtype /Stamp /Rect [100 100 400 130] /AP << /N {drawn_over} 0 R >> >>")
        )
    form = ""
    if field:
        box = add(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (notes) /V {_pdf_text(field)} /Rect [50 90 300 120] >>"
        )
        hung.append(box)
        form = f"/AcroForm << /Fields [{box} 0 R] /DA (/F1 10 Tf) >>"
    drawing, shown = b"", ""
    if image is not None:
        grey = image.convert("L")
        number = stream(
            f"/Type /XObject /Subtype /Image /Width {grey.width} /Height {grey.height} /ColorSpace /DeviceGray "
            f"/BitsPerComponent 8 /Filter /FlateDecode",
            zlib.compress(grey.tobytes()),
        )
        shown = f"/XObject << /I1 {number} 0 R >>"
        drawing = b"q 200 0 0 200 100 400 cm /I1 Do Q\n"
    if drawn is not None:
        drawing += _squares(drawn.convert("L"))
    kids = []
    for text in pages:
        lines = b"".join(b"(" + _escaped(line) + b") Tj 0 -14 Td\n" for line in text.split("\n"))
        content = stream("", drawing + b"BT /F1 11 Tf 50 740 Td\n" + lines + b"ET")
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
                f"/Annots [{' '.join(f'{one} 0 R' for one in hung)}] "
                f"/Resources << /Font << /F1 {font} 0 R >> {shown} >> >>"
            )
        )
    catalog = f"<< /Type /Catalog /Pages 2 0 R {form} {more}"
    if packed:
        stream("/Filter /FlateDecode /Type /ObjStm /N 1 /First 4", zlib.compress(f"9 0 {packed}".encode()))
    if xmp:
        content_bytes = zlib.compress(xmp.encode()) if packed_xmp else xmp.encode()
        packing = "/Filter /FlateDecode" if packed_xmp else ""
        catalog += f" /Metadata {stream(f'/Type /Metadata /Subtype /XML {packing}', content_bytes)} 0 R"
    if bookmark:
        first = len(objects) + 2
        catalog += (
            f" /Outlines {add(f'<< /Type /Outlines /First {first} 0 R /Last {first} 0 R /Count 1 >>')} 0 R"
        )
        add(f"<< /Title {_pdf_text(bookmark)} /Parent {first - 1} 0 R /Dest [{kids[0]} 0 R /Fit] >>")
    if attachment:
        name, data = attachment
        inside = stream("/Type /EmbeddedFile", data)
        spec = add(f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {inside} 0 R >> >>")
        catalog += f" /Names << /EmbeddedFiles << /Names [({name}) {spec} 0 R] >> >>"
    objects[0] = (catalog + " >>").encode("latin-1")
    objects[1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{one} 0 R' for one in kids)}] >>".encode()
    )
    about = 0
    if information:
        entries = " ".join(f"/{key} {_pdf_text(value)}" for key, value in information.items())
        about = add(f"<< {entries} >>")
    return _pdf_file(objects, about)


def _squares(grey: Image.Image) -> bytes:
    return b"".join(
        f"{100 + x * 5} {700 - y * 5} 5 5 re f\n".encode()
        for y in range(grey.height)
        for x in range(grey.width)
        if grey.getpixel((x, y)) == 0
    )


def _pdf_file(objects: Sequence[bytes], about: int) -> bytes:
    out = BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    info = f"/Info {about} 0 R" if about else ""
    out.write(
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {info} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def _escaped(text: str) -> bytes:
    return (
        text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )


def _pdf_text(text: str) -> str:
    return (
        "(" + _escaped(text).decode("latin-1") + ")"
        if text.isascii()
        else f"<FEFF{text.encode('utf-16-be').hex()}>"
    )


def mail(text: str, *, encoding: str = "base64", attachment: bytes = b"", **heads: str) -> bytes:
    """Return a mail as it is kept in a file."""
    made = EmailMessage()
    made["Message-ID"] = "<4155550133@mail.hall.example>"
    for name, value in heads.items():
        made[name] = value
    made.set_content(text, cte=encoding)
    if attachment:
        made.add_attachment(attachment, maintype="image", subtype="png", filename="a.png")
    return made.as_bytes()


def zipped(files: Mapping[str, str | bytes], comment: bytes = b"") -> bytes:
    """Return a zip file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def tarred(files: Mapping[str, str | bytes], packing: str = "") -> bytes:
    """Return a tar file, packed or not."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, BytesIO(data))
    packers: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        "gz": gzip.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
    }
    return packers[packing](out.getvalue())


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def docx(
    *paragraphs: Sequence[str],
    link: str = "",
    comment: str = "",
    header: str = "",
    properties: str = "",
    media: bytes = b"",
    custom: str = "",
    lettering: str = "",
    page: str = "",
) -> bytes:
    """Return a document; each paragraph is given as its runs."""
    body = "".join(
        "<w:p>" + "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"
        for runs in paragraphs
    )
    if lettering:
        body += f'<w:p><w:pict><v:shape><v:textpath style="x" string="{lettering}"/></v:shape></w:pict></w:p>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f"<w:styles {_W}/>",
        "docProps/core.xml": _CORE.format(properties),
        "docProps/app.xml": _APP,
    }
    if link:
        files["word/_rels/document.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId9" Type="{_HYPERLINK}" Target="{link}" TargetMode="External"/></Relationships>'
        )
    if comment:
        files["word/comments.xml"] = (
            f'<w:comments {_W}><w:comment w:author="A. Reader"><w:p><w:r><w:t>{comment}</w:t></w:r></w:p></w:comment>'
            "</w:comments>"
        )
    if header:
        files["word/header1.xml"] = f"<w:hdr {_W}><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>"
    if page:
        files["word/shown.html"] = page
    if media:
        files["word/media/image1.png"] = media
    if custom:
        files["docProps/custom.xml"] = (
            f'<Properties><property name="Note"><vt:lpwstr>{custom}</vt:lpwstr></property></Properties>'
        )
    return zipped(files)


def xlsx(rows: Sequence[Sequence[str | int | float]], footer: str = "") -> bytes:
    """Return a table; texts are shared as Excel shares them."""
    shared: list[str] = []
    lines = []
    for row in rows:
        cells = []
        for value in row:
            if isinstance(value, str):
                cells.append(f'<c t="s"><v>{len(shared)}</v></c>')
                shared.append(value)
            else:
                cells.append(f"<c><v>{value}</v></c>")
        lines.append("<row>" + "".join(cells) + "</row>")
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": '<workbook><sheets><sheet name="Sheet1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{''.join(lines)}</sheetData>"
            f"<headerFooter><oddFooter>{footer}</oddFooter></headerFooter></worksheet>",
            "xl/sharedStrings.xml": "<sst>"
            + "".join(f"<si><t>{text}</t></si>" for text in shared)
            + "</sst>",
            "xl/calcChain.xml": "<calcChain/>",
            "docProps/app.xml": _APP,
        }
    )


def pptx(*slides: str, notes: str = "") -> bytes:
    """Return slides."""
    shape = "<p:sld><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>"
    files = {"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p:presentation/>"}
    files |= {
        f"ppt/slides/slide{number}.xml": shape.format(text) for number, text in enumerate(slides, start=1)
    }
    if notes:
        files["ppt/notesSlides/notesSlide1.xml"] = shape.format(notes)
    return zipped(files)


def odt(
    *paragraphs: str, kind: str = "text", link: str = "", footer: str = "", author: str = "Anna Foo"
) -> bytes:
    """Return a document of OpenDocument."""
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    if link:
        body += f'<text:p><text:a xlink:type="simple" xlink:href="{link}">here</text:a></text:p>'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>{body}</office:body></office:document-content>',
            "styles.xml": f"<style:footer><text:p>{footer}</text:p></style:footer>",
            "meta.xml": "<office:meta><meta:generator>LibreOffice/24.2.7.2$Linux_X86_64</meta:generator>"
            f"<meta:initial-creator>{author}</meta:initial-creator></office:meta>",
        }
    )
