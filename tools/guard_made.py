"""Rows made from the written ones: details disguised in ways that people combine, honest words written carelessly.

The same corpus and seed always give the same rows. A made row has source "generated" and, in ``made``, the steps that
made it. What a step writes comes from here and not from the guard's lists: the guard shall not be asked its own words.
"""

import base64
import random
import re
from collections.abc import Callable, Iterator, Sequence

from tools.guard_rows import Row, messages_of, spans_of

SEED = 6
DETAIL_KINDS = frozenset({"email", "phone", "url"})
# How often a detail is made again, each time with other steps.
TIMES = 3
AT_DOT = {
    "en": ("at", "dot"), "es": ("arroba", "punto"), "pt": ("arroba", "ponto"), "fr": ("arobase", "point"),
    "de": ("ät", "punkt"), "it": ("chiocciola", "punto"), "nl": ("apenstaartje", "punt"), "pl": ("małpa", "kropka"),
    "ru": ("собака", "точка"), "uk": ("равлик", "крапка"), "tr": ("et", "nokta"), "id": ("at", "titik"),
    "ar": ("آت", "نقطة"), "hi": ("at the rate", "dot"),
}  # fmt: skip
DIGITS = {
    "en": "zero one two three four five six seven eight nine",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "nl": "nul een twee drie vier vijf zes zeven acht negen",
    "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "ru": "ноль один два три четыре пять шесть семь восемь девять",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan",
    "ar": "صفر واحد اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة",
    "hi": "shunya ek do teen char paanch chhe saat aath nau",
}  # fmt: skip
LOOK_ALIKES = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
_BRACKETS = (("[", "]"), ("(", ")"), ("{", "}"), ("<", ">"), ("*", "*"))
_EMOJI = ("🙂", "👍", "🙏", "😅", "✨")
Step = Callable[[str, str, random.Random], str]


def _signs_as_words(detail: str, language: str, dice: random.Random) -> str:
    at, dot = AT_DOT.get(language, AT_DOT["en"]) if dice.random() < 0.6 else AT_DOT["en"]
    before, after = (" ", " ")
    if dice.random() < 0.5:
        before, after = dice.choice(_BRACKETS)
        if dice.random() < 0.5:
            before, after = f" {before}", f"{after} "
    out = detail.replace("@", f"{before}{at}{after}")
    return re.sub(r"\.(?=\w)", f"{before}{dot}{after}", out)


def _signs_in_brackets(detail: str, _language: str, dice: random.Random) -> str:
    before, after = dice.choice(_BRACKETS[:3])
    return re.sub(r"[@.](?=\w)", lambda one: f"{before}{one[0]}{after}", detail)


def _blanks_around_signs(detail: str, _language: str, _dice: random.Random) -> str:
    return re.sub(r"[@.](?=\w)", lambda one: f" {one[0]} ", detail)


def _spaced(detail: str, _language: str, dice: random.Random) -> str:
    return (
        dice.choice((" ", " ", "-", "_", ".")).join(detail)
        if " " not in detail
        else " ".join(detail.replace(" ", ""))
    )


def _spaced_digits(detail: str, _language: str, dice: random.Random) -> str:
    return dice.choice((" ", ".", "-", "/", " . ", "*")).join(re.sub(r"[^\d+]", "", detail))


def _digits_as_words(detail: str, language: str, _dice: random.Random) -> str:
    names = DIGITS.get(language, DIGITS["en"]).split()
    return " ".join(names[int(one)] for one in re.sub(r"\D", "", detail))


def _some_digits_as_words(detail: str, language: str, dice: random.Random) -> str:
    names = DIGITS.get(language, DIGITS["en"]).split()
    return " ".join(names[int(one)] if dice.random() < 0.5 else one for one in re.sub(r"\D", "", detail))


def _letters_for_digits(detail: str, _language: str, _dice: random.Random) -> str:
    return detail.translate(str.maketrans("01", "Ol"))


