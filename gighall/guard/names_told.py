"""Find account names that a sentence tells in the words of its language: "LINEのIDは「x」", "steam'de adım x".

An app stands somewhere near; a word that leads to a name stands right before it, or one that ends it right behind
(``data/names_told.txt``). Letters alone are a name only where words say whose it is, and nobody uses them in talk.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from gighall.guard.apps import App
from gighall.guard.finding import Finding
from gighall.guard.lexicon import is_unspaced
from gighall.guard.lone_names import is_nobodys_word
from gighall.guard.names_near import may_be_account
from gighall.guard.word_lists import phrases, words

TEXT_MAX, APPS_MAX, NAMES_MAX = 400, 8, 16
# How far from its app a name may stand, and how far a word that leads to a name is looked for.
NEAR, NEAR_BEHIND, LEADING, INVITING = 110, 60, 48, 40
LETTERS_MIN, FIRST_BEYOND_LATIN = 6, "\u0370"
CONFIDENCE_SIGNED, CONFIDENCE_LETTERS = 0.82, 0.75

_OPENS, _CLOSES = "「『\"“„«‚‘'《（(", "」』\"”“»’'》）)"
_NAME = re.compile(
    r"(?<![A-Za-z0-9À-ɏ_@./#\\-])@?[A-Za-z][A-Za-z0-9]{0,30}"
    r"(?:(?:[._-]{1,3}|下划线|アンダーバー|언더바)[A-Za-z0-9]{1,24}){0,4}_{0,3}(?![A-Za-z0-9À-ɏ@/\\=(\[])"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?\n;]")
_SAID_SIGN = re.compile("下划线|アンダーバー|언더바")
_SHORTLY_BEHIND = re.compile(r"(?P<said>[^.!?\n,:;]{0,22})(?:,|:|\s[—–-]|→)\s{1,2}")
# Between the name of an app and words that say how somebody is called there: an ending, a small word.
_JOINED = re.compile(r"['’]?[^\W\d_]{0,3}\s{1,2}(?:(?:da|dort|there|ich|se|jag)\s)?", re.IGNORECASE)
_CODE = re.compile(r"[=`{}<>\\$]|\w\(|//")
_SIGNS = r"[\s:：=→>,،—–-]"
_ICON = "[\u2190-\u2bff\U0001f300-\U0001faff\ufe0f]"
_ENDS = re.compile(rf"[{re.escape(_CLOSES)}]?\s{{0,2}}(?:[.,!?;:)\n…、。，！？|/]|\Z|[^\x00-\u036f])")


def find_told_names(text: str, apps: Sequence[App], *, is_told: bool) -> Iterator[Finding]:
    """Yield the account names that words lead to in a text that names an app.

    ``is_told`` says that a name of an app may stand there that counts only beside such words.
    """
    if len(text) > TEXT_MAX or _CODE.search(text) or _is_about_work(text):
        return
    places = [one for one in apps[:APPS_MAX] if one.name not in words("apps", "places")]
    places += _more_places(text, places) if is_told else ()
    if not places:
        return
    for one in islice(_NAME.finditer(text), NAMES_MAX):
        app = _place_of(places, one.start(), one.end())
        if app is None or len(one[0]) < LETTERS_MIN - 2:
            continue
        name = one[0].rstrip(".-")
        how = _how(name)
        told = _told_by(text, app, one.start(), one.start() + len(name), how) if how else ()
        if told:
            confidence = CONFIDENCE_SIGNED if how == "signed" else CONFIDENCE_LETTERS
            value = f"{app.name}:{_SAID_SIGN.sub('_', name).lower().lstrip('@')}"
            hidden = _SAID_SIGN.search(name) is not None
            end = one.start() + len(name)
            yield Finding("handle", 0, one.start(), end, value, confidence, told, hidden)


def _is_about_work(text: str) -> bool:
    """Say whether a text speaks of files and programs: names with signs are those of such things."""
    low = text.lower()
    said = set(_LETTERS.findall(low))
    return (
        not words("apps", "works").isdisjoint(said)
        or not words("names_told", "works").isdisjoint(said)
        or any(is_unspaced(one[0]) and one in low for one in words("names_told", "works"))
    )


def _more_places(text: str, known: Sequence[App]) -> Iterator[App]:
    """Yield the apps whose names count only beside words that lead to a name."""
    for one in islice(_places().finditer(text), APPS_MAX):
        if not any(one.start() < app.end and app.start < one.end() for app in known):
            name = _apps()[one[0].lower()]
            yield App(*one.span(), name, False, name in words("apps", "ambiguous"), False)


@cache
def _apps() -> dict[str, str]:
    return {
        written: name for written, _, name in (one.partition(" ") for one in phrases("names_told", "places"))
    }


@cache
def _places() -> re.Pattern[str]:
    return re.compile(_any_of(list(_apps())), re.IGNORECASE)


def _any_of(said: Sequence[str]) -> str:
    """Return the expression of phrases that are whole words, where their script has blanks between words."""
    ordered = sorted(map(str.lower, said), key=len, reverse=True)
    spaced = "|".join(re.escape(one) for one in ordered if not is_unspaced(one[-1]) and one[-1].isalnum())
    others = "|".join(re.escape(one) for one in ordered if is_unspaced(one[-1]) or not one[-1].isalnum())
    # A word in Latin letters may stand right beside signs of a script without blanks.
    bound = "(?<![A-Za-z0-9\u00c0-\u0e7f_])(?:" + spaced + ")(?![A-Za-z0-9\u00c0-\u0e7f_])"
    return rf"(?:{bound}|{others})" if others else bound


@cache
def _led_by(section: str) -> re.Pattern[str]:
    """Return what stands right before a name: a phrase of a section, and hardly anything between."""
    links = _any_of([one for one in phrases("names_told", "links") if one[0].isalpha()])
    between = rf"(?:{_SIGNS}|'s|{links}){{0,5}}[{re.escape(_OPENS)}]?\s?"
    return re.compile(rf"{_any_of(phrases('names_told', section))}{between}\Z", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    said = _any_of(phrases("names_told", "behind"))
    return re.compile(rf"[{re.escape(_CLOSES)}]?['’]?\s{{0,2}}{said}", re.IGNORECASE)


@cache
def _whose() -> re.Pattern[str]:
    """Return what may stand between an app and a name: whose it is, and a sign."""
    said = _any_of(phrases("names_told", "whose"))
    return re.compile(
        rf"\s{{0,2}}(?:(?P<whose>{said}|{_ICON})\s{{0,2}}){{0,3}}"
        rf"(?P<sign>[:：=→>]|->|は|是|[—–-]\s)?\s{{0,2}}[{re.escape(_OPENS)}]?",
        re.IGNORECASE,
    )


@cache
def _invites() -> re.Pattern[str]:
    return re.compile(_any_of(phrases("names_told", "invites")), re.IGNORECASE)


def _place_of(places: Sequence[App], start: int, end: int) -> App | None:
    """Return the app that stands nearest before a name, or else behind it."""
    before = [app for app in places if app.end <= start and start - app.end <= NEAR]
    if before:
        return before[-1]
    return next((app for app in places if app.start >= end and app.start - end <= NEAR_BEHIND), None)


def _how(name: str) -> str:
    """Return what a name is made of: "signed", "letters" that nobody uses in talk, or nothing."""
    core = _SAID_SIGN.sub("_", name.lstrip("@"))
    low = core.lower()
    if name[0] == "@":
        return "signed" if low not in words("apps", "decorators") else ""
    parts = low.split("-")
    if not all(part.isalpha() for part in parts):
        return "signed" if may_be_account(core) and not _is_sample(low) else ""
    if len(low) < LETTERS_MIN or core != low:
        return ""
    return "letters" if any(len(part) > 3 and is_nobodys_word(part) for part in parts) else ""


def _is_sample(low: str) -> bool:
    """Say whether a name is made of figures and words that stand for any name: test_user1."""
    parts = [part.rstrip("0123456789") for part in re.split(r"[._-]", low)]
    return all(not part or part in words("apps", "nobody") for part in parts)


def _told_by(text: str, app: App, start: int, end: int, how: str) -> tuple[str, ...]:
    """Return by what the words around a name tell that it is one; nothing if they do not."""
    first = max(0, start - LEADING)
    before = text[first:start].replace("’", "'")
    led = _led_by("mine").search(before)
    called = _led_by("called").search(before) if led is None else None
    if called is not None and _JOINED.fullmatch(text, app.end, first + called.start()):
        led = called
    if led is not None and (how == "signed" or (app.end <= start and _ENDS.match(text, end) is not None)):
        return ("told name",)
    is_quoted = bool(before) and before[-1] in _OPENS and text[end : end + 1] in _CLOSES
    is_name = how == "signed" or is_quoted or "-" in text[start:end]
    if app.is_ambiguous and not (is_name and _is_name_of_app(text, app)):
        return ()
    is_named = (
        called is not None
        or _led_by("naming").search(before) is not None
        or _behind().match(text, end, end + LEADING) is not None
    )
    if is_named and (is_name or _is_foreign(before)):
        return ("app", "told name")
    is_beside = (
        how == "signed"
        and app.end <= start
        and (_is_behind(text, app, start) or _is_invited(text, app, start))
    )
    return ("app", "told name") if is_beside else ()


def _is_behind(text: str, app: App, start: int) -> bool:
    """Say whether nothing but whose it is and a sign stands between an app and a name."""
    whose = _whose().fullmatch(text, app.end, start)
    return whose is not None and (is_unspaced(text[app.end - 1]) or bool(whose["sign"]))


def _is_invited(text: str, app: App, start: int) -> bool:
    """Say whether somebody asks to be written to on an app, and a name stands behind the next comma."""
    shortly = _SHORTLY_BEHIND.fullmatch(text, app.end, start)
    said = shortly["said"].lower().split() if shortly is not None else []
    if shortly is None or not words("names_told", "fillers").issuperset(said):
        return False
    clause = _STOP.split(text[max(0, app.start - INVITING) : app.start])[-1]
    return said[:1] == ["me"] or _invites().search(clause) is not None


def _is_name_of_app(text: str, app: App) -> bool:
    """Say whether a word that means other things too names the app where it stands: by its letters, or by "on"."""
    first, before = text[app.start], text[: app.start].split()
    if first.isupper() or not first.isascii() or not first.isalpha() or not before:
        return True
    return before[-1].lower() in words("apps", "before")


def _is_foreign(before: str) -> bool:
    """Say whether words before a name are in another script, in which letters like these are no talk."""
    return any(sign >= FIRST_BEYOND_LATIN and sign.isalpha() for sign in before[-12:])
