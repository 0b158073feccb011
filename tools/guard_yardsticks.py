"""What others find in the same rows: plain expressions, phonenumbers with linkify-it-py, Presidio.

The packages are those of requirements-score.lock; ``make guard-score`` installs them. Without them only the plain
expressions are there. Nothing is fetched: Presidio runs its pattern recognisers over a blank language, since its models
cannot be had everywhere; those find names of people and places, which are no contact details.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence

from gighall.guard import Finding

Judge = Callable[[Sequence[str]], list[Finding]]
# Where a number without its country is looked up.
REGION = "US"
# What Presidio's recognisers of contact details and ways to pay are called here.
PRESIDIO_KINDS = {
    "EMAIL_ADDRESS": "email", "URL": "url", "PHONE_NUMBER": "phone", "CRYPTO": "payment", "IBAN_CODE": "payment",
}  # fmt: skip
# What most chats use.
_PLAIN = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+\.\w+)|(?P<phone>\+?\d[\d ().-]{7,}\d)|(?P<url>https?://\S+|www\.\S+)"
    r"|(?P<handle>\b(?:whatsapp|telegram|skype)\b)",
    re.IGNORECASE,
)
Found = Iterator[tuple[str, int, int]]


def yardsticks() -> dict[str, Judge]:
    """Return every yardstick whose packages are installed, by its name."""
    judges = {"plain expressions": _over_messages(_plain_expressions)}
    try:
        judges["phonenumbers + linkify-it"] = _over_messages(_libraries())
        judges["Presidio's patterns"] = _over_messages(_presidio())
    except ModuleNotFoundError as missing:
        print(f"{missing.name} is not installed: `make guard-score` does that.")
    return judges


def _over_messages(search: Callable[[str], Found]) -> Judge:
    def judge(messages: Sequence[str]) -> list[Finding]:
        return [
            Finding(kind, index, start, end, text[start:end], 0.5, ("yardstick",))  # type: ignore[arg-type]  # Kinds of others.
            for index, text in enumerate(messages)
            for kind, start, end in search(text)
        ]

    return judge


def _plain_expressions(text: str) -> Found:
    for one in _PLAIN.finditer(text):
        yield one.lastgroup or "", one.start(), one.end()


def _libraries() -> Callable[[str], Found]:
    from linkify_it import LinkifyIt
    from phonenumbers import PhoneNumberMatcher

    links = LinkifyIt()

    def search(text: str) -> Found:
        for link in links.match(text) or ():
            yield "email" if link.schema == "mailto:" else "url", link.index, link.last_index
        for number in PhoneNumberMatcher(text, REGION):
            yield "phone", number.start, number.end

    return search


def _presidio() -> Callable[[str], Found]:
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import (
        CryptoRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        PhoneRecognizer,
        UrlRecognizer,
    )

    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    # The list of suffixes that the package ships; it would fetch a newer one.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    blank = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}])
    blank.nlp = {"en": spacy.blank("en")}
    recognisers = [
        EmailRecognizer(),
        UrlRecognizer(),
        PhoneRecognizer(),
        CryptoRecognizer(),
        IbanRecognizer(),
    ]
    engine = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=recognisers, supported_languages=["en"]),
        nlp_engine=blank,
        supported_languages=["en"],
    )

    def search(text: str) -> Found:
        for one in engine.analyze(text, language="en", entities=list(PRESIDIO_KINDS)):
            yield PRESIDIO_KINDS[one.entity_type], one.start, one.end

    return search