def _arabic_digits(detail: str, _language: str, _dice: random.Random) -> str:
    return detail.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def _keycaps(detail: str, _language: str, _dice: random.Random) -> str:
    return re.sub(r"[0-9]", lambda one: f"{one[0]}\ufe0f\u20e3", detail)


def _full_width(detail: str, _language: str, _dice: random.Random) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in detail)


def _mathematical(detail: str, _language: str, dice: random.Random) -> str:
    upper, lower = dice.choice(((0x1D400, 0x1D41A), (0x1D5D4, 0x1D5EE), (0x1D670, 0x1D68A)))
    return "".join(
        chr(upper + ord(one) - 65)
        if "A" <= one <= "Z"
        else chr(lower + ord(one) - 97)
        if "a" <= one <= "z"
        else one
        for one in detail
    )


def _circled(detail: str, _language: str, _dice: random.Random) -> str:
    return "".join(chr(0x24D0 + ord(one) - 97) if "a" <= one <= "z" else one for one in detail)


def _unseen_signs(detail: str, _language: str, dice: random.Random) -> str:
    unseen = dice.choice("\u200b\u200c\u2060\u00ad")
    return "".join(one + unseen * (dice.random() < 0.4) for one in detail)


def _look_alikes(detail: str, _language: str, dice: random.Random) -> str:
    return "".join(one.translate(LOOK_ALIKES) if dice.random() < 0.4 else one for one in detail)


def _capitals(detail: str, _language: str, dice: random.Random) -> str:
    return "".join(one.upper() if dice.random() < 0.5 else one.lower() for one in detail)


def _backwards(detail: str, _language: str, _dice: random.Random) -> str:
    return detail[::-1]


def _base64(detail: str, _language: str, _dice: random.Random) -> str:
    return base64.b64encode(detail.encode()).decode()


def _percents(detail: str, _language: str, _dice: random.Random) -> str:
    return detail.replace("@", "%40").replace(".", "%2E")


def _scheme(detail: str, _language: str, _dice: random.Random) -> str:
    return detail.replace("http", "hxxp").replace(".", "[.]")


# The steps that change what a detail is made of, then those that change how its signs look.
SHAPES: dict[str, dict[str, Step]] = {
    "email": {
        "signs as words": _signs_as_words, "signs in brackets": _signs_in_brackets,
        "blanks around signs": _blanks_around_signs, "spaced": _spaced, "backwards": _backwards, "base64": _base64,
        "percents": _percents,
    },
    "phone": {
        "spaced digits": _spaced_digits, "digits as words": _digits_as_words,
        "some digits as words": _some_digits_as_words, "letters for digits": _letters_for_digits,
        "arabic digits": _arabic_digits, "keycaps": _keycaps,
    },
    "url": {
        "signs as words": _signs_as_words, "signs in brackets": _signs_in_brackets, "scheme": _scheme,
        "blanks around signs": _blanks_around_signs,
    },
}  # fmt: skip
LOOKS: dict[str, Step] = {
    "full width": _full_width, "mathematical": _mathematical, "circled": _circled, "unseen signs": _unseen_signs,
    "look-alikes": _look_alikes, "capitals": _capitals,
}  # fmt: skip
# Steps behind which another would make something that nobody can undo.
_LAST = frozenset({"base64", "backwards", "percents", "digits as words"})


def _a_letter_lost(text: str, dice: random.Random) -> str:
    letters = [at for at, sign in enumerate(text) if sign.isalpha()]
    at = dice.choice(letters) if letters else len(text)
    return text[:at] + text[at + 1 :]


