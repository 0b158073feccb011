"""Write out signs of addresses and letters of words that are disguised in ways that need no look around.

"gmail,com", "d-o-t", "noraDOTquistATproton", an emoji for an at, "[remove this]", "p4ypal", "insta gram dot com".
"""

import re
from collections.abc import Iterator, Set
from functools import cache

from gighall.guard.alphabets import edits_for_alphabets
from gighall.guard.apps import LEET, glued_names, may_be_leet
from gighall.guard.domains import top_level_class
from gighall.guard.framed_signs import edits_for_framed, edits_for_pictured
from gighall.guard.lexicon import sign_words
from gighall.guard.said_names import common_words
from gighall.guard.sign_words import any_of, places_said, unspaced_signs
from gighall.guard.views import Edit
from gighall.guard.word_lists import phrases, words

WORD_MIN, GLUED_MIN = 4, 6
# What asks for a look at a text without any odd sign.
_TRIGGERS = frozenset({"unspaced", "loose", "mail_said", "placesaid", "alphabet"})
ICON = r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_DOT = r"(?<!\w)d[ .-]{0,2}[o0][ .-]{0,2}t(?!\w)"
# What the finders of addresses see by themselves, with all that speaks against it.
_DISGUISED = r"(?!\s{0,3}(?:dot|\.)\s{0,3}(?:com|net|org|io)\b)"
_ICON = re.compile(ICON)
_ENDS = r"(?:com|net|org|me|de|io|art|co\.uk)\b"
_HALVES = re.compile(
    r"(?<![^\W_])(?P<first>[a-z]{3,7}) (?P<second>[a-z]{2,7})(?= ?(?:\.|dot\b|slash\b|/|forward slash\b))",
    re.I,
)
_WITH_WWW = re.compile(
    r"(?<![^\W_])(?P<www>www)[ ,.]{1,3}(?P<name>[\w-]{3,30})[ ,]{1,2}(?P<end>(?:com|net|org|io|de)\b)", re.I
)
_HOUSE_END = re.compile(
    r"(?:(?<=\bat )|(?<=[@\])}])|(?<=[@\])}] ))"
    r"(?P<house>gmail|yahoo|hotmail|icloud|outlook|protonmail|gmx|aol)[ ,]{1,2}(?P<end>(?:com|net|de)\b)",
    re.I,
)
_LEET_WORD = re.compile(r"(?<![\w@$!|€¡.#/-])[a-z1345@!$][a-z@$!|€¡0134578]{2,15}(?![\w@$|€¡]|[./]\w)", re.I)


# How far words may stand from each other that say that a sign is left out, and how often it then stands in a word.
LEAVING_WORDS, LEFT_OUT_MIN, SAID_IN_MAX = 4, 2, 2_000
_SAID = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\S{6,120}")


def _glued_signs(houses: str) -> tuple[tuple[str, str], ...]:
    """Return signs that are glued to what stands behind them, or added up: pontocom pontobr, leo + @ + gmail."""
    return (
        (r"(?<=[a-z0-9])\s?(?:ponto|punto)\s?com\s?(?:ponto|punto)\s?br\b", ".com.br"),
        (r"(?<=[a-z0-9])\s?(?:ponto|punto)\s?com\s?(?:ponto|punto)\s?mx\b", ".com.mx"),
        (r"(?<=[a-z0-9])\s?(?:ponto|punto)\s?com\s?(?:ponto|punto)\s?ar\b", ".com.ar"),
        (rf"(?<=\w)\s?(?:arroba|arrobase)\s?(?=(?:{houses})\b)", "@"),
        (
            r"(?:(?<=gmail)|(?<=yahoo)|(?<=hotmail)|(?<=icloud)|(?<=outlook)|(?<=\d))\s?(?:ponto|punto|point|punkt)com\b",
            ".com",
        ),
        (r"(?<=\w)\s?\+\s?@\s?\+\s?(?=\w)", "@"),
        (r"(?<=\w)\s?\+\s?\.(?=(?:com|net|org|de)\b)", "."),
    )


