"""Find numbers and account names that only the words beside them make contact details, in every language of the lists.

"mi cel es 55 1234 5678": a number whose shape alone proves nothing. "加我微信 lihua8891": a name beside an app.
"""

import re
from collections.abc import Iterator, Sequence

from gighall.guard.finding import Finding
from gighall.guard.lexicon import Hit
from gighall.guard.phones import (
    NO_PHONE,
    is_followed_by_unit,
    is_pattern,
    names_something_else,
    number_at,
)
from gighall.guard.reading import Reading
from gighall.guard.samples import is_sample_number
from gighall.guard.word_lists import domain_classes, words

NUMBER_NEARBY, NUMBER_AFTER = 26, 14
NAME_NEARBY, NAME_BEFORE = 30, 26
SHORT_MESSAGE_WORDS = 7
DIGITS_MIN, DIGITS_MAX = 7, 13
QQ_DIGITS = range(6, 12)
# A text that names more is a dump of something.
HITS_MAX, APPS_MAX = 300, 40
CONFIDENCE_NUMBER, CONFIDENCE_NAME, CONFIDENCE_PLAIN = 0.85, 0.82, 0.72

# Words that say: ring, write, this is mine.
_RINGS = frozenset({"app", "callme", "callyou"})
_SPEAKS = frozenset(
    {
        "my",
        "mydetail",
        "me",
        "callme",
        "detail",
        "yourdetail",
        "give",
        "findme",
        "same",
        "have",
        "whole_talk",
        "you",
    }
)
_DENIES = frozenset({"not", "rule"})
_MINE = frozenset({"detail", "yourdetail", "mydetail", "channel"})
_OWN = frozenset({"my", "me", "give", "mydetail"})
_CALLING = _RINGS | _MINE
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_А-я.,$€£#/=:_-])(?<!\d[ .:/-])\+?\(?\d[\d ()./\-\u2010-\u2015]{5,22}\d"
    r"(?![A-Za-z0-9_А-я%€$£₹]|[.,:/-]\d)"
)
_PHONE_SIGN = re.compile(r"[☎📞📱📲✆🤙]")
_NAME = re.compile(
    r"(?<![A-Za-z0-9_.@/#&$\\`<-])@?[A-Za-z0-9_][A-Za-z0-9_.]{2,31}(?:#\d{4})?(?![A-Za-z0-9_@/\\(=`>\[-])"
)
_VERSION = re.compile(
    r"v?\d[\d.]*[a-z]?|(?:utf|base|sha|md|mp|py|python|web|h|x|es|ip|ipv|iphone|ios|android"
    r"|windows|win|covid|php|vue)\d+[\d.]*\w?|\d+(?:px|kb|mb|gb|k|m|x|st|nd|rd|th|am|pm|h|min|s"
    r"|eur|usd|fps|p|d|rs)\b\w*",
    re.IGNORECASE,
)
_STOP = re.compile(r"[!?;\n。！？]|\.\s")
_OF_OTHERS = re.compile(
    r"\w['’]s \Z(?<!it's )(?<!that's )(?<!here's )|\b(?:user|author|member) \w+ (?:on|in|at) \Z",
    re.IGNORECASE,
)
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


def find_beside(text: str, reading: Reading, found: Sequence[Finding], figures: int) -> list[Finding]:
    """Return numbers and names that the words beside them make contact details, in a text with so many figures."""
    has_sign = "phone" in reading.triggers
    may_be_number = figures >= DIGITS_MIN and (has_sign or not _CALLING.isdisjoint(reading.classes))
    # A word of nothing but letters is the name of nobody, except among words of another script.
    may_be_name = figures or "_" in text or "." in text or "@" in text or not text.isascii()
    if not (may_be_number or (may_be_name and reading.has_app)):
        return []
    hits, apps = reading.hits[:HITS_MAX], reading.apps[:APPS_MAX]
    taken = [(one.start, one.end) for one in found]
    beside: list[Finding] = []
    if may_be_number:
        beside += _numbers(text, hits, apps, taken, has_sign)
        taken += [(one.start, one.end) for one in beside]
    if apps and may_be_name:
        beside += _names(text, hits, apps, taken)
    return beside


def _is_taken(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in taken)


