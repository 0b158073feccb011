"""How the signs of an address are said: what is in the lists of the languages and in ``data/signs.txt``."""

import re
from collections.abc import Sequence
from functools import cache

from gighall.guard.lexicon import languages, phrases_of, sign_words
from gighall.guard.tongue import languages_of_small_words
from gighall.guard.word_lists import phrases, words


@cache
def spoken_hosts() -> dict[str, str]:
    """Return mail houses and domains as other scripts say them, with their names."""
    return {
        phrase.lower(): name
        for sections in languages().values()
        for name, written in sections.get("hosts", {}).items()
        for phrase in phrases_of(written)
    }


# Shorter words are in every sentence.
LONGEST_MIN, ORDINARY = 4, frozenset({"then", "that", "with", "inside", "email"})
# Behind a mail house these are its domain, also without a dot.
MAIL_DOMAINS = frozenset({"com", "net", "org", "ru", "de", "fr", "es", "br", "mx", "ar", "pl", "by", "kz"})


@cache
def dot_words() -> dict[str, frozenset[str]]:
    """Return the words for a dot, each with the domains that may follow it on their own."""
    found = {line.split()[0]: frozenset(line.split()[1:]) for line in phrases("signs", "dot")}
    return dict.fromkeys(sign_words("dot"), frozenset({"*"})) | found


@cache
def at_words() -> frozenset[str]:
    """Return the words for an at that are ordinary words as well."""
    return words("signs", "at") | sign_words("at")


@cache
def at_signs() -> frozenset[str]:
    """Return the words that mean nothing but an at."""
    return words("signs", "at_sign") | sign_words("at_sign")


@cache
def bracketed_at_words() -> frozenset[str]:
    """Return the words that stand for an at only where they stand in brackets: anna (bei) host (punkt) de."""
    return sign_words("at_bracketed") - at_words() - at_signs()


@cache
def said_www() -> re.Pattern[str]:
    """Return the expression of how the beginning of a web address is said, with a dot if one is said behind it."""
    said = "|".join(map(re.escape, sorted(sign_words("www"), key=len, reverse=True)))
    dots = "|".join(map(re.escape, sorted(dot_words(), key=len, reverse=True)))
    return re.compile(
        rf"(?<![^\W_])(?:{said})(?:\s?,)?(?:\s{{1,2}}(?:{dots})(?![^\W_])|\s?\.)?(?=\s)", re.IGNORECASE
    )


@cache
def signs_by_word() -> dict[str, tuple[str, ...]]:
    """Return the dots and ats that are said in more than one word, by the longest of them: curly, the curly a."""
    found: dict[str, tuple[str, ...]] = {}
    for said in sign_words("dot") | at_signs():
        every = said.split()
        longest = max([word for word in every if word not in ORDINARY], key=len, default="")
        if len(every) > 1 and dot_words().keys().isdisjoint(every) and len(longest) >= LONGEST_MIN:
            found[longest] = (*found.get(longest, ()), said)
    return found


@cache
def small_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the small words of all languages, and those of others than English: no domain behind a said dot."""
    known = languages_of_small_words()
    return frozenset(known), frozenset(word for word, spoken in known.items() if set(spoken) != {"en"})


@cache
def english_dots() -> frozenset[str]:
    """Return how a dot is said in English."""
    return frozenset(phrases_of(languages()["en"]["signs"]["dot"])) | {"dot"}


@cache
def joints() -> dict[str, str]:
    """Return the words for a hyphen, an underscore and a slash, with the sign."""
    return {
        word: sign
        for name, sign in (("dash", "-"), ("underscore", "_"), ("slash", "/"))
        for word in words("signs", name) | sign_words(name)
    }


@cache
def said_in_words() -> re.Pattern[str]:
    """Return the expression of the signs that are said in more than one word: at the rate, guion bajo."""
    every = (*at_signs(), *sign_words("dot"), *joints())
    said = "|".join(map(re.escape, sorted((one for one in every if " " in one), key=len, reverse=True)))
    return re.compile(rf"(?<![^\W_])(?:{said})(?![^\W_])", re.IGNORECASE)


def is_house_without_dot(said: Sequence[str]) -> bool:
    """Say whether a mail house and its domain stand side by side: собака mail ru, at the rate gmail com."""
    return len(said) > 1 and said[0] in words("signs", "mail") and said[1] in MAIL_DOMAINS


@cache
def glued_hosts() -> dict[str, str]:
    """Return the mail houses whose domain is glued to them in words, with the host: gmaildotcom."""
    return {
        f"{house}{dot}{domain}": f"{house}.{domain}"
        for house in words("signs", "mail")
        for dot in ("", "dot", "punto", "ponto", "punkt", "point")
        for domain in ("com", "net", "de", "fr", "es", "org", "ru", "it")
        if dot or domain == "com"
    }


@cache
def dot_neighbours() -> frozenset[str]:
    """Return second-level names after which one more dot follows: co.uk."""
    return frozenset({"co", "com", "org", "ac"})
