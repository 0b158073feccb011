"""``gighall``: one module per command, each with ``add(commands)`` and ``run(arguments)``."""

import argparse
import sys
from importlib import import_module

from gighall.base.environment import SettingError
from gighall.base.errors import Refused
from gighall.embedded.home import sentence_for
from gighall.embedded.refusals import CannotStart

# A module imports Django inside its ``run``: the supervisor and ``--help`` do without it.
COMMANDS = (
    "run", "migrate", "demo_commands", "database", "replay", "bench_world", "verify", "erase", "mail", "guard",
)  # fmt: skip


def main(words: list[str] | None = None) -> int:
    """Run the command that the words name and return the exit code.

    2 is a refusal, told in one sentence on stderr; anything unforeseen is a traceback and 1.
    """
    parser = argparse.ArgumentParser(
        prog="gighall", description="A self-hosted marketplace for help by chat."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for name in COMMANDS:
        import_module(f"gighall.cli.{name}").add(commands)
    arguments = parser.parse_args(words)
    try:
        return int(arguments.run(arguments) or 0)
    except (SettingError, CannotStart, Refused) as refusal:
        return _refuse(str(refusal))
    except OSError as error:
        return _refuse(sentence_for(error))
    except KeyboardInterrupt:
        return 130


def _refuse(sentence: str) -> int:
    print(f"gighall: {sentence}", file=sys.stderr)
    return 2
