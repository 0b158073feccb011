"""Find mail addresses whose house is named without its domain: "gmail: ruth.vance", "leo_k, google mail"."""

import re
from collections.abc import Iterator, Set
from functools import cache

from gighall.guard.domains import top_level_class
from gighall.guard.finding import Finding
from gighall.guard.lexicon import is_unspaced
from gighall.guard.lone_names import is_nobodys_word
from gighall.guard.sign_words import any_of, spoken_hosts
from gighall.guard.word_lists import domain_classes, phrases, words

NEARBY = 64
SHORT_MESSAGE_WORDS = 5
CUE_WORDS = 6
FEW_WORDS, LETTERS_MIN = 14, 4
CONFIDENCE = 0.8

_NAME = r"[A-Za-z][\w.+-]{2,40}"
_AFTER = re.compile(
    r"(?P<gap>\s{0,2}(?:[:=→>–—-]{1,2}|,|\()?\s{0,2})"
    r"(?P<links>(?:(?:is|it's|its|name|user|with|under|as|address|the|my|just|i'm) )*)"
    rf"(?P<name>{_NAME})(?![\w@/(=\[])",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<![\w.@/-])(?P<name>{_NAME})(?P<gap>\s*[,(@]\s*(?:the\s+|my\s+)?"
    r"|\s+(?:on|at|@|plus|then|and|then @|in|over at|from)\s+(?:the\s+|my\s+)?|\s+)\Z",
    re.IGNORECASE,
)
# "nora.quist and then the usual gmail ending"
_ENDING = re.compile(
    rf"(?<![\w.@/-])(?P<name>{_NAME})(?P<gap>\s{{0,2}}[,;:(–—-]?\s{{0,2}}"
    r"(?:(?:and|then|plus|with|followed|by|the|usual|normal|standard|famous|obvious|big|old|good|just|add|put|stick|at|on"
    r"|it's|its|it|is|ending|ends|like|every|one|that|a|of|from|after|behind|mail)[ ,]{1,2}){2,9})\Z",
    re.I,
)
_ENDED = re.compile(
    r"\b(?:usual|normal|standard|famous|obvious|ending|ends|followed|plus|add|put|stick|then)\b", re.I
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LOOSE = re.compile(r"\s+(?:(?:on|and|in|from|plus|then) .*|\s*)", re.IGNORECASE)
# A name with a dot or a line in it, or with at least two figures behind its letters.
_SIGNED = re.compile(
    r"(?<![\w./@#-])(?:[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+){1,4}|[A-Za-z]{4,30}\d{2,6})(?![\w@/(=\[-]|\.\w)"
)
_CODE_AFTER = re.compile(r"\s?[(=\[{/]|\.\w")


@cache
def _said_houses() -> dict[str, str]:
    """Return how mail houses are described, in more than one word, each with its domain."""
    return {
        phrase.strip(): line.partition(":")[0]
        for line in phrases("signs", "mail_said")
        for phrase in line.partition(":")[2].split(",")
    }


@cache
def _house() -> re.Pattern[str]:
    said = any_of(
        {
            *words("signs", "mail_alone"),
            *_said_houses(),
            *(one for one in _spoken() if not is_unspaced(one[0])),
        }
    )
    unspaced = any_of(one for one in _spoken() if is_unspaced(one[0]))
    return re.compile(rf"(?<![\w.@])(?:{said})(?!\w|@|\.\w)|{unspaced}", re.IGNORECASE)


def find_mail_names(text: str, known: Set[str], *, may_be_said: bool) -> list[Finding]:
    """Return the names beside mail houses: among the words that the gate knows, or described."""
    if known.isdisjoint(words("signs", "mail_alone")) and known.isdisjoint(_spoken()) and not may_be_said:
        return []
    return list(_beside(text))


@cache
def _spoken() -> dict[str, str]:
    """Return how other scripts write mail houses, with their names."""
    alone = words("signs", "mail_alone")
    return {said: name for said, name in spoken_hosts().items() if name in alone and not said.isascii()}


def _beside(text: str) -> Iterator[Finding]:
    said = [word.lower() for word in _WORD.findall(text)]
    for house in _house().finditer(text):
        written = house[0].lower()
        domain = _said_houses().get(written) or f"{_spoken().get(written, written)}.com"
        found = _BEFORE.search(text, max(0, house.start() - NEARBY), house.start())
        if found is not None and _is_mailbox(text, found, said, before=True):
            yield _finding(found.start("name"), house.end(), f"{found['name']}@{domain}")
            continue
        found = _ENDING.search(text, max(0, house.start() - NEARBY), house.start())
        if found is not None and _ENDED.search(found["gap"]) and _is_chosen(found["name"].rstrip(".-")):
            yield _finding(found.start("name"), house.end(), f"{found['name']}@{domain}")
            continue
        found = _AFTER.match(text, house.end())
        if found is not None and _is_mailbox(text, found, said, before=False):
            name = found["name"].rstrip(".-")
            start = found.start("name")
            yield _finding(start, start + len(name), f"{name}@{domain}")
            continue
        found = _near(text, house) if len(said) <= FEW_WORDS else None
        if found is not None:
            start, end = min(found.start(), house.start()), max(found.end(), house.end())
            yield _finding(start, end, f"{found[0]}@{domain}")


def _near(text: str, house: re.Match[str]) -> re.Match[str] | None:
    """Return a word near a mail house, in a message of few words, that can hardly be anything but a mailbox's name."""
    for found in _SIGNED.finditer(
        text, max(0, house.start() - NEARBY // 2), min(len(text), house.end() + NEARBY // 2)
    ):
        if found.start() < house.end() and house.start() < found.end():
            continue
        parts = re.split(r"[\W\d_]+", found[0].lower())
        if _is_chosen(found[0]) and any(len(part) >= LETTERS_MIN and is_nobodys_word(part) for part in parts):
            return found
    return None


def _is_mailbox(text: str, found: re.Match[str], said: list[str], *, before: bool) -> bool:
    """Say whether a word beside a mail house is the name of a mailbox there."""
    name = found["name"].rstrip(".-")
    if not _is_chosen(name):
        return False
    near = [word.lower() for word in _WORD.findall(text[max(0, found.start() - NEARBY) : found.start()])][
        -CUE_WORDS:
    ]
    cued = not words("signs", "mailbox_cues").isdisjoint(near) or len(said) <= SHORT_MESSAGE_WORDS
    if before:
        return cued or not _LOOSE.fullmatch(found["gap"])
    signed = any(sign in found["gap"] for sign in ":=→>(") or found["gap"].strip() in {"-", "–", "—"}
    return (
        signed
        or (
            bool(found["links"])
            and (cued or "name" in found["links"].lower() or not {"front", "before"}.isdisjoint(said))
        )
    ) and not _CODE_AFTER.match(text, found.end())


def _is_chosen(name: str) -> bool:
    """Say whether a word looks like a mailbox: no file, no domain, no version, and not only letters."""
    core = name.strip("._-+")
    letters, digits = sum(map(str.isalpha, core)), sum(map(str.isdigit, core))
    if letters < 3 or not ("_" in core or "." in core or digits):
        return False
    last = core.rpartition(".")[2].lower() if "." in core else ""
    if (
        last in words("apps", "file_endings")
        or domain_classes().get(last) == "file"
        or top_level_class(last) == "plain"
    ):
        return False
    parts = re.split(r"[._-]", core.lower())
    return words("apps", "sure_code").isdisjoint(parts) and parts[0] not in {
        "smtp",
        "imap",
        "pop",
        "mail",
        "final",
        "v",
        "version",
    }


def _finding(start: int, end: int, value: str) -> Finding:
    return Finding("email", 0, start, end, value.lower(), CONFIDENCE, ("name", "mail house"), True)
