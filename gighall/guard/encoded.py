"""See through texts that are turned around or encoded: reversed, ROT13, Base64, hexadecimal, escapes, leetspeak."""

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from gighall.guard.domains import top_level_class
from gighall.guard.finding import Finding
from gighall.guard.phones import names_something_else
from gighall.guard.views import Edit, View

DECODED_CHARACTERS_MAX = 120
CONFIDENCE = 0.85
REVERSED_DIGITS = range(8, 14)
ENCODED_MIN, HEX_PAIRS_MIN = 12, 8
WORDS_BEFORE = 60

# Ends of addresses, read from behind.
_REVERSED = re.compile(
    r"(?:moc|ten|gro|ed|rf|ku\.oc|ur|oi)\.[\w-]{2,}|liamg|kooltuo|liamtoh|oohay|duolci|em\.t\b|"
    r"ppastahw|margelet|margatsni",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{12,160}={0,2}(?![\w+/=])")
_HEX = re.compile(r"(?<![\w])(?:0x)?[0-9a-fA-F]{2}(?:[ :]?[0-9a-fA-F]{2}){7,79}(?![\w])")
_ESCAPED = re.compile(
    r"%[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]{1,6};|&(?:commat|period|sol|colon|num|plus);|\\u00[0-9a-fA-F]{2}"
)
_LEET_DOMAIN = re.compile(
    r"(?<=[.@\s])(?:c0m|n3t|0rg|gm[4@a][il1!]{2}|gma[1!]l|h[o0]tm[4@a][il1!]l|[o0]utl[o0]{2}k"
    r"|y[4@a]h[o0]{2}|[i1]cl[o0]ud|pr[o0]t[o0]n)(?![\w@])",
    re.IGNORECASE,
)
_PLAIN_LEET = str.maketrans("01345@!", "oleasai")
_DIGITS = re.compile(r"\+?\d[\d \-.]{6,20}\d\+?")

# A mailbox read from behind: it begins with its ending.
_TURNED = re.compile(
    r"(?<![\w.@+-])(?P<ending>[a-z]{2,10})(?:\.[\w-]{1,40}){1,4}@[\w.+-]{0,60}\w(?![\w@])",
    re.IGNORECASE,
)

_WORD = re.compile(r"[^\W\d_]+")

Judge = Callable[[str], list[Finding]]


def find_encoded(text: str, said: Sequence[str], triggers: Set[str], judge: Judge) -> list[Finding]:
    """Return the details that only another reading of a text shows; ``judge`` finds those written plainly."""
    found: list[Finding] = []
    if "reversed" in triggers or "backwards" in triggers:
        found += _reversed(text, judge, said_so="backwards" in triggers)
    elif "@" in text:
        found += _turned_mailboxes(text, judge)
    if "rot13" in triggers:
        turned = codecs.encode(text, "rot13")
        found += _hidden((one for one in judge(turned) if one.kind == "email"), "rot13")
    if "%" in text or "&" in text or "\\u" in text:
        found += _rewritten(
            text, [(one, _unescaped(one[0])) for one in _ESCAPED.finditer(text)], judge, "escaped"
        )
    if "leet" in triggers:
        found += _rewritten(text, _leet(text), judge, "letters as figures")
    if may_be_encoded(said):
        found += _decoded(text, judge)
    return found


def may_be_encoded(said: Sequence[str]) -> bool:
    """Say, cheaply, whether words may say something in Base64 or hexadecimal: one long one, or many of two signs."""
    lengths = list(map(len, said))
    if max(lengths, default=0) >= ENCODED_MIN and any(
        length >= ENCODED_MIN and word.isascii() for word, length in zip(said, lengths, strict=True)
    ):
        return True
    return len(said) >= HEX_PAIRS_MIN and lengths.count(2) >= HEX_PAIRS_MIN


def _reversed(text: str, judge: Judge, *, said_so: bool) -> Iterator[Finding]:
    length = len(text)
    for one in judge(text[::-1]):
        is_plain = one.kind in {"email", "meeting"} or (
            one.kind == "url" and (said_so or _REVERSED.search(text) is not None)
        )
        start, end = length - one.end, length - one.start
        if is_plain and one.confidence >= 0.8 - 0.2 * said_so and not _ends_in_host(text[start:end]):
            yield _as_hidden(one, start, end, "reversed")
    if said_so:
        for run in _DIGITS.finditer(text):
            digits = re.sub(r"\D", "", run[0])
            said = _WORD.findall(text[max(0, run.start() - WORDS_BEFORE) : run.start()].lower())
            if len(digits) in REVERSED_DIGITS and not names_something_else(said):
                found = Finding("phone", 0, run.start(), run.end(), digits[::-1], CONFIDENCE, ("digits",))
                yield _as_hidden(found, run.start(), run.end(), "reversed")


def _turned_mailboxes(text: str, judge: Judge) -> Iterator[Finding]:
    """Yield the mailboxes that make sense from behind only: zc.aksonotsil@avokjah."""
    for turned in _TURNED.finditer(text):
        if _ends_in_host(turned[0]) or top_level_class(turned["ending"][::-1].lower()) is None:
            continue
        for one in judge(turned[0][::-1]):
            if one.kind == "email" and one.end - one.start == len(turned[0]):
                yield _as_hidden(one, *turned.span(), "reversed")


def _ends_in_host(written: str) -> bool:
    """Say whether a mailbox makes sense as it is written."""
    _name, at, host = written.rpartition("@")
    _house, dot, ending = host.rpartition(".")
    return bool(at and dot) and top_level_class(ending.lower()) is not None


def _leet(text: str) -> list[tuple[re.Match[str], str]]:
    """Return the parts of mail houses and domains in which figures stand for letters."""
    return [
        (one, plain)
        for one in _LEET_DOMAIN.finditer(text)
        if (plain := _plain_domain(one[0])) != one[0].lower()
    ]


def _plain_domain(written: str) -> str:
    low = written.lower()
    if low.startswith("gm"):
        return "gmail"
    return low.translate(_PLAIN_LEET).replace("hotmall", "hotmail").replace("lcloud", "icloud")


def _unescaped(written: str) -> str:
    if written.startswith("\\u"):
        return chr(int(written[2:], 16))
    plain = unescape(written) if written.startswith("&") else unquote(written)
    return plain if len(plain) == 1 else written


def _rewritten(
    text: str, parts: list[tuple[re.Match[str], str]], judge: Judge, evidence: str
) -> Iterator[Finding]:
    """Yield what a text shows with some parts written plainly, where those parts belong to it."""
    if not parts:
        return
    view = View(text, [Edit(one.start(), one.end(), plain) for one, plain in parts])
    for one in judge(view.text):
        if one.kind in {"email", "url", "meeting"} and view.touched(one.start, one.end):
            if one.kind != "email" and evidence == "escaped" and "://" in text:
                continue
            yield _as_hidden(one, *view.span(one.start, one.end), evidence)


def _decoded(text: str, judge: Judge) -> Iterator[Finding]:
    """Yield words that say a detail in Base64 or hexadecimal, and little else."""
    for pattern, decode, name in ((_BASE64, _from_base64, "base64"), (_HEX, _from_hex, "hexadecimal")):
        for found in pattern.finditer(text):
            plain = decode(found[0])
            if not plain:
                continue
            for one in judge(plain):
                if one.kind in {"email", "url", "phone", "meeting"} and one.end - one.start >= 0.5 * len(
                    plain
                ):
                    yield _as_hidden(one, found.start(), found.end(), name)
                    break


def _from_base64(written: str) -> str:
    if len(written.rstrip("=")) % 4 == 1 or (written.isalpha() and written.islower()):
        return ""
    try:
        plain = base64.b64decode(written + "=" * (-len(written) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
    return plain if plain.isprintable() and len(plain) <= DECODED_CHARACTERS_MAX else ""


def _from_hex(written: str) -> str:
    try:
        plain = bytes.fromhex(written.removeprefix("0x").replace(":", " ")).decode("ascii")
    except ValueError:
        return ""
    return plain if plain.isprintable() else ""


def _hidden(findings: Iterator[Finding], evidence: str) -> Iterator[Finding]:
    for one in findings:
        yield _as_hidden(one, one.start, one.end, evidence)


def _as_hidden(finding: Finding, start: int, end: int, evidence: str) -> Finding:
    return replace(
        finding,
        start=start,
        end=end,
        confidence=CONFIDENCE,
        evidence=(*finding.evidence, evidence),
        hidden=True,
    )
