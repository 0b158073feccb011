"""The ground of all tests: where the hall's settings point while they run, and what they may ask for."""

import os
import tempfile
from pathlib import Path

import django
from django.conf import settings

# The folder of this run: made by its first process, known to its workers. Others may enter it, because
# as root the database runs as another user.
if "HALL_TESTS_RUN" not in os.environ:
    os.environ["HALL_TESTS_RUN"] = tempfile.mkdtemp(prefix="hall-tests-")
RUN = Path(os.environ["HALL_TESTS_RUN"])
RUN.chmod(0o755)
HOME = RUN / "home"
HOME.mkdir(exist_ok=True)
(HOME / "database-password").write_text("for-tests-only", encoding="ascii")

for name in [name for name in os.environ if name.startswith(("GIGHALL_", "DATABASE_URL", "VALKEY_URL"))]:
    if name != "GIGHALL_PG_BIN":
        del os.environ[name]
os.environ |= {
    "GIGHALL_HOME": str(HOME),
    "GIGHALL_RUN_DIR": str(RUN / "run"),
    "GIGHALL_DEMO": "yes",
    "GIGHALL_SECRET_KEY": "a key for tests only, as long as it must be",
    "DJANGO_SETTINGS_MODULE": "gighall.config.settings",
}

django.setup()
# What is dear in tests and proves nothing: slow password hashes, and names of static files by content.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Each worker has a storage of its own, as it has a database of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "one")
settings.STORAGES["default"]["OPTIONS"]["location"] = HOME / "files" / WORKER
settings.GIGHALL_PARTS = HOME / "parts" / WORKER

pytest_plugins = [
    "tests.harness.honesty",
    "tests.harness.chance",
    "tests.harness.budgets",
    "tests.harness.halls",
    "tests.harness.shares",
    "tests.harness.database",
    "tests.harness.cast",
    "tests.harness.chromium",
]
