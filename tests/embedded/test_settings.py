"""Each wrong setting is told in one sentence; each right one is understood."""

from pathlib import Path

import pytest

from gighall.base.environment import SettingError, kept_secret, read_environment, run_dir_for


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GIGHALL_HOME", "GIGHALL_RUN_DIR", "GIGHALL_DEMO", "GIGHALL_SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("GIGHALL_PORT", "80x", "GIGHALL_PORT must be a whole number from 1 to 65535, not '80x'."),
        ("GIGHALL_PORT", "70000", "GIGHALL_PORT must be a whole number from 1 to 65535, not '70000'."),
        (
            "GIGHALL_DOMAIN",
            "https://hall.example.org",
            (
                "GIGHALL_DOMAIN must be a host name such as hall.example.org, without scheme, port or path, "
                "not 'https://hall.example.org'."
            ),
        ),
        ("GIGHALL_DEMO", "perhaps", "GIGHALL_DEMO must be yes or no, not 'perhaps'."),
        (
            "DATABASE_URL",
            "mysql://me:secret@host/hall",
            "DATABASE_URL must be an address such as postgresql://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "postgresql://me:secret@host:port/hall",
            "DATABASE_URL must be an address such as postgresql://user:password@host:5432/name.",
        ),
        (
            "VALKEY_URL",
            "127.0.0.1:6379",
            "VALKEY_URL must be an address such as redis://host:6379/0 or valkey://host:6379/0.",
        ),
        ("GIGHALL_SECRET_KEY", "short", "GIGHALL_SECRET_KEY must be at least 32 characters long."),
        (
            "GIGHALL_MAIL_URL",
            "mail.example.org",
            "GIGHALL_MAIL_URL must be an address such as smtp+tls://user:password@host:587.",
        ),
        (
            "GIGHALL_MAIL_FROM",
            "nobody",
            "GIGHALL_MAIL_FROM must be a mail address such as hall@example.org, not 'nobody'.",
        ),
        ("GIGHALL_DOMIAN", "hall.example.org", "GIGHALL_DOMIAN is not a setting; GIGHALL_DOMAIN is."),
    ],
)
def test_wrong_setting_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingError) as refused:
        read_environment()

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("valkey://host:6379/0", "redis://host:6379/0"),
        ("valkeys://valkey@host/1", "rediss://valkey@host/1"),
        ("unix:///run/valkey.sock?db=0", "unix:///run/valkey.sock?db=0"),
    ],
)
def test_valkey_is_found_by_the_schemes_that_its_client_knows(
    monkeypatch: pytest.MonkeyPatch, given: str, used: str
) -> None:
    monkeypatch.setenv("VALKEY_URL", given)

    assert read_environment().valkey_url == used


def test_demo_mode_refuses_a_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIGHALL_DOMAIN", "hall.example.org")
    monkeypatch.setenv("GIGHALL_DEMO", "yes")

    with pytest.raises(SettingError, match="Demo mode serves this machine only"):
        read_environment()


@pytest.mark.parametrize(
    ("name", "value", "demo"),
    [
        ("GIGHALL_PORT", "8001", True),
        ("GIGHALL_DOMAIN", "hall.example.org", False),
        ("DATABASE_URL", "postgresql://host/hall", False),
        ("GIGHALL_DEMO", "no", False),
    ],
)
def test_demo_mode_is_the_default_without_domain_and_database(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, *, demo: bool
) -> None:
    monkeypatch.setenv(name, value)

    assert read_environment().demo is demo


def test_settings_are_read_from_the_env_file_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        "GIGHALL_PORT=8001\nGIGHALL_MAIL_FROM=hall@example.org\n", encoding="utf-8"
    )
    monkeypatch.setenv("GIGHALL_PORT", "8002")

    environment = read_environment()

    assert (environment.port, environment.mail_from) == (8002, "hall@example.org")


def test_empty_setting_counts_as_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIGHALL_PORT", "")

    assert read_environment().port == 8000


def test_programs_read_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIGHALL_HOME", str(tmp_path / "a home"))
    given = read_environment()
    for name, value in given.for_programs().items():
        monkeypatch.setenv(name, value)

    read = read_environment()

    assert read.for_programs() == given.for_programs()
    assert read.demo


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret"

    first = kept_secret(path)

    assert len(first) >= 60
    assert kept_secret(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret"]


def test_socket_paths_stay_short_for_long_homes() -> None:
    folder = run_dir_for(Path("/" + "long/" * 100))

    assert len(f"{folder}-pg/.s.PGSQL.5432.lock") < 100
