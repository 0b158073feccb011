"""Judge the wording of a text as a whole, where nothing in it stands out: what its words lean to together.

Each word, each pair of neighbours, each beginning of a word and each class of the lists has a weight in
``data/wording_weights.txt``, in hundredths of log-odds. ``tools/guard_fit.py`` fits them to the corpus. No single one
decides anything, and the heaviest are the finding's evidence: the list can be read, and says why.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from gighall.guard.clauses import UNSPACED
from gighall.guard.finding import Finding
from gighall.guard.lexicon import plain
from gighall.guard.reading import Reading, read
from gighall.guard.weighing import FLAGGED_FROM
from gighall.guard.word_lists import phrases

# How much more than evenly a text has to lean: nothing in it stands out, and most texts are honest.
LEAN_MIN = 130
HUNDREDTHS = 100
# Longer texts are about many things at once.
CHARACTERS_MAX = 1500
STEM, HEAVIEST = 5, 4
LENGTH_STEP, LENGTHS = 1.3, 6
CONFIDENCE_MAX = 0.9
VALUE = "outside"

_QUOTED = re.compile(
    r"[\"“„«][^\"“”„«»\n]{8,}+[\"”“»]|「[^「」\n]{4,}+」|(?<![^\W_])['‘][^'‘’\n]{12,}+['’](?![^\W_])"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[?!$]")


def find_wording(text: str, reading: Reading | None = None) -> list[Finding]:
    """Return the one finding of a text whose wording leans outside, or nothing.

    It stands at the whole text. ``reading`` is what the lists know of the text, where that has been worked out.
    """
    if len(text) > CHARACTERS_MAX:
        return []
    known = weights()
    names = list(features(text, reading))
    lean = sum([known.get(name, 0) for name in names]) - LEAN_MIN
    if lean < 0:
        return []
    heaviest = sorted(
        {name for name in names if known.get(name, 0) > 0}, key=lambda name: (-known[name], name)
    )
    said = text.strip()
    start = text.index(said)
    confidence = round(min(CONFIDENCE_MAX, 1 / (1 + math.exp(-lean / HUNDREDTHS))), 3)
    if confidence < FLAGGED_FROM:
        return []
    evidence = (f"wording:{lean}", *(f"said {name}:{known[name]}" for name in heaviest[:HEAVIEST]))
    return [Finding("intent", 0, start, start + len(said), VALUE, confidence, evidence)]


def features(text: str, reading: Reading | None = None) -> Iterator[str]:
    """Yield what of a text is weighed, each once; what stands between quotation marks is not the author's own."""
    own = _QUOTED.sub(" … ", text)
    if own != text:
        yield "quotes"
    if reading is None or own != text:
        reading = read(plain(own))
    yield "always"
    yield f"length {min(LENGTHS, int(math.log2(len(text) + 1) / LENGTH_STEP))}"
    yield from _of_words(_words(reading.compared.text))
    yield from [f"+{name}" for name in reading.classes if "=" not in name]
    yield from [f"~{name}" for name in reading.clue_names]


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
