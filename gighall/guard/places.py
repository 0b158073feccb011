"""Find where to meet: numbers and codes of meetings elsewhere, and postal addresses."""

import re

from gighall.guard.finding import Finding
from gighall.guard.reading import Reading
from gighall.guard.samples import is_sample_place
from gighall.guard.streets_told import TOLD_TEXT_MAX, find_told_streets, may_tell_street

CONFIDENCE_MEETING, CONFIDENCE_ADDRESS = 0.88, 0.8
CUE_WINDOW = 60
ADDRESS_TEXT_MAX = 2_000

_MEETING_NUMBER = re.compile(
    r"(?:\bid\b|\bcode\b|\bnumber\b|\bnr\b|\bno\b|идентификатор|\bjoin\b|\bzoom\b|\bзум\b|زوم|اجتماع|मीटिंग|ज़ूम|:|#|=)"
    r"[ \t:#=]{0,4}"
    r"(?P<id>\d{3}[ -]?\d{3,4}[ -]?\d{3,4})(?!\d)"
    r"(?:[ ,;(]{1,3}(?:pass\w*|pwd|pw|pin|пароль|код|kenn(?:wort|code)|clave|senha|contraseña|code|código"
    r"|و?الرمز|पासकोड|mot de passe)[ :=]{1,3}(?P<pass>\w{3,12}))?",
    re.IGNORECASE,
)
_MEET_CODE = re.compile(r"(?<![\w-])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![\w-])")
_MEET_WORD = re.compile(r"\bmeet\b|\bcode\b|\bjoin\b|código|codice|код\b", re.IGNORECASE)

