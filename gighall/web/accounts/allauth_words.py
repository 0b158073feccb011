"""allauth's forms in the hall's words. What they check and do is allauth's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import password_hint, say_fields

_CODE_FROM_APP = _("The six digits that your app shows now, or one of your recovery codes.")


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """Signing in with address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, login=(_("E-mail address"), ""), password=(_("Password"), ""))


class AddEmailForm(account.AddEmailForm):  # type: ignore[misc]
    """Changing one's address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(
            self, email=(_("New address"), _("We send a code there. Until you enter it, nothing changes."))
        )


class ChangeEmailForm(account.ChangeEmailForm):  # type: ignore[misc]
    """Another address, while the first one is not yet confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, email=(_("Another address"), ""))


class EmailCodeForm(account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, code=(_("Code from the mail"), _("It is good for 15 minutes.")))
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """A new password for somebody who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(
            self,
            oldpassword=(_("Present password"), ""),
            password1=(_("New password"), password_hint()),
            password2=(_("New password once more"), ""),
        )


class SetPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    """A first password for somebody who joined with a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, password1=(_("Password"), password_hint()), password2=(_("Password once more"), ""))


class ResetPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, email=(_("E-mail address"), _("The one that you joined with.")))


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password behind that link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(
            self,
            password1=(_("New password"), password_hint()),
            password2=(_("New password once more"), ""),
        )


class PasswordAgainForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, password=(_("Password"), ""))


class SecondStepForm(mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, code=(_("Code"), _CODE_FROM_APP))


class CodeAgainForm(mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, code=(_("Code"), _CODE_FROM_APP))


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """Proof that the authenticator app knows the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(self, code=(_("Code"), _("The six digits that your app shows now.")))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


def _say_passkey(form: forms.Form) -> None:
    say_fields(
        form,
        name=(_("Name of this passkey"), _("By which you know it later, such as “phone” or “blue key”.")),
        passwordless=(
            _("Sign in with it alone, without a password"),
            _("The device then asks for your finger, face or PIN. Otherwise it is your second step."),
        ),
    )


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """One more passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        _say_passkey(self)


class FirstPasskeyForm(webauthn.SignupWebAuthnForm):  # type: ignore[misc]
    """The passkey of somebody who is joining with one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_passkey(self)


class RenamePasskeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_passkey(self)
