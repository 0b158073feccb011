"""What the name of a file says."""

import re
from collections.abc import Set
from dataclasses import replace
from functools import cache

from gighall.guard.find import find_in
from gighall.guard.finding import Finding
from gighall.guard.word_lists import domain_classes, words

ENDING_CHARACTERS_MAX = 5
ENDINGS_MAX = 2
LINK_CONFIDENCE = 0.9
_WORDS = re.compile(r"[^\W\d_]+")
# A hyphen that stands for a blank: whatsapp-0170…
_JOINT = re.compile(r"(?<=[^\W\d_])-(?=\d)")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})\Z")
# Only figures and the signs of dates: 20240102_123456.
_STAMP = re.compile(r"(?:19|20)\d\d[-_. ]?(?:0\d|1[0-2])[-_. ]?[0-3]\d(?:[-_. T]+(?:at )?[\d.:_-]*)?")
# With an hour, and perhaps a few figures behind it, it is nothing else: at 10.11.12_4f5a6b7c.
_MADE = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-_. ]?(?:0\d|1[0-2])[-_. ]?[0-3]\d(?:[-_. T]+|,? (?:at|um|à|a las) )"
    r"[0-2]?\d[-_.:hH]?[0-5]\d[-_.:m]?[0-5]\d(?:[-_.]?[0-9a-f]{8})?(?![\da-f])"
)


def judge(name: str, own_hosts: Set[str]) -> list[Finding]:
    """Return what a file's name gives away, without its ending and the stamps that programs put into names."""
    stem = _MADE.sub(lambda made: " " * len(made[0]), _without_endings(name))
    spaced = _JOINT.sub(" ", stem.replace("_", " "))
    found = {(one.start, one.end): one for one in find_in(stem, own_hosts)}
    if spaced != stem:
        for one in find_in(spaced, own_hosts):
            if not any(one.start < end and start < one.end for start, end in found):
                found[one.start, one.end] = one
    for link in _host_first().finditer(stem):
        found.setdefault((link.start(), link.end()), _link(stem, link))
    return [replace(one) for one in found.values() if not _is_made_by_program(one, stem)]


@cache
def _host_first() -> re.Pattern[str]:
    """Return what finds a messenger's link where a name allows no slash: wa.me_49170…"""
    hosts = "|".join(re.escape(host) for host in sorted(words("file_words", "messenger_hosts"), reverse=True))
    return re.compile(rf"(?<![\w.])(?:{hosts})[ _-]+\w{{3,60}}", re.IGNORECASE)


def _link(stem: str, link: re.Match[str]) -> Finding:
    value = re.sub(r"[ _-]+", "/", stem[link.start() : link.end()], count=1)
    return Finding("url", 0, link.start(), link.end(), value, LINK_CONFIDENCE, ("name", "messenger"), True)


def ending_of(name: str) -> str:
    """Return the ending of a file's name, in lower case, or nothing."""
    match = _ENDING.search(name)
    return match[1].lower() if match else ""


def _without_endings(name: str) -> str:
    """Return a name without its endings: photo.jpg, table.tar.gz. A domain at the end is part of an address."""
    ending = ending_of(name)
    if ending in words("file_words", "file_endings"):
        name = name[: -len(ending) - 1]
    for _ in range(ENDINGS_MAX):
        ending = ending_of(name)
        is_domain = domain_classes().get(ending) in {"plain", "word"} and ending not in words(
            "file_words", "code_endings"
        )
        if not ending or is_domain:
            break
        name = name[: -len(ending) - 1]
    return name


def _is_made_by_program(finding: Finding, stem: str) -> bool:
    """Say whether a number in a name is a date, or a counter behind the word of a camera or a messenger."""
    if finding.kind != "phone":
        return finding.kind == "allusion"
    written = stem[finding.start : finding.end]
    if _STAMP.fullmatch(written):
        return True
    said = {word.lower() for word in _WORDS.findall(stem)}
    made = words("file_words", "made_names")
    is_messenger_alone = said <= words("file_words", "made_names_of_messengers")
    return "+" not in written and bool(said) and said <= made and not is_messenger_alone
