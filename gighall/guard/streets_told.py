"""Find streets, boxes and doors where somebody is asked to come, or to bring or send something.

Streets without a word for one ("Na Výsluní 18, Kolín"), house numbers in words ("Lindenstr. vierunddreißig"), houses
of a colony or a block, boxes at the post. Words of coming, sending or living there must stand near
(``data/doors.txt``): without them such a line is a client's address or a place in a story.
"""

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from gighall.guard.finding import Finding
from gighall.guard.lexicon import is_unspaced
from gighall.guard.samples import is_quoted
from gighall.guard.spelled import digits_said
from gighall.guard.views import Edit, View
from gighall.guard.word_lists import phrases

TOLD_TEXT_MAX = 600
BEFORE, AFTER = 90, 60
HOUSE_DIGITS_MAX = 4
CONFIDENCE = 0.82
# Words of digits in one language that are little words of streets in another.
ALSO_WORDS = frozenset(
    {
        "das",
        "bis",
        "en",
        "ein",
        "een",
        "un",
        "une",
        "una",
        "uno",
        "om",
        "in",
        "na",
        "no",
        "on",
        "do",
        "de",
        "sat",
    }
)

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĮŁŃŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_TOWN = (
    rf"(?:\d{{3}}\s?\d\d\s|\d\d-\d{{3}}\s|\d{{4}}\s?[A-Z]{{2}}\s|\d{{4,6}}\s)?"
    rf"[{_CAPITAL}][\w’'-]{{2,}}(?:\s[{_CAPITAL}][\w’'-]{{2,}}){{0,2}}\b(?!\s\d)"
)
_NO_STREET = (
    r"(?!(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Januar|Februar|März|April|Mai|Juni|Juli"
    r"|August|September|Oktober|November|Dezember|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January"
    r"|February|March|May|June|July|October|December|Seite|Kapitel|Teil|Version|Nummer|Raum|Zimmer|Level|Chapter|Page"
    r"|Part|Room|Step|Order|Windows|Figure|Table|Uhr|Um|Ab|Bis|Am)\b)"
)
# A name and a number, and a town or a floor behind them.
_BARE = (
    rf"(?:(?:Am|An der|An den|Auf der|Auf dem|Im|In der|Zum|Zur|Na|Nad|Pod|Před|U|Kleine|Grote|Os\.|Jr\.)\s)?"
    rf"{_NO_STREET}[{_CAPITAL}][\w.'’-]{{3,}}(?:\s[{_CAPITAL}][\w.'’-]{{2,}}){{0,2}}\s\d{{1,4}}\s?[a-zA-Z]?\b"
    rf"(?:/\d{{1,4}}\w?)?(?:,\s?\d{{1,2}}\s?[°ºª.]\s?\w?)?(?:,\s?|\s(?:in|w|we|à|a|v|ve|em|en|op)\s){_TOWN}"
)
_GREEK = r"[Α-ΩΆ-Ώ]\w{3,}(?:\s[Α-ΩΆ-Ώ]\w{3,}){0,2}\s\d{1,3},\s[Α-ΩΆ-Ώ]\w{3,}"
_CYRILLIC = (
    r"(?:(?:ул\.?|улиц[аеу]|проспект|пр-т|пер\.|переул\w+|вул\.?|вулиц[яі]|бульвар|шоссе|наб\.)\s*)[\w. -]{3,30}?,?\s*"
    r"(?:д\.?\s?|дом\s|буд\.?\s|будинок\s)?\d{1,4}\s?[а-яії]?\b(?:,?\s*(?:кв\.?|квартира|корп\.?|корпус|к\.)\s*\d{1,4})*"
)
_ROMANCE = (
    r"(?:via|viale|piazza|corso|vicolo|rue|ruelle|rang|avenue|av\.|allée|impasse|calle|c/|avenida|avda\.?|carrera"
    r"|jr\.|plaza|rua|travessa|praça|largo|strada|str\.|ulica|ul\.|al\.|ulice|sokak|jalan|jl\.)"
    r"\s+[\w.'’ ºª-]{2,40}?,?\s*(?:n[ºo°.]+\s*|número\s|numero\s|nomor\s|no\.?\s|nr\.?\s)?\d{1,5}\b"
    r"(?:\s?(?:bis|ter)\b|\s?[a-zA-Z]\b|\s?/\s?\d{1,4}|\s(?:przez|m\.)\s?\d{1,4})?"
)
_NUMBER_FIRST = (
    r"\d{1,4}(?:\s?(?:bis|ter))?,?\s+"
    r"(?:rue|ruelle|rang|avenue|av\.|boulevard|bd"
    # No place cards, no place settings.
    r"|place(?!\s(?:cards?|mats?|settings?|names?|holders?|markers?)\b)"
    r"|chemin|allée|impasse|quai|cours)\s+[\w'’ -]{3,40}"
)
_GERMANIC = (
    rf"[{_CAPITAL}][\w.-]*(?:straße|strasse|str\.|str|weg|platz|allee|gasse|damm|ufer|straat|laan|gracht|gatan|gata"
    r"|vägen|stigen)\s+\d{1,4}(?:\s?-?\s?[a-zA-Z])?\b"
)
_ENGLISH = (
    r"(?:number\s|no\.?\s|nr\.?\s)?\d{1,4}\s?[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s){1,3}"
    r"(?:Street|St|Road|Rd|Lane|Row|Avenue|Ave|Drive|Dr|Close|Court|Ct|Place|Way|Yard|Steps|Terrace|Mill|Mews|Walk|Hill)\b"
    r"|(?:Unit|Flat|Shop|Apt|Suite|Studio|Stall|Blk|Block|H\.? ?No\.?|Plot)\s?(?:no\.?\s?)?#?[A-Z]?-?\d{1,4}[A-Za-z]?,?"
    r"\s(?:(?:Lot|Gali|Sector|Block)\s?\d{1,3},?\s)?(?:the\s)?(?:\d{1,4}\s)?"
    r"(?:(?:[A-Z][\w'’-]+|St\.|Brgy\.|[A-Z]{2} \d{5}),?\s?){1,5}"
    r"|(?:Manzana|Mz\.?)\s?\w{1,2},?\s(?:Lote|Lt\.?)\s?\d{1,3}|lote\s\d{1,3},\s\w+\sandar"
)
_INDIC = (
    r"(?:मकान|फ्लैट|दुकान|घर|प्लॉट|कोठी)\s*(?:नं\.?|नंबर|नम्बर|न\.)?\s*\d{1,4}(?:-\w{1,2})?(?:,\s*[^,.!?\n]{2,22}){0,3}"
    r"|[ऀ-ॿA-Z]{1,2}-\d{1,4},?\s*(?:सेक्टर|Sector|गली|ब्लॉक)\s?\d{1,3}(?:,\s*[^,.!?\n]{2,22}){0,2}"
)
_ARABIC = (
    r"(?:شارع|حي|زنقة|طريق)\s+[\w ،]{2,40}?\s*"
    r"(?:رقم|عمارة|عماره|فيلا|مبنى|شقة|بناية|الدار|بيت|منزل|شارع)\s*\d{1,4}(?:،\s?(?:فيلا|شقة)\s\d{1,4})?"
)
_HEBREW = (
    r"(?:רחוב\s+)?[א-ת]{3,}(?:\s[א-ת]{3,})?\s\d{1,3}(?:\sכניסה\s[א-ת]'?)?"
    r",?\s[א-ת]{3,}(?:\s[א-ת]{3,})?"
)
_CJK_FIGURES = "[\\d一二三四五六七八九十百零〇]"
_EAST_ASIAN = (
    rf"[\u4e00-\u9fff]{{2,14}}(?:路|街|巷|弄|大道){_CJK_FIGURES}{{1,5}}[号號]"
    rf"(?:{_CJK_FIGURES}{{1,4}}(?:单元|栋|幢|室|楼)?){{0,3}}"
    r"|[\u3041-\u9fff]{2,14}\d{1,3}(?:丁目|[-ー−]\d{1,3})(?:[-ー−]?\d{1,3})?(?:番地?|号|[-ー−]\d{1,3})?"
)
_TURKISH = (
    r"[A-ZÇĞİÖŞÜ][\wçğışöü.]+(?:\s[\wçğışöü.]+)?\s(?i:sokak|sokağı|sok\.?|sk\.?|caddesi|cad\.?|bulvarı|mahallesi|mah\.?)"
    r",?\s*(?i:no\s?[:.]?\s*)?\d{1,4}(?:\s\d{1,2})?(?i:\sdaire\s\d{1,3})?"
)
_BOX = (
    r"(?:Postfach|apartado(?: postal| de correos)?|caixa postal|casella postale|boîte postale|skrytka(?: pocztowa)?"
    r"|P\.?\s?O\.?\s?B(?:\.?\s?[o0]\.?\s?x\b)?\.?|صندوق بريد|ص\.ب\.?|абонентский ящик|а/я|postbus)"
    r"\s*(?:nr\.?|no\.?|№)?\s*\d(?:[ ,-]{0,3}\d){1,5}"
)
_LOCKER = (
    r"paczkomat(?:u|ie)?\s+[A-Z]{3}\d{2,3}\w?|Packstation\s\d{3}"
    r"|(?:нов[ауоі]\w{0,2}\s+пошт\w{1,2}|відділення|отделение)\s*№?\s?\d{1,4}"
)
# Nothing of a word before it; a word of a script without blanks may be.
_FREE = r"(?<![A-Za-z\u00c0-\u06ff0-9_])"
_TOLD = re.compile(
    _FREE
    + "(?:"
    + "|".join(
        (
            *(
                _CYRILLIC,
                _ROMANCE,
                _NUMBER_FIRST,
                _ENGLISH,
                _INDIC,
                _ARABIC,
                _EAST_ASIAN,
                _GERMANIC,
                _TURKISH,
            ),
            *(_BARE, _GREEK, _HEBREW, _BOX, _LOCKER),
        )
    )
    + ")"
)
_LOOSE = re.compile(f"{_FREE}(?:{_CYRILLIC}|{_ROMANCE}|{_NUMBER_FIRST}|{_BOX}|{_LOCKER})", re.IGNORECASE)
# "The book goes to …" stands before a street in one word with it.
_TO = re.compile("[\u4e00-\u9fff]{0,6}[到至往]")
_HEBREW_LETTER = re.compile("[א-ת]")
# What follows a street: a flat, a floor, a town.
_REST = re.compile(
    rf"(?:,?\s+(?:\d{{3}}\s?\d\d\b|\d{{4}}\s?[A-Z]{{2}}\b|(?:Apt|Flat|Unit|Suite)\.?\s?#?\w{{1,4}}\b|\d\d-\d{{3}}\b|\d{{4,6}}(?:-\d{{3,4}})?\b|(?:кв|apto|piso|étage|interno|scala|depto|daire"
    rf"|квартира|корпус|m|RT)\.?\s?\d{{1,4}}|(?:à|in|we?|em|en|v)\s[{_CAPITAL}][\w'’-]+|(?:fundos|Hinterhaus)\b"
    rf"|\d{{1,2}}\s?[ºª°]\s?\w{{0,3}}|[{_CAPITAL}А-Я][\w'’-]+)){{0,5}}"
)


