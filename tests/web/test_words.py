"""Code and own links in messages: what is shown as what, and that nothing else becomes markup."""

import pytest

from gighall.web.shared.words import shaped

OWN = ["http://127.0.0.1:8000"]


def forms(words: str) -> list[tuple[str, str]]:
    """Return the form and text of each stretch."""
    pieces = shaped(words, OWN)
    assert "".join(piece.raw for piece in pieces) == words
    return [(piece.form, piece.text) for piece in pieces]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("plain words", [("", "plain words")]),
        ("run `make` now", [("", "run "), ("code", "make"), ("", " now")]),
        ("```\na\n  b\n```", [("block", "a\n  b")]),
        ("see:\n```python\nx = 1\n```\nok", [("", "see:"), ("block", "x = 1"), ("", "ok")]),
        ("```one line```", [("block", "one line")]),
        ("a ` lone tick", [("", "a ` lone tick")]),
        ("``` never closed", [("", "``` never closed")]),
        ("`two\nlines`", [("", "`two\nlines`")]),
        ("", []),
        (
            "at http://127.0.0.1:8000/terms/#outside-contact.",
            [("", "at "), ("link", "http://127.0.0.1:8000/terms/#outside-contact"), ("", ".")],
        ),
        ("http://127.0.0.1:8000.evil.example/", [("", "http://127.0.0.1:8000.evil.example/")]),
        ("http://127.0.0.1:80001/", [("", "http://127.0.0.1:80001/")]),
        ("`http://127.0.0.1:8000/`", [("code", "http://127.0.0.1:8000/")]),
        ("<b>&amp;</b>", [("", "<b>&amp;</b>")]),
    ],
)
def test_code_and_own_links_are_told_apart_from_words(words: str, expected: list[tuple[str, str]]) -> None:
    assert forms(words) == expected


def test_a_link_leads_to_the_hall_even_when_its_path_looks_like_another_host() -> None:
    address = "http://127.0.0.1:8000//evil.example/x"

    assert [piece.href for piece in shaped(address, OWN)] == [address]


@pytest.mark.parametrize("sign", ["`", "```", "`a", "http://", "```\n"])
def test_many_signs_cost_little(sign: str) -> None:
    shaped(sign * 3_000, OWN)