_KINDS_OF_STREET = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Terrace|Close|Square"
    r"|Highway|Hwy"
    r"|Parkway|Crescent|Grove|Way|Row|Parade|Esplanade|Quay|Mews|Gardens|Gdns|Walk|Hill|Pike|Trail|Trl|Loop"
    r"|Circle|Cir|Wharf"
    r"|Rise|Green|Alley)\b\.?"
)
_ONES, _TEENS = (
    "one|two|three|four|five|six|seven|eight|nine",
    "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen",
)
_SAID = rf"(?:{_TEENS}|{_ONES}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -](?:{_ONES}))?)"
_NUMBER_SAID = re.compile(rf"\b{_SAID}\b", re.IGNORECASE)
# What stands before a street: a flat, a floor, a box.
_FLAT = r"(?:(?:Unit|Flat|Apt|Apartment|Suite|Shop|Office|Studio|Room|Floor|Level)\b\.?\s?#?\w{1,5},?\s+)?"
_NUMBERED = r"(?:House|Plot|Flat|Door|Villa|H\.?)\s?(?:no\.?\s?)?#?\d{1,4}\w?"
_STREETS = "|".join(
    [
        (
            rf"{_FLAT}(?:\d{{1,5}}(?:[/-]\d{{1,4}})?[A-Za-z]?|\b{_SAID}),?\s+(?:[NSEW]\.?\s+)?"
            rf"(?:(?:(?-i:[A-Z])[\w'’.-]+|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,4}}{_KINDS_OF_STREET}"
        ),
        rf"(?:(?-i:[A-Z])[\w'’.-]+\s+){{1,3}}{_KINDS_OF_STREET},?\s+(?:number|no\.?|nr\.?|\#)?\s?\d{{1,4}}[a-z]?\b",
        r"\bP\.?\s?O\.?\s?Box\s+(?:no\.?\s?)?\d{1,6}\b",
        rf"\b{_NUMBERED},?\s+(?:Road|Street|Sector|Block|Lane|Cross|Phase)\s?(?:no\.?\s?)?\d{{1,3}}\b",
        r"\b\d{1,2}-\d{1,2}-\d{1,3},?\s+(?-i:[A-Z])\w+(?:,\s+(?-i:[A-Z])\w+-(?:ku|shi|cho|machi))",
        (
            r"(?-i:[A-ZÄÖÜ])[\wäöüß.-]{2,}(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer"
            r"|straat|laan|gracht|gata|gatan|vägen)\s+\d{1,4}\s?[a-z]?\b"
        ),
        (
            r"\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|chemin|allée|impasse"
            r"|quai|cours)\s+[A-Za-zÀ-ÿ' -]{3,40}"
        ),
        (
            r"(?:calle|c/|avenida|avda\.?|plaza|paseo|carrera|cra\.?|rua|travessa|praça|via|viale"
            r"|piazza|corso|strada|ul\.|ulica|al\.)\s+[A-Za-zÀ-ž0-9'. ºª-]{2,40}?,?\s*(?:n[ºo°.]*\s*"
            r"|#\s*|núm\.?\s*)?\d{1,5}\b"
        ),
        (
            r"(?:ул\.?|улица|улице|проспект|пр-т|пр\.|переулок|пер\.|шоссе|вул\."
            r"|вулиця)\s+[\w-]+(?:\s[\w-]+)?,?\s*(?:д\.?|дом)?\s*\d{1,4}"
        ),
        r"(?:Jl\.?|Jln\.?|Jalan|Gang)\s+[A-Z][\w. ]{2,30}?\s(?:No\.?\s?)?\d{1,4}\b",
        r"(?:شارع|حي)\s+[\w ]{2,30}?،?\s*(?:رقم\s*|عمارة\s*|مبنى\s*)?\d{1,4}",
        r"(?:خیابان|خیابون|کوچه|بلوار)\s+[\w ]{2,30}?،?\s*(?:پلاک\s*|شماره\s*)?\d{1,4}",
        r"(?:רחוב|רח'|שדרות|סמטת)\s+[\w'\" ]{2,30}?,?\s\d{1,4}",
        r"(?:οδός|οδό|λεωφόρος|πλατεία)\s+\w[\w ]{2,30}?,?\s\d{1,4}",
        (
            r"(?-i:[A-ZÇĞİÖŞÜ])[\wçğışöü. ]{2,40}?\s(?:Sokak|Sokağı|Sok\.?|Sk\.?|Caddesi|Cad\.?|Cd\.?|Bulvarı"
            r"|Mahallesi|Mah\.?),?\s*(?:No\s?[:.]?\s*)?\d{1,4}"
        ),
        (
            r"(?:ulice|ulici|třída|náměstí|bulevardul|bd\.|calea|șoseaua|str\.|strada)\s+"
            r"(?-i:[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĂÂÎȘȚ])[\w ]{2,30}?,?\s*(?:nr\.?\s*|č\.?\s*)?\d{1,4}\b"
        ),
        r"(?:số\s*)?\d{1,4}(?:/\d{1,4}){0,2}\s+(?:đường|phố|ngõ|hẻm)\s+\w[\w ]{2,30}",
        r"(?:(?:บ้านเลขที่|เลขที่)\s*)?\d{1,4}(?:/\d{1,4})?\s*(?:ถนน|ถ\.|ซอย|ซ\.)\s*[\u0e00-\u0e7f]{2,30}",
        r"[\u4e00-\u9fff]{1,8}(?:路|街|巷|弄|大道)\s?\d{1,5}\s?[号號]",
        r"[\u3041-\u9fff]{1,8}\s?\d{1,2}(?:丁目|[-ー−]\d{1,3}[-ー−])\s?\d{1,3}(?:番|号|[-ー−]\d{1,3})?",
        r"[\uac00-\ud7a3]{1,8}(?:로|길)\s?\d{1,4}(?:번길)?(?:\s?\d{1,4})?(?![\d,.]|\s?(?:원|명|개|장|분|시|만))",
        r"(?:mtaa wa|barabara ya)\s+\w[\w ]{2,30}?,?\s*(?:namba\s*|no\.?\s*)?\d{1,4}",
    ]
)
_SHORT_STREET = re.compile(r"\bst\b", re.IGNORECASE)
_STREET = re.compile(_STREETS, re.IGNORECASE)
# What follows a street: a flat, a town, a state, a postcode.
_REST = re.compile(
    r"(?:\s?/\s?\d{1,4}\w?)?+(?:,?\s+(?:(?:Apt|Flat|Unit|Suite|кв|apto|piso|étage|OG|bus)\.?\s?#?\w{1,5}"
    r"|\d{4,6}(?:-\d{3,4})?|\d{2}-\d{3}|[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d"
    r"|\d{1,2}\s?[ºª°]\s?[A-Z]?"
    r"|(?:the )?(?:ground|first|second|third|fourth|fifth|top|\d{1,2}(?:st|nd|rd|th)) floor|C[A-Z](?= )"
    r"|[A-ZÀ-ÞА-Я][\wÀ-ÿ'’-]+)){0,8}+"
)
_POSTCODE = re.compile(
    r"(?<!\d)\d{4,6}(?!\d)|[A-Z]{1,2}\d[\dA-Z]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{5}-\d{3,4}|\d{2}-\d{3}"
)
# Nobody lives at number nought, nor where a postcode has only noughts: a sample that somebody fills in.
_FILLER = re.compile(r"(?<![^\W_])0+(?![^\W_]|[.-]\d)")
_CUE = re.compile(
    r"\bi live\b|\bi'm at\b|\bmy (?:address|place|office|home|house|studio|flat|apartment"
    r"|shop|workshop|apt|salon|gallery|door|garage|building)\b|\bour (?:office|studio|address|shop)\b"
    r"|\bcome (?:by|to|over|round)\b"
    r"|\bvisit\b|\b(?:swing|drop|stop|pass) (?:it |them )?(?:by|in|off|round)\b|\bfind (?:me|us) (?:at|on"
    r"|in)\b|\bwe're at\b|\bim at\b"
    r"|\bship|\bdeliver(?:y)? to\b|\b(?:send|post|mail) (?:it|them|the [a-z]+|me [a-z ]{1,20}) (?:to|at)\b"
    r"|\bring the bell\b"
    r"|\bpost the [a-z ]{1,20} to me\b|\baddress(?:ed)? to\b"
    r"|\bmeet (?:me |us )?at\b|\baddress\b|\bpick it up\b|\bvivo en\b|\bdirecci[óo]n"
    r"|\bven(?:te)? a\b|\bich wohne\b|\badresse\b|\bkomm\b|\btreffen\b|\bj'habite|\bhabite\b"
    r"|\bvenez\b|\bviens\b|\brdv\b|живу|адрес|приезжай|приходи"
    r"|\bmoro\b|\bendere[çc]o|\babito\b|\bindirizzo|\bmieszkam|\badres|\bik woon\b|\badresim"
    r"|\balamat|العنوان|عنواني|أسكن|ساكن|पता|\bpata\b|address hai|\brahta\b|адреса|\bpasa por\b"
    r"|\bquedamos en\b|\bp[aá]s(?:ar?|e|ate|ese) por\b|\bte espero\b|\bestoy en\b|\brecibo en\b|\brecoge"
    r"|\bpassa(?:r|te|re)?\b|\bpass[ai] d|\bvenha\b|\bvem\b|\bcol[ae] (?:aqui|lá)|\bapareç?c?e\b|\bti aspetto\b"
    r"|\bpasse[zr]?\b|\brejoins\b|\bchez moi\b|\bkommen\b|\bvorbei\b|\bbesuch|\bwerkstatt\b|\blangs\b|\bkom\b"
    r"|\bwpad(?:nij|nie|aj)|\bzaprasza|\bprzyjd|\bpodjed|\bjestem na\b|заезжа|заход[иь]|подъез|жду|забра"
    r"|приїжджай|приход[ьи]|чекаю|заїжджай|\bgel(?:in|sene)?\b|\buğra|\bbekle|\bmampir\b|\bdatang\b|\bghé\b|\btới\b"
    r"|\bqua\b|\btrece(?:ți|ti)?\b|\bvino\b|\bveniți\b|\bstavte\b|\bstav\b|\bpřij|\btitta\b|\bhämta"
    r"|περάστε|πέρνα|έλα|ελάτε|תקפוץ|תבוא|בוא|מוזמן|بیا|تشریف|سر بزن|تعال|مر على|مرلي|شرفنا|آ जा|आइए|आओ|\baa ja|\baao\b"
    r"|\bpita\b|\bnjoo\b|\bkaribu\b|\bdaan\b|\bpunta\b|แวะ|มาที่|มาหา|来|到我|过来|來|来て|お越し|いらし|オフィス|工房"
    r"|오세요|오시면|방문|들러|작업실|매장",
    re.IGNORECASE,
)
# What a language says behind a street: there one comes, or pays.
_THERE = re.compile(
    r"[^.!?\n]{0,40}?(?:\ballí\b|\bahí\b|\blì\b|\bsur place\b|\bvor ort\b|\bна мест[еі]\b|\bтам\b|\bna miejscu\b"
    r"|\borada\b|\bacolo\b|\bна місці\b|\bdi situ\b|\bpå plats\b|\bna místě\b|εκεί|שם|همونجا|هناك|当面|거기|その場|ที่นั่น"
    r"|\btrả\b|\blá mesmo\b|\bwhere we\b)",
    re.I,
)
# Right behind a street: somebody is invited there.
_INVITES = re.compile(
    r"[,.!–—-]{0,2}\s{0,2}(?:just )?(?:knock|ring the bell|come (?:by|over|round)|see you there|drop by|ring twice)\b",
    re.I,
)


