"""``python -m tests.bench WHAT [WORDS]``: one measurement; ``make bench ARGS="live quick"`` is a shorter one."""

import sys
from importlib import import_module

WHATS = ("live", "pages", "search")


def main(words: list[str]) -> int:
    """Run the measurement that the first word names."""
    if not words or words[0] not in WHATS:
        print(f'usage: make bench ARGS="{"|".join(WHATS)} [quick]"', file=sys.stderr)
        return 2
    return int(import_module(f"tests.bench.{words[0]}").main(words[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
