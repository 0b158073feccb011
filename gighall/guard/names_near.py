"""Find account names that a few words lead to, some way from the app: "are you on insta? I'm thatgirl.bakes"."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from ahocorasick_rs import AhoCorasick

from gighall.guard.apps import App
from gighall.guard.domains import top_level_class
from gighall.guard.finding import Finding
from gighall.guard.said_names import common_words
from gighall.guard.word_lists import phrases, words

# How far from its app a name may stand, how many names are looked at, and how much of a text.
NEAR, APPS_MAX, NAMES_MAX, TEXT_MAX, LEADING = 110, 20, 12, 4_000, 40
CONFIDENCE, CONFIDENCE_TAG = 0.8, 0.85

# A name with a sign or a figure in it: words of nothing but letters are talk.
_NAME = re.compile(
    r"(?<![\w@./#\\-])@?(?=[^\W_]?[\w.-]{0,31}[\d_.#])[^\W_][\w.-]{2,31}(?:#\d{4,5})?(?<![.-])(?![\w@/(=\\\[]|\s=)"
)
_SIGNED = re.compile(r"[\d_.#]")
# "username kelpiedev": behind such a word letters alone are a name too.
_CALLED = re.compile(
    r"\b(?:user ?name|handle|nickname|gamer ?tag|screen name|account name)(?: there)?(?: is|'s|:| =){0,2} "
    r"(?P<name>[A-Za-z][A-Za-z0-9]{6,24})(?=[ \t]*(?:[.!?,;)\n]|\Z|(?:and|add|there|if|or|so|on)\b))",
    re.I,
)
_MATRIX = re.compile(r"(?<![\w@./])@[\w.=-]{2,40}:[a-z\d-]{1,40}(?:\.[a-z\d-]{1,40}){1,4}(?![\w/(:])", re.I)
_REDDIT = re.compile(r"(?<![\w.])/?u/[\w-]{3,24}(?![\w/])", re.I)
_LINKEDIN = re.compile(r"(?<![\w./])/?in/[\w-]{4,40}(?![\w/])", re.I)
_LIVE = re.compile(r"(?<!\w)live:[\w.:-]{3,64}(?<![.:-])", re.I)
_LONG_TAG = re.compile(r"(?<![\w/#&.-])[^\W_][\w.]{1,31}#\w{3,5}(?!\w)")
# How the places write accounts that write them like nobody else.
TAGS = {
    "discord": re.compile(r"(?<![\w/#&.-])[^\W_][\w.]{1,31}#\d{4}(?!\w)"),
    "battlenet": _LONG_TAG,
    "riot": _LONG_TAG,
    "nintendo": re.compile(r"(?<!\w)SW[ -]?\d{4}[ -]{1,2}\d{4}[ -]{1,2}\d{4}(?!\w)", re.IGNORECASE),
    "threema": re.compile(r"(?<!\w)(?=[A-Z ]{0,8}\d)[A-Z0-9]{4} ?[A-Z0-9]{4}(?!\w)"),
}
# Frames in which letters alone are a name: "friend request pixelbaron there", "put ladyfern into the search".
_FRAMED = re.compile(
    r"\b(?:(?:friend request|request|look up|look for|search(?: for)?|add|follow|msg|message|dm|poke|invite|ping|find)"
    r" (?P<there>@?[A-Za-z][\w.-]{5,30}) (?:on |over |in |out )?there\b"
    r"|(?:put|type|enter|punch|write|paste) (?P<put>[A-Za-z][\w.-]{4,30}) (?:in|into|in to|on) "
    r"(?:the |your |its )?(?:\w{1,12} )?"
    r"(?:search|finder)"
    r"|(?:i go by|goes by|known as|listed as|registered as|saved as|find me as|find me under|add me as|as user) "
    r"(?P<known>[A-Za-z][\w-]{5,24})(?=[ \t]*(?:[.!?,;)\n]|\Z|there\b|on there\b)))",
    re.I,
)
# The same with an app right beside: "add ladyfern on Telegram", "Discord? I'm ladyfern."
_ON_APP = re.compile(
    r"\b(?:add|msg|message|dm|write|ping|find|follow|text|poke|hit up|i'?m|i am|it'?s) "
    r"(?P<name>[A-Za-z]{6,24}) (?:on|over on|via|in) "
    r"(?:the |my )?\Z",
    re.I,
)
_APP_THEN = re.compile(
    r"(?:[?.!,:]{0,2}\s{1,2}(?:and |there )?(?:i'?m|i am|it'?s|my name'?s|my name is|user|look for|search|search for"
    r"|ask for|under|called)|,) "
    r"(?P<name>[A-Za-z]{6,24})(?=[ \t]*(?:[.!?,;)\n]|\Z|(?:no|there|pls|please|btw|thanks|thx)\b))",
    re.I,
)
# Of each of these frames one of these stands in a text, in small letters; the expressions are dearer than the question.
_FRAME_WORDS = AhoCorasick(
    [
        *("user", "handle", "nickname", "gamer", "screen name", "account name", " there", "search", "finder"),
        *("go by", "goes by", " as ", "me under"),
    ]
)
_ON_APP_ENDS = tuple(f" {on} {whose}" for on in ("on", "via", "in") for whose in ("", "the ", "my "))
_TOLD = re.compile(r"(?:ed|ing|able|ible|ly|tion|ful|ive|ous|less|ic|ate|est|ment|al)\Z|\A\w{1,6}(?:er|s)\Z")
# "My handle, for the site with the bird, is captain_ledger".
_SAID_OF = re.compile(
    r"\bmy (?:handle|user ?name|nick(?:name)?|name|account|tag|id|profile)\b[^.!?\n]{0,70}? is:? "
    r"(?P<name>@?[^\W_][\w.-]{2,31})",
    re.I,
)
_INVITED = re.compile(
    r"\b(?:on|via|over|my|use|i'?m (?:on|in)|find me (?:on|in))\s{1,2}(?:the |my |that |this )?\Z"
    r"|\b(?:add|dm|msg|ping|try) (?:me )?\Z",
    re.I,
)
# The letter as an app: only in capitals and beside a name with its sign.
_ON_X = re.compile(
    r"(?<![\w@.])(?P<before>@\w{3,15})(?= (?:on|via|over on) X(?![\w@.+-]))"
    r"|(?<![\w@.+-])X(?:,| is|:| as| at| under)? (?P<after>@\w{3,15})(?![\w@.])"
)


def find_names_near(text: str, apps: Sequence[App]) -> list[Finding]:
    """Return the names that words lead to ("I'm", "look for", "… is my name there") in a text that names an app."""
    near = text[:TEXT_MAX]
    found = list(_addressed(near, apps)) if "@" in near or "/" in near or "live:" in near else []
    places = [app for app in apps if app.name not in words("apps", "places")]
    if not places or _is_about_work(near):
        return found
    found += _with_signs(near, places) if _SIGNED.search(near) else ()
    return found or list(_of_letters(near, places))


def _with_signs(text: str, apps: Sequence[App]) -> Iterator[Finding]:
    """Yield the names with a sign or a figure that words lead to."""
    told: list[tuple[int, int]] | None = None
    for one in islice(_NAME.finditer(text), NAMES_MAX):
        start, end = one.span()
        app = _app_near(apps, start, end)
        if app is None or not may_be_account(one[0]):
            continue
        if told is None:
            told = [said.span("name") for said in _SAID_OF.finditer(text)]
        if _is_led_to(text, start, end) or _is_apposed(text, app, start) or (start, end) in told:
            yield _finding(start, end, one[0], app.name)


def find_tags(text: str, apps: Sequence[App]) -> Iterator[Finding]:
    """Yield the accounts that a place named in the text writes like no other place: name#1234, SW-1234-5678-9012."""
    for place, tags in TAGS.items():
        app = next((one for one in apps if one.name == place), None)
        if app is not None or (place == "nintendo" and "SW-" in text):
            first, last = (app.start, app.end + LEADING) if app and place == "threema" else (0, len(text))
            for tag in tags.finditer(text, first, last):
                yield Finding("handle", 0, *tag.span(), f"{place}:{tag[0].lower()}", CONFIDENCE_TAG, ("tag",))


