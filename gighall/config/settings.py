"""Django's settings, made from the typed environment (``gighall.base.environment``)."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.environment import read_environment
from gighall.embedded.turns import GivingWay

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent

GIGHALL_HOME = ENVIRONMENT.home
GIGHALL_DEMO = ENVIRONMENT.demo
GIGHALL_PORT = ENVIRONMENT.port
GIGHALL_DOMAIN = ENVIRONMENT.domain
GIGHALL_VALKEY_URL = ENVIRONMENT.valkey_url
GIGHALL_STUN_URLS = ENVIRONMENT.stun_urls
GIGHALL_TURN_URLS = ENVIRONMENT.turn_urls
GIGHALL_TURN_SECRET = ENVIRONMENT.turn_secret
GIGHALL_VIDEO_EVERYWHERE = ENVIRONMENT.video_everywhere
GIGHALL_SETUP_CODE_FILE = ENVIRONMENT.home / "setup-code"
GIGHALL_ORIGIN = (
    f"https://{ENVIRONMENT.domain}" if ENVIRONMENT.domain else f"http://127.0.0.1:{ENVIRONMENT.port}"
)

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = [ENVIRONMENT.domain] if ENVIRONMENT.domain else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [GIGHALL_ORIGIN]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.domain is not None
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "gighall.web.shared.sign_in_store"
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.domain else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = limits.REQUEST_BYTES_MAX
CSRF_FAILURE_VIEW = "gighall.web.shared.errors.csrf_failure"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "gighall.base",
    "gighall.domain.accounts",
    "gighall.domain.policy",
    "gighall.domain.ledger",
    "gighall.domain.record",
    "gighall.domain.notices",
    "gighall.domain.files",
    "gighall.domain.gigs",
    "gighall.domain.forum",
    "gighall.domain.conversations",
    "gighall.domain.payments",
    "gighall.domain.organisations",
    "gighall.domain.orders",
    "gighall.domain.chat_sessions",
    "gighall.domain.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "gighall.web.shared.permissions.PermissionsMiddleware",
    "gighall.web.shared.sessions.HallSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gighall.web.accounts.activity.ActivityMiddleware",
    "gighall.web.shared.middleware.HallMiddleware",
]

ROOT_URLCONF = "gighall.config.urls"
WSGI_APPLICATION = "gighall.config.wsgi.application"

_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "gighall.web.shared.context.hall_context",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "gighall.web.shared.jinja.environment",
            "context_processors": _CONTEXT_PROCESSORS,
        },
    },
    {
        # Only for the few templates that installed apps bring (allauth's snippets, ninja's page).
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS},
    },
]

# Fields of forms, too, are printed by Jinja: a page may have twenty.
FORM_RENDERER = "django.forms.renderers.Jinja2"

# How alike two words must be for a search to take one for the other, from 0 to 1: a slip of the finger is.
LIKENESS = "-c pg_trgm.word_similarity_threshold=0.4"


def _database(url: str) -> dict[str, object]:
    """Return Django's entry for a PostgreSQL URL; a socket folder may stand in ``?host=``."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    # As many connections as page threads: a thread never waits for another's connection.
    pool = {
        "connection_class": GivingWay,
        "min_size": 1,
        "max_size": ENVIRONMENT.page_threads + 1,
        "timeout": 10,
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "gighall",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "options": f"{options.get('options', '')} {LIKENESS}".strip(), "pool": pool},
    }


DATABASES = {"default": _database(ENVIRONMENT.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = (
    {
        "default": {
            "BACKEND": "gighall.web.shared.sturdy_cache.SturdyCache",
            "LOCATION": ENVIRONMENT.valkey_url,
        }
    }
    if ENVIRONMENT.valkey_url
    else {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "gighall",
            # Counts of visitors and of wrong tries live here: with Django's 300 they would push each other out.
            "OPTIONS": {"MAX_ENTRIES": limits.CACHE_ENTRIES_MAX},
        }
    }
)

# What is on its way in parts. It becomes a file in the storage below by getting another name there.
GIGHALL_PARTS = ENVIRONMENT.home / "parts"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    # What people send. It has no address of its own: the page that serves it looks who asks.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": ENVIRONMENT.home / "files",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "gighall.web.shared.static_files.HallStaticFiles"},
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": limits.PASSWORD_CHARACTERS_MIN},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "gighall.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By code, not by link: joining with a passkey has to end in the browser in which it began.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.domain else "http"
ACCOUNT_RATE_LIMITS = {"confirm_email": "3/m/key"}
ACCOUNT_FORMS = {
    "signup": "gighall.web.accounts.forms.SignupForm",
    "login": "gighall.web.accounts.allauth_words.LoginForm",
    "add_email": "gighall.web.accounts.allauth_words.AddEmailForm",
    "change_email": "gighall.web.accounts.allauth_words.ChangeEmailForm",
    "confirm_email_verification_code": "gighall.web.accounts.allauth_words.EmailCodeForm",
    "change_password": "gighall.web.accounts.allauth_words.ChangePasswordForm",
    "set_password": "gighall.web.accounts.allauth_words.SetPasswordForm",
    "reset_password": "gighall.web.accounts.allauth_words.ResetPasswordForm",
    "reset_password_from_key": "gighall.web.accounts.allauth_words.ResetPasswordKeyForm",
    "reauthenticate": "gighall.web.accounts.allauth_words.PasswordAgainForm",
}
# The front alone sets X-Forwarded-For; without it (in tests) the socket's own address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
USERSESSIONS_ADAPTER = "gighall.web.accounts.adapter.SignInsAdapter"
USERSESSIONS_TRACK_ACTIVITY = True
MFA_ADAPTER = "gighall.web.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# Browsers allow passkeys on plain http only at localhost, where nobody listens in.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.domain is None
# A phone whose clock is half a minute off is no stranger.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "gighall.web.accounts.allauth_words.SecondStepForm",
    "reauthenticate": "gighall.web.accounts.allauth_words.CodeAgainForm",
    "activate_totp": "gighall.web.accounts.allauth_words.ActivateAppForm",
    "add_webauthn": "gighall.web.accounts.allauth_words.AddPasskeyForm",
    "signup_webauthn": "gighall.web.accounts.allauth_words.FirstPasskeyForm",
    "edit_webauthn": "gighall.web.accounts.allauth_words.RenamePasskeyForm",
}

_MAIL = urlsplit(ENVIRONMENT.mail_url) if ENVIRONMENT.mail_url else None
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
# Every mail is handed to the room notices, which sends it in a job; the job uses NOTICES_MAIL_BACKEND.
EMAIL_BACKEND = "gighall.web.shared.mail.NoticesBackend"
NOTICES_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if _MAIL else None
if _MAIL:
    EMAIL_HOST = _MAIL.hostname or ""
    EMAIL_PORT = _MAIL.port or (587 if _MAIL.scheme == "smtp+tls" else 25)
    EMAIL_HOST_USER = unquote(_MAIL.username or "")
    EMAIL_HOST_PASSWORD = unquote(_MAIL.password or "")
    EMAIL_USE_TLS = _MAIL.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
