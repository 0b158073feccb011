"""What comes onto paper: every script, which way lines run, a stand-in for what no font has, and bounds."""

import json
from pathlib import Path

import pytest

from gighall.base import limits
from gighall.web.transcripts.printing import (
    BOX,
    FONTS,
    ZERO_WIDTH_SPACE,
    Printer,
    PrintRefused,
    check_printable,
    families,
    is_rtl,
    print_job,
    stand_in,
)

SCRIPTS = {
    "Latin": "Grüße, façade, Łódź, tiếng Việt",
    "Cyrillic": "Привет, Київ, Ђорђе",
    "Greek": "Καλημέρα κόσμε, ἄνθρωπος",
    "Hebrew": "שלום, אפשר עזרה?",
    "Arabic": "مرحبا، هل يمكنك مساعدتي؟",
    "Persian": "سلام، می‌توانید کمک کنید؟ گچپژ",
    "Devanagari": "नमस्ते, क्षत्रिय",
    "Chinese": "你好，这個程序",
    "Japanese": "こんにちは、プログラムが動きません",
    "Korean": "안녕하세요 도와주세요",
    "Thai": "สวัสดีครับ",
    "signs": "→ ✓ ≤ ∑ │ ① € ₹ █████ …",
    "emoji": "😀 👍🏽 ❤️ 👨‍👩‍👧",
}


def job(*texts: str) -> dict[str, object]:
    """Return a job that prints these texts as one message each."""
    printer = Printer()
    entries = [
        {
            "said": True,
            "day": "",
            "buyer": False,
            "who": "Bruno Buyer",
            "head": "#1",
            "runs": printer.lines(text),
        }
        for text in texts
    ]
    return {
        "language": "en",
        "rtl": False,
        "title": "A title",
        "kind": "A kind",
        "headline": printer.lines("A title"),
        "rows": [],
        "entries": entries,
        "ending": "The end.",
        "footer": "The hall",
        "notes": [printer.lines("A note")],
    }


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_fonts_have_the_letters_of_each_script(script: str) -> None:
    printer = Printer()

    printer.lines(SCRIPTS[script])

    assert printer.missing == 0


def test_every_script_comes_onto_paper() -> None:
    assert print_job(job(*SCRIPTS.values())).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("letter", "shown"),
    [
        ("\U00013000", BOX),  # a hieroglyph
        ("\U0001d100", "[MUSICAL SYMBOL SINGLE BARLINE]"),
        ("\u202e", "[U+202E]"),
        ("\x1b", "[U+001B]"),
        ("\u2028", "[U+2028]"),
        ("\u200d", "\u200d"),
        ("a", "a"),
    ],
)
def test_what_no_font_has_is_printed_as_a_box_or_by_its_name(letter: str, shown: str) -> None:
    assert stand_in(letter) == shown


def test_letters_that_no_font_has_are_counted() -> None:
    printer = Printer()

    printer.lines("\U00013000\U00013000 and one \u202e")

    assert printer.missing == 3


@pytest.mark.parametrize(
    ("line", "expected"),
    [("שלום abc", True), ("abc שלום", False), ("12 مرحبا", True), ("…", False), ("", False)],
)
def test_a_line_runs_the_way_of_its_first_letter(line: str, expected: bool) -> None:
    assert is_rtl(line) is expected


def test_spaces_of_code_stay_and_what_is_too_wide_can_break() -> None:
    (first, second) = Printer().lines("    return  x\n" + "y" * 100)

    assert first["text"] == "\u00a0\u00a0\u00a0\u00a0return \u00a0x"
    assert second["text"].count(ZERO_WIDTH_SPACE) == 2


@pytest.mark.parametrize(
    "words",
    [
        '#import "@preview/x:1.0.0"',
        '#read("/etc/passwd")',
        "$ x $ *b* _i_ = head\n- list",
        "\\ #sys.inputs",
        "`",
    ],
)
def test_words_are_set_as_words_and_never_as_commands(words: str) -> None:
    assert print_job(job(words)).startswith(b"%PDF-")


def test_a_book_is_not_printed() -> None:
    with pytest.raises(PrintRefused, match="too long"):
        check_printable(["x" * limits.PRINT_CHARACTERS_MAX, "y"])


def test_what_would_take_too_much_memory_is_refused_and_harms_nobody() -> None:
    with pytest.raises(PrintRefused, match="HTML or Markdown"):
        print_job(job(*["a\n" * 5_000] * 200))


def test_what_the_typesetting_program_cannot_do_is_refused_with_a_sentence() -> None:
    with pytest.raises(PrintRefused, match="HTML or Markdown"):
        print_job({"nothing": "of a job"})


def test_every_family_of_the_fonts_is_there_with_its_licence() -> None:
    assert len(families()) == len(list(Path(FONTS).glob("*.ttf"))) - 1
    assert "SIL Open Font License" in (FONTS / "LICENSE.txt").read_text(encoding="utf-8")
    assert json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))["letters"]


def test_a_session_of_five_thousand_messages_is_printed_within_the_bounds() -> None:
    texts = [SCRIPTS[script] for script in SCRIPTS] * 385

    made = print_job(job(*texts))

    assert len(texts) > 5_000
    assert made.startswith(b"%PDF-")
