"""Find account names of messengers and social places: "@name on telegram", "my skype is live:xy", "IG: name_here"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from gighall.guard.apps import App
from gighall.guard.finding import Finding
from gighall.guard.lone_names import find_lone_names
from gighall.guard.names_by_app import find_names_by_app
from gighall.guard.names_hidden import is_personal
from gighall.guard.names_near import find_names_near, find_tags
from gighall.guard.said_names import common_words, find_said_names
from gighall.guard.word_lists import domain_classes, words

CUE_WORDS, ID_LETTERS = 5, 3
LINKS_MAX = 5
FEW_WORDS, CLOSE, HYPHENATED_LETTERS_MIN = 4, 12, 9
FIGURES = range(5, 14)
TEXT_MAX, PAIR = 4_000, 2
NAME_CHARACTERS_MIN = 3
PLAIN_LETTERS_MIN = 4
SHORT_MESSAGE_WORDS = 5
NEARBY = 64
CONFIDENCE_SIGNED, CONFIDENCE_NAMED, CONFIDENCE_PLAIN = 0.93, 0.85, 0.7

_ICON = r"[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff][\U0001f3fb-\U0001f3ff]?"
_GAP = rf"(?P<gap>[ \t]{{0,3}}(?:[-=~]{{1,6}}>|[:=→>–—,.!?-]{{1,2}}|\(|[\"“]|{_ICON})?[ \t]{{0,2}}[\"“]?)"
_FIRST_ICON = "\u2190"
_AFTER = re.compile(
    _GAP
    + r"(?P<name>live:[\w.:-]{1,64}+"
    + r"|@?[^\W_][\w.-]{0,64}+(?:#\d{4}|(?<=[\w.-])@[\w-]{1,64}\.[\w.-]{0,64}\w)?|@_[\w.]{1,64}+)"
)
_LINK = re.compile(_GAP + r"(?P<word>[^\W_]{1,64}+(?:['’][^\W_]{1,64}+)?)")
_NAME_GOES_ON = re.compile(r"[_@#-]\w|\.\w")
_ANY_NAME = re.compile(r"(?<![\w@./-])[^\W_][\w.-]{3,40}")
# An account's number of letters and figures, behind "id:".
_ID = re.compile(r"(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,16}")
_SIGNED_NEARBY = re.compile(r"(?: [^\W_]+){1,3}[ :=>-]{1,3}(?P<name>@[A-Za-z_][\w.]{2,30})(?![\w@])")
# "our client's Instagram": an account of somebody else.
_OF_OTHERS = re.compile(
    r"\w['’]s \Z(?<!it's )(?<!it’s )(?<!that's )(?<!here's )(?<!what's )(?<!there's )(?<!who's )",
    re.IGNORECASE,
)
_THERE = re.compile(r" (?:over )?there\b| on there\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<name>@?[\w.-]{2,64}(?:#\d{4})?)"
    r"(?:,?[ \t]{1,2}(?P<link>on|auf|en|sur|no|na|via|at|my|in)[ \t]{1,2}(?:my[ \t]|the[ \t])?|[ \t]?\()\Z"
)
_ADDRESSED = re.compile(
    r"\b(?:(?:dm|pm|add|follow|find|hmu|reach|text|message)(?: me)?(?: (?:at|on|is|is at|under))?"
    r"|i'm|i am|my (?:handle|user ?name|nick)(?: everywhere)? is|tweet(?: me)?"
    r"|(?:my |all )?social(?:s|s are| handle)(?: all)?):? (?P<name>@[^\W_][\w.]{2,31})(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_ENDS = re.compile(
    r"[ \t]*+(?:[.!?,;)\n\u2026]|$|[^\w\s]|(?:ok|okay|pls|please|thx|thanks|btw|lol|and|but|if|so|or|too|there)\b)",
    re.I,
)
# How words end that tell of a thing rather than name somebody: broken, working, blocked, private.
_TELLING = re.compile(
    r"(?:ed|en|ing|ly|able|ible|al|ful|ive|ous|less|ic|ate|est|ment|tion)\Z|\A\w{1,6}(?:er|s)\Z"
)
# v2, 2024, utf8, python3: versions and formats.
_VERSION = re.compile(
    r"v?\d[\w.]*|(?:utf|base|sha|md|mp|py|python|web|oauth|ios|android|windows|iphone|ubuntu|x|es|id)[-_]?\d+",
    re.I,
)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_CAMEL = re.compile(r"[a-z]+[A-Z]")


class Way(NamedTuple):
    """The words between an app and a name: where they end, and what they say."""

    position: int
    signed: bool
    naming: bool
    linked: int
    soft: bool


def find_handles(text: str, apps: Sequence[App], *, is_reversed: bool = False) -> list[Finding]:
    """Return the account names that stand beside the apps of a text, and names that are told to be reached at.

    ``is_reversed`` says that the text speaks of something to be read from behind.
    """
    found: list[Finding] = list(find_said_names(text, apps))
    said_at = [(one.start, one.end) for one in found]
    for app in apps:
        one = _after(text, app) or _before(text, app) or _signed_after(text, app)
        if one is None and is_reversed:
            one = _anywhere(text, app)
        if one is not None and not any(one.start < end and start < one.end for start, end in said_at):
            found.append(one)
    found += find_tags(text, apps)
    if "@" in text:
        for said in _ADDRESSED.finditer(text):
            if not _is_code(text, said["name"], said.end()):
                start = said.start("name")
                found.append(
                    _finding(
                        start, said.end(), said["name"], "", CONFIDENCE_PLAIN, ("addressed",), hidden=False
                    )
                )
    if apps or "@" in text:
        near = find_names_near(text, apps)
        found += [
            one for one in near if not any(one.start < two.end and two.start < one.end for two in found)
        ]
    return found or list(find_names_by_app(text, apps)) or list(find_lone_names(text, apps))


def _links(text: str, position: int) -> Way:
    """Return what stands between an app's name and the word behind it that may be an account's."""
    signed = naming = soft = False
    linked = 0
    while linked < LINKS_MAX:
        found = _LINK.match(text, position)
        if found is None:
            break
        word = found["word"].lower().replace("’", "'")
        if word not in words("apps", "links") or _NAME_GOES_ON.match(text, found.end()):
            break
        gap = found["gap"].strip()
        signed = signed or _is_separator(gap)
        soft = soft or any(sign in gap for sign in ",.!?")
        naming = naming or word in words("apps", "naming")
        linked += 1
        position = found.end()
    return Way(position, signed, naming, linked, soft)


def _is_separator(gap: str) -> bool:
    return any(sign in ':=→>("“' or sign >= _FIRST_ICON for sign in gap) or gap in {"-", "--", "–", "—"}


def _after(text: str, app: App) -> Finding | None:
    """Return the account name after an app's name."""
    near = max(0, app.start - NEARBY)
    if text[max(near, app.start - 2) : app.start].lower() == "s " and _OF_OTHERS.search(
        text, near, app.start
    ):
        return None
    way = _links(text, app.end)
    if text[app.end - ID_LETTERS : app.end].lower() == " id":
        way = way._replace(naming=True)
    found = _AFTER.match(text, way.position)
    if found is None or not found["gap"]:
        return None
    gap = found["gap"].strip()
    signed = way.signed or _is_separator(gap)
    soft = way.soft or any(sign in gap for sign in ",.!?")
    written = found["name"].rstrip(".-_") if found["name"][-1] in ".-" else found["name"]
    start = found.start("name")
    end = start + len(written)
    linked = way.linked > 0
    mine = _is_mine(text, app.start)
    if soft and not (
        way.naming or written[0] == "@" or (_is_chosen(written) and (mine or (gap == "?" and _is_few(text))))
    ):
        return None
    opens = app.start == 0 and not way.soft and _is_chosen(written) and is_personal(text[end:])
    if app.is_short and not (
        signed or mine or opens or written[0] == "@" or (way.naming and _is_chosen(written))
    ):
        return None
    if app.is_described and not (written[0] == "@" or (_is_chosen(written) and (signed or linked))):
        return None
    if app.is_ambiguous and written[0] != "@":
        alone = signed and _is_few(text) and not text[: app.start].strip()
        sure = (
            alone
            and _is_chosen(written)
            and (app.is_short or len(text.split()) == PAIR or any(sign in written for sign in ".0123456789"))
        )
        sure = sure or (way.naming and (_is_chosen(written) or signed)) or ((signed or linked) and mine)
        sure = sure or (_is_chosen(written) and (mine or ("_" in written and _is_few(text))))
        if not sure and not (app.name in words("apps", "figured") and linked and written.isdecimal()):
            return None
    if app.name in words("apps", "shown") and not _is_invited(text):
        return None
    weight = _weight(text, app, written, start, end, signed=signed, naming=way.naming, linked=linked)
    if not weight:
        return None
    if app.is_misspelt and start - app.end <= CLOSE:
        start = app.start
    return _finding(start, end, written, app.name, weight, ("app", "name after"), hidden=app.is_misspelt)


