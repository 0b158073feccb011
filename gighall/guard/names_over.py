"""Find account names that a later message tells ("I'm on telegram", "hang on", "rustam_pixel"), and apps in parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gighall.guard.apps import short_names, spellings
from gighall.guard.finding import Finding, Kind
from gighall.guard.handles import is_account_name, is_plain_name
from gighall.guard.lexicon import Hit, plain
from gighall.guard.reading import read
from gighall.guard.remembered import without_words
from gighall.guard.run_parts import Part, core_of, run_words, sign_said
from gighall.guard.said_names import common_words
from gighall.guard.word_lists import words

# How many messages behind an app's name the account's may stand, and of how many parts it may be.
BEHIND_MAX, NAME_PARTS_MAX, APP_PARTS_MAX = 5, 4, 3
OPENER_WORDS_MAX, SHORT_WORDS = 9, 4
MESSAGE_CHARACTERS_MAX = 160
# A message of one word, with a sign or two.
WORD_CHARACTERS_MAX = 16
CONFIDENCE = 0.78

_PLACES = frozenset({"payapp", "hint"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ASKS_FOR_NAME = re.compile(
    r"(?:[:=@$>-]|\b(?:is|is:|it's|its|under|as|at|user|username|id|name|type|search|called|nick|handle|tag))\W*\Z",
    re.I,
)
_OF_READER = re.compile(r"\b(?:you|your|u|ur|yours)\b", re.I)
_OF_AUTHOR = re.compile(r"\bi(?:'m|m| am|'ll)?\b|\b(?:name|username|handle|nick|user)\b", re.I)
_ON = re.compile(r"\bon\s+\Z", re.I)
_MAIL_HOUSE = re.compile(
    rf"(?<![\w.@])(?:{'|'.join(sorted(words('signs', 'mail_alone')))})(?![\w@]|\.\w)", re.I
)
_NAMES = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]+)(?: (?:[A-ZÀ-Þ][\w'’-]+|de|von|van|da|del|la|el)){1,3}")
_SEARCHES = re.compile(
    r"\s*(?:so |then |just |ok |please |pls )?(?:search|look|add|find|type|follow|it'?s|im|i'm)\b"
    r"[\w ]{0,14}\W*\Z",
    re.I,
)
_BEGINS = re.compile(
    r"\b(?:starts?(?: with)?|begins?(?: with)?|first (?:half|part|bit)(?: is)?)[ :]{1,2}"
    r"(?P<name>[^\W_][\w.-]{2,20})\W*\Z",
    re.I,
)
_MEET = re.compile(r"\bmeet\b", re.I)
_MEET_PART = re.compile(
    r"(?:(?:slash|/|then|and|code|is|dash)\W{1,3}){0,2}(?P<code>[a-z]{3,4}(?:[- ]?[a-z]{3,4}){0,2})-?\W*",
    re.I,
)
_MEET_CODE = re.compile(r"[a-z]{3}-?[a-z]{4}-?[a-z]{3}", re.I)
# A piece of a name that begins with its sign: ".wyrm", "_piano".
_GOES_ON = re.compile(r"[._-][^\W_][\w.-]{1,20}")
_LIVE = re.compile(r"live:?", re.I)


@dataclass(frozen=True, slots=True)
class Opener:
    """A message that names an app and asks for a name behind it; ``last`` is the last message of it."""

    first: int
    last: int
    app: str
    kind: Kind
    is_open: bool
    parts: tuple[Part, ...]


def find_names_over(messages: Sequence[str], alone: Sequence[Finding]) -> list[Finding]:
    """Return a finding for each part of account names that stand in another message than their app."""
    named = {one.message for one in alone if one.kind in {"handle", "payment", "phone", "email", "url"}}
    found: list[Finding] = []
    done = -1
    for index, text in enumerate(messages):
        if index <= done or index in named or len(text) > MESSAGE_CHARACTERS_MAX:
            continue
        opener = _opener(messages, index)
        if opener is None:
            continue
        row = _name_behind(messages, opener, named)
        if not row and opener.parts and any(opener.last < one.message <= opener.last + 2 for one in alone):
            # The parts of an app's name before a number to reach somebody at there.
            found += [
                Finding(
                    "handle",
                    part.message,
                    part.start,
                    part.end,
                    opener.app,
                    CONFIDENCE,
                    ("run", "app", "name"),
                    True,
                )
                for part in opener.parts
                if part.message not in named
            ]
        if row:
            value = f"{opener.app}:{''.join(part.text for part in row).lower()}"
            for part in (*opener.parts, *row):
                found.append(
                    Finding(
                        opener.kind,
                        part.message,
                        part.start,
                        part.end,
                        value,
                        CONFIDENCE,
                        ("run", "app", "name"),
                        True,
                    )
                )
            done = row[-1].message
    return found


def _opener(messages: Sequence[str], index: int) -> Opener | None:
    """Return the app that a message names, alone or together with the next ones, when it speaks of an account there."""
    text = messages[index]
    begun = _begun(messages, index)
    if begun is not None:
        return begun
    split = _app_in_parts(messages, index)
    if split is not None:
        return split
    said = len(_WORD.findall(text))
    if said > OPENER_WORDS_MAX or not _names_place(text):
        return None
    reading = read(plain(text))
    hits, apps = reading.hits, reading.apps
    if any("thing" in hit.classes for hit in hits):
        return None
    paying = next((hit for hit in hits if "payapp" in hit.classes), None)
    told = next((hit for hit in hits if "hint" in hit.classes), None) if said <= SHORT_WORDS else None
    place: Hit | None = apps[-1] if apps else paying or told
    if place is None and _MAIL_HOUSE.search(text) and not _OF_READER.search(text):
        ready = said <= SHORT_WORDS or _ASKS_FOR_NAME.search(text) is not None
        return Opener(index, index, "mail", "email", False, ()) if ready else None
    if place is None:
        return None
    if _OF_READER.search(text):
        # "do you have telegram", "search there", "roza": the reader is told to look the author up.
        led = next(
            (at for at in range(index + 1, min(len(messages), index + 3)) if _SEARCHES.match(messages[at])), 0
        )
        return Opener(index, led, place.app, "handle", True, ()) if led and apps else None
    asks = _ASKS_FOR_NAME.search(text) is not None or (
        _ON.search(text, 0, place.start) is not None and place.end + 2 > len(text)
    )
    mine = any(
        not {"my", "me", "findme", "lets", "ican", "give"}.isdisjoint(hit.classes) for hit in hits
    ) or bool(_OF_AUTHOR.search(text))
    if not (asks or mine or said <= SHORT_WORDS):
        return None
    kind: Kind = "handle" if apps or not paying else "payment"
    if "weakapp" in place.classes and not (asks or mine):
        return None
    return Opener(index, index, place.app, kind, asks or said <= 2, ())


@without_words
def _names_place(text: str) -> bool:
    """Say whether a text names anything where somebody may have an account."""
    reading = read(plain(text))
    return reading.has_app or not _PLACES.isdisjoint(reading.classes) or _MAIL_HOUSE.search(text) is not None


def _begun(messages: Sequence[str], index: int) -> Opener | None:
    """Return the app of a message that tells the beginning of a name there: "discord tag starts tundra"."""
    begins = _BEGINS.search(messages[index])
    apps = read(plain(messages[index])).apps if begins is not None else []
    if begins is None or not apps:
        return None
    start, end = begins.span("name")
    return Opener(index, index, apps[0].app, "handle", True, (Part(index, start, end, begins["name"], True),))


@cache
def _apps_glued() -> dict[str, str]:
    found = {"".join(spelt): name for spelt, name in spellings().items()}
    return found | {short: name for short, name in short_names().items() if len(short) > 3}


def _app_in_parts(messages: Sequence[str], index: int) -> Opener | None:
    """Return the app whose name consecutive messages of one word make."""
    parts: list[Part] = []
    found: Opener | None = None
    for at in range(index, min(len(messages), index + APP_PARTS_MAX)):
        start, end = core_of(messages[at])
        core = messages[at][start:end]
        if not core or " " in core.strip() or len(core) > 12:
            break
        parts.append(Part(at, start, end, core, False))
        glued = "".join(re.sub(r"[\W_]", "", part.text) for part in parts).lower()
        if len(parts) > 1 and glued in _apps_glued() and len(glued) > 4:
            found = Opener(index, at, _apps_glued()[glued], "handle", True, tuple(parts))
    return found


def has_app_in_parts(messages: Sequence[str]) -> bool:
    """Say whether consecutive messages of one word, or the last word of one and the next, make the name of an app."""
    words_alone = [0 < len(text) <= WORD_CHARACTERS_MAX and " " not in text for text in messages]
    return any(
        _app_in_parts(messages, index) is not None
        for index, both in enumerate(pairwise(words_alone))
        if all(both)
    ) or any(
        _letters(one.split()[-1] + two) in _apps_glued()
        for (one, two), alone in zip(pairwise(messages), words_alone[1:], strict=True)
        if alone and one.strip()
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _name_behind(messages: Sequence[str], opener: Opener, named: set[int]) -> list[Part]:
    """Return the parts of the account's name behind an opener, or nothing."""
    row: list[Part] = []
    is_open = opener.is_open
    for index in range(opener.last + 1, min(len(messages), opener.last + 1 + BEHIND_MAX)):
        text = messages[index]
        if index in named:
            break
        start, end = core_of(text)
        core = text[start:end]
        if not core:
            is_open = is_open or bool(text.strip())
            continue
        low = plain(core).text
        if _LIVE.fullmatch(core):
            row.append(Part(index, start, end, core, True))
        elif low in run_words("naming") or core in {"@", "$"} or _ASKS_FOR_NAME.search(text):
            is_open = True
        elif sign_said(core) and row:
            row.append(Part(index, start, end, sign_said(core), True))
        elif " " in core:
            if is_open and not row and _NAMES.fullmatch(core):
                return [Part(index, start, end, core, True)]
            if row and not _LIVE.fullmatch(row[-1].text):
                break
        elif (
            _goes_on(core, row, opener)
            or is_account_name(core)
            or (is_open and (is_plain_name(core) or (row and core.isalnum())))
        ):
            row.append(Part(index, start, end, core, True))
            if len(row) >= NAME_PARTS_MAX:
                break
        elif row:
            break
    while row and row[-1].text in {"@", ".", "_", "-", "/"}:
        row.pop()
    return [] if row and all(_LIVE.fullmatch(part.text) for part in row) else _believed(row, opener)


