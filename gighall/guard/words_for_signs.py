"""See through addresses whose signs are words or stand in brackets: "anna [at] host dot com".

The answer is a list of edits: the signs as they would be written. Whether an address results is then the business of
the finders of e-mail and web addresses, with all their counter-evidence.
"""

import re
from collections.abc import Iterator, Set
from functools import cache

from gighall.guard.domains import top_level_class
from gighall.guard.lexicon import MARKS
from gighall.guard.said_names import common_words
from gighall.guard.sign_tokens import STARRED, Token, tokens_in
from gighall.guard.sign_words import (
    at_signs,
    at_words,
    bracketed_at_words,
    dot_neighbours,
    dot_words,
    english_dots,
    first_words_of_hosts,
    glued_hosts,
    is_house_without_dot,
    said_www,
    signs_by_word,
    small_words,
    small_words_elsewhere,
    spoken_hosts,
)
from gighall.guard.spaced import LETTERS
from gighall.guard.views import Edit
from gighall.guard.word_lists import words

# How far around a sign an address may reach.
WINDOW = 160
CUE_WORDS = 6
LABELS_MAX = 6
# Without any other evidence a dot with blanks around it is one before these only.
SPACED_DOMAINS = frozenset({"com", "net", "org", "de", "fr", "uk", "io", "info"})
HOST_LETTERS_MIN, ODD_LETTERS_MIN = 3, 5

_SPACED_SIGN = re.compile(r"[ \t][@.][ \t]?(?=\w)|@[ \t](?=\w)|\. (?=(?:com|net|org|de)\b)", re.IGNORECASE)
_SIGN_BETWEEN = re.compile(rf"[·•∙](?=\s?\w)|{STARRED}", re.IGNORECASE)
_ONE_NAME = re.compile(r"\s*(?P<name>[\w-]{2,60})")
_NEXT_WORD = re.compile(rf"[\s\])}}>_*#|~“”\"-]{{0,4}}(?:,? then )?((?:[^\W_]|[{MARKS}]){{2,20}})")


def may_hold_signs(text: str, hits: Set[str], signs: bytes) -> bool:
    """Say, cheaply, whether signs of an address may stand in words, in brackets, between other signs or blanks.

    ``hits`` and ``signs`` are the words and signs of the text that the gate sees.
    """
    # Single letters are what "don't" leaves behind.
    if not hits <= LETTERS:
        return True
    if not signs:
        return " ." in text
    if hits and ". " in text and "@" in text:
        return True
    if " @" in text or "@ " in text or " ." in text:
        return True
    return next(_signs_apart(text), None) is not None


def edits_for_signs(text: str, hits: Set[str]) -> list[Edit]:
    """Return the signs of addresses in a text that are written as words, in brackets or with blanks around them.

    ``hits`` are the words of the text that the gate knows, in lower case.
    """
    edits: list[Edit] = []
    for start, end in _windows(text, hits):
        found = _edits_in(tokens_in(text, start, end))
        if found:
            edits += [*_beginnings(text, start, found[0].start), *found]
    return edits


