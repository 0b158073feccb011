"""Mails kept as files, and pages saved with their pictures (MHTML): who wrote, of what, and each part as sent."""

import re
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message

from gighall.guard.files import archive, limits, texts
from gighall.guard.files.reading import Reading

# Entries at the head that people write or see; those of servers and programs are left out.
HEADS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Organization", "Comments", "Keywords")
KNOWN = frozenset(
    {
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "reply-to",
        "content-type",
        "content-transfer-encoding",
        "delivered-to",
        "x-mailer",
    }
)
# A change of a program, sent as a mail is.
_PATCH = re.compile(rb"From [0-9a-f]{40} ")
KNOWN_MIN = 2
HEAD_BYTES_MAX, HEAD_LINES_MAX = 64_000, 200
NAME_CHARACTERS_MAX = 60
BROKEN = (MessageError, LookupError, ValueError, AttributeError, TypeError)


def is_mail(data: bytes) -> bool:
    """Say whether a file begins as mails do: entries with names, two of them known, up to an empty line."""
    if _PATCH.match(data):
        return False
    known: set[bytes] = set()
    for number, line in enumerate(data[:HEAD_BYTES_MAX].split(b"\n", HEAD_LINES_MAX)[:HEAD_LINES_MAX]):
        if not line.strip():
            return len(known) >= KNOWN_MIN
        if line[:1] in b" \t" or (number == 0 and line.startswith(b"From ")):
            continue
        name, colon, _value = line.partition(b":")
        if not colon or len(name) > NAME_CHARACTERS_MAX or not name.replace(b"-", b"").isalnum():
            return False
        if name.lower().decode("latin-1") in KNOWN:
            known.add(name.lower())
    return len(known) >= KNOWN_MIN


def read(data: bytes, here: Reading) -> None:
    """Read the head of a mail and its parts."""
    if data.count(b"boundary") > limits.MAIL_BOUNDARIES_MAX:
        # Each line is compared with the end of every part that it stands in.
        here.leave("nested too deeply")
        texts.read_text(data.decode("utf-8", errors="replace"), here)
        return
    try:
        mail = message_from_bytes(data)
    except (RecursionError, *BROKEN):
        here.leave("a broken mail")
        texts.read_text(data.decode("utf-8", errors="replace"), here)
        return
    for part in mail.walk():
        for name in HEADS:
            for value in part.get_all(name, ()):
                here.add(f"mail: {name}", _shown(value))
        for around in (part.preamble, part.epilogue):
            here.add("text", around or "")
        if not part.is_multipart():
            _read_part(part, here)


def _read_part(part: Message, here: Reading) -> None:
    """Read one part: a text, or a file that was sent along."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        return
    here.allowance.take_bytes(len(content))
    name = _shown(part.get_filename() or "")
    if name:
        archive.read_name(name, here)
    inside = here.within(name, f"attachment {name}" if name else "")
    text = _text_of(part, content)
    if text is None:
        archive.read_member(content, inside)
    else:
        texts.read_text(text, inside)


def _text_of(part: Message, content: bytes) -> str | None:
    """Return a part's text in the encoding that it names; None for what is none, or does not say."""
    charset = part.get_content_charset()
    if part.get_content_maintype() != "text" or charset is None:
        return None
    try:
        return content.decode(charset, errors="replace")
    except (LookupError, ValueError):
        return None


def _shown(value: object) -> str:
    """Return an entry as a person reads it, without the encoding of letters beyond ASCII."""
    written = str(value)[: limits.MAIL_HEAD_CHARACTERS_MAX]
    try:
        return str(make_header(decode_header(written)))
    except (HeaderParseError, *BROKEN):
        return written
