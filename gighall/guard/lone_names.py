"""Find account names where a message, or a part of it, is hardly more than an app and a name.

"ig fernlake__", "tg sergeybuilds if anything breaks", "threads / ig both ottersandoats", "messenger Mira Holst, photo
with boat". A word of letters counts only if nobody uses it in talk; a full name only where it is no product's.
"""

import re
from collections.abc import Iterator, Sequence

from gighall.guard.apps import App
from gighall.guard.domains import top_level_class
from gighall.guard.finding import Finding
from gighall.guard.lexicon import is_unspaced
from gighall.guard.names_by_app import is_signed
from gighall.guard.said_names import common_words
from gighall.guard.word_lists import words
from gighall.guard.wording import weights

TEXT_MAX, APPS_MAX = 160, 6
OPENERS_MAX, BETWEEN_MAX, BEHIND_MAX, NEARBY = 5, 5, 9, 48
LETTERS_MIN, SHORT_LETTERS_MIN, FEW_WORDS, FULL_MAX, COMPOUND_MIN = 9, 7, 3, 4, 13
CONFIDENCE_SIGNED, CONFIDENCE_LETTERS, CONFIDENCE_FULL = 0.85, 0.75, 0.75

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?:?")
_SIGNS = re.compile(r"[\s,.:;=→>(–—\-?!/|&+\"“'…]*")
_NAME = re.compile(r"@?[^\W_][\w.-]{2,40}|_[\w.-]{3,40}")
# Beside words without blanks between them a name is Latin letters, behind a few signs of talk.
_LATIN_NAME = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9_.-]{2,40}(?![A-Za-z0-9@/(=])")
_UNSPACED_LINKS = re.compile(r"(?:の|は|が|：|ID|id|名|号|搜|加|で|나|는|은|이|아이디|ชื่อ|ไอดี|คือ|[\s:=→])*")
_ENDS = re.compile(r"\s{0,2}(?:[.!?;,\n:(…]|<3|[\u2190-\u2bff\U0001f300-\U0001faff])")
_CLAUSE = re.compile(r"[.!?;,\n:]")
_FULL = re.compile(r"[^\W\d_][\w'’.-]*(?:[ ]+[^\W\d_][\w'’.-]*){1,3}")
_CAPITAL = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)?")
_POINTS = re.compile(r"[:=→>]|\b(?:search|find|look|as|under|cerca|busca|such|cherche|ищи|найди)\b", re.I)
_ARTICLE = re.compile(r"\b(?:the|a|an|this|that) \Z", re.I)
_ON = re.compile(
    r"(?:\b(?:i'?m|i am|am|me|as|only|named|called|is|find|search|for|up|soy|sou|bin|suis|sono) "
    r"(?P<full>[^\W\d_]+(?: [^\W\d_]+){1,2})"
    r"|(?<![\w@./])(?P<name>@?[^\W_][\w.-]{3,40})) (?:on|auf|sur|en|no|na|su|op|på|w|в) (?:the |my |da |le )?\Z",
    re.I,
)
_PARTICLES = frozenset({"de", "von", "van", "da", "del", "la", "el", "der", "den", "di", "dos", "du", "le"})
_TELLS = re.compile(
    r"(?:ed|ing|able|ible|ly|tion|ions|ment|ments|ful|ive|ous|less|ness|ic|ies|ers|ity"
    r"|ung|ungen|heit|keit|isch|lich|mente)\Z"
)
_CODE = re.compile(r"[=`{}<>\\$]|\w\(|//|\?\s*\Z")


def find_lone_names(text: str, apps: Sequence[App]) -> Iterator[Finding]:
    """Yield the names right behind the apps of a short text that nothing else is said of."""
    if len(text) > TEXT_MAX or _CODE.search(text):
        return
    for index, app in enumerate(apps[:APPS_MAX]):
        if app.is_described or app.name in words("apps", "places"):
            continue
        found = None
        if _opens(text, app, apps[:index]) and not (app.is_ambiguous and _ARTICLE.search(text, 0, app.start)):
            start = _behind(text, app, apps[index + 1 :])
            found = _signed(text, start, app) or _letters(text, start, app) or _full(text, start, app)
        found = found or _in_front(text, app)
        if found is not None:
            yield found
            return


def _in_front(text: str, app: App) -> Finding | None:
    """Return a name with a sign or figures, or a full one that is told to be somebody's, before "on" and an app."""
    if _ENDS.match(text, app.end) is None and app.end < len(text.rstrip()):
        return None
    found = _ON.search(text, max(0, app.start - NEARBY), app.start)
    if found is None:
        return None
    if found["full"]:
        return _full(text, found.start("full"), app, is_told=True)
    return _signed(text, found.start("name"), app)


def _opens(text: str, app: App, before: Sequence[App]) -> bool:
    """Say whether hardly anything but words that lead there, or other apps, stands before an app in its clause."""
    first = 0
    for stop in _CLAUSE.finditer(text, 0, app.start):
        first = stop.end()
    openers, said = words("lone_names", "openers"), 0
    for one in _WORD.finditer(text, first, app.start):
        if any(other.start <= one.start() < other.end for other in before):
            continue
        said += 1
        if said > OPENERS_MAX or one[0].lower().strip(":").replace("’", "'") not in openers:
            return False
    return True


def _behind(text: str, app: App, others: Sequence[App]) -> int:
    """Return where the first word behind an app stands that does not lead to another."""
    position = app.end
    for _step in range(BETWEEN_MAX):
        position = _past_signs(text, position)
        other = next((one for one in others if one.start == position), None)
        if other is not None:
            position = other.end
            continue
        word = _WORD.match(text, position)
        if word is None or is_unspaced(word[0][0]) or text[word.end() : word.end() + 1] in {"_", "@"}:
            break
        low = word[0].lower().strip(":").replace("’", "'")
        if text[word.end() : word.end() + 1] == "." and text[word.end() + 1 : word.end() + 2].isalnum():
            break
        if low not in words("lone_names", "between") and low not in words("apps", "links"):
            break
        position = word.end()
    return position