def _beginnings(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the edit that writes out how the beginning of a web address is said just before its first dot."""
    for said in said_www().finditer(text, start, end):
        name = _ONE_NAME.fullmatch(text, said.end(), end)
        if name is not None:
            yield Edit(said.start(), name.start("name"), "www.")


def _windows(text: str, hits: Set[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches around each sign that may belong to a disguised address."""
    start = end = -1
    for anchor in sorted(_anchors(text, hits)):
        if anchor - WINDOW > end:
            if end >= 0:
                yield start, end
            start = max(0, anchor - WINDOW)
        end = min(len(text), anchor + WINDOW)
    if end >= 0:
        yield start, end


def _anchors(text: str, hits: Set[str]) -> Iterator[int]:
    dots = hits & dot_words().keys()
    longer = {said for word in hits & signs_by_word().keys() for said in signs_by_word()[word]}
    ats = (hits | longer) & at_signs()
    if ats:
        for found in _any_of(frozenset(ats)).finditer(text):
            yield found.start()
    dots |= longer - ats
    if dots:
        for found in _any_of(frozenset(dots)).finditer(text):
            following = _NEXT_WORD.match(text, found.end())
            if following and _may_end_host(following[1].lower()):
                yield found.start()
    alone = words("signs", "mail_alone")
    houses = {hit for hit in hits if hit in glued_hosts() or (spoken_hosts().get(hit) or hit) in alone}
    if houses:
        for found in _any_of(frozenset(houses)).finditer(text):
            yield found.start()
    if " @" in text or "@ " in text or " ." in text or ("@" in text and ". " in text):
        for found in _SPACED_SIGN.finditer(text):
            yield found.start()
    yield from _signs_apart(text)


def _may_end_host(word: str) -> bool:
    """Say whether what follows a dot may be a domain, or begins one that is said in several words."""
    return bool(
        top_level_class(spoken_hosts().get(word, word))
        or word in dot_neighbours()
        or word in first_words_of_hosts()
    )


def _signs_apart(text: str) -> Iterator[int]:
    """Yield where signs of addresses, or words for them, stand in brackets or between other signs."""
    if "[" in text or "(" in text or "{" in text or "<" in text:
        for found in _bracketed_sign().finditer(text):
            yield found.start()
    if not text.isascii() or "*" in text or "#" in text or "|" in text or "+" in text:
        for found in _SIGN_BETWEEN.finditer(text):
            yield found.start()


@cache
def _bracketed_sign() -> re.Pattern[str]:
    """Return the expression of a sign, or of a word for one, in brackets."""
    every = bracketed_at_words() | at_words() | at_signs() | dot_words().keys()
    said = "|".join(re.escape(word) for word in sorted(every, key=len, reverse=True))
    return re.compile(rf"[\[({{<]\s?(?:[.@]|[aа]|[aа] ?t|d [o0] t|ar[o0]ba|{said})\s?[\])}}>]", re.IGNORECASE)


@cache
def _any_of(entries: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(entries)))})(?![^\W_])", re.IGNORECASE)


def _edits_in(tokens: list[Token]) -> list[Edit]:
    """Return the edits of one window: first its e-mail addresses, then web addresses in what is left."""
    edits: list[Edit] = []
    done = 0
    for index, token in enumerate(tokens):
        if index < done or token.type not in {"at", "dot"}:
            continue
        if token.type == "at":
            first, last = _mail_around(tokens, index, done)
        else:
            first, last = _site_around(tokens, index, done)
        if last:
            edits += _written_out(tokens[first:last])
            done = last
    return edits


def _mail_around(tokens: list[Token], at: int, floor: int) -> tuple[int, int]:
    """Return the tokens of an e-mail address whose sign stands at ``at``; (0, 0) if there is none."""
    sign = tokens[at]
    first = _local_start(tokens, at, floor)
    if first == at or at + 1 >= len(tokens):
        return 0, 0
    host = tokens[at + 1].written
    if host in words("signs", "not_a_host") and not (
        sign.strength == "sure" and host in words("signs", "mail")
    ):
        return 0, 0
    last = _host_end(tokens, at + 1, anchored=True, plainly=sign.strength == "sure")
    local = tokens[first:at]
    if tokens[at + 1].written in glued_hosts() and (
        _is_chosen(local) or _has_cue(tokens, first) or sign.strength == "sure"
    ):
        return first, at + 2
    if (
        not last
        and sign.strength == "sure"
        and is_house_without_dot([one.written for one in tokens[at + 1 : at + 3]])
    ):
        house, domain = tokens[at + 1 : at + 3]
        house.end, house.becomes = domain.end, f"{house.written}.{domain.written}"
        return first, at + 2
    if not last and tokens[at + 1].written in words("signs", "mail_alone"):
        alone = first == 0 and at + 2 == len(tokens) and local[-1].written not in words("signs", "not_a_name")
        if sign.strength == "word" and not (_is_chosen(local) or _has_cue(tokens, first) or alone):
            return 0, 0
        following = tokens[at + 2] if at + 2 < len(tokens) else None
        if following is not None and following.type in {"dot", "slash"} and following.strength == "sign":
            return 0, 0
        tokens[at + 1].becomes = f"{tokens[at + 1].written}.com"
        return first, at + 2
    if not last or (sign.written == "@" and not _is_meant(tokens, first, at, last)):
        return 0, 0
    if sign.strength == "word":
        if local[-1].written in words("signs", "not_a_name"):
            return 0, 0
        said = any(one.type == "dot" and one.strength in {"word", "sure"} for one in tokens[at + 1 : last])
        if not (said or _is_chosen(local) or _has_cue(tokens, first)):
            return 0, 0
    return first, last


