"""Find account names that stand right beside an app in the short ways in which people give them.

"discord me: plumduff", "steam xiaoyu_lantern, add me", "my name on telegram is waldkauz", "@ mintyhollow on tiktok".
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gighall.guard.apps import App
from gighall.guard.domains import top_level_class
from gighall.guard.finding import Finding
from gighall.guard.said_names import common_words
from gighall.guard.word_lists import is_any_in, phrases, words

APPS_MAX, TEXT_MAX, BEFORE, LETTERS_MIN, LONG_NAME, FIGURES_MIN = 12, 1_000, 48, 4, 9, 2
CONFIDENCE = 0.8

_NAME = r"(?P<name>[^\W_][\w.]{2,30}[^\W_])"
_ENDS = r"(?=[ \t]*(?:[.,!?;)\n(]|\Z)|[ \t]+(?:and|or|if|there|ok|pls|please|not|when|but|so|is)\b)"
# The app as a verb: snap me. jodiepips
_ME = re.compile(
    rf"\s?me\b(?:[ ]?[:.,=>–—-]{{1,2}}\s|\s(?:at|@|as|under|on|it's|its|i'm|im)[ :]{{1,2}})@?{_NAME}{_ENDS}",
    re.I,
)
# The name right behind an app that begins a text or a sentence.
_RIGHT_BEHIND = re.compile(
    rf"(?:[ ]|[.;?!]{{1,3}}[ ]|:[ ]?|[ ]=[ ]|['’]s[ ])(?:(?:yes|yep|sure),? )?(?:(?:i'?m|it'?s|as|under) )?@?{_NAME}"
    r"(?![\w@/(=\\\[-]|\.\w)"
)
_BEGINS = re.compile(r"(?:\A|[.!?\n])\W{0,3}\Z|\b(?:my|mine|on|add me on|its|it's)\s\Z", re.I)
# The name before the app: it's kit.marlowe.draws on threads
_ON = re.compile(rf"(?<![\w@./#-]){_NAME} (?:on|over on|via) (?:the |my )?\Z", re.I)
_SIGN_APART = re.compile(
    rf"(?<![\w@.])@\s{_NAME} (?:on|over on|via|auf|sur|en|no|su|na) (?:the |my )?\Z", re.I
)
_LED_ON = re.compile(
    r"\b(?:it'?s|i'?m|i am|me|name|user|username|handle|is|be|find|add|follow|called|as|under"
    r"|she'?s|he'?s|we'?re)[ :,]{1,2}\Z",
    re.I,
)
# The name in front, and the app behind it as a remark: take this down: silverthimble (discord)
_REMARKED = re.compile(rf":\s@?{_NAME}(?: \(|, )(?:on |my )?\Z")
_REMARK_ENDS = re.compile(r"\s?[),.;!]|\s?\Z")
_WHOSE = re.compile(
    rf"[\s,–—-]{{1,3}}(?:is|=|:|ist|es|est|é|è|to|heisst|heißt)[ :]{{1,2}}@?{_NAME}{_ENDS}", re.I
)
# I'm on discord as brambleking
_AS = re.compile(rf"\s(?:as|under|als|como|comme|come|jako|som|как) @?{_NAME}{_ENDS}", re.I)
_OF_AUTHOR = re.compile(
    r"\b(?:i'?m|i am|me|my|find|search|look|add|ich|mich|soy|estoy|suis|sono|sou|я|меня|jestem)\b", re.I
)
_TOLD_BEHIND = re.compile(
    rf"(?<![\w@./#-]){_NAME},? (?:is (?:the|my) (?:name|user|username|handle|nick)\b|is what you (?:type|search)\b"
    r"|that'?s (?:me|my (?:name|user|username|handle|nick)|what i'?m called|the name)\b)",
    re.I,
)
# Names of several words that are to be written as one.
_TOGETHER = re.compile(
    r"\s?(?::|=|is|->|ist|es|est|é|è|to|-)\s{1,2}(?P<name>[^\W\d_]+(?: [^\W_]+){1,4}?)(?=\s?[,.(;!]|\s?\Z)",
    re.I,
)
_TELLS = re.compile(r"(?:ed|ing|able|ible|ly|tion|ions|ment|ful|ive|ous|less|ic|est|al|ers)\Z", re.I)
_VERSION = re.compile(r"v?\d[\d._]*\w?|[a-z]{1,6}\d{1,2}", re.I)


@cache
def _whose() -> re.Pattern[str]:
    said = "|".join(sorted(map(re.escape, phrases("apps", "name_on")), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{said})\s(?:the\s)?\Z", re.I)


def find_names_by_app(text: str, apps: Sequence[App]) -> Iterator[Finding]:
    """Yield the account names beside the apps of a short text; ``apps`` are those that it names."""
    if len(text) > TEXT_MAX:
        return
    low = text.lower()
    together = is_any_in(low, "apps", "without_blanks")
    is_told = " is " in low or "that" in low
    for app in apps[:APPS_MAX]:
        if app.is_described or app.name in words("apps", "places") or app.name in words("apps", "shown"):
            continue
        found = _behind(text, app) or _in_front(text, app) or (_told_behind(text, app) if is_told else None)
        if found is not None:
            yield _finding(found, app)
        elif together:
            several = _TOGETHER.match(text, app.end)
            if several is not None and not all(
                word in common_words() for word in several["name"].lower().split()
            ):
                yield _finding(several, app)


def _behind(text: str, app: App) -> re.Match[str] | None:
    """Return the name behind an app."""
    found = _ME.match(text, app.end)
    if found is not None and _may_be_name(found["name"]):
        return found
    before = text[max(0, app.start - BEFORE) : app.start]
    if _whose().search(before):
        found = _WHOSE.match(text, app.end)
        if found is not None and _may_be_name(found["name"]):
            return found
    found = _AS.match(text, app.end)
    if found is not None and _may_be_name(found["name"]) and _OF_AUTHOR.search(before):
        return found
    if _BEGINS.search(before):
        found = _RIGHT_BEHIND.match(text, app.end)
        sure = found is not None and ("@" in found[0] or is_signed(found["name"]))
        if found is not None and sure and not (app.is_short and app.is_ambiguous and not before):
            return found
    return None


def _in_front(text: str, app: App) -> re.Match[str] | None:
    """Return the name in front of an app."""
    first = max(0, app.start - BEFORE)
    if text[app.start - 1 : app.start] not in {" ", "("} or not app.start:
        return None
    for pattern in (_SIGN_APART, _REMARKED):
        found = pattern.search(text, first, app.start)
        if (
            found is None
            or not _may_be_name(found["name"])
            or (pattern is _REMARKED and not _stands_as_remark(text, app, found))
        ):
            continue
        return found
    found = _ON.search(text, first, app.start)
    if found is not None and is_signed(found["name"]) and _LED_ON.search(text, first, found.start("name")):
        return found
    return None


def _stands_as_remark(text: str, app: App, found: re.Match[str]) -> bool:
    name = found["name"]
    is_name = is_signed(name) or (len(name) >= LONG_NAME and name.islower() and name[-1] != "s")
    return is_name and _REMARK_ENDS.match(text, app.end) is not None


def _told_behind(text: str, app: App) -> re.Match[str] | None:
    """Return the name shortly behind an app, or in front of it, of which the words behind it say that it is one."""
    for found in _TOLD_BEHIND.finditer(
        text, max(0, app.start - BEFORE), min(len(text), app.end + 2 * BEFORE)
    ):
        if _may_be_name(found["name"]) and not (found.start() < app.end and app.start < found.end("name")):
            return found
    return None


def _may_be_name(name: str) -> bool:
    """Say whether a word behind words that lead to a name is one: no word of talk."""
    low = name.lower()
    if is_signed(name):
        return True
    if (
        not low.isalpha()
        or len(low) < LETTERS_MIN
        or low in common_words()
        or low in words("apps", "no_person")
    ):
        return False
    return low not in words("apps", "code") and _TELLS.search(low) is None


def is_signed(name: str) -> bool:
    """Say whether a name has a sign or figures in it and is none of a file, a version or a program."""
    low = name.lower()
    if _VERSION.fullmatch(low) or (name.isupper() and "_" in name):
        return False
    parts = [part for part in re.split(r"[._]", low) if part]
    if len(parts) == 1:
        letters, figures = sum(map(str.isalpha, low)), sum(map(str.isdigit, low))
        return letters >= LETTERS_MIN and figures >= FIGURES_MIN
    last = parts[-1]
    if "." in low and (
        last in words("apps", "file_endings") or top_level_class(last) in {"plain", "file", "word"}
    ):
        return False
    if not words("apps", "sure_code").isdisjoint(parts) or all(
        part in words("apps", "nobody") for part in parts
    ):
        return False
    coded = sum(part in words("apps", "code") or part in common_words() or part.isdecimal() for part in parts)
    return 2 * coded < len(parts) or (len(parts) > 2 and coded < len(parts) - 1)


def _finding(found: re.Match[str], app: App) -> Finding:
    start, end = found.span("name")
    value = f"{app.name}:{found['name'].lower().replace(' ', '')}"
    return Finding("handle", 0, start, end, value, CONFIDENCE, ("app", "beside"), app.is_misspelt)
