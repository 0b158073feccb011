"""Who may see what among allauth's own addresses."""

from tests.web.doors import EVERYONE, GUEST, NOBODY, SIGNED_IN, Door

# A change of how one signs in asks for the password first.
AFTER_PASSWORD = (200, 302)
NO_SECOND_STEP = "Nobody in the tests' world has a second step."

ALLAUTH_PAGES = [
    Door("account_login", GUEST),
    Door("account_signup", GUEST),
    Door("account_signup_by_passkey", GUEST),
    Door("account_logout", SIGNED_IN),
    Door("account_inactive", EVERYONE, why="Somebody whose account is closed is sent here."),
    Door("account_email", SIGNED_IN),
    Door("account_email_verification_sent", NOBODY, why="It is open while a code is on its way."),
    Door("account_confirm_login_code", NOBODY, why="Signing in by a mailed code is not offered."),
    Door("account_change_password", SIGNED_IN),
    Door("account_set_password", NOBODY, why="It is for those who have no password."),
    Door("account_reauthenticate", SIGNED_IN, why="Pages that change how one signs in lead here."),
    Door("account_reset_password", EVERYONE, linked=GUEST),
    Door("account_reset_password_done", EVERYONE, why="It comes after the form."),
    Door(
        "account_reset_password_from_key",
        EVERYONE,
        lambda world: {"uidb36": "1", "key": "set-password"},
        why="The mail leads here.",
    ),
    Door("account_reset_password_from_key_done", EVERYONE, why="It comes after the form."),
    Door("usersessions_list", SIGNED_IN),
    Door("mfa_index", SIGNED_IN),
    Door("mfa_activate_totp", SIGNED_IN, answers=AFTER_PASSWORD),
    Door("mfa_add_webauthn", SIGNED_IN, answers=AFTER_PASSWORD),
    Door("mfa_list_webauthn", SIGNED_IN, why="The page of second steps lists passkeys too."),
    Door("mfa_login_webauthn", GUEST, answers=AFTER_PASSWORD),
    Door("mfa_authenticate", NOBODY, why=NO_SECOND_STEP),
    Door("mfa_deactivate_totp", NOBODY, why=NO_SECOND_STEP),
    Door("mfa_download_recovery_codes", NOBODY, why=NO_SECOND_STEP),
    Door("mfa_generate_recovery_codes", NOBODY, why=NO_SECOND_STEP),
    Door("mfa_view_recovery_codes", NOBODY, why=NO_SECOND_STEP),
    Door("mfa_edit_webauthn", NOBODY, lambda world: {"pk": 1}, why=NO_SECOND_STEP),
    Door("mfa_remove_webauthn", NOBODY, lambda world: {"pk": 1}, why=NO_SECOND_STEP),
    Door("mfa_reauthenticate", NOBODY, why=NO_SECOND_STEP),
    Door("mfa_reauthenticate_webauthn", NOBODY, why=NO_SECOND_STEP),
    Door("mfa_signup_webauthn", NOBODY, why="It is the second page of signing up with a passkey."),
]
