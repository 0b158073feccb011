"""Find account names that are said rather than written: signs as words ("leo underscore k"), full names, quotations."""

import re
from collections.abc import Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from gighall.guard.apps import App
from gighall.guard.finding import Finding
from gighall.guard.lexicon import languages, phrases_of, plain, sign_words
from gighall.guard.sign_words import dot_words
from gighall.guard.word_lists import domain_classes, words

NEARBY_BEFORE, NEARBY_AFTER = 48, 64
# How many words may stand between an app and a name whose signs are said.
BETWEEN_MAX = 6
SHORT_MESSAGE_WORDS = 7
# A text that names more apps, or is longer, is a dump of something.
APPS_MAX, TEXT_MAX = 40, 4_000
# Where people are found by their full name.
NETWORKS = frozenset({"facebook", "messenger", "linkedin", "xing", "skype", "vk"})
CONFIDENCE_SAID, CONFIDENCE_FULL = 0.82, 0.72

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_FULL = r"[A-ZÀ-Þ][\w'’-]+(?: (?:(?:de|von|van|da|del|la|el|with|by|the|of|and) )?(?:[A-ZÀ-Þ][\w'’-]+)){1,3}"
_QUOTED = r"[\"“„«](?P<quoted>[^\"“”„«»\n]{3,40})[\"”“»]"
_FULL_AFTER = re.compile(rf"[\s,:=→>(–—-]{{0,4}}(?:{_QUOTED}|(?P<full>{_FULL}))")
_FULL_BEFORE = re.compile(
    rf"(?:{_QUOTED}|(?P<full>{_FULL}))[\s,]+(?:on|in|into|at|auf|en|sur|no|na|su|w|в|bei)(?: the| my)? \Z"
)
# Between a sign that is said and its neighbours; a comma there is breath.
_GAP = r"[ \t]*,?[ \t]+"
# An arrow from a network to a name.
_POINTED = re.compile(r"\s{0,2}(?:→|->|=>|➡|👉|>>)\s{0,2}[^\W\d_]")
_STOP = re.compile(r"[!?;\n]|\.\s")


@cache
def common_words() -> frozenset[str]:
    """Return the words of which the lists' phrases are made: no account is called like one of them."""
    return frozenset(
        word
        for sections in languages().values()
        for name in ("talk", "digits", "run")
        for written in sections.get(name, {}).values()
        for phrase in phrases_of(written)
        for word in plain(phrase).text.split()
    ) | words("apps", "not_a_name")


@cache
def _signs() -> frozenset[str]:
    """Return the words for a sign of an account's name."""
    said = {word for name in ("dash", "underscore") for word in words("signs", name)}
    said |= {
        *dot_words(),
        *sign_words("underscore"),
        *sign_words("dash"),
        "under score",
        "period",
        "lowdash",
        "low dash",
    }
    return frozenset(said)


@cache
def _said_signs() -> AhoCorasick:
    return AhoCorasick(list(_signs()), store_patterns=False)


@cache
def _said() -> re.Pattern[str]:
    """Return the expression of names between whose parts signs are said."""
    signs = "|".join(sorted(map(re.escape, _signs()), key=len, reverse=True))
    part = r"[^\W_][\w.]{0,24}"
    return re.compile(
        rf"(?<![^\W_])(?:at[ \t]+)?(?P<name>{part}(?:{_GAP}(?:{signs}){_GAP}{part}){{1,5}})(?![^\W_])",
        re.IGNORECASE,
    )


@cache
def _sign_between() -> re.Pattern[str]:
    signs = "|".join(sorted(map(re.escape, _signs()), key=len, reverse=True))
    return re.compile(rf"{_GAP}({signs}){_GAP}", re.IGNORECASE)


@cache
def _underscores() -> frozenset[str]:
    return words("signs", "underscore") | sign_words("underscore")


def find_said_names(text: str, apps: Sequence[App]) -> list[Finding]:
    """Return the names beside the apps of a text whose signs are said, that are full names, or that are quoted."""
    found: list[Finding] = []
    if not apps:
        return found
    invited = _is_invited(text[:TEXT_MAX])
    short = len(text) <= NEARBY_AFTER and len(text.split()) <= SHORT_MESSAGE_WORDS
    # The expression of such names is dear: it is tried only where a sign is said at all.
    is_sign_said = bool(_said_signs().find_matches_as_indexes(text.lower()))
    for app in apps[:APPS_MAX]:
        one = _with_said_signs(text, app) if is_sign_said else None
        if (
            one is None
            and not app.is_described
            and (
                invited
                or app.is_misspelt
                or (app.name in NETWORKS and (short or _POINTED.match(text, app.end) is not None))
            )
        ):
            one = _full_after(text, app) or _full_before(text, app)
        if one is not None:
            found.append(one)
    return found


