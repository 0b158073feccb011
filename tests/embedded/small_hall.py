"""``python -m tests.embedded.small_hall FOLDER NAMES``: a supervisor with tiny programs, until a signal.

Run apart from the tests, because a supervisor takes over every orphan of its process. The programs write
their process ids and when they stop into the folder.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from gighall.embedded.refusals import CannotStart
from gighall.embedded.supervisor import Program, Supervisor

KEEPS = """
import os, pathlib, signal, subprocess, sys, time
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
def stop(*_):
    with (folder / "stops").open("a") as file:
        file.write(name + chr(10))
    sys.exit()
signal.signal(signal.SIGTERM, signal.SIG_IGN if name == "deaf" else stop)
grandchild = subprocess.Popen(["sleep", "600"], start_new_session=True)
(folder / (name + ".draft")).write_text(f"{os.getpid()} {grandchild.pid}")
(folder / (name + ".draft")).rename(folder / name)
print("ERROR nobody listens", flush=True)
if name == "short":
    sys.exit("nothing to do here")
while True:
    time.sleep(600)
"""


def program(folder: Path, name: str, *, stop_seconds: float = 10) -> Program:
    """Return a program that is ready once it has written its process id."""

    async def is_ready() -> bool:
        return (folder / name).exists() and name != "short"

    return Program(
        name=name,
        command=[sys.executable, "-c", KEEPS, str(folder), name],
        environment=dict(os.environ),
        is_ready=is_ready,
        stop_seconds=stop_seconds,
        before_start=lambda: (folder / name).unlink(missing_ok=True),
    )


async def main(folder: Path, names: list[str]) -> int:
    """Start, wait for a signal, stop; a second signal hurries."""
    stop, hurry = asyncio.Event(), asyncio.Event()

    def ask() -> None:
        (hurry if stop.is_set() else stop).set()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ask)
    supervisor = Supervisor(logs=folder)
    try:
        await supervisor.step("hello", [sys.executable, "-c", "print('hello')"], dict(os.environ))
        await supervisor.start(program(folder, "ground"))
        await supervisor.start(*(program(folder, name, stop_seconds=60) for name in names))
        print("all ready", flush=True)
        await stop.wait()
    except CannotStart as refused:
        print(refused)
        return 2
    finally:
        await supervisor.stop(hurry)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), sys.argv[2:])))
