"""Rules of joining, of the terms and of the hall's first run. Plain Python: facts in, an answer out."""

import re
import unicodedata
from dataclasses import dataclass
from zoneinfo import available_timezones

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import clean_line
from gighall.guard import find_standing_out

OUTSIDE_CONTACT = "outside-contact"
HUES = 360
# Persian, Indic scripts and emoji are written with these two invisible characters.
_JOINERS = "\u200c\u200d"
_HEADING = re.compile(r"^##\s+(?P<heading>.+?)\s*\{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")


class TermsUnreadable(Refused):
    """The text of a terms version cannot be cut into clauses."""

    code = "terms_unreadable"


class TermsNotAccepted(Refused):
    """The present version of the terms has not been accepted yet."""

    code = "terms_not_accepted"


class TermsMovedOn(Refused):
    """Another version was published while this one was being written."""

    code = "terms_moved_on"


class TermsUnchanged(Refused):
    """The text to publish says what the present version says."""

    code = "terms_unchanged"


class NameUnusable(Refused):
    """A name that cannot be shown to others."""

    code = "name_unusable"


class TimeZoneUnknown(Refused):
    """A time zone that is in no list."""

    code = "time_zone_unknown"


class HueOutside(Refused):
    """An accent colour that is not on the wheel."""

    code = "hue_outside"


class HallAlreadySetUp(Refused):
    """The first-run page was already used."""

    code = "hall_already_set_up"


class AddressTaken(Refused):
    """Somebody has joined with this e-mail address."""

    code = "address_taken"


class TooManyTokens(Refused):
    """A person holds as many personal tokens as allowed."""

    code = "too_many_tokens"


class TokenNameTaken(Refused):
    """A person has a token of this name."""

    code = "token_name_taken"


@dataclass(frozen=True)
class Clause:
    """A clause as it was written: its number is its place, its anchor is its name."""

    number: str
    anchor: str
    heading: str
    body: str


@dataclass(frozen=True)
class ClauseChange:
    """What became of a clause between two versions; ``before`` or ``after`` is None if it is new or gone."""

    anchor: str
    before: Clause | None
    after: Clause | None

    @property
    def kind(self) -> str:
        """Return ``added``, ``removed`` or ``changed``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def parse_terms(source: str) -> list[Clause]:
    """Cut a terms text into clauses.

    Each clause starts with ``## Heading {#anchor}``; what follows is its body in Markdown.
    Errors: TermsUnreadable with the line that is wrong, an anchor used twice, or no *outside-contact*.
    """
    if len(source) > limits.TERMS_CHARACTERS_MAX:
        raise TermsUnreadable(
            _("The terms are longer than {most:,} characters. Shorten them."),
            most=limits.TERMS_CHARACTERS_MAX,
        )
    headings: list[tuple[str, str]] = []
    bodies: list[list[str]] = []
    for line_number, line in enumerate(source.splitlines(), start=1):
        if line.startswith("## "):
            match = _HEADING.match(line)
            if match is None:
                raise TermsUnreadable(
                    _("Line {line} is not a clause heading. Write it as “## Heading {{#anchor}}”."),
                    line=line_number,
                )
            headings.append((match["anchor"], match["heading"]))
            bodies.append([])
        elif bodies:
            bodies[-1].append(line)
        elif line.strip() and not line.startswith("# "):
            raise TermsUnreadable(
                _("Line {line} stands before the first clause. Start with “## Heading {{#anchor}}”."),
                line=line_number,
            )
    _check_anchors([anchor for anchor, _heading in headings])
    return [
        Clause(str(position), anchor, heading, "\n".join(body).strip())
        for position, ((anchor, heading), body) in enumerate(zip(headings, bodies, strict=True), start=1)
    ]


def _check_anchors(anchors: list[str]) -> None:
    twice = sorted({anchor for anchor in anchors if anchors.count(anchor) > 1})
    if twice:
        raise TermsUnreadable(
            _("The anchor “{anchor}” is used twice. Each clause needs its own."), anchor=twice[0]
        )
    if OUTSIDE_CONTACT not in anchors:
        raise TermsUnreadable(
            _("A clause with the anchor “{anchor}” must exist: the guard refers to it."),
            anchor=OUTSIDE_CONTACT,
        )


def check_terms_publishable(*, changes: int, based_on: int, present_number: int) -> None:
    """Refuse a new version that nobody needs, or whose writer has not seen the present one.

    Units: changes = how many clauses differ from the present version.
    Errors: TermsMovedOn, TermsUnchanged.
    """
    if based_on != present_number:
        raise TermsMovedOn(
            _(
                "Version {present} was published while you were writing on top of version {based_on}."
                " Compare with it below, then publish again."
            ),
            present=present_number,
            based_on=based_on,
        )
    if not changes:
        raise TermsUnchanged(
            _("Nothing has changed: version {present} says the same."), present=present_number
        )


def changes_between(before: list[Clause], after: list[Clause]) -> list[ClauseChange]:
    """Return which clauses were added, removed or reworded, in the order of the later version.

    A clause that only moved (another number, same heading and body) has not changed.
    """
    old = {clause.anchor: clause for clause in before}
    new = {clause.anchor: clause for clause in after}
    changes = [
        ClauseChange(clause.anchor, old.get(clause.anchor), clause)
        for clause in after
        if (was := old.get(clause.anchor)) is None or (was.heading, was.body) != (clause.heading, clause.body)
    ]
    return changes + [
        ClauseChange(clause.anchor, clause, None) for clause in before if clause.anchor not in new
    ]


def check_terms_accepted(*, accepted_number: int | None, present_number: int) -> None:
    """Refuse unless the present version of the terms was accepted.

    Errors: TermsNotAccepted.
    """
    if accepted_number != present_number:
        raise TermsNotAccepted(
            _("The terms have changed. Please read what is new and accept them; then press again.")
        )


def usable_name(name: str, *, most: int) -> str:
    """Return a name as it will be shown: one line, without invisible or direction-turning characters.

    Errors: NameUnusable if nothing readable is left, or more than ``most`` characters are.
    """
    visible = "".join(
        character for character in name if unicodedata.category(character) != "Cf" or character in _JOINERS
    )
    cleaned = clean_line(visible)
    if not any(character.isalnum() for character in cleaned):
        raise NameUnusable(_("Give a name with at least one letter or digit."))
    if len(cleaned) > most:
        raise NameUnusable(_("The name is longer than {most} characters. Shorten it."), most=most)
    return cleaned


def person_name(name: str) -> str:
    """Return a person's name as others will see it.

    A name stands beside every message, so it must not be a way around the contact guard.
    Errors: NameUnusable, also if it holds an address, a number or a link.
    """
    shown = usable_name(name, most=limits.PERSON_NAME_CHARACTERS_MAX)
    findings = find_standing_out(shown)
    if findings:
        words = shown[findings[0].start : findings[0].end]
        raise NameUnusable(
            _("A name holds no address, phone number or link. Leave out “{words}”."), words=words
        )
    return shown


def check_time_zone(name: str) -> None:
    """Refuse a time zone that is not in the tz database.

    Errors: TimeZoneUnknown.
    """
    if name not in available_timezones():
        raise TimeZoneUnknown(_("There is no time zone “{name}”. Choose one from the list."), name=name)


def check_hue(hue: int) -> None:
    """Refuse a hue that is not a degree of the colour wheel.

    Errors: HueOutside.
    """
    if not 0 <= hue < HUES:
        raise HueOutside(_("Choose a colour between 0 and {most}."), most=HUES - 1)
