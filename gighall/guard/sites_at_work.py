"""Say where a web address is what the work is about: moved, registered or looked after, and no place to go to.

The words of such work, of names that are free or taken, and of inviting somebody are in ``data/url_cues.txt``.
"""

import re

from gighall.guard.word_lists import is_said_in, whole_words

WORK_NEARBY, INVITES_NEARBY, FETCHED_NEARBY = 160, 120, 40
# Between a name and what is said of it.
_STATE_WITHIN = 24

# A program is told to fetch it: curl -I host, dig host.
_FETCHED = re.compile(
    r"(?<![^\W_])(?:curl|wget|ping|dig|nslookup|traceroute|tracert)\s[^\n]{0,32}\Z", re.IGNORECASE
)


def is_fetched(text: str, start: int) -> bool:
    """Say whether a program is told to fetch what stands at a place."""
    return _FETCHED.search(text, max(0, start - FETCHED_NEARBY), start) is not None


def is_at_work(text: str, start: int, end: int) -> bool:
    """Say whether the words around a web address are about keeping sites, and invite nobody to this one."""
    if is_said_in(text[max(0, start - INVITES_NEARBY) : end + INVITES_NEARBY], "url_cues", "site_invites"):
        return False
    state = whole_words("url_cues", "site_states").match(text, end + 1, end + 1 + _STATE_WITHIN)
    if state is not None and text[end : end + 1] == " ":
        return True
    before, after = text[max(0, start - WORK_NEARBY) : start], text[end : end + WORK_NEARBY]
    return is_said_in(f"{before} | {after}", "url_cues", "site_work")
