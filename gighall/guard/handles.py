"""Find account names of messengers and social places: "@name on telegram", "my skype is live:xy", "IG: name_here"."""

import re
from collections.abc import Sequence

from gighall.guard.apps import App
from gighall.guard.finding import Finding
from gighall.guard.word_lists import domain_classes, words

CUE_WORDS = 5
LINKS_MAX = 3
NAME_CHARACTERS_MIN = 3
PLAIN_LETTERS_MIN = 4
SHORT_MESSAGE_WORDS = 5
NEARBY = 64
CONFIDENCE_SIGNED, CONFIDENCE_NAMED, CONFIDENCE_PLAIN = 0.93, 0.85, 0.7

_AFTER = re.compile(
    r"(?P<gap>[ \t]{0,2}(?:[:=→>–—-]{1,2}|\()?[ \t]{0,2})(?P<name>live:[\w.:-]++|@?[^\W_][\w.-]*+(?:#\d{4})?|@_[\w.]++)"
)
_BEFORE = re.compile(
    r"(?P<name>@?[\w.-]{2,64}(?:#\d{4})?)"
    r"(?:,?[ \t]{1,2}(?P<link>on|auf|en|sur|no|na|via|at|my)[ \t]{1,2}(?:my[ \t])?|[ \t]?\()\Z"
)
_TAG = re.compile(r"(?<![\w/#&.-])[^\W_][\w.]{1,31}#\d{4}(?!\w)")
_ADDRESSED = re.compile(
    r"\b(?:(?:dm|pm|add|follow|find|hmu|reach|text|message)(?: me)?(?: (?:at|on|is|is at|under))?"
    r"|i'm|i am|my (?:handle|user ?name|nick) is):? (?P<name>@[^\W_][\w.]{2,31})(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_ENDS = re.compile(r"[ \t]*+(?:[.!?,;)\n\u2026]|$|[^\w\s])")
# How words end that tell of a thing rather than name somebody: broken, working, blocked, private.
_TELLING = re.compile(r"(?:ed|en|ing|ly|able|ible|al|ful|ive|ous|less|ic|ate|est|er|ment|tion|s)\Z")
# v2, 2024, utf8, python3: versions and formats.
_VERSION = re.compile(
    r"v?\d[\w.]*|(?:utf|base|sha|md|mp|py|python|web|oauth|ios|android|windows|iphone|ubuntu|x|es|id)[-_]?\d+",
    re.I,
)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_CAMEL = re.compile(r"[a-z]+[A-Z]")


def find_handles(text: str, apps: Sequence[App]) -> list[Finding]:
    """Return the account names that stand beside the apps of a text, and names that are told to be reached at."""
    found: list[Finding] = []
    for app in apps:
        one = _after(text, app) or _before(text, app)
        if one is not None:
            found.append(one)
    if any(app.name == "discord" for app in apps):
        found += [
            _finding(tag.start(), tag.end(), tag[0], "discord", CONFIDENCE_NAMED, ("tag",), hidden=False)
            for tag in _TAG.finditer(text)
        ]
    if "@" in text:
        for said in _ADDRESSED.finditer(text):
            if not _is_code(text, said["name"], said.end()):
                start = said.start("name")
                found.append(
                    _finding(
                        start, said.end(), said["name"], "", CONFIDENCE_PLAIN, ("addressed",), hidden=False
                    )
                )
    return found


def _after(text: str, app: App) -> Finding | None:
    """Return the account name after an app's name."""
    position = app.end
    signed, naming, linked = False, False, 0
    while True:
        found = _AFTER.match(text, position)
        if found is None:
            return None
        signed = (
            signed or any(sign in found["gap"] for sign in ":=→>(") or found["gap"].strip() in {"-", "–", "—"}
        )
        word = found["name"].lower()
        if (
            linked < LINKS_MAX
            and word.rstrip(".") in words("apps", "links")
            and len(word) == len(word.rstrip("."))
        ):
            naming = naming or word in words("apps", "naming")
            linked += 1
            position = found.end("name")
            continue
        break
    if not found["gap"]:
        return None
    written = found["name"].rstrip(".-_") if found["name"][-1] in ".-" else found["name"]
    start = found.start("name")
    end = start + len(written)
    if app.is_short and not (signed or _is_mine(text, app.start)):
        return None
    if app.is_ambiguous and written[0] != "@" and not ((signed or linked) and _is_mine(text, app.start)):
        return None
    weight = _weight(text, app, written, start, end, signed=signed, naming=naming, linked=linked > 0)
    if not weight:
        return None
    return _finding(start, end, written, app.name, weight, ("app", "name after"), hidden=app.is_misspelt)


def _weight(
    text: str, app: App, written: str, start: int, end: int, *, signed: bool, naming: bool, linked: bool
) -> float:
    """Return how surely a word after an app's name is an account there; 0 when it is not believed to be one."""
    if _is_code(text, written, end):
        return 0.0
    mine = _is_mine(text, app.start)
    said = _said_before(text, app.start)
    cue = not words("apps", "cues").isdisjoint(said)
    if written[0] == "@" or written.startswith("live:") or "#" in written:
        return CONFIDENCE_SIGNED
    if len(written) < NAME_CHARACTERS_MIN or written.isdigit():
        return 0.0
    if _is_chosen(written):
        short = len(text) <= 2 * NEARBY and len(_WORD.findall(text)) <= SHORT_MESSAGE_WORDS
        believed = signed or naming or (linked and mine) or cue or short
        return CONFIDENCE_NAMED if believed else 0.0
    if not _is_plain_name(text, written, end):
        return 0.0
    if (naming and (linked or signed)) or (mine and (linked or signed)):
        return CONFIDENCE_PLAIN
    calls = not words("apps", "calls").isdisjoint(said)
    return CONFIDENCE_PLAIN if calls and "me" in said else 0.0


def _before(text: str, app: App) -> Finding | None:
    """Return the account name before "on" and an app's name."""
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
    named = not words("apps", "naming").isdisjoint(said[-2:])
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
    if not word.isalpha() or len(word) < PLAIN_LETTERS_MIN or word in words("apps", "not_a_name"):
        return False
    if word in words("apps", "code") or _TELLING.search(word) is not None:
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
    return len(parts) > 1 and any(part in words("apps", "code") for part in parts)


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
