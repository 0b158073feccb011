"""Say where a web address is what the work is about: moved, registered or looked after, and no place to go to.

The words of such work, of names that are free or taken, of tools that work or fail, and of inviting somebody are in
``data/url_cues.txt``.
"""

import re

from gighall.guard.word_lists import is_said_in, whole_words

WORK_NEARBY, INVITES_NEARBY, FETCHED_NEARBY = 160, 120, 40
# So much of what is said right behind a name, or right before one, is looked at.
SAID_WITHIN = 24

# A program is told to fetch it: curl -I host, dig host.
_FETCHED = re.compile(
    r"(?<![^\W_])(?:curl|wget|ping|dig|nslookup|traceroute|tracert)\s[^\n]{0,32}\Z", re.IGNORECASE
)
# A sentence that asks, and what is compared: "or plain Docs for the minutes?"
_QUESTION = re.compile(r"[^.!?\n]{0,90}[?？]")
_COMPARED = re.compile(r" (?:or|oder|o|ou|of|czy|или|أو|veya) (?:(?:plain|just|rather|good old|lieber) )?\w")


def is_fetched(text: str, start: int) -> bool:
    """Say whether a program is told to fetch what stands at a place."""
    return _FETCHED.search(text, max(0, start - FETCHED_NEARBY), start) is not None


def is_at_work(text: str, start: int, end: int) -> bool:
    """Say whether the words around a web address are about keeping sites, and invite nobody to this one."""
    if is_said_in(text[max(0, start - INVITES_NEARBY) : end + INVITES_NEARBY], "url_cues", "site_invites"):
        return False
    if _follows("site_states", text, end):
        return True
    before, after = text[max(0, start - WORK_NEARBY) : start], text[end : end + WORK_NEARBY]
    return is_said_in(f"{before} | {after}", "url_cues", "site_work")


def is_tool(text: str, start: int, end: int) -> bool:
    """Say whether the words beside a name of a site speak of a tool that works, fails, or was worked in."""
    if _follows("tool_states", text, end) or _leads("tool_before", text, start):
        return True
    asked = _QUESTION.match(text, end)
    return asked is not None and (_COMPARED.match(text, end) is not None or _leads("tool_asked", text, start))


def _follows(section: str, text: str, end: int) -> bool:
    """Say whether one of a list's phrases stands right behind a place."""
    return text[end : end + 1] == " " and bool(
        whole_words("url_cues", section).match(text, end + 1, end + 1 + SAID_WITHIN)
    )


def _leads(section: str, text: str, start: int) -> bool:
    """Say whether one of a list's phrases stands right before a place."""
    before = text[max(0, start - SAID_WITHIN) : start].lower()
    return before.endswith(" ") and any(
        one.end() == len(before) - 1 for one in whole_words("url_cues", section).finditer(before)
    )
