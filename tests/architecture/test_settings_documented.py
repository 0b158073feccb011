"""Every setting of the environment is in .env.example and in the operator's guide."""

import pytest

from gighall.base import environment
from tests.architecture.code import ROOT


def setting_names() -> list[str]:
    """Return the names of all settings that an operator may make."""
    fields = environment._Settings.model_fields
    names = [environment.setting_name(field) for field in fields]
    return sorted(name for name in names if name not in environment.INNER_SETTINGS)


@pytest.mark.parametrize("document", [".env.example", "docs/self-hosting.md"])
def test_every_setting_is_explained(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")

    missing = [name for name in setting_names() if name not in text]

    assert missing == []


@pytest.mark.parametrize("document", [".env.example", "docs/self-hosting.md"])
def test_no_setting_is_explained_that_does_not_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    words = {word.strip("`*.,;:()#=") for word in text.replace("=", " ").split()}

    invented = [word for word in words if word.startswith("GIGHALL_") and word not in setting_names()]

    assert invented == []