def _of_letters(text: str, apps: Sequence[App]) -> Iterator[Finding]:
    """Yield the names without a sign or a figure that frames lead to which hold nothing but names."""
    for app in apps[:APPS_MAX]:
        first = max(0, app.start - LEADING)
        is_led = text[first : app.start].lower().endswith(_ON_APP_ENDS)
        for one in (
            _ON_APP.search(text, first, app.start) if is_led else None,
            _APP_THEN.match(text, app.end),
        ):
            if one is None or not _is_nobodys_word(one["name"], app):
                continue
            # "find plumbers on Facebook" asks for many.
            if one["name"][-1] not in "sS" or one.re is _APP_THEN or _is_personal(text):
                yield _finding(*one.span("name"), one["name"], app.name)
    if not _FRAME_WORDS.find_matches_as_indexes(text.lower()):
        return
    for framed in (*_CALLED.finditer(text), *_FRAMED.finditer(text)):
        name = framed.lastgroup or ""
        beside = _app_near(apps, *framed.span(name))
        low = framed[name].lower()
        if (
            beside is not None
            and low not in common_words()
            and not low.endswith(("ed", "ing", "able", "ly", "tion"))
        ):
            yield _finding(*framed.span(name), framed[name], beside.name)


def _addressed(text: str, apps: Sequence[App]) -> Iterator[Finding]:
    """Yield the names whose own shape says of which place they are."""
    for one in _MATRIX.finditer(text):
        yield _finding(one.start(), one.end(), one[0], "matrix")
    for one in _LIVE.finditer(text):
        if any(app.name == "skype" for app in apps) or "." in one[0]:
            yield _finding(one.start(), one.end(), one[0], "skype")
    for one in _ON_X.finditer(text):
        name = "before" if one["before"] else "after"
        yield _finding(*one.span(name), one[name], "twitter")
    for pattern, place in ((_REDDIT, "reddit"), (_LINKEDIN, "linkedin")):
        if any(app.name == place for app in apps):
            for one in pattern.finditer(text):
                before = text[max(0, one.start() - LEADING) : one.start()]
                if not (_is_personal(text) or _leads("leads").search(before)):
                    continue
                yield _finding(one.start(), one.end(), one[0], place)