def _is_meant(tokens: list[Token], first: int, at: int, last: int) -> bool:
    """Say whether an @ with blanks around it joins a name and a host: no decorator, no product of matrices."""
    before, sign, after = tokens[at - 1], tokens[at], tokens[at + 1]
    left, right = sign.start - before.end, after.start - sign.end
    if not left and not right:
        return True
    if after.written in words("signs", "mail_alone"):
        return max(left, right) <= 2
    if left > 2 or right > 2 or min(len(before.written), len(after.written)) < HOST_LETTERS_MIN:
        return False
    if top_level_class(tokens[last - 1].written) not in {"plain", "word", "script", "reserved"}:
        return False
    following = tokens[last] if last < len(tokens) else None
    if following is not None and following.written in {"(", "["} and following.start == tokens[last - 1].end:
        return False
    if before.written in words("signs", "not_a_name"):
        return False
    return bool(right) or _is_chosen(tokens[first:at]) or _has_cue(tokens, first)


def _local_start(tokens: list[Token], at: int, floor: int) -> int:
    """Return the index where the name before an at begins; ``at`` itself if there is none."""
    first = at
    if first > floor and tokens[first - 1].type == "name":
        first -= 1
        while (
            first - 2 >= floor
            and tokens[first - 2].type == "name"
            and tokens[first - 1].type in {"dot", "join"}
            and tokens[first - 1].strength != "spaced"
            and at - first < LABELS_MAX
        ):
            first -= 2
    return first


def _is_chosen(local: list[Token]) -> bool:
    """Say whether a name was chosen for a mailbox rather than being a word of the sentence."""
    written = "".join(one.written for one in local)
    return len(local) > 1 or any(sign.isdigit() or sign in "_+" for sign in written)


def _has_cue(tokens: list[Token], first: int) -> bool:
    """Say whether one of the words before says that a mail address follows."""
    return any(one.written in words("signs", "cues") for one in tokens[max(0, first - CUE_WORDS) : first])


def _site_around(tokens: list[Token], dot: int, floor: int) -> tuple[int, int]:
    """Return the tokens of a web address one of whose dots stands at ``dot``; (0, 0) if there is none."""
    first = dot - 1
    if first < floor or tokens[first].type != "name":
        return 0, 0
    label = tokens[first].written
    if label in words("signs", "not_a_host"):
        return 0, 0
    is_www = label == "www"
    last = _host_end(tokens, first, anchored=is_www, plainly=is_www)
    if not last:
        return 0, 0
    dots = [one for one in tokens[first:last] if one.type == "dot"]
    short = f"{label}.{tokens[last - 1].written}"
    if all(one.strength == "sign" for one in dots) and not (
        short in words("apps", "short_hosts") and last < len(tokens) and tokens[last].type == "slash"
    ):
        return 0, 0
    if not is_www and short not in words("apps", "short_hosts"):
        if len(label) < HOST_LETTERS_MIN:
            return 0, 0
        if label in words("domains", "receivers") and all(one.strength != "sure" for one in dots):
            return 0, 0
        following = tokens[last] if last < len(tokens) else None
        if following is not None and following.written in words("signs", "not_after"):
            return 0, 0
    while last + 1 < len(tokens) and tokens[last].type == "slash" and tokens[last + 1].type == "name":
        last += 2
    return first, last


