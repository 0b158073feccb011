"""Find proposals to talk or pay outside, questions for a contact detail, and hints at a way outside.

A sentence proposes when words of certain classes stand together in it (``lists/``): "let's" + "talk" + "WhatsApp". The
rules name the classes (``proposal_rules.py``); what speaks against one (denied, told of somebody else, about the rule,
a tool) is looked for around it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from gighall.guard.apps import App
from gighall.guard.clauses import COMMA, STOP, UNSPACED, Sentence, sentences_of, words_between
from gighall.guard.clues import DENIES_AFTER, denies, may_amount, weigh
from gighall.guard.finding import Finding, Kind
from gighall.guard.lexicon import Hit, letters_in
from gighall.guard.proposal_rules import AGAINST, Rule, bits_of, may_propose, rules_for
from gighall.guard.reading import Reading
from gighall.guard.tongue import strangers
from gighall.guard.word_lists import words

WINDOW_WORDS = 26
DENIED_WORDS = 3
FOLLOWING_WORDS = 2
# A proposal in another language than the rest of its sentence is made of words that only look like those.
SPOKEN_SHARE = 0.6
CANDIDATES_MAX, HITS_MAX = 6, 400
# What the name of an app may be in the lists, and in the end.
_APPS, _NAMED = frozenset({"app", "weakapp"}), frozenset({"app", "onapp"})
OPENINGS = frozenset({"lets", "ican"})
WAYS = frozenset({"app", "channel", "outside"})
# What may be only the name of a thing.
NAMES = frozenset({"app", "detail", "number", "channel", "nofee", "payapp", "whole_ask"})
NO_LANGUAGE: frozenset[str] = frozenset()
SPEAKS_OF_RULES = frozenset({"rule", "declines"})

# How far before it words that turn something down are looked at; so many of them need no end of a clause behind them.
DECLINED_CHARACTERS = 240
DECLINES_WORDS = 3
QUOTED_CHARACTERS = 240
UNSPACED_FROM = "\u0e00"
# In these right behind it, unless it only asks whether one agrees.
DENIES_NEXT = frozenset({"el", "cs", "pl", "sv", "ro", "it"})

_CLAUSE_ENDS = re.compile(r"\s*(?:[.,!;:)\n…।。！、，؛،—–-]|\Z)")
# The name of something else that begins like an app's: Signal Processing Toolbox.
_OTHER_NAME = re.compile(r" (?!(?:App|Chat|Messenger|Desktop|Me|ID|Or|And|I)\b)[A-Z][a-z]+ [A-Z]?[a-z]")
_QUOTES = re.compile('["“”„«»「」]')
_NEXT_WORD = re.compile(r"[ \t]([^\s.,!?]{2,3})(?![^\s.,!?])")


def find_proposals(text: str, reading: Reading, apps: Sequence[App] = ()) -> list[Finding]:
    """Return the proposals, questions and hints of a text; ``apps`` are the names of apps in it."""
    misspelt = any(app.is_misspelt for app in apps)
    amounts = may_amount(reading.clue_names | _NAMED if apps else reading.clue_names)
    if not (amounts or may_propose(reading.rule_bits, has_app=reading.has_app or misspelt)):
        return []
    hits = _with_apps(reading.hits, apps) if misspelt else reading.hits
    hits = [hit if hit.classes.isdisjoint(_APPS) else _believed(text, hit) for hit in hits[:HITS_MAX]]
    compared = reading.compared.text
    found: list[Finding] = []
    for sentence in sentences_of(text, hits):
        rules = rules_for(_bits_of(sentence.hits))
        if rules:
            found += _in_sentence(text, compared, sentence, rules)
    if amounts:
        # What stands together by a rule needs no weighing.
        weighed = weigh(text, compared, reading.clues, hits)
        found += [one for one in weighed if not any(_overlap(one, other) for other in found)]
    return _merged(_not_declined(text, hits, found)) if found else []


def _with_apps(hits: Sequence[Hit], apps: Sequence[App]) -> list[Hit]:
    """Return hits together with names of apps that no list has."""
    named = [Hit(app.start, app.end, frozenset({"app"}), frozenset({""})) for app in apps if app.is_misspelt]
    free = [hit for hit in hits if not any(hit.start < one.end and one.start < hit.end for one in named)]
    return sorted([*free, *named], key=lambda hit: hit.start)


def _believed(text: str, hit: Hit) -> Hit:
    """Return the name of an app as the words beside it let it be meant.

    An app whose name is an ordinary word counts behind a word such as "on" or in East Asian text; behind such a word
    every app is a way on which something goes (``onapp``).
    """
    before = text[max(0, hit.start - 16) : hit.start].lower().split()
    classes = hit.classes
    if "weakapp" in classes and _OTHER_NAME.match(text, hit.end) is None:
        beside = text[hit.start - 1 : hit.start] + text[hit.end : hit.end + 1]
        is_named = text[hit.start].isupper() and bool(before) and before[-1] in words("apps", "before_named")
        if is_named or (before and before[-1] in words("apps", "before")) or UNSPACED.search(beside):
            classes |= {"app"}
    if "app" in classes and _is_way(text, hit, before):
        classes |= {"onapp"}
    return hit._replace(classes=classes)


def _is_way(text: str, hit: Hit, before: Sequence[str]) -> bool:
    """Say whether a word before or behind an app's name makes it the way on which something goes: on, per, по, pe."""
    after = _NEXT_WORD.match(text, hit.end)
    return not words("apps", "on").isdisjoint(before[-2:]) or (
        after is not None and after[1].lower() in words("apps", "on_behind")
    )


