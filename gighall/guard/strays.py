"""Leave out what only looks like a contact detail, where the words around it lean far away from any way outside.

A number that nothing calls one to ring may be a part's, a place named in passing is no invitation. What says itself
what it is (an address with its sign, a link, a number beside its word) stays, whatever is written around it.
"""

import re
from collections.abc import Sequence

from gighall.guard.finding import Finding
from gighall.guard.reading import Reading
from gighall.guard.samples import is_proofread, is_sent_to
from gighall.guard.weighing import FRAMED
from gighall.guard.wording import is_weighed, leaning, wording_of

# So few words lean nowhere.
AWAY_WORDS_MIN = 5
# Where a text leans further away than this, in hundredths of log-odds, a detail that has the look of one only is left
# out; the likelier a look is to be one after all, the further. All of these are what the corpus asks for.
AWAY_MIN = -200
BARE_AWAY_MIN, SHAPED_AWAY_MIN, QUOTED_AWAY_MIN, RUN_AWAY_MIN = -100, -100, -300, -300
# Of an address on a card that is being proofread: whoever asks to write there leans outside.
PROOF_AWAY_MIN = -50
# What lies further away than any text leans: such a detail is never left out.
NEVER = -1_000_000

# How many digits stand there, or how they are said, is all that speaks for a number.
_FIGURES = frozenset({"digits", "digits as words", "digits one by one", "signs among the digits"})
_SAID = "digits as words"
# The words that make these a number are anywhere in the text, and may speak of something else.
_PUT_TOGETHER = frozenset({FRAMED, "scattered", "reckoned"})
_LOOSE = frozenset({"street", "words beside", "app"})
# In code the words are nobody's, so that they say nothing about a detail there.
_SURE = frozenset({"cue", "number in code", "told"})
# As somebody dials it: such a one may be split, and dressed in talk of the work.
_DIALLED = re.compile(r"\+.*|0\d{8,12}|1?[2-9]\d\d[2-9]\d{6}")
_PRINTED = frozenset({"email", "url", "phone"})
_QUOTES = '"“„«「'


def without_strays(text: str, reading: Reading, details: Sequence[Finding]) -> list[Finding]:
    """Return the contact details of a text without those that only look like one, where its words lean far away."""
    bounds = [away_min(one) for one in details]
    if any(map(_is_printed, details)) and is_proofread(text):
        bounds = [
            PROOF_AWAY_MIN if _is_printed(one) and not is_sent_to(text, one.start) else bound
            for one, bound in zip(details, bounds, strict=True)
        ]
    return _left(text, reading, details, bounds)


def without_strays_over(messages: Sequence[str], found: Sequence[Finding]) -> list[Finding]:
    """Return the same of what was found in a run of messages, which are weighed as one text.

    A message of nothing but a number stays: what is written before and behind it may be there to hide it. So does a
    number in parts that can be dialled.
    """
    bounds = [min(away_min(one), RUN_AWAY_MIN) for one in found]
    for index, one in enumerate(found):
        is_dressed = "number alone" in one.evidence and not any(
            sign in messages[one.message] for sign in _QUOTES
        )
        is_in_parts = one.evidence[0] == "run" and _DIALLED.fullmatch(one.value) is not None
        if is_dressed or is_in_parts:
            bounds[index] = NEVER
    return _left("\n".join(messages), None, found, bounds)


def _left(
    text: str, reading: Reading | None, details: Sequence[Finding], bounds: Sequence[int]
) -> list[Finding]:
    """Return the details that the words of a text do not lean away from as far as the bound of each."""
    if max(bounds, default=NEVER) == NEVER or not is_weighed(text):
        return list(details)
    wording = wording_of(text, reading)
    if len(wording.words) < AWAY_WORDS_MIN:
        return list(details)
    lean = leaning(wording)
    return [one for one, bound in zip(details, bounds, strict=True) if lean >= bound]


def _is_printed(detail: Finding) -> bool:
    """Say whether a detail is written as it is printed on cards and letters."""
    return not detail.hidden and detail.kind in _PRINTED


def away_min(detail: Finding) -> int:
    """Return how far the words around a detail must lean away for it to be left out."""
    evidence = detail.evidence
    if not _PUT_TOGETHER.isdisjoint(evidence):
        return AWAY_MIN
    if evidence[0] == _SAID and "cue" in evidence and "number quoted" in evidence:
        return QUOTED_AWAY_MIN
    if not _SURE.isdisjoint(evidence):
        return NEVER
    if detail.kind == "phone":
        return _number_away_min(evidence)
    if "bare" in evidence:
        return AWAY_MIN if detail.hidden else BARE_AWAY_MIN
    is_loose = not detail.hidden and not _LOOSE.isdisjoint(evidence)
    return AWAY_MIN if is_loose or "said signs" in evidence else NEVER


def _number_away_min(evidence: Sequence[str]) -> int:
    """Return the same for a number beside which nothing says that it rings."""
    if evidence[0] == "run" and not _FIGURES.isdisjoint(evidence):
        return AWAY_MIN
    if evidence[0].startswith("shape"):
        return SHAPED_AWAY_MIN
    return AWAY_MIN if evidence[0] in _FIGURES or "words beside" in evidence else NEVER