def _is_nobodys_word(name: str, app: App) -> bool:
    """Say whether letters are no word of talk, and so may be a name."""
    low = name.lower()
    if app.is_ambiguous or app.is_described or low in common_words() or low in words("apps", "no_person"):
        return False
    return _TOLD.search(low) is None


@cache
def _personal() -> re.Pattern[str]:
    return re.compile(r"\b(?:i'?m|i am|my|me|mine|dm|pm|add|follow|connect)\b", re.I)


def _is_personal(text: str) -> bool:
    return len(text.split()) <= 3 or _personal().search(text) is not None


def _is_about_work(text: str) -> bool:
    """Say whether a text speaks of files, tables and programs: what has signs in its name is one of those."""
    return not words("apps", "works").isdisjoint(re.findall(r"[a-z]+", text.lower()))


def _app_near(apps: Sequence[App], start: int, end: int) -> App | None:
    """Return the app that stands nearest before a name, or else shortly behind it."""
    before = [app for app in apps if app.end <= start and start - app.end <= NEAR]
    if before:
        return before[-1]
    return next((app for app in apps if app.start >= end and app.start - end <= NEAR // 2), None)


@cache
def _apposed() -> re.Pattern[str]:
    said = "|".join(map(re.escape, phrases("apps", "apposed")))
    return re.compile(rf"(?: (?:{said}))?\s?[,:;.?!–—-]?\s{{1,3}}(?:at |with |as )?", re.I)


def _is_apposed(text: str, app: App, start: int) -> bool:
    """Say whether a name stands right behind an app on which somebody is to be reached."""
    if (
        app.end > start
        or (app.is_ambiguous and text[app.start].islower() and text[start] != "@")
        or _apposed().fullmatch(text, app.end, start) is None
    ):
        return False
    return _INVITED.search(text[max(0, app.start - LEADING) : app.start].replace("’", "'")) is not None


@cache
def _leads(section: str) -> re.Pattern[str]:
    said = "|".join(sorted(map(re.escape, phrases("apps", section)), key=len, reverse=True))
    if section == "leads":
        return re.compile(rf"(?<![\w'])(?:{said})(?:[\s:,=→>\"“(–—-]{{1,4}})\Z", re.I)
    return re.compile(rf"[\"”)]?[\s,–—-]{{1,4}}(?:{said})(?!\w)", re.I)


def _is_led_to(text: str, start: int, end: int) -> bool:
    """Say whether the words right before or behind a name say whose it is."""
    before = text[max(0, start - LEADING) : start].replace("’", "'")
    if _leads("leads").search(before):
        # "add user_42 to the server" speaks of somebody else.
        return not re.match(r" (?:to|into|from) ", text[end : end + 6])
    return _leads("led").match(text[end : end + LEADING].replace("’", "'")) is not None


def may_be_account(name: str) -> bool:
    """Say whether a name is neither an address nor what a file, a version or a program is called."""
    core = name.lstrip("@")
    if name[0] == "@":
        return core.lower() not in words("apps", "decorators")
    letters = sum(map(str.isalpha, core))
    if letters < 3 or (core.isupper() and "_" in core) or re.fullmatch(r"v?\d[\d.]*\w?|\w?\d{1,4}\w?", core):
        return False
    parts = re.split(r"[._-]", core.lower())
    last = parts[-1]
    if "." in core and (last in words("apps", "file_endings") or top_level_class(last) in {"plain", "file"}):
        return False
    coded = sum(part in words("apps", "code") for part in parts)
    if all(part in words("apps", "nobody") for part in parts):
        return False
    if not words("apps", "sure_code").isdisjoint(parts) or (len(parts) > 1 and 2 * coded >= len(parts)):
        return False
    # "mp3", "covid19", "24h": a word with a number is one; a name has a sign or several letters before its figures.
    return (
        len(parts) > 1 or "#" in core or re.fullmatch(r"[A-Za-z]{4,}\d{1,6}[A-Za-z]{0,8}", core) is not None
    )


def _finding(start: int, end: int, written: str, app: str) -> Finding:
    return Finding(
        "handle", 0, start, end, f"{app}:{written.lower().lstrip('@')}", CONFIDENCE, ("app", "led to"), False
    )
