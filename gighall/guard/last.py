"""Judge the last message of a run: what stands in it, and what it completes of a detail that was begun before it.

Whoever judges message by message asks this for each. It costs little more than the message alone, unless the run may
hold parts of one detail: what decides that is worked out once for each message, and remembered without its words.
"""

import re
from collections.abc import Sequence, Set
from functools import cache
from typing import NamedTuple

from gighall.guard.assembled import pieces_in
from gighall.guard.dictated_over import part_of_number
from gighall.guard.digits_over import chunk_of
from gighall.guard.find import NO_HOSTS, find_in, find_standing_out
from gighall.guard.finding import Finding
from gighall.guard.fold import fold
from gighall.guard.gate import known_words, said_in
from gighall.guard.lexicon import plain
from gighall.guard.met import may_be_met
from gighall.guard.names_over import OPENER_WORDS_MAX, has_app_in_parts
from gighall.guard.number_words import number_words, spoken_in
from gighall.guard.reading import read
from gighall.guard.remembered import without_words
from gighall.guard.run_parts import MESSAGE_CHARACTERS_MAX, part_of
from gighall.guard.runs import MESSAGES_MAX, find_over
from gighall.guard.runs import PART_CHARACTERS_MAX as ONE_TEXT_MAX
from gighall.guard.sign_words import at_signs, joints, places_said, says_sign_before_latin
from gighall.guard.spaced import LETTERS
from gighall.guard.streets_told import may_tell_street
from gighall.guard.weighing import SENTENCE_KINDS
from gighall.guard.word_lists import words

# What a phrase of the lists may mean that gives a meaning to what comes after its message, and to what came before.
_OPENS = frozenset({"app", "weakapp", "payapp", "hint", "nexttime"})
_ENDS = _OPENS | {
    "channel",
    "detail",
    "yourdetail",
    "outside",
    "payme",
    "pay",
    "whole_talk",
    "whole_ask",
    "whole_pay",
}
_OPENING = frozenset({"meeting", "street"})
# What has no more words than this says nothing but its part of something; with one more it may be a name.
WORDS_OF_A_PART, WORDS_OF_A_NAME = 3, 4
# Some scripts have no blanks between words.
PART_CHARACTERS_MAX = 32
SIGNS = "@./_-"
# No number that somebody splits has fewer: a bank's sort code.
DIGITS_MIN = 6
_SIGNS = re.compile(r"[@_/$]|\.\w")
_SIGNS_OR_DIGITS = re.compile(r"[\d@_/$]|\.\w|\w-\w")


class Traits(NamedTuple):
    """What a message may bring to a run: signs of an address, words that open or end something, digits."""

    is_signed: bool
    opens: bool
    ends: bool
    digits: int
    is_short: bool
    invites: bool
    meets: bool


def may_complete(text: str) -> bool:
    """Say whether the last part of something may stand in a text, whatever its author wrote before; very cheaply."""
    if not 0 < len(text) <= MESSAGE_CHARACTERS_MAX:
        return False
    if not text.isascii() or _SIGNS_OR_DIGITS.search(text):
        return True
    said = said_in(text)
    return (
        len(said) <= WORDS_OF_A_NAME
        or _is_spelt(said)
        or not _of_parts().isdisjoint(said)
        or may_tell_street(text)
        or may_be_met(text)
    )


def find_last(earlier: Sequence[str], text: str, own_hosts: Set[str] = NO_HOSTS) -> list[Finding]:
    """Return what stands in a text, and what only the author's messages before it show; all of it in ``text``.

    Shapes: ``earlier`` are the words of that author just before, oldest first; the last five count. What is whole in
    one of them takes no part in anything else. A finding that only the run shows has *run* among its evidence.
    """
    alone = find_in(text, own_hosts=own_hosts)
    run = [*earlier[1 - MESSAGES_MAX :], text]
    if len(run) < 2 or not (may_complete(text) and _has_parts(run)):
        return alone
    found = _completed([*(_without_whole(said, own_hosts) for said in run[:-1]), text], alone, own_hosts)
    if len(text.split()) > WORDS_OF_A_PART or len(text) > PART_CHARACTERS_MAX:
        # What stands whole in a sentence is what the sentence says of it, whatever was spoken of before; a name with a
        # dot goes on as an address only across a sign.
        signed = run[-2].rstrip()[-1:] in SIGNS
        found = [
            one
            for one in found
            if one.hidden
            and one.kind != "intent"
            and (signed or one.kind not in {"email", "url"} or text[one.start] in SIGNS)
        ]
    return sorted([*alone, *found], key=lambda one: (one.start, one.end))


