"""The settings that an operator makes in the environment or in ``.env``, typed and checked.

Each setting stands in ``.env.example`` and in ``docs/self-hosting.md``. A wrong value ends in a
``SettingError`` with one sentence; every program shows it and stops with exit code 2.
"""

import difflib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from .limits import PAGE_THREADS

SECRET_KEY_CHARACTERS_MIN = 32
TURN_SECRET_CHARACTERS_MIN = 16
DATABASE_NAME = "gighall"
ENV_FILE = ".env"

# Set by `gighall run` for the programs it starts; not for people, so not in .env.example.
INNER_SETTINGS = ("GIGHALL_RUN_DIR",)
WITHOUT_PREFIX = ("database_url", "valkey_url")

WANTED = {
    "home": "a folder",
    "port": "a whole number from 1 to 65535",
    "domain": "a host name such as hall.example.org, without scheme, port or path",
    "database_url": "an address such as postgresql://user:password@host:5432/name",
    "valkey_url": "an address such as redis://host:6379/0 or valkey://host:6379/0",
    "secret_key": f"at least {SECRET_KEY_CHARACTERS_MIN} characters long",
    "pg_bin": "the folder that holds the programs postgres and initdb",
    "demo": "yes or no",
    "mail_url": "an address such as smtp+tls://user:password@host:587",
    "mail_from": "a mail address such as hall@example.org",
    "stun_urls": "addresses such as stun:stun.example.org:3478, with commas between them",
    "turn_urls": "addresses such as turn:turn.example.org:3478?transport=udp, with commas between them",
    "turn_secret": f"at least {TURN_SECRET_CHARACTERS_MIN} characters long, the same as the TURN server's",
    "video_everywhere": "yes or no",
    "run_dir": "a folder",
}
SECRETS = frozenset({"database_url", "valkey_url", "secret_key", "mail_url", "turn_secret"})
HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
# What WebRTC calls a server for finding one's own address (STUN), and one that carries what is said (TURN).
STUN_ADDRESS = re.compile(r"stuns?:[^\s,;/?#@]+")
TURN_ADDRESS = re.compile(r"turns?:[^\s,;/?#@]+(?:\?transport=(?:udp|tcp))?")
MAIL_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+|[^<>\n]+ <[^@\s<>]+@[^@\s<>]+>")


class SettingError(Exception):
    """A missing or wrong setting; ``str()`` is the one sentence to show."""


def setting_name(field: str) -> str:
    """Return the name that a field has in the environment."""
    return field.upper() if field in WITHOUT_PREFIX else f"GIGHALL_{field.upper()}"