@cache
def _signs() -> tuple[tuple[re.Pattern[str], str], ...]:
    houses = "|".join(sorted(words("signs", "mail_alone")))
    rows = (
        # Signs in quotation marks, strokes or brackets: miraknits "dot" com, mira{underscore}k, mira(.)k.
        (r"(?<=\w)\s?[\"'“”/~_]{1,2}dot[\"'“”/~_]{1,2}\s?(?=\w)", "."),
        (r"(?<=\w)\s?[\"'“”/~_]{1,2}at[\"'“”/~_]{1,2}\s?(?=\w)", "@"),
        (r"(?<=\w)\s?[(\[{<*-]{1,2}under ?score[)\]}>*-]{1,2}\s?(?=\w)", "_"),
        (rf"(?<=[a-z])[(\[{{]\.[)\]}}](?=[a-z])(?!{_ENDS}|co\b)", "."),
        (rf"(?<=\w)[~/|*#^](?=(?:{houses})[~/|*#^.](?:com|net|de)\b)", "@"),
        (r"(?:(?<=gmail)|(?<=yahoo)|(?<=hotmail)|(?<=icloud))[~/|*#^](?=(?:com|net|de)\b)", "."),
        (
            r"(?:(?<=\.com)|(?<=\.us)|(?<=\.me)|(?<=\.gg)|(?<=\.ee)|(?<=\.ly))\s{1,2}(?:forward )?slash\s{1,2}(?=\w)",
            "/",
        ),
        # Letters of a sign that stand apart: d-o-t, c o m.
        (
            rf"(?<=\w){_DISGUISED}\s{{0,3}}(?:{_DOT}|\.)\s{{0,3}}c[ .-]{{0,2}}[o0][ .-]{{0,2}}m(?!\w)(?<!\.com)",
            ".com",
        ),
        (rf"(?<=\w){_DISGUISED}\s{{0,3}}(?:{_DOT}|\.)\s{{0,3}}i[ .-]{{1,2}}o(?!\w)", ".io"),
        (
            rf"(?<=\w){_DISGUISED}\s{{0,3}}(?:{_DOT}|\.)\s{{0,3}}(?:o[ .-]{{1,2}}r[ .-]{{1,2}}g|0rg)(?!\w)",
            ".org",
        ),
        (
            rf"(?<=\w){_DISGUISED}\s{{0,3}}(?:{_DOT}|\.)\s{{0,3}}(?:n[ .-]{{1,2}}e[ .-]{{1,2}}t|n3t)(?!\w)",
            ".net",
        ),
        (r"(?<=\w)\s{0,3}(?<![\w-])d[ .-]{1,2}o[ .-]{1,2}t(?![\w-])\s{0,3}(?=\w)", " dot "),
        (rf"(?<=[a-z0-9]{{3}}),(?={_ENDS})", "."),
        (r"(?<=[a-z0-9])DOT(?=[a-z0-9])", "."),
        (rf"(?<=[a-z0-9])AT(?=[a-z0-9]{{2,30}}(?:DOT|\.[a-z])|(?:{houses})\b)", "@"),
        (r"(?<=\w)\s?(?:-|//|\\\\|\|)at(?:-|//|\\\\|\|)\s?(?=\w)", "@"),
        (r"(?<=\w)\s?(?:-|//|\\\\|\|)dot(?:-|//|\\\\|\|)\s?(?=\w)", "."),
        (
            r"(?<=\w)\s?[(\[{<]\s?(?:at the rate|the at|at sign|monkey|snail|a t)[^)\]}>]{0,8}[)\]}>]\s?(?=\w)",
            "@",
        ),
        (
            r"(?<=[\w@.])\s?[\[({<](?:remove|delete|no[ -]?spam|take out|cut)[^\])}>\n]{0,24}[\])}>]\s?(?=[\w@.])",
            "",
        ),
        (r"(?<=[@.])NO-?SPAM\.?(?=\w)|(?<=\w)\.?NO-?SPAM(?=[@.])", ""),
        (r"(?<![\w@])gm(?:@|4|a1|@1|4i|@i|4!)l?(?:il)?(?=[.,]?\s?(?:com|\(|\[|dot)\b)", "gmail"),
        (r"(?<=[@\])}>\s])gm[@4][i1!]l\b", "gmail"),
    )
    return tuple(
        (re.compile(pattern, 0 if "DOT" in pattern or "SPAM" in pattern else re.I), sign)
        for pattern, sign in (*rows, *_glued_signs(houses))
    )


