"""The guard as a library: what docs/guard-library.md shows does what it says."""

import re
from pathlib import Path
from typing import Any

from gighall.guard import find_in

PAGE = Path(__file__).parents[2] / "docs" / "guard-library.md"
_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_the_example_of_another_marketplace_masks_and_tells() -> None:
    known: dict[str, Any] = {}
    for block in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        exec(block, known)  # noqa: S102  # The page's own words are what is tested.

    assert known["masked"]("write to anna [at] foo [dot] org, that is quicker") == (
        "write to ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇, that is quicker",
        ["This is an e-mail address."],
    )
    assert known["masked"]("see https://bazaar.example/orders/7") == (
        "see https://bazaar.example/orders/7",
        [],
    )


def test_who_asks_for_less_confidence_gets_more() -> None:
    doubtful = "in the script: 0171 2345678"

    assert not find_in(doubtful)
    assert [one.kind for one in find_in(doubtful, least=0.0)] == ["phone"]
    assert find_in(doubtful, least=0.0)[0].confidence < 0.5