def _goes_on(core: str, row: Sequence[Part], opener: Opener) -> bool:
    """Say whether a piece begins with the sign by which a name goes on."""
    return bool(row or opener.parts) and _GOES_ON.fullmatch(core) is not None


def _believed(row: list[Part], opener: Opener) -> list[Part]:
    """Return the parts where they look like a name rather than talk of one word each."""
    if not row:
        return []
    if any(is_account_name(part.text) for part in row):
        return row
    low = [part.text.lower() for part in row]
    if any(one in words("apps", "not_a_name") for one in low):
        return []
    return row if opener.parts or row[0].message <= opener.last + 2 else []


def split_meet_code(messages: Sequence[str]) -> Iterator[Finding]:
    """Yield the parts of a meeting's code of letters split over messages: "meet, code is", "qzv", "mhtk", "bwe"."""
    opened = next((index for index, text in enumerate(messages) if _MEET.search(text)), None)
    if opened is None or len(messages[opened]) > MESSAGE_CHARACTERS_MAX:
        return
    row: list[tuple[int, int, int]] = []
    written = ""
    for index in range(opened + 1, min(len(messages), opened + 1 + BEHIND_MAX)):
        found = _MEET_PART.fullmatch(messages[index])
        if found is None or found["code"].lower() in common_words():
            if row:
                break
            continue
        row.append((index, *found.span("code")))
        written += re.sub(r"[^a-z]", "", found["code"].lower())
        if len(row) > 1 and _MEET_CODE.fullmatch(written) and written not in common_words():
            for message, start, end in row:
                yield Finding(
                    "meeting", message, start, end, written, CONFIDENCE, ("run", "meeting code"), True
                )
            return


