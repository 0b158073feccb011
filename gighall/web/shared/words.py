"""Words as people write them in a chat: code between backticks, links to the hall itself.

The live client shows the same from ``static/js/live/words.js``; a test holds the two against each other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from gighall.domain.policy.queries import own_hosts

# A block of code with the line ends around it, code in a line, or an address; in ASCII, so that both engines
# read it alike.
_SHAPE = re.compile(
    r"\n?```(?:[A-Za-z0-9_+#.-]*\n)?([\s\S]+?)\n?```\n?|`([^`\n]+)`|https?://[!#-&(-;=?-_a-~]+"
)
_SENTENCE_END = ".,;:!?)"


@dataclass(frozen=True)
class Shaped:
    """A stretch of words: ``form`` is empty, *code*, *block* or *link*; ``raw`` is what was typed."""

    text: str
    raw: str
    form: str = ""
    href: str = ""


def own_origins() -> list[str]:
    """Return the origins whose links are links to the hall itself."""
    scheme = "https" if settings.GIGHALL_DOMAIN else "http"
    return sorted(f"{scheme}://{host}" for host in own_hosts())


def shaped(words: str, origins: Iterable[str]) -> list[Shaped]:
    """Cut words into stretches; only links to one of the hall's own origins are links."""
    pieces: list[Shaped] = []
    position = 0
    for match in _SHAPE.finditer(words):
        piece = _piece(match, origins)
        if piece is None:
            continue
        if match.start() > position:
            plain = words[position : match.start()]
            pieces.append(Shaped(plain, plain))
        pieces.append(piece)
        position = match.start() + len(piece.raw)
    if position < len(words):
        pieces.append(Shaped(words[position:], words[position:]))
    return pieces


def _piece(match: re.Match[str], origins: Iterable[str]) -> Shaped | None:
    if match[1] is not None:
        return Shaped(match[1], match[0], "block")
    if match[2] is not None:
        return Shaped(match[2], match[0], "code")
    address = match[0].rstrip(_SENTENCE_END)
    if any(address == origin or address.startswith(f"{origin}/") for origin in origins):
        return Shaped(address, address, "link", address)
    return None