# Between a street and its town: a floor, a stair, a village.
_TO_TOWN = re.compile(
    rf"(?:,\s[^,.!?\n]{{1,24}}){{0,2}},\s(?:jud\. |sat )?[{_CAPITAL}А-ЯҐЄІЇΑ-Ω][\w'’-]{{2,}}(?=[,.!\n]|\Z)"
)


def may_tell_street(text: str) -> bool:
    """Say, cheaply, whether words of coming, bringing or sending stand in a text."""
    return bool(_doors().find_matches_as_indexes(f" {text.lower()}"))


def find_told_streets(text: str, *, says_digits: bool) -> Iterator[Finding]:
    """Yield the streets, boxes and doors of a text where somebody is asked to come or send; words may say digits."""
    low = text.lower()
    view = _in_figures(text) if says_digits else None
    read = text if view is None else view.text
    taken = 0
    for one in sorted(
        [*_TOLD.finditer(read), *_LOOSE.finditer(read)], key=lambda found: (found.start(), -found.end())
    ):
        if one.start() < taken:
            continue
        rest = _REST.match(read, one.end())
        start, end = one.start(), max(one.end(), rest.end() if rest else 0)
        town = _TO_TOWN.match(read, end)
        end = town.end() if town else end
        while read[end - 1] in " ,.":
            end -= 1
        to = _TO.match(read, start, end)
        start = to.end() if to else start
        if view is not None:
            start, end = view.span(start, end)
        if is_quoted(text, start, end) or (
            view is not None and view.touched(one.start(), one.end()) and _HEBREW_LETTER.search(one[0])
        ):
            continue
        before, behind = low[max(0, start - BEFORE) : start], low[end : end + AFTER]
        if (
            _any_of("invites").search(before)
            or _any_of("bell").search(behind)
            or _any_of("invites").search(behind)
        ):
            taken = one.end()
            is_hidden = view is not None and bool(view.touched(one.start(), one.end()))
            yield Finding(
                "address", 0, start, end, text[start:end].lower(), CONFIDENCE, ("street", "told"), is_hidden
            )


@cache
def _doors() -> AhoCorasick:
    said = [one.lower() for section in ("invites", "bell") for one in phrases("doors", section)]
    return AhoCorasick([one if is_unspaced(one[0]) else f" {one}" for one in said], store_patterns=False)


def _in_figures(text: str) -> View | None:
    """Return a text with the numbers that its words say as figures."""
    edits = [
        Edit(one.start, one.end, one.digits)
        for one in digits_said(text, all_of_them=True)
        if one.way == "word"
        and len(one.digits) <= HOUSE_DIGITS_MAX
        and text[one.start : one.end].lower() not in ALSO_WORDS
    ]
    return View(text, edits) if edits else None


@cache
def _any_of(section: str) -> re.Pattern[str]:
    said = sorted({one.lower() for one in phrases("doors", section)}, key=len, reverse=True)
    spaced = "|".join(re.escape(one) for one in said if not is_unspaced(one[0]))
    unspaced = "|".join(re.escape(one) for one in said if is_unspaced(one[0]))
    return re.compile(rf"(?<![^\W_])(?:{spaced})" + (f"|{unspaced}" if unspaced else ""))