def _is_invited(text: str) -> bool:
    """Say whether a text invites to get in touch."""
    return not words("apps", "invites").isdisjoint(word.lower() for word in _WORD.findall(text[:TEXT_MAX]))


def _signed_after(text: str, app: App) -> Finding | None:
    """Return a name with its @ shortly behind an app, in the same clause: my telegram bot: @quick_bot."""
    found = _SIGNED_NEARBY.match(text, app.end)
    if found is None or app.is_ambiguous or _is_code(text, found["name"], found.end()):
        return None
    cue = not words("apps", "cues").isdisjoint(_said_before(text, app.start))
    if not cue:
        return None
    start, end = found.span("name")
    return _finding(
        start, end, found["name"], app.name, CONFIDENCE_PLAIN, ("app", "name nearby"), hidden=False
    )


def _anywhere(text: str, app: App) -> Finding | None:
    """Return a chosen name near an app, where the text says that something is to be read from behind."""
    for found in _ANY_NAME.finditer(text, app.end, min(len(text), app.end + NEARBY)):
        written = found[0].rstrip(".-_")
        if _is_chosen(written) and not _is_code(text, written, found.start() + len(written)):
            start = found.start()
            return _finding(
                start,
                start + len(written),
                written,
                app.name,
                CONFIDENCE_PLAIN,
                ("app", "reversed"),
                hidden=True,
            )
    return None


