"""Find phone numbers whose digits are disguised: as words, one by one, with letters or odd signs among them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from gighall.guard.counting import counts, is_periodic, tells_counts, tells_figures
from gighall.guard.finding import Finding
from gighall.guard.lettered import is_lettered
from gighall.guard.lexicon import Plain, plain
from gighall.guard.number_words import Spoken, spoken_in
from gighall.guard.phones import DIGITS_MAX, DIGITS_MIN, Number, is_pattern, judge, words_around
from gighall.guard.samples import is_sample_number
from gighall.guard.word_lists import is_any_in, words

# A number of so many spelled digits needs no other evidence: nobody counts that way.
SPELLED_DIGITS_SURE = 9
SINGLES_MIN = 7
# The share of a message that a number takes when it is what the message is about.
MOSTLY = 0.6
NEARBY = 16
GAP_CHARACTERS_MAX = 5
FILLER_CHARACTERS_MAX, JOINT_CHARACTERS_MAX = 14, 24
DIALLED_WITHIN = 60
TOKENS_MAX = 4000
TOLD_LETTERS_MIN = 3
# Words for digits that stand beside a number as other words: "on five five …", "5 5 0 1 on".
ALSO_WORDS = frozenset({"on", "no", "so", "in", "is"})
# The last three are Cyrillic.
LETTERS_FOR_DIGITS = str.maketrans("oOlI|SsBbZz\u043e\u041e\u0417\u0431\u04e9", "0011155882200360")
_SIGNS_OF_JOINTS = str.maketrans(",;:.…", "     ")
CONFIDENCE, CONFIDENCE_UNSAID = 0.9, 0.75

# A letter beside a digit that looks like one; searched by its digit, which is cheap.
_ALIKE = "oOlI|SBZ\u043e\u041e\u0417\u0431\u04e9"
_LETTER_IN_DIGITS = re.compile(rf"\d(?:[{_ALIKE}]|(?<=[{_ALIKE}]\d))")
# Figures with such letters among them; an o at the edge of figures that words are glued to; groups of letters only.
_FIGURES = re.compile(
    rf"(?<![^\W\d_])[{_ALIKE}]{{0,2}}\d[\d{_ALIKE}]*+(?![^\W\d_])|(?<![^\W_])[oO](?=\d)|\d++"
    r"|(?<=\d)[oO](?![^\W_])|(?<![^\W_])[lI|](?=[ .-]{1,3}\d(?![^\W_]))|(?<=\d[ .-])[lI|](?=[ .-]|\Z)|"
    r"(?<![^\W_])(?:[oO]{1,3}|[OIl|]{2,3}|[\u041e\u0417]{1,3})(?![^\W_])"
    # Such a letter of which the text says what it is belongs to no number.
    r"(?!\s?(?:=|(?:is|are|ist|sind|es|son|sont|est|são|sono|это|means|for)\b))"
)
# Bars between single digits: no look-alikes of a one.
_PIPED, _GROUPS = re.compile(r"\d\|(?=\d(?!\d))"), re.compile(r"\d++")
PIPES_MIN = 4
# The names that standards give to things begin so: 1.3.6.1.2.1.1.5.0.
_NAMED_TREE = re.compile(r"[012]\.(?:3\.6|2\.8|0\.8|5\.4|5\.2|16)\b")
DISTINCT_MIN = 4
# How often a digit may be said to stand there: three times the five.
REPEATED = frozenset("23456")
BEYOND_A_SCALE = frozenset("089")
# A letter glued to a figure may begin a word of digits: 4five.
_GLUED = re.compile(r"\d[^\W\d_]")
_SINGLE = re.compile(r"(?<!\d)\d(?!\d)")
# Signs that nobody puts into a number without a reason.
_ODD_GAP = re.compile(
    r"\d\s?(?:[^\w\s.,:;()/+\-'\"%°€$£¥#=&@<>\[\]{}·\u2010-\u2015^]|_)\s?\d"
    r"|\d[a-zA-Z]\d|\d([a-zA-Z]{2,9})\d{1,5}\1\d|\d\s?[(\[{<*]\w{1,12}[)\]}>*]\s?\d|\d[ .,-]{2,}\d"
)
# A word in brackets of any kind, as a filler between groups: +44 (sun) 7700 (moon) 318.
_BRACKETED = re.compile(r"\s{0,2}(?:\([^\W\d_]{1,12}\)|[\[{<*][^\W\d_]{1,12}[\]}>*])\s{0,2}")
BRACKETED, BRACKETED_MIN = "()", 2
# Pictures between single digits: nobody counts with a different one after each.
_PICTURES = re.compile("[\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d ]{1,5}")
_PLAIN_GAP = re.compile(r"[ \t\u00a0.,;:\-_*/|()\[\]{}·~+\u2010-\u2015'’\"\n]*")
_DIALLED = re.compile(r"[2-9]\d\d[2-9]\d{6}|1[2-9]\d\d[2-9]\d{6}|0[1-9]\d{7,10}|00[1-9]\d{7,12}")


@dataclass(slots=True)
class Digits:
    """One token of a stream: which digits it says, where, and how (``word``, ``letters`` or ``plain``)."""

    start: int
    end: int
    digits: str
    way: str


def find_spelled(text: str, compared: Plain, said_max: int, figures: int) -> list[Finding]:
    """Return the phone numbers of a text whose digits are disguised.

    It has so many figures, and its words say ``said_max`` digits at the most. Linear: streams do not overlap.
    """
    if figures and _GLUED.search(text):
        said_max = DIGITS_MIN
    figures += len(_LETTER_IN_DIGITS.findall(text)) if DIGITS_MIN - 3 <= figures < DIGITS_MIN else 0
    if said_max + figures < DIGITS_MIN or not (said_max > 1 or _may_be_disguised(text)):
        return []
    spoken = spoken_in(compared) if said_max else []
    said = sum(max(1, len(one.digits)) for one in spoken)
    if said + figures < DIGITS_MIN or not (said > 1 or said_max <= 1 or _may_be_disguised(text)):
        return []
    findings = []
    for stream in _streams(text, _tokens(text, spoken)):
        found = _judged(text, stream)
        if found is not None:
            findings.append(found)
    return findings


def _may_be_disguised(text: str) -> bool:
    """Say whether figures stand one by one, with letters or with odd signs among them."""
    if _ODD_GAP.search(text) or len(_SINGLE.findall(text)) >= SINGLES_MIN - 1:
        return True
    for found in _LETTER_IN_DIGITS.finditer(text):
        near = text[max(0, found.start() - NEARBY) : found.end() + NEARBY]
        if sum(map(str.isdecimal, near)) >= DIGITS_MIN - 3:
            return True
    return False


def digits_said(text: str, *, all_of_them: bool = False) -> list[Digits]:
    """Return the figures of a text, and the words of digits beside others, with tens and repeats worked out.

    Of all of them, words of digits that stand alone are as well.
    """
    tokens = [
        one
        for one in _tokens(text, spoken_in(plain(text)))
        if one.role == "plain" or text[one.start : one.end].lower() not in ALSO_WORDS
    ]
    if all_of_them:
        return _joined(text, tokens)
    beside = {
        index
        for index, (one, two) in enumerate(pairwise(tokens))
        if not any(map(str.isalnum, text[one.end : two.start]))
        or text[one.end : two.start].strip() in words("phone_cues", "joints")
    }
    kept = [
        one
        for index, one in enumerate(tokens)
        if one.role == "plain" or index in beside or index - 1 in beside
    ]
    return _joined(text, kept)


def _tokens(text: str, spoken: Sequence[Spoken]) -> list[Spoken]:
    """Return words and figures that say digits, in order."""
    tokens = list(spoken[:TOKENS_MAX])
    taken = {one.start for one in spoken}
    figures = _FIGURES if len(_PIPED.findall(text)) < PIPES_MIN else _GROUPS
    for found in islice(figures.finditer(text), TOKENS_MAX):
        if found.start() in taken:
            continue
        written = found[0]
        plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in written)
        digits = plain.translate(LETTERS_FOR_DIGITS)
        tokens.append(Spoken(found.start(), found.end(), digits, "plain" if digits == plain else "letters"))
    tokens.sort(key=lambda one: (one.start, -one.end))
    kept: list[Spoken] = []
    for one in tokens[:TOKENS_MAX]:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _streams(text: str, tokens: Sequence[Spoken]) -> list[list[Spoken]]:
    """Return the rows of tokens between which nothing but signs stands, or always the same filler."""
    gaps = [text[one.end : two.start] for one, two in pairwise(tokens)]
    fillers = Counter(gap.strip().lower() for gap in gaps if 0 < len(gap) <= FILLER_CHARACTERS_MAX)
    fillers[BRACKETED] = sum(_BRACKETED.fullmatch(gap) is not None for gap in gaps)
    streams: list[list[Spoken]] = [list(tokens[:1])]
    spoken = any(one.role == "digit" for one in tokens)
    for gap, token in zip(gaps, tokens[1:], strict=True):
        if _is_gap(gap, fillers, spoken=spoken):
            streams[-1].append(token)
        else:
            streams.append([token])
    return [stream for stream in streams if len(stream) > 1 or (stream and _is_woven(stream[0]))]


def _is_woven(token: Spoken) -> bool:
    """Say whether one token is a whole number with letters among its figures."""
    return token.role == "letters" and len(token.digits) >= SPELLED_DIGITS_SURE


def _is_gap(gap: str, fillers: Counter[str], *, spoken: bool) -> bool:
    if len(gap) <= GAP_CHARACTERS_MAX and _PLAIN_GAP.fullmatch(gap):
        return gap.count("\n") < 2
    filler = gap.strip().lower()
    if spoken and len(gap) <= JOINT_CHARACTERS_MAX and _only_joins(filler):
        return True
    if len(gap) <= GAP_CHARACTERS_MAX and not any(map(str.isalnum, gap)):
        return True
    if fillers[BRACKETED] >= BRACKETED_MIN and _BRACKETED.fullmatch(gap):
        return True
    often = 3 if filler.isalpha() else 2
    return (
        len(gap) <= FILLER_CHARACTERS_MAX and fillers[filler] >= often and not any(map(str.isdecimal, filler))
    )


def _only_joins(filler: str) -> bool:
    """Say whether only words that join the digits of a number stand between two: "umm, and then"."""
    if any(map(str.isdecimal, filler)):
        return False
    said = filler.translate(_SIGNS_OF_JOINTS).split()
    return bool(said) and words("phone_cues", "joints").issuperset(said)


def _joined(text: str, stream: Sequence[Spoken]) -> list[Digits]:
    """Return the digits of a stream, with repeats, hundreds and tens worked out."""
    tokens: list[Digits] = []
    open_for = 0
    repeat: Spoken | None = None
    for one in stream:
        if one.role in {"double", "triple"}:
            repeat = one
            continue
        if one.role == "plus" or one.role == "and":
            continue
        if one.role == "several":
            # "three fives": as many as the word before says.
            many = tokens.pop() if tokens and tokens[-1].digits in REPEATED else None
            start = one.start if many is None else many.start
            tokens.append(Digits(start, one.end, one.digits * int(many.digits if many else 1), "word"))
            open_for = 0
            continue
        if one.role == "times":
            if tokens and tokens[-1].digits in REPEATED:
                many = tokens.pop()
                repeat = Spoken(many.start, one.end, many.digits, "double")
            continue
        if one.role == "hundred":
            if tokens and len(tokens[-1].digits) == 1:
                last = tokens.pop()
                tokens.append(Digits(last.start, one.end, f"{last.digits}00", "word"))
                open_for = 2
            continue
        way = "word" if one.role == "digit" else one.role
        token = Digits(one.start, one.end, one.digits, way)
        adjacent = bool(tokens) and not any(sign in ",;." for sign in text[tokens[-1].end : one.start])
        if repeat is not None and len(one.digits) == 1:
            token = Digits(repeat.start, one.end, one.digits * int(repeat.digits), "word")
            open_for = 0
        elif way == "word" and adjacent and open_for >= len(one.digits) and one.digits != "0" and tokens:
            last = tokens.pop()
            value = str(int(last.digits) + int(one.digits)).zfill(len(last.digits))
            token = Digits(last.start, one.end, value, "word")
            open_for = 1 if len(one.digits) == 2 and one.digits[1] == "0" and one.digits != "10" else 0
        else:
            zeros = len(one.digits) - len(one.digits.rstrip("0"))
            open_for = zeros if way == "word" and len(one.digits) > 1 and one.digits not in {"10"} else 0
        repeat = None
        tokens.append(token)
    return tokens


def _judged(text: str, stream: Sequence[Spoken]) -> Finding | None:
    """Return the number that a stream says, or None when it counts or is written plainly."""
    while len(stream) > 1 and text[stream[0].start : stream[0].end].lower() in ALSO_WORDS:
        stream = stream[1:]
    while (
        len(stream) > 1
        and stream[-2].role != "digit"
        and text[stream[-1].start : stream[-1].end].lower() in ALSO_WORDS
    ):
        stream = stream[:-1]
    if tells_counts(stream):
        return None
    tokens = _joined(text, stream)
    # A lone o or l at an end is a word: "un 0 6 …" is French for "a 0 6 …".
    while (
        tokens
        and tokens[0].way in {"letters", "word"}
        and tokens[0].end - tokens[0].start <= 2
        and tokens[0].digits == "1"
    ):
        if tokens[0].way == "word" and len(tokens) > 1 and tokens[1].way == "word":
            break
        tokens = tokens[1:]
    digits = "".join(one.digits for one in tokens)
    if not DIGITS_MIN <= len(digits) <= DIGITS_MAX:
        return None
    start, end = tokens[0].start, tokens[-1].end
    plus = text[:start].rstrip(" (")[-1:] == "+"
    if plus:
        start = text.rfind("+", 0, start)
    for one in stream:
        if one.role == "plus" and one.start < start and start - one.end <= 2:
            start, plus = one.start, True
    number = Number(start, end, text[start:end], tuple(one.digits for one in tokens), (), plus, False)
    if is_pattern(number) or is_periodic(digits) or counts([int(one.digits) for one in tokens]):
        return None
    if text[end : end + 1] in {"%", "°", "€", "$"} and end < len(text):
        return None
    if is_sample_number(text, start, end, digits):
        return None
    return _weighed(text, tokens, number)


def _weighed(text: str, tokens: Sequence[Digits], number: Number) -> Finding | None:
    """Return the finding when the way of writing, the words around and the shape speak for a number to ring."""
    start, end, digits, plus = number.start, number.end, number.digits, number.plus
    written = [text[one.start : one.end] for one in tokens if one.way == "word"]
    spoken = sum(len(said.split()) for said in written if said.lower() not in ALSO_WORDS)
    lettered = sum(one.way == "letters" for one in tokens)
    single = sum(len(one.digits) == 1 for one in tokens)
    cue, against = words_around(text, start, end)
    if not cue and tells_figures(number.written, [int(one.digits) for one in tokens]):
        return None
    mostly = end - start >= MOSTLY * len(text.strip())
    gaps = tuple(text[one.end : two.start] for one, two in pairwise(tokens))
    # "zero7911204556": nobody glues a word to figures without a reason.
    if spoken >= 2 or (spoken and (single + lettered > 1 or "" in gaps)):
        sure = len(digits) >= SPELLED_DIGITS_SURE or cue or mostly
        against = against and not (sure and "" in gaps and spoken >= 2)
        evidence: tuple[str, ...] = ("digits as words",)
    elif lettered:
        plain = Number(start, end, text[start:end], number.groups, gaps, plus, "(" in text[start:end])
        written = [text[one.start : one.end] for one in tokens]
        sure = is_lettered(text, written, plain, cue=cue, against=against)
        against = against and not sure
        evidence = ("letters for digits",)
    elif _has_odd_signs(gaps):
        sure = _is_oddly_signed(text, tokens, number, gaps, cue=cue)
        evidence = ("signs among the digits",)
    else:
        used = set(gaps)
        # Commas make a list; a point among blanks makes fractions.
        is_list = any("," in gap for gap in used) or ("." in used and len(used) > 1)
        dialled = plus or bool(_DIALLED.fullmatch(digits))
        sure = single >= SINGLES_MIN and (
            cue
            or _is_beaded(text, tokens, gaps)
            or (
                not is_list
                and (dialled or mostly)
                and (len(used) > 1 or (dialled and (mostly or single >= SPELLED_DIGITS_SURE)))
            )
        )
        evidence = ("digits one by one",)
    if not sure or (against and not cue):
        return None
    evidence += ("cue",) if cue else ()
    confidence = CONFIDENCE if cue else CONFIDENCE_UNSAID
    return Finding("phone", 0, start, end, ("+" if plus else "") + digits, confidence, evidence, hidden=True)


def _is_oddly_signed(
    text: str, tokens: Sequence[Digits], number: Number, gaps: Sequence[str], *, cue: bool
) -> bool:
    """Say whether the odd signs between digits hide a number to ring."""
    start, end, used = number.start, number.end, set(gaps)
    noise = is_any_in(text.lower(), "phone_cues", "noise")
    if not noise and not {"x", "×"}.isdisjoint(gap.strip().lower()[:1] for gap in gaps):
        # 4x4x4 cube: measures.
        return False
    single = sum(len(one.digits) == 1 for one in tokens)
    plain = Number(start, end, text[start:end], number.groups, tuple("-" for _ in gaps), number.plus, False)
    enough = single >= SINGLES_MIN or number.plus or len(number.digits) >= SPELLED_DIGITS_SURE
    woven = single >= SPELLED_DIGITS_SURE and any(map(str.isalpha, "".join(gaps)))
    is_list = any("," in gap for gap in used) or ("." in used and len(used) > 1)
    # Different words by turns tell what each number is: "room 2 has 31, room 4 has 6".
    fillers = {gap.strip().lower() for gap in used if gap.strip().isalpha()}
    told = sum(len(filler) >= TOLD_LETTERS_MIN for filler in fillers) > 1
    if cue or (woven and not told) or _is_beaded(text, tokens, gaps) or _is_padded(tokens, gaps):
        return True
    if enough and is_any_in(text[end : end + DIALLED_WITHIN].lower(), "phone_cues", "dials"):
        return True
    mostly = end - start >= MOSTLY * len(text.strip())
    if noise and single >= SINGLES_MIN:
        return True
    return not (is_list or told) and mostly and (enough or bool(judge(text, plain)[0]))


def _is_beaded(text: str, tokens: Sequence[Digits], gaps: Sequence[str]) -> bool:
    """Say whether single digits stand on a string, ever with the same sign between them: 6*4*4*1*9*0*3*5*7."""
    start, end = tokens[0].start, tokens[-1].end
    if len(tokens) < SPELLED_DIGITS_SURE or set(gaps) not in ({"*"}, {"_"}, {"."}, {" . "}, {"~"}, {"•"}):
        return False
    if any(len(one.digits) > 1 for one in tokens) or _NAMED_TREE.match(text, start):
        return False
    around = text[max(0, start - 3) : start] + text[end : end + 3]
    digits = {one.digits for one in tokens}
    # Notes of a scale and fingers of a hand have no such figures.
    is_melody = digits.isdisjoint(BEYOND_A_SCALE)
    return not is_melody and len(digits) >= DISTINCT_MIN and not any(sign in around for sign in "=_.*")


def _is_padded(tokens: Sequence[Digits], gaps: Sequence[str]) -> bool:
    """Say whether single digits have pictures between them, or groups of them words in brackets."""
    if len("".join(one.digits for one in tokens)) < SPELLED_DIGITS_SURE:
        return False
    if all(len(one.digits) == 1 for one in tokens):
        return all(_PICTURES.fullmatch(gap) for gap in gaps)
    # Beside blanks, ever the same word: 0 7 [pause] 62 [pause] 88 40.
    framed = [gap.strip().lower() for gap in gaps if gap.strip()]
    enough = len(framed) >= BRACKETED_MIN and (len(framed) == len(gaps) or len(set(framed)) == 1)
    return enough and all(map(_BRACKETED.fullmatch, framed))


def _has_odd_signs(gaps: Sequence[str]) -> bool:
    """Say whether something stands between the digits that nobody writes there."""
    return any(gap.strip(" \t\u00a0.,-()/:\n") not in {"", "\u2013", "\u2014", "\u2011"} for gap in gaps)
