"""What is posted in a measurement: plain talk of about 120 characters, lines of a real talk, and very long messages."""

import json
from itertools import product

from gighall.guard import find_in
from tests.bench.hall import ROOT

TALK = ROOT / "tests" / "live" / "help_talk.jsonl"
LONG_CHARACTERS = 10_000
LINE_CHARACTERS_MAX = 300

_FIRST = (
    "Thanks for the quick answer, that already helps me a lot.",
    "I have read through the whole draft this morning, slowly.",
    "The second part is much clearer than the one before, well done!",
    "Could you say a little more about what you expect from me?",
    "We tried it again yesterday evening and it still breaks sometimes.",
    "My daughter asked whether the lesson can begin a bit earlier.",
    "Good, then we understand each other about the main point.",
    "Honestly I am not sure yet whether this is worth the effort.",
    "The colours look right on the screen but too dark on paper.",
    "It took longer than I hoped because the data were a mess.",
    "Let me know when you have had the time to look at the pictures.",
    "No problem at all, we can also go on tomorrow after lunch.",
    "Vielen Dank, das ist genau die Erklärung, die mir gefehlt hat.",
    "Ich schaue mir den Text heute Abend noch einmal in Ruhe an.",
    "Gracias por la paciencia, ahora entiendo mucho mejor el tema.",
    "Je relis le chapitre ce soir et je note mes questions.",
    "Akşam yeniden bakıp sana burada ayrıntılı olarak yazarım.",
    "Sure, take your time, there is no hurry on our side.",
)
_SECOND = (
    "Shall we first finish the list of open questions?",
    "I would rather keep the old heading and change the rest.",
    "What do you think about leaving out the last paragraph?",
    "The reader should feel welcome from the very first line.",
    "Please explain it as if I had never heard of it before.",
    "Maybe a small table would make the difference easier to see.",
    "I will write down the steps so that you can follow them.",
    "That way nobody has to wait for somebody else to finish.",
    "If it is fine with you I start with the easier half.",
    "Everything else can stay exactly as it is at the moment.",
    "He said the sound was clear and the speed just right.",
    "Danach gehen wir die übrigen Punkte der Reihe nach durch.",
    "Luego seguimos con la parte más difícil del ejercicio.",
    "La fin me paraît encore un peu lourde, non ?",
    "Sonra kalan soruları birlikte tek tek konuşuruz, olur mu?",
    "And thank you again for being so kind about my mistakes!",
)


def plain_talk() -> list[str]:
    """Return messages of plain talk: no numbers, no code, nothing that is found."""
    texts = [f"{one} {two}" for one, two in product(_FIRST, _SECOND)]
    return [text for text in texts if not find_in(text)]


def real_talk() -> list[str]:
    """Return the lines of a talk about a program, in their order: code, numbers and names of files among them."""
    lines = [json.loads(line)["text"] for line in TALK.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if len(line) <= LINE_CHARACTERS_MAX and not find_in(line)]


def with_long_ones(texts: list[str]) -> list[str]:
    """Return texts of which each hundredth has 10,000 characters."""
    long = " ".join(texts)
    long = (long * (LONG_CHARACTERS // len(long) + 1))[:LONG_CHARACTERS]
    return [text for first in range(0, len(texts), 99) for text in [*texts[first : first + 99], long]]