def _weight(
    text: str, app: App, written: str, start: int, end: int, *, signed: bool, naming: bool, linked: bool
) -> float:
    """Return how surely a word after an app's name is an account there; 0 when it is not believed to be one."""
    if written.isdecimal():
        figured = (naming or linked) and app.name in words("apps", "figured") and len(written) in FIGURES
        return CONFIDENCE_PLAIN if figured else 0.0
    is_id = naming and signed and _ID.fullmatch(written) is not None
    if _is_code(text, written, end) and not is_id:
        return 0.0
    mine = _is_mine(text, app.start)
    said = _said_before(text, app.start)
    cue = not words("apps", "cues").isdisjoint(said)
    if written[0] == "@" or written.startswith("live:") or "#" in written:
        return CONFIDENCE_SIGNED
    if len(written) < NAME_CHARACTERS_MIN:
        return 0.0
    if _is_chosen(written) or is_id:
        short = len(text) <= 2 * NEARBY and len(_WORD.findall(text)) <= SHORT_MESSAGE_WORDS
        believed = signed or naming or (linked and mine) or cue or short or app.is_misspelt
        believed = believed or (app.start == 0 and is_personal(text[end:]))
        return CONFIDENCE_NAMED if believed else 0.0
    there = _THERE.match(text, end) is not None
    led = (naming and _is_said_name(text, start)) or (app.is_misspelt and mine and linked)
    if not (
        _is_plain_name(text, written, end)
        or ((there or led) and _is_plain_name(text, written, end, ends=False))
    ) or (led and not there and _SENTENCE_ENDS.match(text, end) is None):
        return 0.0
    if (naming and (linked or signed) and (signed or mine or there or led)) or (mine and (linked or signed)):
        return CONFIDENCE_PLAIN
    if signed and not words("apps", "before_name").isdisjoint(said):
        return CONFIDENCE_PLAIN
    if signed and (app.is_misspelt or _is_few(text)):
        return CONFIDENCE_PLAIN
    calls = not words("apps", "calls").isdisjoint(said)
    return CONFIDENCE_PLAIN if calls and "me" in said else 0.0


def _is_few(text: str) -> bool:
    """Say whether a text is a name and hardly more."""
    return len(text) <= NEARBY and len(_WORD.findall(text)) <= FEW_WORDS


def _is_said_name(text: str, start: int) -> bool:
    """Say whether the word right before is one after which nothing but a name makes sense: called, username."""
    said = _said_before(text, start)
    return bool(said) and said[-1] in words("apps", "before_name")


