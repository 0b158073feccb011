"""The canonical transcript: the same bytes for everybody, and nobody writes a line that is not theirs."""

import json
import random
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from markdown_it import MarkdownIt

from gighall.base.limits import MESSAGE_CHARACTERS_MAX
from gighall.base.masking import MASK
from gighall.domain.chat_sessions.rules.transcript import (
    SessionTalk,
    SpokenEntry,
    digest_of,
    erased_in,
    issued,
    literal,
    sessions_in,
    transcript,
)

START = datetime(2026, 11, 22, 19, 30, 5, 999_000, tzinfo=UTC)
FRAME = re.compile(
    r"# Transcript of a text session|## The talk|- [A-Z][^\n]*|\*\*#\d+ · [^\n]*|\*[EN][^\n]*\*|"
)


def fact(number: int, kind: str, side: str = "", /, **said: Any) -> SpokenEntry:
    """Return a fact of the record, a minute after the one before it."""
    words = json.dumps({"session": "s1", **said}, sort_keys=True)
    return SpokenEntry(number, kind, side, START + timedelta(minutes=number), words)


def words(number: int, side: str, text: str | None, *, is_cut: bool = False) -> SpokenEntry:
    """Return a message."""
    return SpokenEntry(number, "message", side, START + timedelta(minutes=number), text, is_cut)


def session(*between: SpokenEntry) -> list[SpokenEntry]:
    """Return a session from its start to its end; the entries between have the numbers 4 and following."""
    last = between[-1].number if between else 3
    return [
        fact(1, "session_opened", "seller", medium="text"),
        words(2, "seller", "I am ready when you are."),
        fact(3, "session_started", "buyer", medium="text", cap_seconds=3_600),
        *between,
        fact(last + 1, "session_ended", "buyer", why="pressed", seconds=2_530, digest="ab" * 32),
    ]


def text_of(*between: SpokenEntry) -> str:
    """Return the transcript of a session with these entries."""
    entries = session(*between)
    return transcript(the_talk(entries), entries)


def the_talk(entries: list[SpokenEntry]) -> SessionTalk:
    """Return the one session among these entries."""
    (talk,) = sessions_in("r1", entries)
    return talk


TALK = (
    fact(4, "session_joined", side="buyer", line="a1"),
    fact(5, "session_joined", side="seller", line="b2"),
    words(6, "buyer", "My loop runs one time too often.\n\n    for i in range(n + 1):"),
    words(7, "seller", f"Write to me at {MASK}.", is_cut=True),
    SpokenEntry(
        8,
        "file",
        "buyer",
        START + timedelta(minutes=8),
        json.dumps({"file": "f1", "name": "loop.py", "size": 812, "type": "text/plain", "sha256": "cd" * 32}),
    ),
    fact(9, "session_paused", "seller"),
    SpokenEntry(10, "late", "", START + timedelta(minutes=10), "{}"),
    fact(11, "session_resumed", "buyer"),
    words(12, "seller", None),
    fact(13, "session_left", side="seller", line="b2", until=(START + timedelta(minutes=12)).isoformat()),
)
WHOLE = f"""\
# Transcript of a text session

- Format: gighall-transcript/1
- Record: r1
- Session: s1
- Started: 2026-11-22 19:33:05 UTC
- Ended: 2026-11-22 19:44:05 UTC, by the Buyer
- Together: 42 min 10 s of 60 min (2530 of 3600 seconds)
- Entries of the record: 3 to 13
- Times are in UTC. Words are as both sides read them; what was withheld stands as {MASK}.

## The talk

**#3 · 2026-11-22 19:33:05 UTC ·** The session started.

**#4 · 2026-11-22 19:34:05 UTC ·** Buyer is here.

**#5 · 2026-11-22 19:35:05 UTC ·** Seller is here.

**#6 · 2026-11-22 19:36:05 UTC · Buyer:**

    My loop runs one time too often.
    
        for i in range(n + 1):

**#7 · 2026-11-22 19:37:05 UTC · Seller:** (withheld: {MASK})

    Write to me at {MASK}.

**#8 · 2026-11-22 19:38:05 UTC · Buyer sent a file:**

    loop.py
    812 bytes
    SHA-256 {"cd" * 32}

**#9 · 2026-11-22 19:39:05 UTC ·** Seller paused the session.

**#10 · 2026-11-22 19:40:05 UTC · In the order:** late

    {{}}

**#11 · 2026-11-22 19:41:05 UTC ·** Buyer let the session go on.

**#12 · 2026-11-22 19:42:05 UTC · Seller:** words that were erased

**#13 · 2026-11-22 19:43:05 UTC ·** Seller is gone, last seen at 19:42:05.

*End of the transcript, with 11 entries.*
"""  # noqa: W293  (an empty line of a message is a line of its block)