def _not_declined(text: str, hits: Sequence[Hit], found: list[Finding]) -> list[Finding]:
    """Return findings without those that are turned down behind them: "you asked me to pay outside, but no"."""
    here = [hit for hit in hits if "here" in hit.classes]
    declines = [
        hit for hit in hits if "declines" in hit.classes and not any(_touch(text, hit, one) for one in here)
    ]
    declined = list(_declined(text, declines))
    return [
        one for one in found if not any(start <= one.start and one.start < end for start, end in declined)
    ]


def _touch(text: str, one: Hit, other: Hit) -> bool:
    """Say whether two phrases stand side by side: who "does not talk" here may do so elsewhere."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    return not text[first.end : second.start].strip()


def _declined(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
    """Yield the stretches before words that turn something down: their sentence, or the one before a short one."""
    for hit in hits:
        ends = _CLAUSE_ENDS.match(text, hit.end) is not None
        if (
            not ends
            and len(text[hit.start : hit.end].split()) < DECLINES_WORDS
            and text[hit.start] < UNSPACED_FROM
        ):
            continue
        start = _sentence_start(text, hit.start)
        before = text[start : hit.start]
        if len(before.split()) <= 1 and ends:
            # "No thanks." as a sentence of its own answers what was told in the one before.
            start = _sentence_start(text, start - 1)
        yield start, hit.start


def _sentence_start(text: str, end: int) -> int:
    """Return where the sentence that holds what stands before ``end`` begins."""
    start = max(0, end - DECLINED_CHARACTERS)
    return max((one.end() for one in STOP.finditer(text, start, max(0, end - 1))), default=start)


def _bits_of(hits: Sequence[Hit]) -> int:
    """Return the classes of phrases, as rules are asked for."""
    present = 0
    for hit in hits:
        present |= bits_of(hit.classes)
    return present


def _in_sentence(text: str, compared: str, sentence: Sentence, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield what rules find in one sentence of a text, which is ``compared`` in that form."""
    letters: dict[str, int] = {}
    for rule in rules:
        for taken in _placed(text, sentence.hits, rule):
            shared = _shared_languages(taken)
            if not letters:
                letters = _letters_by_language(sentence.hits)
                speaking = tuple([hit for hit in sentence.hits if not AGAINST.isdisjoint(hit.classes)])
                against = Sentence(sentence.start, sentence.end, speaking)
            if _is_its_language(letters, shared) and _is_meant(
                text, _of_languages(against, shared), taken, rule
            ):
                if shared is not None and shared <= strangers(compared):
                    continue
                start, end = _stretch(text, sentence.hits, taken)
                evidence = (
                    f"{rule.value}:" + "+".join(sorted("|".join(sorted(hit.classes)) for hit in taken)),
                )
                yield Finding(rule.kind, 0, start, end, rule.value, rule.confidence, evidence)


