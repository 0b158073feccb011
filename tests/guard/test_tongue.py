"""In which languages a text is clearly not."""

import pytest

from gighall.guard import find_in
from gighall.guard.lexicon import plain
from gighall.guard.tongue import strangers


@pytest.mark.parametrize(
    ("text", "language", "strange"),
    [
        ("Skype is gone since May, so the chapter about it can be cut", "tl", True),
        ("Skype is gone since May, so the chapter about it can be cut", "en", False),
        ("may Skype ka ba, para dun na lang tayo mag-usap", "tl", False),
        ("kannst du mir das auf Zoom zeigen, ich bin da eh den ganzen Tag", "hi", True),
        ("WhatsApp?", "cs", False),
        ("", "en", False),
    ],
)
def test_small_words_tell_in_which_language_a_text_is_not(text: str, language: str, strange: bool) -> None:
    assert (language in strangers(plain(text).text)) is strange


def test_words_of_another_language_propose_nothing() -> None:
    assert not find_in("Skype is gone since May, so the how-to chapter about it can be cut.")