def _before(text: str, app: App) -> Finding | None:
    """Return the account name before "on" and an app's name."""
    # Looked at first: it is what nearly no name of an app stands behind.
    if text[app.start - 1 : app.start] not in {" ", "\t", "("}:
        return None
    found = _BEFORE.search(text, max(0, app.start - NEARBY), app.start)
    if found is None or (app.is_ambiguous and found["name"][0] != "@"):
        return None
    written, start, end = found["name"], found.start(), found.end("name")
    if text[start - 1 : start] and (text[start - 1].isalnum() or text[start - 1] in "@.-_/") and start:
        return None
    if written[0] == "@":
        if len(written) <= NAME_CHARACTERS_MIN or _is_code(text, written, end):
            return None
        return _finding(
            start, end, written, app.name, CONFIDENCE_SIGNED, ("name before", "app"), hidden=app.is_misspelt
        )
    said = _said_before(text, start)
    if found["link"] in {"my", "via", "at"} or not said or _is_code(text, written, end):
        return None
    cue = not words("apps", "cues").isdisjoint(said)
    if "#" in written or (_is_chosen(written) and cue):
        return _finding(
            start, end, written, app.name, CONFIDENCE_NAMED, ("name before", "app"), hidden=app.is_misspelt
        )
    named = not (words("apps", "naming") - {"search", "by", "im", "i'm"}).isdisjoint(said[-2:])
    if named and _is_plain_name(text, written, end, ends=False):
        return _finding(
            start, end, written, app.name, CONFIDENCE_PLAIN, ("name before", "app"), hidden=app.is_misspelt
        )
    return None


def _is_mine(text: str, start: int) -> bool:
    """Say whether the words right before an app's name say that it is the author's: my, on my, add me on."""
    said = _said_before(text, start)
    return bool(said) and (
        said[-1] in words("apps", "mine") or " ".join(said[-2:]) in {"me on", "i'm on", "am on", "me at"}
    )


def _said_before(text: str, start: int) -> list[str]:
    """Return the last words before a place, in lower case."""
    near = text[max(0, start - NEARBY) : start].lower().replace("’", "'")
    return _WORD.findall(near)[-CUE_WORDS:]


def _is_chosen(written: str) -> bool:
    """Say whether a word looks like the name of an account: anna_s, anna.smith, anna1990."""
    core = written.strip("._-")
    letters = sum(sign.isalpha() for sign in core)
    digits = sum(sign.isdigit() for sign in core)
    return letters >= 2 and ("_" in written or "." in core or (letters >= 3 and digits >= 1))


def _is_plain_name(text: str, written: str, end: int, *, ends: bool = True) -> bool:
    """Say whether a word of letters only may be an account's name: no word of talk, and the last of its clause."""
    word = written.lower()
    parts = word.split("-")
    if (
        len(parts) == 2
        and word.replace("-", "").isalpha()
        and not all(part in common_words() for part in parts)
    ):
        return len(word) >= HYPHENATED_LETTERS_MIN and parts[0] not in words("apps", "prefixes")
    if not word.isalpha() or len(word) < PLAIN_LETTERS_MIN or word in common_words():
        return False
    if word in words("apps", "code") or (ends and _TELLING.search(word) is not None):
        return False
    return not ends or _SENTENCE_ENDS.match(text, end) is not None


def _is_code(text: str, written: str, end: int) -> bool:
    """Say whether a name is one of a program, a file or a version."""
    if text[end : end + 1] in {"(", "=", "[", "{", "/", "\\", "<"} and end < len(text):
        return True
    name = written.lstrip("@")
    if _VERSION.fullmatch(name) or _CONSTANT.fullmatch(name) or _CAMEL.match(name):
        return True
    parts = name.lower().replace(".", "_").replace("-", "_").split("_")
    if "." in name:
        last = parts[-1]
        if domain_classes().get(last) == "file" or last in words("apps", "file_endings"):
            return True
        if written[0] == "@" and parts[0] in words("domains", "receivers") | words("apps", "code"):
            return True
    if written[0] == "@":
        return name.lower() in words("apps", "decorators")
    if len(parts) > 1 and not words("apps", "sure_code").isdisjoint(parts):
        return True
    coded = sum(part in words("apps", "code") for part in parts)
    return len(parts) > 1 and 2 * coded >= len(parts)


def is_account_name(written: str) -> bool:
    """Say whether a word by itself looks like the name of an account, and not of a program, a file or a version."""
    name = written.lstrip("@")
    if not re.fullmatch(r"[^\W_][\w.-]{2,40}(?:#\d{4})?|_[\w.]{2,40}", name) or name.isdecimal():
        return False
    return (written[0] == "@" or "#" in name or _is_chosen(name)) and not _is_code(
        written, written, len(written)
    )


def is_plain_name(written: str) -> bool:
    """Say whether a word of letters only may be an account's name."""
    return _is_plain_name(written, written, len(written))


def _finding(
    start: int,
    end: int,
    written: str,
    app: str,
    confidence: float,
    evidence: tuple[str, ...],
    *,
    hidden: bool,
) -> Finding:
    value = f"{app}:{written.lower().lstrip('@')}" if app else written.lower().lstrip("@")
    return Finding("handle", 0, start, end, value, confidence, evidence, hidden=hidden)
