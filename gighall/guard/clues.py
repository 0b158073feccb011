"""Weigh what the sentences of a text hold: clues that alone say little, and together are a proposal or a hint.

Each clue has a weight (``data/clue_weights.txt``), in tenths of log-odds. What the clues of one sentence, or of two
beside each other, weigh together is compared with what a finding needs; what speaks against it is taken off. The clues
that counted are its evidence.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from gighall.guard.clauses import COMMA, STOP, words_between
from gighall.guard.finding import Finding, Kind
from gighall.guard.lexicon import Hit, letters_in
from gighall.guard.tongue import strangers
from gighall.guard.word_lists import phrases, words

# Sentences beside each other are weighed together, for a little less.
NEIGHBOUR_COST = 8
# Apps, prices and ways to pay in which neither side is named are mostly what the job is about.
IMPERSONAL_COST = 14
RULE_COST = 12
# Names of apps and openings far from each other hardly belong together.
SCATTERED_CHARACTERS, SCATTERED_COST = 60, 8
# In these languages the word that denies stands behind what it denies.
DENIES_AFTER = frozenset({"de", "hi", "ja", "ko", "tr", "ru", "uk", "zh", "fa", "nl", "fr"})
DENYING = frozenset({"not", "declines"})
DENIED_WORDS, DENIED_AWAY_WORDS, OTHERS_WORDS, TOLD_WORDS = 3, 6, 2, 1
CONFIDENCE_MIN, CONFIDENCE_MAX = 0.55, 0.95
CLUES_MAX = 200
# A language in which less of a text is known than so much of the best known one is not its own.
SPOKEN_SHARE = 0.6
# Of the sets of classes that stand together in a text, for how many is remembered whether they may amount to anything.
NAMES_CACHED_MAX = 4096
# Phrases that may undo a clue.
_UNDOING = frozenset({"not", "declines", "others", "told", "about", "thing"})
_NAMES = frozenset({"app", "onapp", "payway", "called", "callyou", "voicecall"})
_APP, _ON_APP = frozenset({"app"}), frozenset({"onapp"})
KINDS: tuple[Kind, ...] = ("intent", "allusion")

_QUOTES = re.compile('["“”„«»「」]')


@dataclass(frozen=True, slots=True)
class Weights:
    """What the classes of clues weigh for one kind of finding, and what each of them proposes."""

    needed: int
    of: dict[str, int]
    value_of: dict[str, str]


@cache
def weights() -> dict[Kind, Weights]:
    """Return the weights for each kind of finding."""
    needed = numbers("needed")
    found: dict[Kind, Weights] = {}
    for kind in KINDS:
        rows = [line.split() for line in phrases("clue_weights", kind)]
        found[kind] = Weights(
            needed[kind], {row[0]: int(row[1]) for row in rows}, {row[0]: row[-1] for row in rows}
        )
    return found


@cache
def numbers(section: str) -> dict[str, int]:
    """Return a section of the weights whose lines are a name and a number."""
    return {name: int(number) for name, number in (line.split() for line in phrases("clue_weights", section))}


@cache
def joined() -> tuple[tuple[str, str, str, int], ...]:
    """Return the pairs of clues that together are another one, with how many words may stand between them."""
    rows = (line.split() for line in phrases("clue_weights", "joined"))
    return tuple((name, first, second, int(gap)) for name, first, second, gap in rows)


def weigh(text: str, compared: str, clues: Sequence[Hit], hits: Sequence[Hit]) -> list[Finding]:
    """Return the proposals and hints to which the clues of a text amount; ``hits`` are its other phrases.

    ``compared`` is the text in the form in which it is compared.
    """
    rows = list(clues)
    apps = [hit for hit in hits if "app" in hit.classes]
    if apps:
        # Names of apps belong to every language: here to those of the clues beside them.
        spoken = frozenset().union(*[clue.languages for clue in rows]) or frozenset({""})
        rows += [Hit(hit.start, hit.end, _as_app(hit), spoken) for hit in apps]
    if not may_amount(_names_of(rows)):
        return []
    rows = _of_its_languages(sorted(_with_joined(text, rows[:CLUES_MAX])), hits)
    if not rows:
        return []
    taken_off = _against(rows, "text")
    off: dict[Kind, int] = {"intent": taken_off + _about_the_rule(rows, hits), "allusion": taken_off}
    undoing = [hit for hit in hits if not _UNDOING.isdisjoint(hit.classes)]
    quoted = _QUOTES.search(text) is not None
    live = [
        clue
        for clue in rows
        if not (quoted and _is_quoted(text, clue)) and (not undoing or _counts(text, clue, undoing))
    ]
    found = _of_kinds(text, live, off)
    if not found or not (strange := strangers(compared)):
        return found
    # What only words of a language amount to that the text is not in is none.
    live = [clue._replace(languages=clue.languages - strange) for clue in live if clue.languages - strange]
    return _of_kinds(text, live, off)


def _of_kinds(text: str, rows: Sequence[Hit], off: dict[Kind, int]) -> list[Finding]:
    """Return what clues amount to, with what speaks against each kind of finding taken off."""
    parts = list(_by_sentence(text, rows))
    return [finding for kind in KINDS for finding in _of_kind(parts, kind, off[kind])]


def _names_of(rows: Iterable[Hit]) -> frozenset[str]:
    """Return the classes of clues."""
    return frozenset().union(*[clue.classes for clue in rows])


def _of_its_languages(rows: list[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """Return clues without those of languages in which the text has few known words; English stands in every text."""
    if all("en" in clue.languages for clue in rows):
        return rows
    # What has no language stands in every one.
    letters = letters_in([one for one in (*hits, *rows) if "" not in one.languages])
    needed = SPOKEN_SHARE * max(letters.values(), default=0)
    foreign = frozenset([language for language, said in letters.items() if said < needed]) - {"en"}
    if not foreign:
        return rows
    return [clue._replace(languages=clue.languages - foreign) for clue in rows if clue.languages - foreign]


def _about_the_rule(rows: Sequence[Hit], hits: Sequence[Hit]) -> int:
    """Return how much talk about the rule speaks against any finding, if it does not go on with a "but"."""
    if not any("rule" in hit.classes and _of_one_language(hit, rows[0]) for hit in hits):
        return 0
    goes_on = any("but" in hit.classes and _of_one_language(hit, rows[0]) for hit in hits)
    return 0 if goes_on else RULE_COST


def _as_app(hit: Hit) -> frozenset[str]:
    """Return as what an app's name is weighed: the way on which something goes, or a name."""
    return _ON_APP if "onapp" in hit.classes else _APP