# A comma or a raised dot in the host of a mailbox: petra@seznam,cz.
_COMMA_IN_HOST = re.compile(r"(?<=\w)@[\w-]{3,40}(?P<sign>[,·;])(?P<end>[a-z]{2,6})(?![\w@])")
# Mail houses in two words behind an at: jen at g mail.
_HOUSE_APART = re.compile(
    r"(?<=[\w)\]]\s)(?P<at>at|@|ät|arroba|on|a)\s(?P<house>g[ -]mail|gee[ -]?mai?le?|g[ -]?male|i[ -]cloud"
    r"|hot[ -]mail|out[ -]look|ya[ -]hoo)\b",
    re.I,
)
_HOUSES_APART = {"g": "gmail", "i": "icloud", "h": "hotmail", "o": "outlook", "y": "yahoo"}


def _houses_apart(text: str) -> Iterator[Edit]:
    """Yield the names of mail houses that are written in two words, or as they sound."""
    for one in _HOUSE_APART.finditer(text):
        yield Edit(*one.span("house"), _HOUSES_APART[one["house"][0].lower()])


def _commas_in_hosts(text: str) -> Iterator[Edit]:
    """Yield the dots of the hosts of mailboxes for which another sign stands."""
    for one in _COMMA_IN_HOST.finditer(text):
        if top_level_class(one["end"]) in {"plain", "word"}:
            yield Edit(*one.span("sign"), ".")


# A site of which everything is one word: wwwdotcrumbdotnet.
_GLUED_SITE = re.compile(
    r"(?<![^\W_])www(?P<first>dot|punto|punkt|ponto|point|kropka)(?P<name>[a-z0-9-]{3,40}?)"
    r"(?P<last>dot|punto|punkt|ponto|point|kropka)(?P<end>[a-z]{2,10})(?![^\W_])",
    re.I,
)
_GLUED_WORD = re.compile(
    r"(?<![^\W_])(?P<name>[a-z0-9]{2,30}?)(?P<at>arrobase|arroba|aroba|at|ät|et(?=[a-z]{3,30}punkt))"
    r"(?P<host>[a-zäöü]{3,30}?)(?P<dot>dot|punto|punkt|ponto|point)(?P<end>com|net|org|info|de|at|ch|es|fr|it|pt|br|nl|eu|co|io)"
    r"(?:(?P<more>dot|punto|punkt|ponto|point)(?P<last>uk|au|nz|za|br|mx|ar|in))?(?![^\W_])",
    re.I,
)


def _glued_addresses(text: str) -> Iterator[Edit]:
    """Yield the signs of addresses of which everything is one word: rosaarrobaponteverdepuntocom."""
    for one in _GLUED_WORD.finditer(text):
        for sign, becomes in (("at", "@"), ("dot", "."), ("more", ".")):
            if one[sign]:
                yield Edit(*one.span(sign), becomes)
    for one in _GLUED_SITE.finditer(text):
        if top_level_class(one["end"].lower()):
            yield Edit(*one.span("first"), ".")
            yield Edit(*one.span("last"), ".")