def _host_end(tokens: list[Token], first: int, *, anchored: bool, plainly: bool) -> int:
    """Return the index after the longest host name that begins at ``first``; 0 if there is none.

    ``anchored``: an at or a www stands before; ``plainly``: written as itself, or as a word that means nothing else.
    """
    if first >= len(tokens) or tokens[first].type != "name":
        return 0
    best = 0
    index = first
    while index + 2 < len(tokens) and index - first < 2 * LABELS_MAX:
        sign, label = tokens[index + 1], tokens[index + 2]
        if _is_austria(sign, label):
            label.type, label.becomes = "name", ""
        if label.type != "name" or not (sign.type == "dot" or (sign.type == "join" and sign.becomes == "-")):
            break
        following = tokens[index + 3] if index + 3 < len(tokens) else None
        if sign.type == "dot":
            if _ends_host(tokens[first], sign, label, following, anchored, plainly):
                best = index + 3
            elif sign.strength == "spaced" and not anchored:
                break
        index += 2
    return best


def _is_austria(dot: Token, label: Token) -> bool:
    """Say whether an at is the end of a host: nachhilfe-uli punkt at."""
    return dot.strength == "word" and label.type == "at" and label.written == "at"


def _ends_host(
    name: Token, sign: Token, label: Token, following: Token | None, anchored: bool, plainly: bool
) -> bool:
    """Say whether a name may be a host's domain, given how the dot before it is written."""
    domain = label.written
    kind = top_level_class(domain)
    if kind is None:
        return False
    short = f"{name.written}.{domain}" in words("apps", "short_hosts")
    if sign.strength == "sign" or short:
        return True
    if sign.strength == "sure":
        return anchored or kind in {"plain", "word", "script", "reserved"}
    if sign.strength == "word":
        allowed = dot_words().get(sign.written, frozenset())
        if plainly or (anchored and "*" in allowed):
            return kind in {"plain", "word", "script", "reserved"}
        goes_on = following is not None and following.type == "slash"
        if "*" in allowed and kind in {"plain", "script"}:
            is_weak = domain in words("signs", "weak")
            return goes_on or not is_weak or (sign.written not in english_dots() and _is_odd(name))
        return domain in allowed or _is_a_shop(name, sign, domain, kind, goes_on=goes_on)
    # A dot with a blank beside it: mostly the end of a sentence.
    if anchored:
        both = sign.start > name.end
        return kind == "plain" and (domain in SPACED_DOMAINS or both) and _is_written_small(sign, label)
    if len(name.written) < HOST_LETTERS_MIN or sign.start == name.end:
        return False
    if domain not in SPACED_DOMAINS and not (kind == "plain" and label.start > sign.end and _is_odd(name)):
        return False
    return following is None or following.type in {"other", "slash"} or following.written == "."


def _is_odd(name: Token) -> bool:
    """Say whether a name is no word of the languages that the lists know: it was made to be a name."""
    written = name.written
    return len(written) >= ODD_LETTERS_MIN and written not in common_words()


def _is_a_shop(name: Token, dot: Token, domain: str, kind: str, *, goes_on: bool) -> bool:
    """Say whether, behind a made-up name and a word for a dot, this is a domain rather than the next word."""
    if not _is_odd(name):
        return False
    if kind == "attribute":
        return goes_on or domain in words("signs", "shops")
    if kind not in {"plain", "word", "script"}:
        return False
    if goes_on or not name.written.isalpha():
        return True
    if kind == "plain" or dot.written in english_dots():
        return domain not in small_words(dot.written)
    return domain not in small_words_elsewhere()


def _is_written_small(sign: Token, label: Token) -> bool:
    """Say whether a label stands close enough behind its dot to belong to it."""
    return label.start - sign.end <= 1


def _written_out(tokens: list[Token]) -> list[Edit]:
    """Return the edits that put plain signs between the names of an address, without the blanks."""
    edits: list[Edit] = []
    for before, sign, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if sign.type == "name":
            continue
        if after.start - before.end != 1 or sign.written == "•":
            edits.append(Edit(before.end, after.start, sign.becomes))
        if after.becomes:
            edits.append(Edit(after.start, after.end, after.becomes))
    return edits