@lru_cache(maxsize=NAMES_CACHED_MAX)
def may_amount(present: frozenset[str]) -> bool:
    """Say whether clues of these classes could weigh enough if they all stood together."""
    present |= {name for name, first, second, _ in joined() if first in present and second in present}
    more = 0 if not words("clue_weights", "personal").isdisjoint(present) else IMPERSONAL_COST
    return any(
        sum(weight for name, weight in one.of.items() if name in present) >= one.needed + more
        for one in weights().values()
    )


def _with_joined(text: str, rows: list[Hit]) -> list[Hit]:
    """Return clues together with those that two of them are."""
    found = list(rows)
    present = _names_of(rows)
    for name, first, second, gap in joined():
        if first not in present or second not in present:
            continue
        ends = [clue for clue in rows if second in clue.classes]
        for clue in rows:
            if first not in clue.classes:
                continue
            for end in ends:
                near = clue.end <= end.start and words_between(text, clue.end, end.start) <= gap
                if near and STOP.search(text, clue.end, end.start) is None:
                    found.append(Hit(clue.start, end.end, frozenset({name}), clue.languages & end.languages))
                    break
    return found


def _against(rows: Sequence[Hit], place: str) -> int:
    """Return how much the clues of a text or a sentence speak against any finding."""
    present, known = _names_of(rows), numbers(f"against_{place}")
    return 0 if present.isdisjoint(known) else sum([known[name] for name in known if name in present])