def find_meetings(text: str) -> list[Finding]:
    """Return numbers and codes of meetings elsewhere; links to them are found as links."""
    found: list[Finding] = []
    for one in _MEETING_NUMBER.finditer(text):
        end = one.end("pass") if one["pass"] else one.end("id")
        found.append(
            _finding("meeting", one.start("id"), end, one["id"], CONFIDENCE_MEETING, "meeting number")
        )
    if _MEET_WORD.search(text):
        for one in _MEET_CODE.finditer(text):
            found.append(
                _finding("meeting", one.start(), one.end(), one[0], CONFIDENCE_MEETING, "meeting code")
            )
    return found


def find_addresses(text: str, reading: Reading, figures: int) -> list[Finding]:
    """Return the postal addresses of a text that name a street with a number, and a postcode or whose it is.

    The text has so many figures.
    """
    names_street = "street" in reading.triggers or "street_short" in reading.triggers
    if not (figures or (reading.said and names_street)):
        return []
    found = _named_streets(text, reading, figures) if names_street else []
    if len(text) <= TOLD_TEXT_MAX and may_tell_street(text):
        told = list(find_told_streets(text, says_digits=reading.said > 0))
        # Of two that overlap, the longer one is the whole address.
        found = [one for one in found if not any(_holds(two, one) for two in told)]
        found += [
            one for one in told if not any(one.start < two.end and two.start < one.end for two in found)
        ]
    return found