def split_bank_account(messages: Sequence[str]) -> Iterator[Finding]:
    """Yield the parts of a bank account's number (IBAN) that is split over messages."""
    for index, text in enumerate(messages):
        begins = _IBAN_BEGINS.search(text)
        if begins is None or len(text) > MESSAGE_CHARACTERS_MAX:
            continue
        row = [(index, begins.start(), begins.end())]
        written = begins[0]
        for later in range(index + 1, min(len(messages), index + 1 + BEHIND_MAX)):
            start, end = core_of(messages[later])
            core = messages[later][start:end]
            if _IBAN_GOES_ON.fullmatch(core) and sum(map(str.isdigit, core)) >= 2:
                row.append((later, start, end))
                written += core
        plain_form = re.sub(r"[ -]", "", written)
        around = " ".join(messages[max(0, index - 1) : index + 1]).lower()
        if len(row) > 1 and 15 <= len(plain_form) <= 34 and _BANK.search(around):
            for message, start, end in row:
                yield Finding(
                    "payment", message, start, end, plain_form.upper(), CONFIDENCE, ("run", "pay:iban"), True
                )
            return


_IBAN_BEGINS = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4})*(?=\W*\Z)")
_IBAN_GOES_ON = re.compile(r"[A-Z0-9]{1,4}(?:[ -]?[A-Z0-9]{1,4})*")
_BANK = re.compile(
    r"\biban\b|\bbank|\baccount\b|\bkonto\b|\bcuenta\b|\bcompte\b|\bconta\b|\bconto\b|сч[её]т|\brekening\b|\bhesap"
)
