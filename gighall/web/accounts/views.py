"""What the account pages print."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.base.text import isolated
from gighall.domain.accounts import queries
from gighall.domain.accounts.models import Person, TermsClause, TermsVersion
from gighall.domain.organisations.queries import memberships_of

from .differences import ChangedClause, changed_clauses

# The first name in a browser's long line that says which one it is; Chrome is named by most others too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def day(moment: datetime) -> str:
    """Return a date with its year in the viewer's zone, for what may be long ago."""
    return date_format(timezone.localtime(moment), "j F Y")


@dataclass(frozen=True)
class TermsStanding:
    """Which terms somebody accepted, and what has changed since."""

    number: int
    accepted_on: str
    href: str
    is_present: bool
    present_number: int
    present_on: str
    changes: list[ChangedClause]
    earlier: list[tuple[str, str]]


def terms_standing(person: Person) -> TermsStanding | None:
    """Return what the account page says about the terms; None for somebody who accepted none."""
    accepted = queries.accepted_terms(person.pk)
    if accepted is None:
        return None
    earlier = [
        (
            _("Version {number}, accepted on {day}").format(number=row.version.number, day=day(row.at)),
            reverse("terms:version", args=[row.version.number]),
        )
        for row in queries.acceptances_of(person.pk)[1:]
    ]
    return TermsStanding(
        number=accepted.version.number,
        accepted_on=day(accepted.at),
        href=reverse("terms:version", args=[accepted.version.number]),
        is_present=accepted.is_present,
        present_number=accepted.present.number,
        present_on=day(accepted.present.published_at),
        changes=changed_clauses(accepted.changes),
        earlier=earlier,
    )


@dataclass(frozen=True)
class WaysIn:
    """The ways into an account, each in a sentence with the page that changes it."""

    rows: list[tuple[str, str, str]]


def ways_in(person: Person) -> WaysIn:
    """Return what the account page says about address, password, second step, sign-ins and tokens."""
    kinds = list(Authenticator.objects.filter(user_id=person.pk).values_list("type", flat=True))
    passkeys = kinds.count(Authenticator.Type.WEBAUTHN)
    has_app = Authenticator.Type.TOTP in kinds
    sign_ins = UserSession.objects.filter(user_id=person.pk).count()
    tokens = len(queries.tokens_of(person.pk))
    has_password = person.has_usable_password()
    address = EmailAddress.objects.get_primary_email(person) or person.email
    return WaysIn(
        rows=[
            (_("E-mail address"), address, reverse("account_email")),
            (
                _("Password"),
                _("Change it") if has_password else _("None yet: you sign in with a passkey"),
                reverse("account_change_password" if has_password else "account_set_password"),
            ),
            (_("Second step and passkeys"), _second_step(has_app, passkeys), reverse("mfa_index")),
            (
                _("Sign-ins"),
                ngettext("{count} browser", "{count} browsers", sign_ins).format(count=sign_ins),
                reverse("usersessions_list"),
            ),
            (
                _("Personal tokens"),
                ngettext("{count} token", "{count} tokens", tokens).format(count=tokens)
                if tokens
                else _("For your own programs"),
                reverse("accounts:tokens"),
            ),
        ]
    )


def organisations_row(person: Person) -> tuple[str, str, str]:
    """Return what the account page says about the organisations of which somebody is a member."""
    names = [isolated(each.organisation.name) for each in memberships_of(person.pk)]
    words = ", ".join(names) if names else _("Order for your company, school or association")
    return _("Organisations"), words, reverse("organisations:index")


def _second_step(has_app: bool, passkeys: int) -> str:
    parts = [_("authenticator app on")] if has_app else []
    if passkeys:
        parts.append(ngettext("{count} passkey", "{count} passkeys", passkeys).format(count=passkeys))
    return ", ".join(parts) if parts else _("Off: a password alone opens your account")


@dataclass(frozen=True)
class TermsPage:
    """A version of the terms as it is read."""

    number: int
    published_on: str
    is_present: bool
    clauses: list[TermsClause]
    changes_href: str
    older_href: str
    newer_href: str


def terms_page(version: TermsVersion, present: TermsVersion) -> TermsPage:
    """Return what the page of a version prints."""

    def href(name: str, number: int) -> str:
        return reverse(name, args=[number]) if 1 <= number <= present.number else ""

    return TermsPage(
        number=version.number,
        published_on=day(version.published_at),
        is_present=version.number == present.number,
        clauses=queries.clauses_of(version),
        changes_href=href("terms:changes", version.number) if version.number > 1 else "",
        older_href=href("terms:version", version.number - 1),
        newer_href=href("terms:version", version.number + 1),
    )


@dataclass(frozen=True)
class SignIn:
    """A browser in which somebody is signed in."""

    id: int
    browser: str
    ip: str
    began_at: datetime
    seen_at: datetime
    is_this_one: bool


def sign_ins(person: Person, *, present_key: str | None) -> list[SignIn]:
    """Return a person's sign-ins that still hold, this browser first, then the newest."""
    rows = [
        SignIn(
            id=session.pk,
            browser=browser_name(session.user_agent),
            ip=session.ip,
            began_at=session.created_at,
            seen_at=session.last_seen_at,
            is_this_one=session.session_key == present_key,
        )
        for session in UserSession.objects.purge_and_list(person)
    ]
    return sorted(rows, key=lambda row: (not row.is_this_one, -row.seen_at.timestamp(), -row.id))


def browser_name(user_agent: str) -> str:
    """Return a browser and its device in two words a person knows."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or _("Another program")