def _holds(outer: Finding, inner: Finding) -> bool:
    return outer.start <= inner.start and inner.end < outer.end


def _named_streets(text: str, reading: Reading, figures: int) -> list[Finding]:
    """Return the streets of a text that have a word for a street and figures, or an English number in words."""
    names_street = "street" in reading.triggers or (
        "street_short" in reading.triggers and _SHORT_STREET.search(text) is not None
    )
    if not names_street or len(text) > ADDRESS_TEXT_MAX:
        return []
    if not figures and not _NUMBER_SAID.search(text):
        return []
    found: list[Finding] = []
    for street in _STREET.finditer(text):
        rest = _REST.match(text, street.end())
        end = rest.end() if rest else street.end()
        if _FILLER.search(text, street.start(), end) or is_sample_place(text, street.start(), end):
            continue
        has_postcode = rest is not None and _POSTCODE.search(rest[0]) is not None
        is_said = _CUE.search(text, max(0, street.start() - CUE_WINDOW), street.start()) is not None
        if has_postcode or is_said or _INVITES.match(text, end) or _THERE.match(text, end):
            found.append(
                _finding(
                    "address", street.start(), end, text[street.start() : end], CONFIDENCE_ADDRESS, "street"
                )
            )
    return found


def _finding(kind: str, start: int, end: int, value: str, confidence: float, evidence: str) -> Finding:
    return Finding(
        "meeting" if kind == "meeting" else "address", 0, start, end, value.lower(), confidence, (evidence,)
    )