def _completed(run: Sequence[str], alone: Sequence[Finding], own_hosts: Set[str]) -> list[Finding]:
    """Return what only the run shows of its last message, as findings of that message."""
    last = len(run) - 1
    here = [one.in_message(last) for one in alone]
    over = find_over(run, lambda text: find_standing_out(text, own_hosts=own_hosts), here)
    return [one.in_message(0) for one in over if one.message == last and one.kind != "allusion"]


def _without_whole(text: str, own_hosts: Set[str]) -> str:
    """Return a text with an ellipsis, which no detail goes on behind, in the place of each whole detail."""
    for start, end in reversed(_whole_in(text, frozenset(own_hosts))):
        text = f"{text[:start]}…{text[end:]}"
    return text


@without_words
def _whole_in(text: str, own_hosts: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Return where the whole details of a text stand."""
    found = find_standing_out(text, own_hosts=own_hosts)
    return tuple((one.start, one.end) for one in found if one.kind not in SENTENCE_KINDS)


def _has_parts(run: Sequence[str]) -> bool:
    """Say whether some of the messages may be parts of one detail, the last one included."""
    *earlier, last = [_traits_of(text) for text in run]
    if last.is_signed or last.meets:
        return True
    # "@ok", "sbi. 500 in advance".
    if last.digits and any(one.is_signed for one in earlier):
        return True
    if last.digits and last.digits + sum(one.digits for one in earlier) >= DIGITS_MIN:
        return True
    # "My wallet: bc1q4", "zzk09".
    if last.digits and last.is_short and any(_WALLET_BEGINS.search(text) for text in run[:-1]):
        return True
    # "Whereby", "dot com slash", "tonia-ceramics when you like".
    if earlier[-1].is_signed and earlier[-1].is_short:
        return True
    # "Send it here", "Unit 7", "Tannery Yard".
    if any(one.invites for one in earlier) and any(one.digits for one in (*earlier, last)):
        return True
    if not last.is_short:
        return False
    return (
        last.ends or any(one.is_signed or one.opens or one.ends for one in earlier) or has_app_in_parts(run)
    )


_WALLET_BEGINS = re.compile(r"\bbc1|\b0x|wallet|\bbtc|usdt|crypto|\biban", re.IGNORECASE)


@without_words
def _traits_of(text: str) -> Traits:
    text = text[:MESSAGE_CHARACTERS_MAX]
    folded = fold(text)
    near = text if folded is None else folded.text
    compared = plain(near)
    reading = read(compared)
    said = said_in(near)
    # So many words stand alone: of them only what a finder over messages picks out takes part.
    is_talk = len(text) > ONE_TEXT_MAX and len(said) > OPENER_WORDS_MAX
    digits = sum(map(str.isdigit, near))
    if reading.said:
        digits += (
            _digits_for_number(near)
            if is_talk and not digits
            else sum(len(one.digits) for one in spoken_in(compared))
        )
    is_signed = _SIGNS.search(near) is not None
    if not is_signed and not _of_addresses().isdisjoint(said):
        is_signed = not is_talk or part_of(0, near) is not None
    if not is_signed and not near.isascii():
        is_signed = says_sign_before_latin(near)
    is_spelt = _is_spelt(said)
    if not is_signed and not digits and (len(said) <= WORDS_OF_A_PART or is_spelt):
        part = part_of(0, near)
        is_signed = part is not None and part.is_signed
    # "meet, code is", and then its letters.
    opens = is_spelt or not (_OPENS.isdisjoint(reading.classes) and _OPENING.isdisjoint(reading.triggers))
    ends = not _ENDS.isdisjoint(reading.classes) or "street" in reading.triggers
    is_short = (len(said) <= WORDS_OF_A_NAME or is_spelt) and len(near) <= PART_CHARACTERS_MAX
    return Traits(is_signed, opens, ends, digits, is_short, may_tell_street(near), "met" in reading.triggers)


def _digits_for_number(text: str) -> int:
    """Return how many digits a message gives at the most to a number that is told over several."""
    chunk, dictated = chunk_of(0, text), part_of_number(0, text)
    return max(
        len(chunk.digits) if chunk else 0,
        len(dictated.digits) if dictated else 0,
        sum(len(one.digits) for one in pieces_in(text)),
    )


def _is_spelt(said: Sequence[str]) -> bool:
    """Say whether a message is letters that stand apart: g m x . a t."""
    return bool(said) and max(map(len, said)) == 1


@cache
def _of_addresses() -> frozenset[str]:
    """Return the words that are signs of an address, or a part of many."""
    slashes = {word for word, sign in joints().items() if sign == "/"}
    return (known_words() - LETTERS) | at_signs() | words("signs", "mail") | slashes | places_said().keys()


@cache
def _of_parts() -> frozenset[str]:
    """Return the words without which a sentence of plain letters completes nothing."""
    return _of_addresses() | {said for phrase in number_words() for said in phrase.split()}
