"""Where django-allauth meets the room accounts: joining, mails, and the end of sign-ins."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gighall.base import clock
from gighall.domain.accounts import actions, queries
from gighall.domain.accounts.models import Person
from gighall.web.shared.signed_in import person_of

from .views import browser_name

_AGAIN = {
    "reauthenticate": _("Use the password"),
    "mfa_reauthenticate": _("Use a code of the app or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is the action ``join``; everything else about passwords and codes stays allauth's."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Write to the people who run the hall."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The address and the password do not go together. Look at both again."),
        "email_taken": _("Somebody has joined with this address. Sign in, or reset the password."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _(
            "This code is not right, or it is used up. Look at it again, or ask for a new one."
        ),
        "incorrect_password": _("This is not your password. Look at it again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or reset the password."),
        "same_as_current": _("This is the address we wrote to already. Give another one."),
        "rate_limited": _("That was too quick. Wait a minute, then ask again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say whether people may join: yes, as soon as there is a hall to join."""
        return queries.hall_or_none() is not None

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:
        """Make the person by the action ``join``, in one transaction with the terms they accept."""
        typed = form.cleaned_data
        return actions.join(
            name=typed["name"],
            email=typed["email"],
            password=typed.get("password1"),
            time_zone=typed["time_zone"],
            terms_number=typed["terms_number"],
            now=clock.now(),
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail of allauth's in the hall's name; its templates extend ``mail/base``."""
        more = {
            "hall_name": self.request.hall.name,
            "hall_url": settings.GIGHALL_ORIGIN,
            "browser": browser_name(context.get("user_agent", "")),
        }
        super().send_mail(template_prefix, email, {**context, **more})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the account page after a new password."""
        return reverse("accounts:home")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Lead back to the account page after a new address, which only somebody signed in can confirm."""
        return reverse("accounts:home")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove once more who one is, in the hall's words."""
        return [
            {**method, "description": _AGAIN.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def set_password(self, user: Person, password: str) -> None:
        """Set a new password, and let open pages of this person prove their sign-in again."""
        super().set_password(user, password)
        actions.ring_sign_in_ended(person_id=user.pk)

    def logout(self, request: HttpRequest) -> None:
        """End a sign-in, and let open pages of this person prove theirs again."""
        person_id = person_of(request).pk
        super().logout(request)
        actions.ring_sign_in_ended(person_id=person_id)


class SignInsAdapter(DefaultUserSessionsAdapter):
    """Ends sign-ins so that their open pages notice it."""

    def end_sessions(self, sessions: Any) -> None:
        """End these sign-ins, all of one person."""
        ending = list(sessions)
        super().end_sessions(ending)
        for person_id in {session.user_id for session in ending}:
            actions.ring_sign_in_ended(person_id=person_id)


class MfaAdapter(DefaultMFAAdapter):
    """Second steps and passkeys carry the hall's name, so that one finds them among many."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("Confirm your e-mail address first; then come back here."),
    }

    def get_totp_issuer(self) -> str:
        """Return the name under which an authenticator app lists the code."""
        return str(allauth_context.request.hall.name)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who asks for a passkey: the hall, at this host."""
        return {
            **super().get_public_key_credential_rp_entity(),
            "name": str(allauth_context.request.hall.name),
        }

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        """Return a name for a passkey that was given none."""
        others = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey {number}").format(number=others + 1)
