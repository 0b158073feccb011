"""PDF: the text of each page, links, forms, remarks, attachments, codes in its pictures, and what it says of itself."""

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

import pypdfium2
import pypdfium2.raw as raw

from gighall.guard.files import archive, families, limits, pictures
from gighall.guard.files.metadata import PACKETS_MAX, add_metadata, add_packets, add_xmp
from gighall.guard.files.reading import Reading

# A code drawn with lines has a hundred of them or more on its page.
CODE_SEGMENTS_MIN = 120
# Entries of a document's information that people or programs fill in by habit; others are looked for in the file.
KEYS = (
    "Title",
    "Author",
    "Subject",
    "Keywords",
    "Creator",
    "Producer",
    "Company",
    "Contact",
    "Email",
    "Manager",
    "Comments",
)
# Names of the format itself that stand before a text.
OF_FORMAT = frozenset(
    {"ID", "CreationDate", "ModDate", "Lang", "DA", "URI", "Contents", "T", "V", "TU", "Registry", "Ordering"}
)
# Entries of a remark or field that hold text.
REMARK_KEYS = (b"Contents", b"T", b"V", b"TU", b"Subj", b"RC", b"DV")
_KEY = re.compile(rb"/([A-Za-z][A-Za-z0-9_.-]{1,40})\s{0,3}[(<](?!<)")
_XMP_STREAM = re.compile(rb"/Type\s{0,3}/Metadata\b(.{0,400}?)stream\r?\n", re.DOTALL)
_OBJECT_STREAM, _STREAM = re.compile(rb"/ObjStm\b"), re.compile(rb"stream\r?\n")
DICTIONARY_BYTES = 300
# Where an action leads, as text or as figures, and what a program in the document opens.
_ACTION = re.compile(
    rb"/URI\s{0,3}(?:\(((?:[^()\\]|\\.){4,2000}+)\)|<((?:[0-9A-Fa-f]{2}){4,2000}+)>)"
    rb"|launchURL\s{0,3}\\?\(\s{0,3}\\?[\"']([^\"'\\)]{4,500}+)",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\([()\\])")
# What stands for a hyphen at the end of a line.
SPLIT_AT_LINE_END = "\ufffe"
# Remarks that are drawn over a page.
STAMPS = frozenset({raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WATERMARK})
# Several pictures on a page may be parts of one.
TILES_MIN = 3
IMAGE_SIDE_PIXELS_MIN = 15
XMP_BYTES_MAX = 300_000

Fill = Callable[..., int]


def read(data: bytes, here: Reading) -> None:
    """Read a PDF."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == raw.FPDF_ERR_PASSWORD
        here.leave("encrypted" if is_locked else "a broken PDF")
        return
    try:
        packed = b"\n".join(_packed_objects(data, here))
        _read_information(document, data, packed, here)
        _read_attachments(document, here)
        for bookmark in islice(document.get_toc(max_depth=limits.OBJECTS_DEPTH_MAX), limits.BOOKMARKS_MAX):
            here.add("bookmark", bookmark.get_title())
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        if len(document) > limits.PAGES_MAX:
            here.leave(f"pages after {limits.PAGES_MAX}")
        for index in range(min(len(document), limits.PAGES_MAX)):
            here.allowance.check_time()
            try:
                _read_page(document, index, here)
            except pypdfium2.PdfiumError:
                here.leave("a broken page", f"page {index + 1}")
        # Links on pages were told with their page.
        _read_actions(data, here)
        _read_actions(packed, here)
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, index: int, here: Reading) -> None:
    """Read a page: its words, what is hung onto it, and the codes in its pictures or drawn on it."""
    place = f"page {index + 1}"
    page = document[index]
    try:
        words = page.get_textpage()
        text = words.get_text_range().replace(SPLIT_AT_LINE_END, "-").replace("\r\n", "\n")
        words.close()
        here.add(place, text)
        _read_links(document, page, place, here)
        _read_remarks(document, page, place, here)
        images, segments = _shown_on(page)
        is_picture = bool(images) and not text.strip()
        if is_picture and len(images) == 1 and segments < CODE_SEGMENTS_MIN and _is_upright(page, images[0]):
            # A scanned page is its one picture.
            _look_at_image(images[0], place, here)
            images = []
        elif is_picture or segments >= CODE_SEGMENTS_MIN or len(images) > TILES_MIN:
            _look_at_page(page, place, here)
        for image in images:
            _look_at_image(image, place, here)
        if _has_stamps(page):
            _read_stamps(document, index, text, here)
    finally:
        page.close()


def _is_upright(page: pypdfium2.PdfPage, image: pypdfium2.PdfImage) -> bool:
    """Say whether a picture is shown as it is stored, neither turned nor mirrored."""
    matrix = image.get_matrix()
    return not page.get_rotation() and matrix.a > 0 and matrix.d > 0 and matrix.b == matrix.c == 0


def _has_stamps(page: pypdfium2.PdfPage) -> bool:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), limits.LINKS_PER_PAGE_MAX)):
        remark = raw.FPDFPage_GetAnnot(page, index)
        if remark:
            kind = raw.FPDFAnnot_GetSubtype(remark)
            raw.FPDFPage_CloseAnnot(remark)
            if kind in STAMPS:
                return True
    return False


def _read_stamps(document: pypdfium2.PdfDocument, index: int, text: str, here: Reading) -> None:
    """Take the words of stamps and the like, which are drawn over a page: what it says more with them than without."""
    page = document[index]
    try:
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    finally:
        page.close()
    page = document[index]
    try:
        words = page.get_textpage()
        lines = words.get_text_range().replace("\r\n", "\n").split("\n")
        words.close()
    finally:
        page.close()
    before = set(text.split("\n"))
    here.add(f"stamp on page {index + 1}", "\n".join(line for line in lines if line not in before))


def _shown_on(page: pypdfium2.PdfPage) -> tuple[list[pypdfium2.PdfImage], int]:
    """Return the pictures of a page, and of how many strokes its drawings are made."""
    images: list[pypdfium2.PdfImage] = []
    segments = 0
    shown = page.get_objects(max_depth=limits.OBJECTS_DEPTH_MAX)
    for one in islice(shown, limits.OBJECTS_PER_PAGE_MAX):
        if isinstance(one, pypdfium2.PdfImage):
            images.append(one)
        elif one.type == raw.FPDF_PAGEOBJ_PATH:
            segments += max(0, raw.FPDFPath_CountSegments(one))
    return images, segments


def _look_at_page(page: pypdfium2.PdfPage, place: str, here: Reading) -> None:
    """Look at a page as a picture."""
    longest = max(page.get_size())
    if here.allowance.pages_rendered < 1 or longest <= 0:
        here.leave("not looked at as a picture", place)
        return
    here.allowance.pages_rendered -= 1
    bitmap = page.render(scale=limits.RENDERED_SIDE_PIXELS / longest, grayscale=True)
    _look_at(bitmap, place, here)


def _look_at_image(image: pypdfium2.PdfImage, place: str, here: Reading) -> None:
    """Look at a picture on a page."""
    width, height = image.get_px_size()
    if min(width, height) < IMAGE_SIDE_PIXELS_MIN:
        return
    if not here.allowance.has_picture(width * height):
        here.leave("more pictures, or larger ones, than are looked at", place)
        return
    try:
        bitmap = image.get_bitmap()
    except pypdfium2.PdfiumError:
        here.leave("a broken picture", place)
        return
    _look_at(bitmap, place, here)


def _look_at(bitmap: pypdfium2.PdfBitmap, place: str, here: Reading) -> None:
    picture = bitmap.to_pil().copy()
    pictures.look_at(picture, Reading(here.found, here.name, here.place(place), here.depth))


def _read_links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, place: str, here: Reading) -> None:
    """Take where the links of a page lead."""
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(limits.LINKS_PER_PAGE_MAX):
        if not raw.FPDFLink_Enumerate(page, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if action:
            address = _bytes_of(partial(raw.FPDFAction_GetURIPath, document, action))
            here.add(f"link on {place}", address.rstrip(b"\0").decode("utf-8", errors="replace"))


def _read_remarks(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, place: str, here: Reading
) -> None:
    """Take the remarks on a page and what its fields are filled with."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), limits.LINKS_PER_PAGE_MAX)):
        remark = raw.FPDFPage_GetAnnot(page, index)
        if not remark:
            continue
        for key in REMARK_KEYS:
            if raw.FPDFAnnot_HasKey(remark, key):
                here.add(f"remark on {place}", _wide(partial(raw.FPDFAnnot_GetStringValue, remark, key)))
        if document.formenv is not None and raw.FPDFAnnot_GetSubtype(remark) == raw.FPDF_ANNOT_WIDGET:
            value = partial(raw.FPDFAnnot_GetFormFieldValue, document.formenv, remark)
            here.add(f"field on {place}", _wide(value))
        raw.FPDFPage_CloseAnnot(remark)


def _bytes_of(fill: Fill) -> bytes:
    """Return what a function of the library writes into a buffer, asked for its size first."""
    size = min(fill(None, 0), 2 * limits.PDF_VALUE_CHARACTERS_MAX)
    buffer = ctypes.create_string_buffer(size)
    written = fill(buffer, size)
    return buffer.raw[: min(written, size)]


def _wide(fill: Fill) -> str:
    """Return a text of two bytes a letter that a function writes."""
    size = fill(None, 0)
    if not 2 < size <= 2 * limits.PDF_VALUE_CHARACTERS_MAX:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    fill(buffer, size)
    return bytes(buffer).decode("utf-16-le", errors="replace").rstrip("\0")


def _read_information(document: pypdfium2.PdfDocument, data: bytes, packed: bytes, here: Reading) -> None:
    """Take what the document says about itself: its information, and its XMP packets."""
    keys = dict.fromkeys(KEYS)
    for written in (data, packed):
        for match in islice(_KEY.finditer(written), limits.PDF_KEYS_MAX):
            keys[match[1].decode("ascii")] = None
    for key in keys:
        if key not in OF_FORMAT:
            add_metadata(here, key, document.get_metadata_value(key))
    add_packets(here, data)
    for packet in _packets(data):
        add_xmp(here, packet.decode("utf-8", errors="replace"))


def _packets(data: bytes) -> Iterator[bytes]:
    """Yield the XMP packets of a PDF that are packed. A stream's dictionary always stands unpacked before it."""
    for match in islice(_XMP_STREAM.finditer(data), PACKETS_MAX):
        if b"/FlateDecode" in match[0]:
            try:
                yield zlib.decompressobj().decompress(
                    data[match.end() : match.end() + XMP_BYTES_MAX], XMP_BYTES_MAX
                )
            except zlib.error:
                continue


def _packed_objects(data: bytes, here: Reading) -> Iterator[bytes]:
    """Yield the objects of a PDF that stand packed together."""
    for match in islice(_OBJECT_STREAM.finditer(data), limits.OBJECT_STREAMS_MAX):
        opening = _STREAM.search(data, match.end(), match.end() + DICTIONARY_BYTES)
        if opening is None:
            continue
        try:
            stream = data[opening.end() : opening.end() + limits.OBJECT_STREAM_BYTES_MAX]
            unpacked = zlib.decompressobj().decompress(stream, limits.OBJECT_STREAM_BYTES_MAX)
        except zlib.error:
            continue
        here.allowance.take_bytes(len(unpacked))
        yield unpacked


def _read_actions(objects: bytes, here: Reading) -> None:
    """Take where a document leads by itself or by its buttons; links on pages are told with their page."""
    for match in islice(_ACTION.finditer(objects), limits.LINKS_PER_PAGE_MAX):
        address = bytes.fromhex(match[2].decode("ascii")) if match[2] else match[1] or match[3]
        here.add("link", _ESCAPED.sub(rb"\1", address).decode("utf-8", errors="replace"))


def _read_attachments(document: pypdfium2.PdfDocument, here: Reading) -> None:
    """Read the files inside a PDF."""
    for index in range(min(document.count_attachments(), limits.ATTACHMENTS_MAX)):
        try:
            attachment = document.get_attachment(index)
            name = attachment.get_name()
            data = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            here.leave("broken", f"attachment {index + 1}")
            continue
        archive.read_name(name, here)
        here.allowance.take_bytes(len(data))
        inside = here.within(name, f"attachment {name}")
        if data:
            families.read(data, inside)