def _past_signs(text: str, position: int) -> int:
    signs = _SIGNS.match(text, position)
    return signs.end() if signs is not None else position


def _signed(text: str, start: int, app: App) -> Finding | None:
    """Return a name with a sign or figures."""
    if start < len(text) and is_unspaced(text[start]):
        found = _LATIN_NAME.match(text, _past_links(text, start))
    else:
        found = _NAME.match(text, start)
    if found is None or text[found.end() : found.end() + 1] in {"@", "/", "(", "="}:
        return None
    start, name = found.start(), found[0].rstrip(".-")
    end = start + len(name)
    core = name.lstrip("@").strip("_")
    if not ("_" in name or is_signed(core) or _is_dotted(core)):
        return None
    if (
        len(core) < 4
        or core.isdecimal()
        or core.isupper()
        or not words("apps", "sure_code").isdisjoint(core.lower().split("_"))
    ):
        return None
    if len(_WORD.findall(text, end)) > BEHIND_MAX:
        return None
    return _finding(start, end, name, app, CONFIDENCE_SIGNED)


def _past_links(text: str, position: int) -> int:
    links = _UNSPACED_LINKS.match(text, position)
    return links.end() if links is not None else position


def _is_dotted(name: str) -> bool:
    """Say whether a name of parts with dots is no file and no host: capivara.mp3 may be one, notes.pdf none."""
    parts = name.lower().split(".")
    if len(parts) < 2 or not parts[-1] or len(parts[0]) < 3 or not parts[0].isalnum():
        return False
    last = parts[-1]
    if parts[0] in common_words() or (parts[0] in weights() and not last.isdecimal()):
        return False
    return last not in words("apps", "file_endings") and (
        top_level_class(last) not in {"plain", "file"} or last == "mp3"
    )


def _letters(text: str, start: int, app: App) -> Finding | None:
    """Return a name of nothing but letters that is no word of talk, at the end of its clause or before a request."""
    found = _NAME.match(text, start)
    if found is None or found[0].lower() == found[0].upper():
        return None
    name = found[0].rstrip(".-")
    end, low = start + len(name), name.lower().lstrip("@")
    whole = low.replace("-", "")
    if not whole.isalpha() or name[0].isupper() != name.isupper() or not is_nobodys_word(low):
        return None
    if text[end : end + 1] in {"@", "/", "(", "=", "_", "'", "’"} and end < len(text):
        return None
    following = _WORD.match(text, _past_signs(text, end))
    ends = following is None or _ENDS.match(text, end) is not None
    if not ends and following is not None:
        ends = following[0].lower().strip(":") in words("lone_names", "behind")
    is_few = len(_WORD.findall(text)) <= FEW_WORDS
    enough = LETTERS_MIN if (app.is_ambiguous or app.is_short) and not is_few else SHORT_LETTERS_MIN
    if not ends or len(whole) < enough or len(_WORD.findall(text, end)) > BEHIND_MAX:
        return None
    return _finding(start, end, name, app, CONFIDENCE_LETTERS)


def is_nobodys_word(low: str) -> bool:
    """Say whether a word is none of talk, nor one of its forms."""
    if low in common_words() or low in words("apps", "no_person") or low in words("apps", "code"):
        return False
    if len(low) < COMPOUND_MIN and _TELLS.search(low):
        return False
    known = weights()
    return not any(
        low.removesuffix(ending) + added in known
        for ending in ("", "s", "es", "n", "en", "e")
        for added in ("", "e")
    )


def _full(text: str, start: int, app: App, *, is_told: bool = False) -> Finding | None:
    """Return the full name of somebody: words with capitals that name no product."""
    found = _FULL.match(text, start)
    if found is None:
        return None
    end, parts = start, 0
    for word in re.finditer(r"[^ ]+", found[0]):
        plain = word[0].rstrip(".,")
        if plain[:1].isupper() and _CAPITAL.fullmatch(plain):
            parts += 1
            end = start + word.start() + len(plain)
        elif word[0].lower() not in _PARTICLES or not parts:
            break
        if word[0] != plain:
            break
    said = [word.lower() for word in text[start:end].split()]
    if not 2 <= parts <= FULL_MAX or not words("lone_names", "products").isdisjoint(said):
        return None
    if not any(map(is_nobodys_word, said)) or (said[0] in common_words() and said[-1] in common_words()):
        return None
    if is_told:
        return _finding(start, end, text[start:end], app, CONFIDENCE_FULL)
    if app.is_ambiguous and not (_is_shown(text, end) or _POINTS.search(text, app.end, start)):
        return None
    if not (_is_shown(text, end) or len(_WORD.findall(text)) <= BEHIND_MAX):
        return None
    return _finding(start, end, text[start:end], app, CONFIDENCE_FULL)


def _is_shown(text: str, end: int) -> bool:
    """Say whether words behind a name ask to look for somebody, or tell them among others."""
    said = {word.lower().strip(":") for word in _WORD.findall(text, end)}
    return not (
        said.isdisjoint(words("lone_names", "shown")) and said.isdisjoint(words("lone_names", "behind"))
    )


def _finding(start: int, end: int, name: str, app: App, confidence: float) -> Finding:
    value = f"{app.name}:{name.lower().lstrip('@')}"
    return Finding("handle", 0, start, end, value, confidence, ("app", "lone name"), app.is_misspelt)