def _stretch(text: str, hits: Sequence[Hit], taken: Sequence[Hit]) -> tuple[int, int]:
    """Return where a proposal stands, with the way that follows it: "call you" + "on Skype"."""
    # They are in order, and none is inside another.
    start, end = taken[0].start, taken[-1].end
    for hit in reversed(hits):
        opens = hit.end <= start and not OPENINGS.isdisjoint(hit.classes)
        if opens and words_between(text, hit.end, start) <= 1:
            start = hit.start
    for hit in hits:
        leads = hit.start >= end and not WAYS.isdisjoint(hit.classes)
        if leads and words_between(text, end, hit.start) <= FOLLOWING_WORDS:
            end = hit.end
    return start, end


def _placed(text: str, hits: Sequence[Hit], rule: Rule) -> Iterator[tuple[Hit, ...]]:
    """Yield where the classes of a rule stand together."""
    rows = [[hit for hit in hits if not step.isdisjoint(hit.classes)][:CANDIDATES_MAX] for step in rule.steps]
    for taken in product(*rows):
        row = taken if rule.ordered or len(taken) < 2 else _in_order(taken)
        if _stand_together(text, row, rule.gap) and _shared_languages(row) != NO_LANGUAGE:
            yield row


def _in_order(taken: tuple[Hit, ...]) -> tuple[Hit, ...]:
    if len(taken) == 2:
        return taken if taken[0].start <= taken[1].start else (taken[1], taken[0])
    return tuple(sorted(taken, key=lambda hit: hit.start))


def _stand_together(text: str, row: Sequence[Hit], gap: int) -> bool:
    """Say whether phrases follow each other with few words between them."""
    end = row[0].end
    for hit in row[1:]:
        if hit.start < end or words_between(text, end, hit.start) > gap:
            return False
        end = hit.end
    return True


def _letters_by_language(hits: Sequence[Hit]) -> dict[str, int]:
    """Return how many letters of a sentence its known words have in each language."""
    # The name of an app tells nothing of the language, also where a list has it among its words.
    names = {(hit.start, hit.end) for hit in hits if "" in hit.languages}
    letters = letters_in([hit for hit in hits if (hit.start, hit.end) not in names] if names else hits)
    letters[""] = 0
    return letters


def _is_its_language(letters: dict[str, int], shared: frozenset[str] | None) -> bool:
    """Say whether the language of a proposal is that of its sentence, as far as its known words tell."""
    if shared is None:
        return True
    return max([letters.get(one, 0) for one in shared]) >= SPOKEN_SHARE * max(letters.values())


def _shared_languages(taken: Sequence[Hit]) -> frozenset[str] | None:
    """Return the languages in which phrases can stand in one sentence; None is any, as for names of apps."""
    shared: frozenset[str] | None = None
    for hit in taken:
        if "" not in hit.languages and "payapp" not in hit.classes:
            shared = hit.languages if shared is None else shared & hit.languages
    return shared


def _of_languages(sentence: Sentence, shared: frozenset[str] | None) -> Sentence:
    """Return a sentence with only the phrases that can stand in one of these languages."""
    if shared is None or not sentence.hits:
        return sentence
    kept = tuple(
        hit
        for hit in sentence.hits
        if not shared.isdisjoint(hit.languages) or "" in hit.languages or "payapp" in hit.classes
    )
    return Sentence(sentence.start, sentence.end, kept)


def _is_meant(text: str, sentence: Sentence, taken: Sequence[Hit], rule: Rule) -> bool:
    """Say whether a proposal is the author's own: not denied, not told of others, no talk about tools or the rule.

    Of the phrases of ``sentence`` only those that speak against proposals need to be there.
    """
    if _is_denied(text, sentence, taken, rule) or _is_about_the_rule(text, sentence, taken):
        return False
    start = taken[0].start
    if _is_quoted(text, sentence, start, taken[-1]):
        return False
    for hit in sentence.hits:
        if hit in taken:
            continue
        before = hit.end <= start
        if before and "told" in hit.classes and not _is_but_between(sentence, hit.end, start):
            return False
        if before and "others" in hit.classes and words_between(text, hit.end, start) <= 3:
            return False
        inside = not before and hit.end <= taken[-1].start
        if (
            inside
            and rule.value in {"talk", "ask", "pay"}
            and not {"about", "here", "thing"}.isdisjoint(hit.classes)
        ):
            return False
        if "about" in hit.classes and before and words_between(text, hit.end, start) == 0:
            return False
    return not any(_is_thing(text, sentence, hit) for hit in taken if not NAMES.isdisjoint(hit.classes))


