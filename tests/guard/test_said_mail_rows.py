"""Mail addresses said by ear, and mailboxes right beside the name of a mail house."""

import pytest

from gighall.guard import find_in

SAID = [
    (
        "odette tiret morel arobase orenge point efer ecrivez moi",
        "odette tiret morel arobase orenge point efer",
    ),
    (
        "piš na bara tecka truhlarka zavinac seznam tecka cézet",
        "bara tecka truhlarka zavinac seznam tecka cézet",
    ),
    (
        "gioia trattino vetri chiocciola libbero punto itì",
        "gioia trattino vetri chiocciola libbero punto itì",
    ),
    (
        "mailtje naar roeien apenstaartje pietervaart puntje en el",
        "roeien apenstaartje pietervaart puntje en el",
    ),
    (
        "its hello AT (not the word) fernglove-scripts DOT (not the word) net",
        "hello AT (not the word) fernglove-scripts",
    ),
    ("пошта ostap крапка koval равлик укрнет", "ostap крапка koval равлик укрнет"),
    ("suresh dot pathak ATRATE jeemail pe bhejo", "suresh dot pathak ATRATE jeemail"),
]

BESIDE = [
    ("c lou.patine14 gmail pr les fichiers", "lou.patine14 gmail"),
    ("manda no tonho.beats gmail msm", "tonho.beats gmail"),
    ("gee male, handle old.quillbinder.sam, no numbers", "gee male, handle old.quillbinder.sam"),
]

HONEST = [
    "In Italian the @ is called chiocciola and the dot is punto",
    "comment on dit arobase en anglais? c'est \"at sign\" et le point c'est dot",
    "apple strudel with cream. dot the plate with sauce",
    "meine Katze heißt Kringel. Punkt. Sie ist drei.",
    "собака съела диплом. точка.",
    "the spam_filter gmail offers is fine",
    "I'd call my_model gmail classifier v2",
]


@pytest.mark.parametrize(("text", "detail"), [*SAID, *BESIDE])
def test_a_mailbox_that_is_said_is_seen_where_it_stands(text: str, detail: str) -> None:
    found = [one for one in find_in(text) if one.kind == "email"]

    assert len(found) == 1
    assert text[found[0].start : found[0].end].startswith(detail)


@pytest.mark.parametrize("text", HONEST)
def test_talk_about_signs_and_mail_houses_is_no_mailbox(text: str) -> None:
    assert [one for one in find_in(text) if one.kind == "email"] == []


@pytest.mark.parametrize(
    "piece", ["arroba ", "arroba dot ", "a, ", "(a ", "the a ", "a.", "x dot ", "at sign ", "chiocciola a-b."]
)
def test_said_signs_without_end_raise_nothing(piece: str) -> None:
    assert isinstance(find_in(("arroba " + piece * 400)[:399]), list)