def _is_quoted(text: str, clue: Hit) -> bool:
    """Say whether quotation marks open before a clue in its line."""
    line = max(text.rfind("\n", 0, clue.start), 0)
    return len(_QUOTES.findall(text, line, clue.start)) % 2 == 1


def _counts(text: str, clue: Hit, hits: Sequence[Hit]) -> bool:
    """Say whether a clue is the author's own: not denied, not told of others, not the name of a thing.

    ``hits`` are the phrases that may undo it.
    """
    for hit in hits:
        if not _of_one_language(hit, clue):
            continue
        if "not" in hit.classes and hit.start < clue.start < hit.end:
            return False
        if hit.end <= clue.start:
            if _undoes(text, hit, clue):
                return False
        elif "thing" in hit.classes and hit.start >= clue.end and "away" not in clue.classes:
            between = text[clue.end : hit.start]
            if not COMMA.search(between) and not words_between(text, clue.end, hit.start):
                return False
        elif hit.start >= clue.end and _denies_behind(text, clue, hit):
            return False
    return True


def denies(hit: Hit) -> bool:
    """Say whether a phrase denies what follows: "don't", and also the "but no" of "but no calls"."""
    return not hit.classes.isdisjoint(DENYING)


def _denies_behind(text: str, clue: Hit, hit: Hit) -> bool:
    """Say whether a way to talk or pay is denied behind it, as many languages do: "telephoning is with me not on"."""
    if "not" not in hit.classes or "en" in hit.languages or clue.classes.isdisjoint(_NAMES):
        return False
    if text[hit.end : hit.end + 1] == "?":
        # It asks whether one agrees.
        return False
    between = text[clue.end : hit.start]
    if between == " ":
        return True
    if DENIES_AFTER.isdisjoint(hit.languages) or STOP.search(between) or COMMA.search(between):
        return False
    return words_between(text, clue.end, hit.start) <= DENIED_WORDS


def _of_one_language(hit: Hit, clue: Hit) -> bool:
    """Say whether a phrase speaks the language of a clue; English in other sentences speaks English all the same."""
    if "en" in clue.languages:
        return "en" in hit.languages
    return not clue.languages.isdisjoint(hit.languages)


def _undoes(text: str, hit: Hit, clue: Hit) -> bool:
    """Say whether a phrase before a clue takes it away: a denial, somebody else who is meant, a verb of telling."""
    if hit.classes.isdisjoint({"not", "declines", "others", "told", "about"}):
        return False
    between = text[hit.end : clue.start]
    if "told" in hit.classes and between[:1] == ":" and not STOP.search(between):
        # All that follows is somebody else's words.
        return True
    far = words_between(text, hit.end, clue.start)
    if far > DENIED_AWAY_WORDS or STOP.search(between) or COMMA.search(between):
        return False
    if denies(hit) and clue.classes.isdisjoint(words("clue_weights", "undenied")):
        return far <= (DENIED_WORDS if "away" not in clue.classes else DENIED_AWAY_WORDS)
    if "cutoff" in clue.classes:
        return False
    if "about" in hit.classes:
        return far <= DENIED_WORDS
    return ("others" in hit.classes and far <= OTHERS_WORDS) or ("told" in hit.classes and far <= TOLD_WORDS)


def _of_kind(parts: Sequence[Sequence[Hit]], kind: Kind, taken_off: int) -> Iterator[Finding]:
    """Yield the heaviest finding of a kind in each stretch of sentences."""
    found = [_weighed(kind, part, taken_off) for part in parts]
    found += [_weighed(kind, [*one, *two], taken_off + NEIGHBOUR_COST) for one, two in pairwise(parts)]
    end = -1
    for finding in sorted(filter(None, found), key=lambda one: (one.start, -one.confidence)):
        if finding.start >= end:
            yield finding
            end = finding.end