def _is_quoted(text: str, sentence: Sentence, start: int, last: Hit) -> bool:
    """Say whether quotation marks open before a proposal, in its sentence or in one before that the same ones hold."""
    if any(len(_QUOTES.findall(text, *part)) % 2 for part in ((sentence.start, start), (start, last.start))):
        return True
    line = max(text.rfind("\n", 0, start) + 1, start - QUOTED_CHARACTERS)
    opened = len(_QUOTES.findall(text, line, start)) % 2
    return bool(opened) and _QUOTES.search(text, last.end, last.end + QUOTED_CHARACTERS) is not None


def _is_thing(text: str, sentence: Sentence, named: Hit) -> bool:
    """Say whether an app or a detail is only the name of a thing: the WhatsApp export, a number field."""
    if text[named.end : named.end + 2] in {"'s", "’s"}:
        return True
    for hit in sentence.hits:
        if "thing" not in hit.classes:
            continue
        if hit.start >= named.end:
            between = text[named.end : hit.start]
            if COMMA.search(between) is None and words_between(text, named.end, hit.start) <= (
                "en" not in hit.languages
            ):
                return True
        elif hit.end <= named.start and "en" not in hit.languages:
            between = text[hit.end : named.start]
            if COMMA.search(between) is None and words_between(text, hit.end, named.start) <= 1:
                return True
    return False


def _is_denied(text: str, sentence: Sentence, taken: Sequence[Hit], rule: Rule) -> bool:
    """Say whether a word in the same clause denies a proposal."""
    for hit in sentence.hits:
        if not denies(hit) or hit in taken:
            continue
        if hit.end <= taken[0].start:
            between = text[hit.end : taken[0].start]
            if COMMA.search(between) is None and words_between(text, hit.end, taken[0].start) <= DENIED_WORDS:
                return True
        elif hit.start >= taken[-1].end:
            between = text[taken[-1].end : hit.start]
            if (
                between == " "
                and not DENIES_NEXT.isdisjoint(hit.languages)
                and text[hit.end : hit.end + 1] != "?"
            ):
                return True
            if (
                not DENIES_AFTER.isdisjoint(hit.languages)
                and COMMA.search(between) is None
                and words_between(text, taken[-1].end, hit.start) <= DENIED_WORDS
            ):
                return True
        else:
            return True
    return False


def _is_about_the_rule(text: str, sentence: Sentence, taken: Sequence[Hit]) -> bool:
    """Say whether the sentence speaks of what is allowed, and does not go on to propose it all the same."""
    for hit in sentence.hits:
        if hit.classes.isdisjoint(SPEAKS_OF_RULES):
            continue
        if hit.end <= taken[0].start:
            if "rule" in hit.classes:
                return not _is_but_between(sentence, hit.end, taken[0].start)
        elif _is_question(text, sentence.end):
            return True
    return False


def _is_question(text: str, end: int) -> bool:
    while end and text[end - 1].isspace():
        end -= 1
    return end > 0 and text[end - 1] in "?؟？"


def _is_but_between(sentence: Sentence, start: int, end: int) -> bool:
    return any("but" in hit.classes and start <= hit.start < end for hit in sentence.hits)


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _merged(findings: list[Finding]) -> list[Finding]:
    """Return findings of one kind that overlap made one; an intent swallows a hint that it overlaps."""
    if len(findings) < 2:
        return findings
    merged: list[Finding] = []
    for one in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if merged and one.start < merged[-1].end:
            last = merged[-1]
            kind: Kind = "intent" if "intent" in {last.kind, one.kind} else last.kind
            value = last.value if last.kind == kind else one.value
            end, confidence = max(last.end, one.end), max(last.confidence, one.confidence)
            merged[-1] = Finding(kind, 0, last.start, end, value, confidence, last.evidence, last.hidden)
        else:
            merged.append(one)
    return merged
