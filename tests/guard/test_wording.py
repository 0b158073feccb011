"""The wording of a whole text: weighed where nothing stands out, never against what is quoted, denied or short."""

import pytest

from gighall.guard import find, find_in, find_standing_out
from gighall.guard.finding import Finding
from gighall.guard.lexicon import plain
from gighall.guard.reading import read
from gighall.guard.weighing import FLAGGED_FROM
from gighall.guard.wording import (
    AROUND,
    BLANKS_MIN,
    CHARACTERS_MAX,
    LEANING,
    find_wording,
    joined_confidence,
    weights,
    with_wording,
)

LEANS = [
    "Honestly the little paper plane is where I answer fastest, you will spot me",
    "my regular people find me on the little camera app, you can too",
]
HONEST = [
    "Could you look at the second chapter before Friday, please?",
    "The colours are lovely, only the headline feels a bit heavy to me.",
    "We counted the seats twice and there are nine too many in the plan.",
    "Ich habe die Datei gerade hochgeladen, sie ist etwas größer geworden.",
]


@pytest.mark.parametrize("text", LEANS)
def test_wording_that_leans_outside_is_an_intent_with_its_reasons(text: str) -> None:
    found = find_in(text)

    assert [one.kind for one in found] == ["intent"]
    assert found[0].evidence


@pytest.mark.parametrize("text", HONEST)
def test_honest_wording_is_left_alone(text: str) -> None:
    assert find_in(text) == []


def test_a_finding_of_the_wording_stands_at_the_whole_text_and_says_which_words_lean() -> None:
    heaviest = sorted((name for name in weights() if name.isalpha()), key=weights().__getitem__)[-12:]
    text = f"  {' '.join(heaviest)}\n"

    (found,) = find_wording(text)

    assert (found.kind, found.value, text[found.start : found.end]) == ("intent", LEANING, text.strip())
    assert found.evidence[0].startswith("wording:")
    assert all(step.startswith("said ") for step in found.evidence[1:])
    assert find_wording(f'"{text.strip()}"') == []
    assert find_wording(" ".join(heaviest[:BLANKS_MIN])) == []
    assert find_wording(text + "x" * CHARACTERS_MAX) == []


def test_names_and_parts_of_runs_are_judged_without_their_wording() -> None:
    text = next(one for one in LEANS if find_in(one) and find_in(one)[0].value == LEANING)

    assert find_standing_out(text) == []
    assert {one.message for one in find(text.split(", "))} <= {0, 1}


def test_a_proposal_and_the_wording_around_it_make_each_other_more_or_less_sure() -> None:
    lightest = sorted((name for name in weights() if name.isalpha()), key=weights().__getitem__)[:12]
    away, towards = " ".join(lightest), next(one for one in LEANS if find_in(one))
    seen, partly = (Finding("intent", 0, 0, 5, "talk", sure, ("proposal",)) for sure in (0.9, 0.4))

    (doubtful,) = with_wording(away, read(plain(away)), [seen], 0.0)
    (backed,) = with_wording(towards, read(plain(towards)), [partly], 0.0)

    assert doubtful.confidence < FLAGGED_FROM < backed.confidence
    assert doubtful.evidence[-1].startswith(f"{AROUND}:-")
    assert with_wording(away, read(plain(away)), [seen], FLAGGED_FROM) == []
    assert joined_confidence(0.9, -10_000) < joined_confidence(0.9, 0) < joined_confidence(0.9, 10_000)


def test_no_wording_around_it_hides_a_contact_detail() -> None:
    lightest = sorted((name for name in weights() if name.isalpha()), key=weights().__getitem__)[:40]

    found = find_in(f"{' '.join(lightest[:20])} mira@fernleaf-mail.com {' '.join(lightest[20:])}")

    assert "email" in {one.kind for one in found}