# A slash, as it is written or said, behind the host of a place of short links or names.
_NAME_BEHIND = re.compile(
    r"(?:[\w.-]{3,40}|[a-z](?:[ –-]{1,3}[a-z]){6,12})"
    r"(?P<ends>(?=\s*(?:[^\w\s]|\Z|(?:for|and|if|has|to|is|there|ok|please|pls|you|that|not|without|no|plus|und|ist|da"
    r"|dort|y|et)\b)))?"
)


@cache
def _place_said() -> re.Pattern[str]:
    """Return the expression of the hosts of short links and of names as they are said without a dot."""
    said = "|".join(
        re.escape(one).replace(r"\ ", r"[\W_]{1,3}") for one in sorted(places_said(), key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w@./])(?P<said>{said})", re.I)


@cache
def _slash_behind() -> re.Pattern[str]:
    """Return the expression of a slash, written or said in any language, between a host and a name."""
    said = any_of({*sign_words("slash"), *words("signs", "slash"), *phrases("signs", "slash_said")})
    return re.compile(
        rf"\W{{0,3}}(?:(?:{any_of(phrases('signs', 'slash_leads'))})\s){{0,2}}"
        rf"(?:/|<slash>|\(slash\)|(?:{said})(?![^\W_]))\W{{0,3}}(?:then |dann |luego |followed by )?(?=[\w@])",
        re.I,
    )


def _with_slash(text: str) -> Iterator[Edit]:
    """Yield the hosts of short links and of names that are said without their dot: linktree slash mira."""
    for one in _place_said().finditer(text):
        slash = _slash_behind().match(text, one.end())
        name = _NAME_BEHIND.match(text, slash.end()) if slash is not None else None
        if slash is None or name is None:
            continue
        written = one["said"].lower()
        # Marks of a script, which are no letters, stay where the list has them.
        said = written if written in places_said() else re.sub(r"[\W_]+", " ", written)
        if said not in places_said():
            continue
        # "the calendly / zoom question" names two tools.
        is_whole = " " in said or not name[0].isalpha()
        if is_whole or (
            name["ends"] is not None and _is_nobodys_word(name[0].lower(), text[one.end() : slash.end()])
        ):
            yield Edit(one.start(), slash.end(), f"{places_said()[said]}/")


def _is_nobodys_word(name: str, slash: str) -> bool:
    if len(name) < WORD_MIN or name in common_words() or name in glued_names() or name in places_said():
        return False
    return len(name) >= GLUED_MIN + 1 or any(map(str.isalpha, slash))


@cache
def _unspaced() -> re.Pattern[str]:
    """Return the expression of words for signs in scripts without blanks, where Latin letters stand around them."""
    said = any_of(unspaced_signs())
    return re.compile(rf"(?<=[A-Za-z0-9])\s?(?P<said>{said})\s?(?=[A-Za-z0-9])")


def _between_latin(text: str) -> Iterator[Edit]:
    """Yield the signs that are said between Latin letters in a script without blanks: mira点top斜杠ling."""
    for one in _unspaced().finditer(text):
        yield Edit(one.start(), one.end(), unspaced_signs()[one["said"]])


