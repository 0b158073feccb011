"""Plain text in any encoding, and what is written in it: notes, tables, subtitles, mark-up, visiting cards."""

import base64
import binascii
import codecs
import re
from itertools import islice

from gighall.guard.files import cards, families, limits, markup, tables
from gighall.guard.files.metadata import add_packets
from gighall.guard.files.names import ending_of
from gighall.guard.files.reading import Reading
from gighall.guard.word_lists import words

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE_BYTES = 2_000
CARDS = {"BEGIN:VCARD": "visiting card", "BEGIN:VCALE": "calendar"}
# Of a text in a Latin script few letters lie beyond ASCII; above this share another script is likely.
FOREIGN_SHARE = 0.3
CONTROL_SHARE_MAX = 0.02
# Code pages of other scripts, each with the letters that most of a text in it consists of. Half of a Japanese text is
# in them. Hebrew is none of these: its letters there are those of Russian.
CODE_PAGES = (
    ("shift_jis", re.compile(r"[\u3040-\u30ff]"), 2.0),
    ("euc_jp", re.compile(r"[\u3040-\u30ff]"), 2.0),
    ("euc_kr", re.compile(r"[\uac00-\ud7a3]"), 1.0),
    ("cp1251", re.compile(r"[а-яёіїє]"), 1.0),
    ("koi8-r", re.compile(r"[а-яё]"), 1.0),
    ("cp1253", re.compile(r"[α-ωά-ώ]"), 1.0),
    ("cp1256", re.compile(r"[\u0621-\u064a]"), 1.0),
    ("gb18030", re.compile(r"[\u4e00-\u9fa5\u3000-\u303f\uff00-\uffef]"), 1.0),
    ("big5", re.compile(r"[\u4e00-\u9fa5\u3000-\u303f\uff00-\uffef]"), 1.0),
)
LIKELY_SHARE = 0.5
EMBEDDED_MAX = 50
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Where a template is filled in: {{ delivery.at }}. What is quoted there, or an address, stays.
_SLOT = re.compile(r"\{\{[^{}\n@:/\"']{0,200}\}\}")
# When a line is sung or said: [00:21.10], 00:01:02,500 --> 00:01:04,000.
_TIMED = re.compile(r"(?m)^\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\]|^[\d:,.]{5,12} --> [\d:,.]{5,12}")
_HIGH = re.compile(rb"[\x80-\xff]")
_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|!--|[a-z][\w:-]*[\s>/])", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:image/[a-z+.-]{2,20};base64,([A-Za-z0-9+/=\s%]{40,})", re.IGNORECASE)


def read(data: bytes, here: Reading) -> None:
    """Read a text; what is none is noted as of an unknown kind."""
    text = decoded(data)
    if text is None:
        add_packets(here, data)
        here.leave("of an unknown kind" if data else "empty")
    else:
        read_text(text, here)


def read_text(text: str, here: Reading) -> None:
    """Read a text as what it is: mark-up, a visiting card, a table, or words."""
    if "{{" in text:
        text = _SLOT.sub("", text)
    if _MARKUP.match(text):
        markup.read(text, here)
        _read_embedded(text, here)
        if "<svg" in text[:SAMPLE_BYTES]:
            from gighall.guard.files import drawings

            drawings.look_at(text, here)
    elif text.lstrip("\ufeff \r\n")[:11].upper() in CARDS:
        here.add(CARDS[text.lstrip("\ufeff \r\n")[:11].upper()], cards.unfolded(text), "card")
    else:
        if ending_of(here.name) in words("file_words", "dialogue_endings"):
            text = _TIMED.sub("", text)
        here.add("text", text, "table" if tables.is_table(text, ending_of(here.name)) else "words")
        _read_embedded(text, here)


def decoded(data: bytes) -> str | None:
    """Return the text that some bytes are, or None where they are none."""
    if not data:
        return None
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    sample = data[:SAMPLE_BYTES]
    if b"\0" in sample:
        return _wide(data, sample)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _legacy(data)
    start = text[:SAMPLE_BYTES]
    return None if len(_CONTROL.findall(start)) > CONTROL_SHARE_MAX * len(start) else text


def _wide(data: bytes, sample: bytes) -> str | None:
    """Return text of two bytes a letter without a mark at its start: nearly every other byte is nothing."""
    half = len(sample) // 2
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if half > 3 and sample[offset::2].count(0) > half * 0.7 and sample[1 - offset :: 2].count(0) == 0:
            return data.decode(encoding, errors="replace")
    return None


def _legacy(data: bytes) -> str:
    """Return text in a code page of former times. Contact details are ASCII in nearly all of them."""
    sample = data[: limits.LEGACY_SAMPLE_BYTES]
    if len(_HIGH.findall(sample)) <= FOREIGN_SHARE * len(sample):
        return data.decode("cp1252", errors="replace")
    return data.decode(_code_page_of(sample), errors="replace")


def _code_page_of(sample: bytes) -> str:
    """Return the code page in which a text of another script makes most sense."""
    best, most = "cp1252", LIKELY_SHARE
    for encoding, letters, weight in CODE_PAGES:
        # The sample may end within a letter.
        text = sample.decode(encoding, errors="replace")[:-1]
        beyond = [one for one in text if one > "\x7f"]
        share = weight * sum(bool(letters.match(one)) for one in beyond) / max(1, len(beyond))
        if share > most:
            best, most = encoding, share
    return best


def _read_embedded(text: str, here: Reading) -> None:
    """Read the pictures that a text holds written out."""
    if "data:image/" not in text:
        return
    for number, image in enumerate(islice(_EMBEDDED.finditer(text), EMBEDDED_MAX), start=1):
        if len(image[1]) > limits.EMBEDDED_IMAGE_CHARACTERS_MAX:
            here.leave("too large", f"picture {number}")
            continue
        try:
            written = re.sub(r"\s", "", image[1].partition("%")[0]).rstrip("=")
            data = base64.b64decode(written + "=" * (-len(written) % 4))
        except binascii.Error:
            continue
        here.allowance.take_bytes(len(data))
        families.read(data, here.within("", f"picture {number}"))
