"""Judge the wording of a text as a whole, where nothing in it stands out: what its words lean to together.

Each word, each pair of neighbours, each class of the lists and each pair of those has a weight in
``data/wording_weights.txt``, in hundredths of log-odds. ``tools/guard_fit.py`` fits them to the corpus. No single one
decides anything, and the heaviest are the finding's evidence: the list can be read, and says why.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

from gighall.guard.clauses import STOP, UNSPACED
from gighall.guard.finding import Finding
from gighall.guard.lexicon import plain
from gighall.guard.reading import Reading, read
from gighall.guard.weighing import FLAGGED_FROM
from gighall.guard.word_lists import phrases

# How much more than evenly a text has to lean: nothing in it stands out, and most texts are honest.
LEAN_MIN = 120
HUNDREDTHS = 100
# Longer texts are about many things at once.
CHARACTERS_MAX = 1500
STEM, CLASSES_MAX, HEAVIEST = 5, 24, 4
LENGTH_STEP, LENGTHS = 1.3, 6
CONFIDENCE_MAX = 0.9
VALUE = "outside"

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[?!$]")


def find_wording(text: str, reading: Reading | None = None) -> list[Finding]:
    """Return the one finding of a text whose wording leans outside, or nothing.

    It stands at the sentence that leans most. ``reading`` is what the lists know of the text, where that has been worked out.
    """
    if len(text) > CHARACTERS_MAX:
        return []
    known = weights()
    names = list(features(text, reading if reading is not None else read(plain(text))))
    lean = sum([known.get(name, 0) for name in names]) - LEAN_MIN
    if lean < 0:
        return []
    heaviest = sorted(
        {name for name in names if known.get(name, 0) > 0}, key=lambda name: (-known[name], name)
    )
    start, end = _leaning_most(text)
    confidence = round(min(CONFIDENCE_MAX, 1 / (1 + math.exp(-lean / HUNDREDTHS))), 3)
    if confidence < FLAGGED_FROM:
        return []
    evidence = (f"wording:{lean}", *(f"said {name}:{known[name]}" for name in heaviest[:HEAVIEST]))
    return [Finding("intent", 0, start, end, VALUE, confidence, evidence)]


def features(text: str, reading: Reading) -> Iterator[str]:
    """Yield what of a text is weighed, each once."""
    yield "always"
    yield f"length {min(LENGTHS, int(math.log2(len(text) + 1) / LENGTH_STEP))}"
    yield from _of_words(_words(reading.compared.text))
    classes = sorted(
        [f"+{name}" for name in reading.classes if "=" not in name]
        + [f"~{name}" for name in reading.clue_names]
    )[:CLASSES_MAX]
    yield from classes
    for one, two in combinations(classes, 2):
        yield f"{one} {two}"


@cache
def weights() -> dict[str, int]:
    """Return the weight of each feature, in hundredths of log-odds."""
    lines = (line.rpartition(" ") for line in phrases("wording_weights", ""))
    return {name: int(weight) for name, _, weight in lines}


def _words(compared: str) -> list[str]:
    """Return the words of a text; each sign counts as one where words have no blanks between them."""
    said: list[str] = []
    for word in _WORD.findall(compared):
        if word.isascii() or UNSPACED.search(word) is None:
            said.append(word)
        else:
            said += word
    return said


def _of_words(said: Sequence[str]) -> set[str]:
    found = set(said)
    found.update([f"{one} {two}" for one, two in pairwise(said)])
    found.update([f"{word[:STEM]}*" for word in said if len(word) > STEM])
    return found


def _leaning_most(text: str) -> tuple[int, int]:
    """Return where the sentence stands whose words lean outside most."""
    known = weights()
    cuts = [0, *(stop.end() for stop in STOP.finditer(text)), len(text)]
    best, place = -math.inf, (0, len(text))
    for start, end in pairwise(cuts):
        said = text[start:end].strip()
        if any(map(str.isalnum, said)):
            lean = sum(known.get(name, 0) for name in _of_words(_words(plain(said).text)))
            if lean > best:
                begin = text.index(said, start)
                best, place = lean, (begin, begin + len(said))
    return place