def _letters_swapped(text: str, dice: random.Random) -> str:
    pairs = [at for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
    if not pairs:
        return text
    at = dice.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _a_letter_doubled(text: str, dice: random.Random) -> str:
    letters = [at for at, sign in enumerate(text) if sign.isalpha()]
    at = dice.choice(letters) if letters else 0
    return text[: at + 1] + text[at:]


def _with_emoji(text: str, dice: random.Random) -> str:
    parts = text.split(" ")
    parts.insert(dice.randrange(len(parts) + 1), dice.choice(_EMOJI))
    return " ".join(parts)


def _without_marks(text: str, _dice: random.Random) -> str:
    return re.sub(r"[,!?;](?= |$)", "", text)


def _upper(text: str, _dice: random.Random) -> str:
    return text.upper()


def _lower(text: str, _dice: random.Random) -> str:
    return text.lower()


def _stretched(text: str, dice: random.Random) -> str:
    return f"{text}{dice.choice(('!!!', '...', ' :)', ' haha', '??'))}"


CARELESS: dict[str, Callable[[str, random.Random], str]] = {
    "a letter lost": _a_letter_lost, "letters swapped": _letters_swapped, "a letter doubled": _a_letter_doubled,
    "emoji": _with_emoji, "without marks": _without_marks, "upper": _upper, "lower": _lower, "stretched": _stretched,
}  # fmt: skip


def made_rows(written: Sequence[Row], seed: int = SEED) -> list[Row]:
    """Return the rows made of written ones: contact rows disguised or split, honest rows written carelessly."""
    dice = random.Random(seed)
    made: list[Row] = []
    for row in written:
        if row["label"] == "honest":
            made += _careless(row, dice)
        elif (
            row["way"] == "plain"
            and row["kind"] in DETAIL_KINDS
            and "text" in row
            and len(row.get("details", ())) == 1
        ):
            made += _disguised(row, dice)
    return made


def _disguised(row: Row, dice: random.Random) -> Iterator[Row]:
    detail, kind = row["details"][0], row["kind"]
    shapes = list(SHAPES[kind])
    for number, name in enumerate(dice.sample(shapes, min(TIMES, len(shapes)))):
        shown = SHAPES[kind][name](detail, row["language"], dice)
        steps = [name]
        if name not in _LAST and dice.random() < 0.5:
            look = dice.choice(list(LOOKS))
            shown, steps = LOOKS[look](shown, row["language"], dice), [name, look]
        if shown != detail:
            yield _made(row, number, steps, [row["text"].replace(detail, shown, 1)], [shown], "disguised")
    look = dice.choice(list(LOOKS))
    shown = LOOKS[look](detail, row["language"], dice)
    if shown != detail:
        yield _made(row, TIMES, [look], [row["text"].replace(detail, shown, 1)], [shown], "disguised")
    parts = _parts(detail, kind, dice)
    if len(parts) > 1:
        before, _, after = row["text"].partition(detail)
        messages = [f"{before}{parts[0]}", *parts[1:]]
        if after.strip(" .!?,"):
            messages.append(after.strip())
        yield _made(row, TIMES + 1, ["split"], messages, parts, "split")


def _parts(detail: str, kind: str, dice: random.Random) -> list[str]:
    """Return a detail in the parts in which people send it: at its signs, a number in groups."""
    if kind == "phone":
        digits = re.sub(r"[^\d+]", "", detail)
        size = dice.choice((3, 4))
        return [digits[at : at + size] for at in range(0, len(digits), size)]
    cut = detail.find("@") if kind == "email" else detail.rfind(".")
    return [one for one in (detail[:cut], detail[cut:]) if one] if cut > 0 else []


def _careless(row: Row, dice: random.Random) -> Iterator[Row]:
    for number, name in enumerate(dice.sample(list(CARELESS), TIMES)):
        messages = [CARELESS[name](text, dice) for text in messages_of(row)]
        if messages != messages_of(row):
            yield _made(row, number, [name], messages, [], "")


def _made(
    row: Row, number: int, steps: Sequence[str], messages: Sequence[str], details: Sequence[str], way: str
) -> Row:
    made = {key: row[key] for key in ("label", "kind", "language")}
    made |= {"id": f"{row['id']}+{number}", "source": "generated", "made": list(steps)}
    made |= {"messages": list(messages)}
    if way:
        made |= {"way": way, "details": list(details), "spans": spans_of(messages, details)}
    return made