def _is_invited(text: str) -> bool:
    said = set(_WORD.findall(text.lower().replace("’", "'")))
    return (
        not words("apps", "invites").isdisjoint(said)
        or not words("apps", "mine").isdisjoint(said)
        or "i'm" in said
    )


def _with_said_signs(text: str, app: App) -> Finding | None:
    """Return a name like "mirko underscore codes" near an app."""
    first, last = max(0, app.start - NEARBY_BEFORE), min(len(text), app.end + NEARBY_AFTER)
    for said in _said().finditer(text, first, last):
        start, end = said.span("name")
        if start < app.end and app.start < end:
            continue
        between = text[app.end : start] if start >= app.end else text[end : app.start]
        if len(between.split()) > BETWEEN_MAX or _STOP.search(between):
            continue
        pieces = _sign_between().split(said["name"].lower())
        names, signs = pieces[::2], pieces[1::2]
        if signs[-1] in dot_words() and (
            names[-1] in words("apps", "file_endings") or domain_classes().get(names[-1]) in {"plain", "file"}
        ):
            continue
        is_drawn = not words("signs", "drawn").isdisjoint(names[1:])
        if app.is_ambiguous or is_drawn or all(name.isdecimal() for name in names):
            continue
        sure = not _underscores().isdisjoint(signs) or names[0] == "live" or len(names) > 2
        before = _WORD.findall(text[max(0, start - NEARBY_BEFORE) : start].lower())[-4:]
        sure = sure or not words("apps", "before_name").isdisjoint(before)
        # An underscore that is said in two words is no word of talk.
        plainly = any(" " in sign and sign in _underscores() for sign in signs)
        common = sum(name in common_words() for name in names)
        if (common == len(names) and not plainly) or (common and not sure):
            continue
        end = _with_last_word(text, start, end) if names[0] == "live" else end
        return Finding(
            "handle",
            0,
            start,
            end,
            f"{app.name}:{'_'.join(names)}",
            CONFIDENCE_SAID,
            ("app", "said signs"),
            True,
        )
    return None


def _with_last_word(text: str, start: int, end: int) -> int:
    """Return the end of a name whose last blank is meant as nothing: live dot harold finch."""
    following = re.compile(r" [^\W_]+(?=\s*(?:\Z|[.,!?]))").match(text, end)
    return following.end() if following else end


def _full_after(text: str, app: App) -> Finding | None:
    """Return a full name or a quotation behind an app's name and words that lead to a name."""
    position = app.end
    naming = False
    # "my facebook is Ada Holm": what is somebody's own needs no other word.
    signed = text[max(0, app.start - 12) : app.start].rstrip().lower().endswith(("my", "mine on"))
    for _step in range(BETWEEN_MAX):
        found = _FULL_AFTER.match(text, position)
        if found is not None and (
            naming or signed or any(sign in text[position : found.end()][:4] for sign in ":=→>(–—-,")
        ):
            return _full(text, found, app)
        word = re.compile(r"(?P<gap>[\s,:=>–—-]{1,4})(?P<word>[^\W_]+(?:['’][^\W_]+)?)").match(text, position)
        if word is None:
            return None
        low = word["word"].lower().replace("’", "'")
        if low not in words("apps", "links"):
            return None
        naming = naming or low in words("apps", "naming")
        signed = signed or any(sign in word["gap"] for sign in ":=>")
        position = word.end()
    return None


def _full_before(text: str, app: App) -> Finding | None:
    """Return a full name or a quotation before "on" and an app's name."""
    found = _FULL_BEFORE.search(text, max(0, app.start - NEARBY_AFTER), app.start)
    if found is None:
        return None
    said = [
        word.lower().replace("’", "'")
        for word in _WORD.findall(text[max(0, found.start() - NEARBY_AFTER) : found.start()])
    ][-2:]
    leads = words("apps", "naming") | words("apps", "invites") | {"for", "is", "it's", "its", "i'm", "up"}
    return _full(text, found, app) if said and said[-1] in leads else None


def _full(text: str, found: re.Match[str], app: App) -> Finding | None:
    name = "quoted" if found["quoted"] else "full"
    start, end = found.span(name)
    said = [word.lower() for word in _WORD.findall(found[name])]
    if not said or all(word in common_words() for word in said):
        return None
    if name == "full" and any(word in common_words() for word in (said[0], said[-1])):
        return None
    return Finding(
        "handle",
        0,
        start,
        end,
        f"{app.name}:{text[start:end].lower()}",
        CONFIDENCE_FULL,
        ("app", "full name"),
        False,
    )
