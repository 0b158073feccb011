"""The live program: ``python -m gighall.live --uds PATH``."""

import argparse
import os
import signal
import sys
from types import FrameType

SWITCH_SECONDS = 0.001


def main() -> int:
    """Serve sockets until the program is told to end."""
    parser = argparse.ArgumentParser(prog="python -m gighall.live", description=__doc__)
    # The server ends by itself on this signal and raises it again when all is done: that is a clean end.
    signal.signal(signal.SIGTERM, _end)
    parser.add_argument("--uds", help="the Unix socket to listen on")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on, without --uds")
    parser.add_argument("--port", type=int, default=8001, help="the port to listen on, without --uds")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")

    from gighall.base.environment import SettingError

    try:
        import django

        django.setup()
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2

    from .application import make_application
    from .server import make_server

    # A long text is judged in a thread: it gives way to the sockets after so long.
    sys.setswitchinterval(SWITCH_SECONDS)
    make_server(make_application(), uds=options.uds, host=options.host, port=options.port).run()
    return 0


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