class _Settings(BaseSettings):
    """What was set, before anything is derived from it."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        env_prefix="GIGHALL_",
    )

    home: Path = Path("var/home")
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    domain: str | None = None
    database_url: Annotated[str | None, Field(validation_alias="DATABASE_URL")] = None
    valkey_url: Annotated[str | None, Field(validation_alias="VALKEY_URL")] = None
    secret_key: str | None = None
    pg_bin: Path | None = None
    demo: bool | None = None
    mail_url: str | None = None
    mail_from: str | None = None
    stun_urls: str = ""
    turn_urls: str = ""
    turn_secret: str | None = None
    video_everywhere: bool = False
    run_dir: Path | None = None

    @field_validator("domain")
    @classmethod
    def _domain_is_a_host_name(cls, value: str | None) -> str | None:
        lowered = value.lower().rstrip(".") if value else None
        if lowered and not HOST_NAME.fullmatch(lowered):
            raise ValueError
        return lowered

    @field_validator("database_url", "valkey_url", "mail_url")
    @classmethod
    def _address_has_a_known_scheme(cls, value: str | None, info: ValidationInfo) -> str | None:
        schemes = {
            "database_url": {"postgresql", "postgres"},
            "valkey_url": {"redis", "rediss", "valkey", "valkeys", "unix"},
            "mail_url": {"smtp", "smtp+tls"},
        }[str(info.field_name)]
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in schemes or (info.field_name == "mail_url" and not parts.hostname):
                raise ValueError
            _ = parts.port  # Reading it raises ValueError when it is no number.
        return value

    @field_validator("secret_key")
    @classmethod
    def _key_is_long(cls, value: str | None) -> str | None:
        if value is not None and len(value) < SECRET_KEY_CHARACTERS_MIN:
            raise ValueError
        return value

    @field_validator("turn_secret")
    @classmethod
    def _turn_secret_is_long(cls, value: str | None) -> str | None:
        if value is not None and len(value) < TURN_SECRET_CHARACTERS_MIN:
            raise ValueError
        return value

    @field_validator("stun_urls", "turn_urls")
    @classmethod
    def _each_is_an_address(cls, value: str, info: ValidationInfo) -> str:
        form = {"stun_urls": STUN_ADDRESS, "turn_urls": TURN_ADDRESS}[str(info.field_name)]
        if not all(form.fullmatch(address) for address in _listed(value)):
            raise ValueError
        return value

    @field_validator("mail_from")
    @classmethod
    def _from_is_an_address(cls, value: str | None) -> str | None:
        if value is not None and not MAIL_ADDRESS.fullmatch(value):
            raise ValueError
        return value


class Environment:
    """The settings in force: what was set, and what follows from it."""

    def __init__(self, settings: _Settings) -> None:
        self.home = settings.home.expanduser().absolute()
        self.port = settings.port
        self.domain = settings.domain
        # The client knows the schemes of the server's older name only.
        self.valkey_url = re.sub("^valkey", "redis", settings.valkey_url) if settings.valkey_url else None
        self.pg_bin = settings.pg_bin.expanduser().absolute() if settings.pg_bin else None
        self.mail_url = settings.mail_url
        self.mail_from = settings.mail_from or f"Gighall <hall@{settings.domain or 'localhost'}>"
        self.stun_urls = _listed(settings.stun_urls)
        self.turn_urls = _listed(settings.turn_urls)
        self.turn_secret = settings.turn_secret
        self.video_everywhere = settings.video_everywhere
        self.page_threads = PAGE_THREADS
        self.external_database_url = settings.database_url
        self.run_dir = settings.run_dir or run_dir_for(self.home)
        self._secret_key = settings.secret_key
        self.demo = (
            settings.demo
            if settings.demo is not None
            else settings.domain is None and settings.database_url is None
        )
        if bool(self.turn_urls) != bool(self.turn_secret):
            raise SettingError(
                "GIGHALL_TURN_URLS and GIGHALL_TURN_SECRET belong together: set both, or neither."
            )
        if self.demo and self.domain:
            raise SettingError(
                "Demo mode serves this machine only: unset GIGHALL_DOMAIN, or set GIGHALL_DEMO=no."
            )

    @property
    def origin(self) -> str:
        """Return scheme, host and port under which people reach the hall."""
        return f"https://{self.domain}" if self.domain else f"http://127.0.0.1:{self.port}"

    @property
    def postgres_socket_dir(self) -> Path:
        """Return the folder of the embedded server's socket; its system user may be another one."""
        return self.run_dir.with_name(f"{self.run_dir.name}-pg")

    @property
    def database_password_file(self) -> Path:
        """Return the file with the embedded server's password."""
        return self.home / "database-password"

    @property
    def database_url(self) -> str:
        """Return the address of the database: the operator's, or the embedded server's socket."""
        if self.external_database_url:
            return self.external_database_url
        password = _words_in(self.database_password_file) or ""
        host = quote(str(self.postgres_socket_dir), safe="")
        return f"postgresql://{DATABASE_NAME}:{password}@/{DATABASE_NAME}?host={host}"

    @property
    def secret_key(self) -> str:
        """Return the key that signs sessions and links; made once and kept in the home."""
        return self._secret_key or kept_secret(self.home / "secret-key")

    def for_programs(self) -> dict[str, str]:
        """Return the variables that make a started program read exactly these settings."""
        chosen = {
            "GIGHALL_HOME": str(self.home),
            "GIGHALL_PORT": str(self.port),
            "GIGHALL_DOMAIN": self.domain,
            "GIGHALL_DEMO": "yes" if self.demo else "no",
            "GIGHALL_RUN_DIR": str(self.run_dir),
            "GIGHALL_SECRET_KEY": self._secret_key,
            "GIGHALL_MAIL_URL": self.mail_url,
            "GIGHALL_MAIL_FROM": self.mail_from,
            "GIGHALL_STUN_URLS": ",".join(self.stun_urls),
            "GIGHALL_TURN_URLS": ",".join(self.turn_urls),
            "GIGHALL_TURN_SECRET": self.turn_secret,
            "GIGHALL_VIDEO_EVERYWHERE": "yes" if self.video_everywhere else "no",
            "DATABASE_URL": self.database_url,
            "VALKEY_URL": self.valkey_url,
        }
        return {name: value for name, value in chosen.items() if value}


def read_environment() -> Environment:
    """Return the settings from the environment and ``.env``.

    Errors: SettingError, with one sentence, for a wrong value or a misspelt name.
    """
    for sentence in _misspelt(os.environ):
        raise SettingError(sentence)
    try:
        return Environment(_Settings())
    except ValidationError as error:
        raise SettingError(_sentence(error)) from None
    except OSError as error:
        raise SettingError(f"The settings cannot be read: {error.strerror} ({error.filename}).") from None


def run_dir_for(home: Path) -> Path:
    """Return the private folder of a home's sockets; socket paths may be 107 bytes long, so it is short."""
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:10]
    return Path("/tmp") / f"gighall-{os.getuid()}-{digest}"


def kept_secret(path: Path) -> str:
    """Return the secret kept in a file, made with mode 0600 when it is not there."""
    words = _words_in(path)
    if words:
        return words
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")
        # Two programs may start at once: the first link stands, the other one reads it.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror}.") from None
    return _words_in(path) or ""


def _listed(addresses: str) -> tuple[str, ...]:
    return tuple(address.strip() for address in addresses.split(",") if address.strip())


def _words_in(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is damaged'}."
        ) from None


def _misspelt(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each name that is close to a setting's name without being one."""
    known = [setting_name(field) for field in _Settings.model_fields]
    for name in sorted(environment):
        if name.startswith("GIGHALL_") and name not in known:
            for close in difflib.get_close_matches(name, known, n=1, cutoff=0.85):
                yield f"{name} is not a setting; {close} is."


def _sentence(error: ValidationError) -> str:
    first: Any = error.errors(include_url=False, include_context=False)[0]
    place = str(first["loc"][0])
    field = next((known for known in WANTED if place in (known, setting_name(known))), place)
    given = "" if field in SECRETS else f", not {first['input']!r}"
    return f"{setting_name(field)} must be {WANTED.get(field, 'something else')}{given}."