def _by_sentence(text: str, rows: Sequence[Hit]) -> Iterator[list[Hit]]:
    part: list[Hit] = []
    for clue in rows:
        if part and STOP.search(text, part[-1].end, clue.start) is not None:
            yield part
            part = []
        part.append(clue)
    if part:
        yield part


def _weighed(kind: Kind, part: Sequence[Hit], taken_off: int) -> Finding | None:
    """Return what clues amount to together, if they weigh enough in one language."""
    table = weights()[kind]
    # Said again, a class counts for half: never more than this.
    if 3 * sum([table.of.get(name, 0) for name in _names_of(part)]) < 2 * (taken_off + table.needed):
        return None
    best: Finding | None = None
    for spoken in _by_language(part):
        one = _sum(kind, table, spoken, taken_off + _against(spoken, "sentence"))
        if one is not None and (best is None or one.confidence > best.confidence):
            best = one
    return best


def _by_language(part: Sequence[Hit]) -> Iterator[Sequence[Hit]]:
    """Yield the clues of each language, once where languages share them; those of none stand in every one."""
    sets = {clue.languages for clue in part}
    if len(sets) == 1:
        yield part
        return
    tried: list[list[Hit]] = []
    for language in sorted(frozenset().union(*sets) - {""} or {""}):
        spoken = [clue for clue in part if language in clue.languages or "" in clue.languages]
        if spoken not in tried:
            # Languages whose speakers mix in English share its clues.
            tried.append(spoken)
            yield spoken


@cache
def _offers(kind: Kind, names: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """Return the classes of a clue that weigh something, each with its weight and a minus."""
    of = weights()[kind].of
    return tuple((-of[name], name) for name in names if name in of)


def _sum(kind: Kind, table: Weights, part: Sequence[Hit], taken_off: int) -> Finding | None:
    """Return a finding if clues weigh enough; each clue counts as one of its classes, each class once."""
    offered = sorted(
        [
            (weight, clue.start, name, index)
            for index, clue in enumerate(part)
            for weight, name in _offers(kind, clue.classes)
        ]
    )
    counted: dict[str, Hit] = {}
    for _weight, _start, name, index in offered:
        if name not in counted and not _inside(part[index], counted.values()):
            counted[name] = part[index]
    total = sum([table.of[name] for name in counted]) - taken_off - table.needed
    # What is said again in other words counts for half.
    again = {
        name
        for _weight, _start, name, index in offered
        if name in counted
        and name not in words("clue_weights", "once")
        and not any(_overlap(part[index], other) for other in counted.values())
    }
    total += sum([table.of[name] for name in again]) // 2
    if words("clue_weights", "personal").isdisjoint(counted):
        total -= IMPERSONAL_COST
    if total < 0 or (
        "app" in counted and kind == "allusion" and counted.keys() <= words("clue_weights", "tasks")
    ):
        return None
    start, end = min(clue.start for clue in counted.values()), max(clue.end for clue in counted.values())
    if end - start > SCATTERED_CHARACTERS and counted.keys() <= words("clue_weights", "loose"):
        total -= SCATTERED_COST
    if total < 0:
        return None
    values: Counter[str] = Counter()
    for name in counted:
        values[table.value_of[name]] += table.of[name]
    confidence = min(CONFIDENCE_MAX, max(CONFIDENCE_MIN, 1 / (1 + math.exp(-total / 10))))
    evidence = tuple(f"clue {name}:{table.of[name]}" for name in counted)
    value = max(values, key=lambda one: (values[one], one)) if kind == "intent" else "hint"
    return Finding(kind, 0, start, end, value, round(confidence, 2), (f"weighed:{total}", *evidence))


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _inside(clue: Hit, others: Iterable[Hit]) -> bool:
    """Say whether a clue is a part of one that counts already."""
    return any(one.start <= clue.start and clue.end <= one.end for one in others)