def _numbers(
    text: str, hits: Sequence[Hit], apps: Sequence[Hit], taken: Sequence[tuple[int, int]], has_sign: bool
) -> Iterator[Finding]:
    """Yield the numbers beside a word for ringing, or beside an app's name."""
    rings = [hit for hit in (*hits, *apps) if not _RINGS.isdisjoint(hit.classes)]
    mine = [hit for hit in hits if not _MINE.isdisjoint(hit.classes)]
    own = [hit for hit in hits if not _OWN.isdisjoint(hit.classes)]
    if not (rings or mine or has_sign):
        return
    for one in _NUMBER.finditer(text):
        if _is_taken(one.start(), one.end(), taken):
            continue
        number = number_at(text, one.start(), one.end())
        if (
            number is None
            or NO_PHONE.search(one[0])
            or not DIGITS_MIN <= len(number.digits) <= DIGITS_MAX
            or is_pattern(number)
        ):
            continue
        said = re.findall(r"[^\W\d_]+", text[max(0, one.start() - 60) : one.start()].lower())
        if names_something_else(said) or is_followed_by_unit(text, one.end()):
            continue
        if is_sample_number(text, one.start(), one.end(), number.digits):
            continue
        if any("thing" in hit.classes and abs(hit.end - one.start()) <= NUMBER_NEARBY for hit in hits):
            continue
        cue = any(_is_near(text, one, hit) for hit in rings) or bool(
            _PHONE_SIGN.search(text, max(0, one.start() - 6), one.end() + 4)
        )
        if not cue and any(_is_near(text, one, hit) for hit in mine):
            cue = any(abs(hit.end - one.start()) <= 2 * NUMBER_NEARBY for hit in own)
        if cue:
            value = ("+" if number.plus else "") + number.digits
            yield Finding("phone", 0, number.start, number.end, value, CONFIDENCE_NUMBER, ("words beside",))


def _is_near(text: str, found: re.Match[str], hit: Hit) -> bool:
    if 0 <= found.start() - hit.end <= NUMBER_NEARBY:
        return _STOP.search(text, hit.end, found.start()) is None
    return 0 <= hit.start - found.end() <= NUMBER_AFTER and _STOP.search(text, found.end(), hit.start) is None


def _names(
    text: str, hits: Sequence[Hit], apps: Sequence[Hit], taken: Sequence[tuple[int, int]]
) -> Iterator[Finding]:
    """Yield the account names beside an app's name, where somebody speaks of an account of theirs."""
    if len(text) > NAME_NEARBY and any(not _DENIES.isdisjoint(hit.classes) for hit in hits):
        return
    speaks = any(not _SPEAKS.isdisjoint(hit.classes) for hit in hits)
    short = len(text.split()) <= SHORT_MESSAGE_WORDS
    foreign = not text.isascii() and len(text) > 2 * sum(map(len, _LATIN_WORD.findall(text)))
    for app in apps:
        if "weakapp" in app.classes and not (speaks and foreign):
            continue
        if any("thing" in hit.classes and -24 <= hit.start - app.end <= 24 for hit in hits):
            continue
        if _OF_OTHERS.search(text, max(0, app.start - NAME_BEFORE), app.start):
            continue
        start, end = max(0, app.start - NAME_BEFORE), min(len(text), app.end + NAME_NEARBY)
        for one in _NAME.finditer(text, start, end):
            name = one[0].rstrip("._")
            last = one.start() + len(name)
            if one.start() < app.end and app.start < last:
                continue
            if name.isalpha() and not foreign:
                # A word of the sentence; only beside words of another script may it be somebody's name.
                continue
            if _is_taken(one.start(), last, taken) or _between(text, app, one.start(), last):
                continue
            weight = _weight(text, name, app.app, speaks=speaks, short=short, foreign=foreign)
            if weight:
                value = f"{app.app}:{name.lower().lstrip('@')}"
                yield Finding("handle", 0, one.start(), last, value, weight, ("app", "words beside"))
                break


def _between(text: str, app: Hit, start: int, end: int) -> bool:
    """Say whether a sentence ends, or much is said, between an app and a name."""
    between = text[app.end : start] if start >= app.end else text[end : app.start]
    return _STOP.search(between) is not None or len(between.split()) > 4


def _weight(text: str, name: str, app: str, *, speaks: bool, short: bool, foreign: bool) -> float:
    core = name.lstrip("@")
    if _VERSION.fullmatch(core) or len(core) < 3:
        return 0.0
    if core.isdigit():
        return CONFIDENCE_NAME if app == "qq" and len(core) in QQ_DIGITS else 0.0
    parts = core.lower().replace(".", "_").split("_")
    if any(name in core.lower() for name in words("apps", "misspelt")):
        return 0.0
    if any(part in words("apps", "code") for part in parts) or (core.isupper() and "_" in core):
        return 0.0
    if "." in core and (
        domain_classes().get(parts[-1]) == "file" or parts[-1] in words("apps", "file_endings")
    ):
        return 0.0
    if name[0] == "@":
        return (
            CONFIDENCE_NAME
            if core.lower() not in words("apps", "decorators") and (speaks or short or foreign)
            else 0.0
        )
    letters = sum(map(str.isalpha, core))
    chosen = letters >= 2 and (
        "_" in core.strip("_") or "." in core or (letters >= 3 and any(map(str.isdigit, core)))
    )
    if chosen:
        return CONFIDENCE_NAME if speaks or (short and len(text) <= 48) or foreign else 0.0
    plain = foreign and core.isalpha() and core.islower() and len(core) >= 5 and speaks
    return CONFIDENCE_PLAIN if plain and core not in words("apps", "not_a_name") else 0.0
