"""Find account names that begin behind their app and go on in the next messages: "snap: fixar", "n_olle"."""

import re
from collections.abc import Iterator, Sequence

from gighall.guard.finding import Finding
from gighall.guard.handles import is_account_name
from gighall.guard.lexicon import plain
from gighall.guard.reading import read
from gighall.guard.run_parts import Part, core_of, sign_said
from gighall.guard.said_names import common_words

MESSAGE_MAX, OPENER_WORDS_MAX, BEHIND_MAX, WORDS_MAX = 60, 7, 3, 6
CONFIDENCE = 0.8

# The piece of a name at the end of a message that names its app.
_BEGUN = re.compile(r"(?P<gap>[\s:=>→-]{1,4})(?P<name>[A-Za-z][A-Za-z0-9]{1,20})\W*\Z")
# A piece that begins with the sign by which the name goes on, or has one in it; some words may follow.
_GOES_ON = re.compile(
    r"(?P<name>(?:[._-][A-Za-z0-9][\w.-]{0,19}[A-Za-z0-9]|[A-Za-z0-9]{1,12}_[\w.]{1,16}))(?P<rest>(?:\s.{0,40})?)\Z"
)
_PIECE = re.compile(r"[A-Za-z0-9][\w.]{1,20}")


def find_names_going_on(messages: Sequence[str]) -> Iterator[Finding]:
    """Yield the pieces of names that a sign joins over messages, behind an app's name."""
    for index, text in enumerate(messages[:-1]):
        begun = _BEGUN.search(text) if 0 < len(text) <= MESSAGE_MAX else None
        if begun is None or len(text.split()) > OPENER_WORDS_MAX:
            continue
        apps = [app for app in read(plain(text)).apps if app.end <= begun.start("name")]
        if not apps:
            continue
        row = _rest_of(messages, index)
        if row and (
            row[0].text[0] in "._-" or "_" in row[0].text or begun["name"].lower() not in common_words()
        ):
            written = begun["name"] + "".join(part.text for part in row)
            if is_account_name(written):
                first = Part(index, *begun.span("name"), begun["name"], True)
                for part in (first, *row):
                    value = f"{apps[-1].app}:{written.lower()}"
                    evidence = ("run", "app", "name")
                    yield Finding(
                        "handle", part.message, part.start, part.end, value, CONFIDENCE, evidence, True
                    )
                return


def _rest_of(messages: Sequence[str], index: int) -> list[Part]:
    """Return the pieces with which a name goes on behind a message: a sign among them, and something behind it."""
    row: list[Part] = []
    signed = False
    for at in range(index + 1, min(len(messages), index + 1 + BEHIND_MAX)):
        text = messages[at]
        start, end = core_of(text) if len(text) <= MESSAGE_MAX else (0, 0)
        # Words that join are no part, but the sign at the beginning is.
        while start and text[start - 1] in "._-":
            start -= 1
        core = text[start:end]
        goes_on = _GOES_ON.fullmatch(core)
        sign = sign_said(core)
        if sign in {".", "_", "-"}:
            row.append(Part(at, start, end, sign, True))
            signed = True
        elif goes_on is not None and len(goes_on["rest"].split()) <= WORDS_MAX:
            stop = start + goes_on.end("name")
            row.append(Part(at, start, stop, goes_on["name"], True))
            return row
        elif signed and _PIECE.match(core) and len(core.split()) <= 1:
            row.append(Part(at, start, end, core, True))
            return row
        elif len(core.split()) > 1 or not core.isalpha():
            return []
    return []