def test_the_canonical_transcript_is_what_it_was_when_the_format_was_made() -> None:
    text = text_of(*TALK)

    assert text == WHOLE
    assert digest_of(text) == "73ab133472edbab630ab3a5090fdad956e738a29567a1690b2700a4fdfb778ca"


def test_what_was_said_before_the_start_and_after_the_end_is_no_part_of_it() -> None:
    entries = [*session(words(4, "buyer", "In it.")), words(6, "seller", "After it.")]

    text = transcript(the_talk(entries), entries)

    assert "In it." in text
    assert "I am ready" not in text
    assert "After it." not in text


def test_any_zone_of_the_moments_gives_the_same_bytes() -> None:
    there = timezone(timedelta(hours=-7))
    moved = [
        SpokenEntry(e.number, e.kind, e.side, e.at.astimezone(there), e.shown, e.is_cut)
        for e in session(*TALK)
    ]

    assert transcript(the_talk(moved), moved) == WHOLE


HOSTILE = {
    "the next speaker's line": "Fine.\n\n**#7 · 2026-11-22 19:37:05 UTC · Seller:**\n\n    I owe you everything.",
    "a heading": "# Transcript of a text session\n\nEverything above is void.\n====\nIt is\n---",
    "a fence": "```\nnot closed\n~~~~\n\n**#7 · Seller:**",
    "a quote and a list": "> quoted\n- Together: 9 min 0 s\n1. one\n* End of the transcript, with 0 entries.*",
    "HTML": "<script>alert(1)</script>\n</pre></code><h1>Seller</h1><!-- ",
    "links": "[Seller](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>\n[1]: http://x",
    "every end of a line": "".join(f"a{end}**#7 · Seller:**" for end in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    + "\r\n**#8 · Seller:**",
    "turned around": "\u202e:relleS · 7#**\u202c \u2066x\u2069 \u200fשלום",
    "control characters": "\x00\x07\x1b[31mred\x1b[0m\x7f\x9b",
    "nothing": "",
    "spaces": "   \n\t\n    deep\n",
    "a long line": "x" * MESSAGE_CHARACTERS_MAX,
    "many lines": "\n" * (MESSAGE_CHARACTERS_MAX - 1),
    "its own escape": "\u27e8U+202E\u27e9",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_words_make_a_line_of_the_frame(name: str) -> None:
    text = text_of(words(4, "buyer", HOSTILE[name]), words(5, "seller", "Thank you."))

    # The strictest reading: whatever any program takes for the end of a line.
    lines = text.splitlines()
    assert [line for line in lines if not line.startswith("    ") and not FRAME.fullmatch(line)] == []
    speakers = [line for line in lines if line.startswith("**#")]
    assert [line.partition("UTC ·")[2] for line in speakers] == [
        "** The session started.",
        " Buyer:**",
        " Seller:**",
    ]
    assert sum(line.startswith("#") for line in lines) == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_reader_of_markdown_sees_the_words_as_a_block_of_their_own(name: str) -> None:
    text = text_of(words(4, "buyer", f"begin\n{HOSTILE[name]}\nend"), words(5, "seller", "Thank you."))

    tokens = MarkdownIt("commonmark").parse(text)

    kinds = [token.type for token in tokens if token.nesting >= 0]
    assert kinds.count("heading_open") == 2
    assert kinds.count("code_block") == 2
    assert "fence" not in kinds
    assert "html_block" not in kinds
    block = next(token.content for token in tokens if token.type == "code_block")
    assert block.startswith("begin\n")
    assert block.rstrip("\n").endswith("end")


def test_a_fact_of_the_order_that_has_words_makes_no_line_of_the_frame() -> None:
    decided = SpokenEntry(4, "decided", "", START, json.dumps({"reason": "No.\n\n**#5 · Seller:** yes"}))
    named = SpokenEntry(
        5, "file", "buyer", START, json.dumps({"name": "a\n\n# b\u2028**#6", "size": 1, "sha256": "00"})
    )

    text = text_of(decided, named)

    assert [
        line for line in text.splitlines() if not line.startswith("    ") and not FRAME.fullmatch(line)
    ] == []


def test_two_texts_that_differ_are_never_written_alike() -> None:
    chance = random.Random(5)
    signs = ["a", " ", "\n", "\r", "\u202e", "\u27e8", "\u27e9", "U+202E", "U+27E8", "    ", "\x85", "\u2028"]
    texts = {"".join(chance.choices(signs, k=chance.randint(0, 7))) for _round in range(5_000)}

    assert len({literal(text) for text in texts}) == len(texts)


def test_erased_words_are_named_and_the_digest_no_longer_fits() -> None:
    before = session(words(4, "buyer", "Something that must go."), words(5, "seller", "Yes."))
    stated = digest_of(transcript(the_talk(before), before))
    after = [words(4, "buyer", None) if entry.number == 4 else entry for entry in before]
    talk = the_talk([*after[:-1], fact(6, "session_ended", "buyer", why="cap", seconds=1, digest=stated)])

    text = transcript(talk, after)

    assert erased_in(talk, after) == [4]
    assert digest_of(text) != stated
    handed = issued(talk, text, erased_in(talk, after))
    assert "words of #4 were erased" in handed
    assert f"has not the digest {stated}" in handed
    assert "must go" not in handed


def test_a_transcript_that_fits_its_digest_is_handed_out_as_it_is() -> None:
    entries = session(*TALK)
    entries[-1] = fact(14, "session_ended", "buyer", why="pressed", seconds=2_530, digest=digest_of(WHOLE))

    assert issued(the_talk(entries), WHOLE, [12]) == WHOLE


@pytest.mark.parametrize(
    ("why", "side", "said"),
    [
        ("pressed", "seller", "by the Seller"),
        ("cap", "", "because the agreed time was used up"),
        ("idle", "", "because nobody was there any more"),
        ("order_ended", "", "because the order had ended"),
        ("support", "", "because support was asked to look at the order"),
    ],
)
def test_it_says_how_the_session_ended(why: str, side: str, said: str) -> None:
    entries = [*session()[:-1], fact(4, "session_ended", side, why=why, seconds=0)]

    assert f"- Ended: 2026-11-22 19:34:05 UTC, {said}\n" in transcript(the_talk(entries), entries)


def test_who_came_a_second_way_is_not_said_to_have_been_away() -> None:
    text = text_of(
        fact(4, "session_joined", side="buyer", line="c3", quiet=True),
        fact(5, "session_left", side="buyer", line="c3", until=START.isoformat(), quiet=True),
    )

    assert "Buyer is here by a second way." in text
    assert "Buyer is gone from one of two ways, last seen at 19:30:05." in text


def test_two_sessions_of_one_record_are_told_apart() -> None:
    first = session(words(4, "buyer", "The first one."))
    second = [
        SpokenEntry(each.number + 10, each.kind, each.side, each.at, (each.shown or "").replace("s1", "s2"))
        for each in session(words(4, "buyer", "The second one."))
    ]

    talks = sessions_in("r1", [*first, *second])

    assert [(talk.session, talk.first, talk.last) for talk in talks] == [("s1", 3, 4), ("s2", 13, 14)]


def test_a_session_that_has_not_ended_or_never_began_has_no_transcript() -> None:
    assert sessions_in("r1", session()[:-1]) == []
    assert sessions_in("r1", [fact(4, "session_ended", "buyer", why="cap", seconds=1)]) == []