@cache
def _icons() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what an emoji between a name and a mail house, or before the end of a host, stands for."""
    houses = "|".join(sorted(words("signs", "mail_alone")))
    return (
        (re.compile(rf"(?<=\w)\s{{0,2}}{ICON}{{1,3}}\s{{0,2}}(?=(?:{houses})\b)", re.I), "@"),
        (re.compile(rf"(?<=[a-z0-9]{{3}})\s{{0,2}}{ICON}{{1,3}}\s{{0,2}}(?={_ENDS})", re.I), "."),
    )


@cache
def _two_words() -> frozenset[str]:
    """Return the names whose hosts may be written in two words: pay pal dot me, insta gram dot com."""
    names = {*words("apps", "payers"), *glued_names(), "linktree", "linktr"}
    return frozenset(name for name in names if name.isalpha() and 6 <= len(name) <= 10)


def _whole_hosts(text: str) -> Iterator[Edit]:
    """Yield what makes hosts of words that stand apart: pay pal dot me, www book leo com."""
    for one in _HALVES.finditer(text):
        if one["first"].lower() + one["second"].lower() in _two_words():
            yield Edit(one.end("first"), one.start("second"), "")
    for one in _WITH_WWW.finditer(text):
        yield Edit(one.end("www"), one.start("name"), ".")
        yield Edit(one.end("name"), one.start("end"), ".")
    for one in _HOUSE_END.finditer(text):
        yield Edit(one.end("house"), one.start("end"), ".")


@cache
def _signs_by_name() -> dict[str, str]:
    """Return the names of signs that may be told to be left out, with the sign."""
    return {name: line[0] for line in phrases("signs", "left_out") for name in line[1:].split()}


def _left_out(text: str) -> Iterator[Edit]:
    """Yield what leaves out the signs of which a text says that they mean nothing: "remove every star"."""
    said = [(one.start(), one[0].lower()) for one in _SAID.finditer(text, 0, SAID_IN_MAX)]
    signs = {
        _signs_by_name()[name]
        for index, (_start, name) in enumerate(said)
        if name in _signs_by_name()
        and any(
            word in words("signs", "leaving_out")
            for _at, word in said[max(0, index - LEAVING_WORDS) : index + 3]
        )
    }
    for sign in signs:
        for token in _TOKEN.finditer(text):
            if token[0].strip(sign).count(sign) >= LEFT_OUT_MIN:
                places = [token.start() + at for at, one in enumerate(token[0]) if one == sign]
                yield from (Edit(at, at + 1, "") for at in places)


def edits_for_loose(text: str, triggers: Set[str], signs: bytes) -> list[Edit]:
    """Return the edits that write plainly what a text disguises in one of these ways; they do not overlap.

    ``signs`` are those of the text that the gate sees.
    """
    edits: list[Edit] = []
    if not signs and _TRIGGERS.isdisjoint(triggers):
        return edits
    if not text.isascii() and _ICON.search(text):
        for pattern, sign in _icons():
            edits += [Edit(one.start(), one.end(), sign) for one in pattern.finditer(text)]
        edits += edits_for_pictured(text)
    if "unspaced" in triggers:
        edits += _between_latin(text)
    if "loose" in triggers:
        for pattern, sign in _signs():
            edits += [Edit(one.start(), one.end(), sign) for one in pattern.finditer(text)]
        edits += _whole_hosts(text)
        edits += _left_out(text)
        edits += _glued_addresses(text)
    if "at" in triggers and ("," in text or "·" in text):
        edits += _commas_in_hosts(text)
    if "mail_said" in triggers:
        edits += _houses_apart(text)
    if "placesaid" in triggers:
        edits += _with_slash(text)
    edits += edits_for_framed(text)
    if "alphabet" in triggers:
        edits += edits_for_alphabets(text)
    if may_be_leet(text):
        edits += _leet(text)
    edits.sort(key=lambda one: one.start)
    kept: list[Edit] = []
    for one in edits:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _leet(text: str) -> Iterator[Edit]:
    """Yield the words with figures or signs for letters that talk of paying or ringing: p4ypal, c4ll, numb3r."""
    for found in _LEET_WORD.finditer(text):
        written = found[0].lower()
        if written.isalpha() or sum(map(str.isalpha, written)) < 2 or written[-1] in "!|":
            continue
        for letter in "il":
            plain = "".join(LEET.get(sign, sign) for sign in written).replace("1", letter)
            known = (
                plain in words("apps", "payers")
                or plain in glued_names()
                or (len(plain) >= WORD_MIN and plain in common_words())
            )
            addressed = text[found.end() : found.end() + 3].lower() == " me"
            if known and plain.isalpha() and (addressed or plain not in glued_names()):
                yield Edit(found.start(), found.end(), plain)
                break
