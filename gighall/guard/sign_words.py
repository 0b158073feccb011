"""How the signs of an address are said: what is in the lists of the languages and in ``data/signs.txt``."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from gighall.guard.lexicon import is_unspaced, languages, phrases_of, sign_words, without_accents
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
LONGEST_MIN, ORDINARY = 4, frozenset({"then", "that", "with", "inside", "email", "avec"})
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
def hosts_in_words() -> dict[str, str]:
    """Return of the spoken mail houses and domains those that are said in more than one word, with their names."""
    return {said: name for said, name in spoken_hosts().items() if " " in said}


@cache
def first_words_of_hosts() -> frozenset[str]:
    """Return the words with which those begin."""
    return frozenset(said.partition(" ")[0] for said in hosts_in_words())


@cache
def _languages_of_dots() -> dict[str, frozenset[str]]:
    """Return the words for a dot with the languages that say it so."""
    found: dict[str, frozenset[str]] = {}
    for code, sections in languages().items():
        for phrase in phrases_of(sections.get("signs", {}).get("dot", "")):
            for said in {phrase.lower(), without_accents(phrase.lower())}:
                found[said] = found.get(said, frozenset()) | {code}
    return found


@cache
def small_words(dot: str) -> frozenset[str]:
    """Return the small words of the languages in which a dot is said so, else of all: no domain behind it."""
    spoken = _languages_of_dots().get(dot, frozenset())
    known = languages_of_small_words()
    if dot in english_dots() or not spoken:
        return frozenset(known)
    return frozenset(word for word, of in known.items() if not spoken.isdisjoint(of))


@cache
def small_words_elsewhere() -> frozenset[str]:
    """Return the small words of other languages than English."""
    return frozenset(word for word, spoken in languages_of_small_words().items() if set(spoken) != {"en"})


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
    every = (*at_signs(), *sign_words("dot"), *joints(), *hosts_in_words())
    said = any_of(one for one in every if " " in one).replace(r"\ ", "[ -]")
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


@cache
def places_said() -> dict[str, str]:
    """Return how hosts of short links and of names are said without a dot, and the hosts."""
    return {
        phrase.strip(): line.partition(":")[0]
        for line in phrases("signs", "places_said")
        for phrase in line.partition(":")[2].split(",")
    }


@cache
def unspaced_signs() -> dict[str, str]:
    """Return the words for signs of scripts without blanks, and the signs."""
    return {
        said: sign
        for name, sign in (("at_sign", "@"), ("dot", "."), ("slash", "/"), ("underscore", "_"), ("dash", "-"))
        for said in sign_words(name)
        if is_unspaced(said[0])
    }


def any_of(said: Iterable[str]) -> str:
    """Return the part of an expression that is any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, said), key=len, reverse=True))


@cache
def _before_latin() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(tuple(unspaced_signs()))})\s?[A-Za-z0-9]")


def says_sign_before_latin(text: str) -> bool:
    """Say whether a sign is said in a script without blanks, right before Latin letters: 点com."""
    return _before_latin().search(text) is not None
