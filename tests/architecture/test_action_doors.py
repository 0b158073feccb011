"""Each public action has a page and an API call, or a listed reason."""

from tests.architecture.action_doors import WITHOUT_API, WITHOUT_PAGE
from tests.architecture.code import PACKAGE, Action, actions, calls_action, modules_below

API = PACKAGE / "web" / "api"


def has_page(action: Action) -> bool:
    """Say whether a page calls the action."""
    pages = [module for module in modules_below(PACKAGE / "web") if not module.path.is_relative_to(API)]
    return any(calls_action(module, action) for module in pages)


def has_api(action: Action) -> bool:
    """Say whether the API calls the action."""
    return any(calls_action(module, action) for module in modules_below(API))


def test_each_action_has_a_page_or_a_reason() -> None:
    without = {action.title for action in actions() if not has_page(action)}

    assert without == set(WITHOUT_PAGE)


def test_each_action_has_an_api_call_or_a_reason() -> None:
    without = {action.title for action in actions() if not has_api(action)}

    assert without == set(WITHOUT_API)


def test_reasons_are_whole_sentences() -> None:
    reasons = [*WITHOUT_PAGE.values(), *WITHOUT_API.values()]

    assert [reason for reason in reasons if not reason.endswith(".") or len(reason.split()) < 4] == []
