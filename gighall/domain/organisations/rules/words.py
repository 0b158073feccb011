"""What an organisation says about itself, and what it must be. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import clean_line, clean_text
from gighall.domain.accounts.rules import NameUnusable, usable_name

from .countries import COUNTRIES
from .names import registration_key


@dataclass(frozen=True)
class OrganisationWords:
    """What somebody fills in who registers an organisation. ``country`` is a code of ``COUNTRIES``."""

    name: str
    country: str
    registration: str
    about: str


class OrganisationFault(Refused):
    """One thing that is wrong with what was filled in; ``field`` is a field of OrganisationWords."""

    code = "organisation_incomplete"

    def __init__(self, template: str, *, field: str, **values: object) -> None:
        super().__init__(template, **values)
        self.field = field


class OrganisationIncomplete(Refused):
    """Something that an organisation needs is missing or does not fit; ``faults`` are all that is wrong."""

    code = "organisation_incomplete"

    def __init__(self, faults: Sequence[OrganisationFault]) -> None:
        super().__init__(faults[0].template, **faults[0].values)
        self.faults = tuple(faults)


def read_words(typed: OrganisationWords) -> tuple[OrganisationWords, list[OrganisationFault]]:
    """Return what was filled in as it is stored, and everything that is wrong with it."""
    words = replace(
        typed,
        name=clean_line(typed.name),
        registration=clean_line(typed.registration),
        about=clean_text(typed.about),
    )
    faults = []
    try:
        words = replace(words, name=usable_name(typed.name, most=limits.ORGANISATION_NAME_CHARACTERS_MAX))
    except NameUnusable as refusal:
        faults.append(OrganisationFault(refusal.template, field="name", **refusal.values))
    return words, faults + _faults(words)


def _faults(words: OrganisationWords) -> list[OrganisationFault]:
    faults = []
    if words.country not in COUNTRIES:
        faults.append(
            OrganisationFault(_("Choose the country of the register from the list."), field="country")
        )
    least, most = (
        limits.ORGANISATION_REGISTRATION_CHARACTERS_MIN,
        limits.ORGANISATION_REGISTRATION_CHARACTERS_MAX,
    )
    if not least <= len(registration_key(words.registration)) or len(words.registration) > most:
        faults.append(
            OrganisationFault(
                _(
                    "Write the number under which the register knows it: {least} to {most} letters and digits."
                ),
                field="registration",
                least=least,
                most=most,
            )
        )
    least, most = limits.ORGANISATION_ABOUT_CHARACTERS_MIN, limits.ORGANISATION_ABOUT_CHARACTERS_MAX
    if not least <= len(words.about) <= most:
        faults.append(
            OrganisationFault(
                _("Say in {least} to {most} characters what it does; yours has {count}."),
                field="about",
                least=least,
                most=most,
                count=len(words.about),
            )
        )
    return faults


def contact_in_name(words: str) -> OrganisationFault:
    """Return what is wrong with a name in which the guard found something; a name stands beside orders."""
    return OrganisationFault(
        _("A name holds no address, phone number or link. Leave out “{words}”."), field="name", words=words
    )
