"""How the signs of an address are said: what is in the lists of the languages and in ``data/signs.txt``."""

import re
from functools import cache

from gighall.guard.lexicon import sign_words
from gighall.guard.word_lists import phrases, words

# Domains as other scripts say them.
SPOKEN_DOMAINS = {
    "ру": "ru",
    "ком": "com",
    "нет": "net",
    "орг": "org",
    "كوم": "com",
    "कॉम": "com",
    "κομ": "com",
    "קום": "com",
    "юа": "ua",
}


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
def said_in_words() -> re.Pattern[str]:
    """Return the expression of the signs that are said in more than one word: at the rate."""
    both = at_signs() | sign_words("dot")
    said = "|".join(map(re.escape, sorted((one for one in both if " " in one), key=len, reverse=True)))
    return re.compile(rf"(?<![^\W_])(?:{said})(?![^\W_])", re.IGNORECASE)


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
