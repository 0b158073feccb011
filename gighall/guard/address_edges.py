"""Take into an address what belongs to it at its edges: a scheme in words, the rest of a path, a name before a host."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from gighall.guard.finding import Finding
from gighall.guard.said_names import common_words
from gighall.guard.word_lists import words

BEFORE, AFTER = 60, 80
NAMES_MAX = 3
ADDRESSES = frozenset({"url", "meeting", "payment", "email"})
CONFIDENCE = 0.82

_SCHEME = re.compile(
    r"(?<![^\W_])(?:h[\s.-]?(?:t[\s.-]?t|x[\s.-]?x)[\s.-]?p[\s.-]?s?\s{0,2}(?::|colon)\s{0,2}"
    r"(?:(?:/|(?:forward |double )?slash(?:es)?)\s{0,2}){1,2})?"
    r"(?:(?:w\s?w\s?w|triple w|double[ -]?u(?: double[ -]?u){2})\s{0,2}(?:\.|dot|point)?\s{0,2})?\Z",
    re.I,
)
_PATH = re.compile(
    r"\s{0,2}(?:/|(?:forward |fwd |back)?slash\b)\s{0,2}(?:/\s{0,2})?[\w.-]{1,40}"
    r"(?:\s{0,2}(?:/|-|_|(?:(?:forward )?slash|dash|hyphen|minus|underscore|dot)\b)\s{0,2}[\w-]{1,40}){0,5}",
    re.I,
)
_MORE = re.compile(r"\s{0,2}(?:-|_|(?:dash|hyphen|minus|underscore|dot|/|slash)\b)\s{0,2}[\w-]{1,40}", re.I)
_WORD = re.compile(
    r" ([^\W\d_]{2,20})(?=[ \t]*(?:[.,!?;)\n]|\Z)| (?:and|for|same|thing|pls|please|thx|if|it)\b)", re.I
)
_PROFILES = re.compile(
    r"\b(?:me|instagram|insta ?gram|t|paypal|pay ?pal|linktr|linktree|facebook|tiktok|venmo)\b", re.I
)
_NAME_BEFORE = re.compile(
    r"(?<![\w@.])(?P<name>[A-Za-z][\w.+-]{2,40}(?:\s(?:dot|punkt|point|punto|ponto|titik|nokta|tuldok|underscore|dash|period)"
    r"\s[\w-]{1,30}){0,2}(?:\s\d{1,4})?)(?P<sign>\s{0,2}(?:[^\w\s.,;:!?/'\"]{1,3}|"
    r"\b(?:and then|then|plus|followed by|curly a|a|monkey|snail|sign|ad|et|att|aat|sat|ett|chez|bei|kwa)\b"
    r"|\s|,\s(?:then\s)?){1,3})\Z"
)
_MAIL_CUE = re.compile(
    r"\b(?:e-?mail|mail|address|write|reach|contact|inbox|send|replace|swap|instead of)\b", re.I
)


def widened(text: str, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings, addresses among them with what belongs to them at their edges."""
    ends = sorted(one.end for one in found)
    starts = sorted(one.start for one in found)
    for one in found:
        if one.kind not in ADDRESSES or (one.kind == "payment" and "." not in one.value):
            yield one
            continue
        before, behind = bisect_right(ends, one.start), bisect_left(starts, one.end)
        floor = ends[before - 1] if before else 0
        ceiling = starts[behind] if behind < len(starts) else len(text)
        yield (
            _mailbox(text, one, floor)
            if one.kind == "url" and _is_mail_host(one)
            else _whole(text, one, floor, ceiling)
        )


def _whole(text: str, one: Finding, floor: int, ceiling: int) -> Finding:
    """Return an address with the scheme before it and the path behind it."""
    start, end = one.start, one.end
    if one.kind != "email":
        before = _SCHEME.search(text, max(floor, start - BEFORE), start)
        start = before.start() if before else start
    if one.hidden and one.kind != "email":
        stop = min(ceiling, end + AFTER)
        path = (_MORE if _has_path(one) else _PATH).match(text, end, stop)
        while path is not None:
            end = path.end()
            path = _MORE.match(text, end, stop)
        if (_has_path(one) or end > one.end) and _PROFILES.search(text, start, one.end):
            for _word in range(NAMES_MAX - 1):
                more = _WORD.match(text, end, stop)
                if more is None or more[1].lower() in common_words():
                    break
                end = more.end(1)
    return one if (start, end) == (one.start, one.end) else one.moved(start, end, hidden=one.hidden)


def _has_path(one: Finding) -> bool:
    return "/" in one.value.partition("://")[2] or ("://" not in one.value and "/" in one.value)


@cache
def _mail_hosts() -> frozenset[str]:
    houses = words("signs", "mail_alone") | {"outlook"}
    return frozenset(
        f"{house}.{end}" for house in houses for end in ("com", "net", "de", "co.uk", "fr", "es", "me")
    )


def _is_mail_host(one: Finding) -> bool:
    return one.value.lower().rpartition("://")[2].strip("/") in _mail_hosts()


def _written(name: str) -> str:
    """Return a name whose signs are said as it is written: rani titik ayu."""
    for said, sign in (
        (r"\sunderscore\s", "_"),
        (r"\sdash\s", "-"),
        (r"\s\w{3,6}\s(?=\S)", "."),
        (r"\s", ""),
    ):
        name = re.sub(said, sign, name, flags=re.I)
    return name


def _mailbox(text: str, one: Finding, floor: int) -> Finding:
    """Return the host of a mail house with the name before it, whatever stands there for an at."""
    before = _NAME_BEFORE.search(text, max(floor, one.start - BEFORE), one.start)
    if before is None:
        return one
    name, sign = before["name"], before["sign"].strip()
    chosen = any(mark.isdigit() or mark in "._+- " for mark in name)
    signed = bool(sign) and not sign[0].isalnum() and sign not in {"(", "-", "–", "—", "->", "=", "=>"}
    if (
        not (chosen or signed or _MAIL_CUE.search(text, max(0, before.start() - AFTER), before.start()))
        or name.lower() in common_words()
    ):
        return one
    value = f"{_written(name)}@{one.value.rpartition('://')[2]}".lower()
    return Finding("email", 0, before.start(), one.end, value, CONFIDENCE, ("name", "mail house"), True)
