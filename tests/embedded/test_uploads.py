"""Files in parts through a running hall: a client of others, killed programs, lines that race, bounded memory."""

import base64
import hashlib
import os
import random
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from tusclient.client import TusClient

from tests.embedded.hall_talks import run_in
from tests.embedded.parts import kill, processes_of
from tests.harness.halls import RunningHall
from tests.patience import PATIENCE_SECONDS, until

PART = "application/offset+octet-stream"
MEGABYTE = 1_048_576
LARGE_BYTES = 160 * MEGABYTE
# What streaming may take beside what the program holds anyway, judging included: far less than what is sent.
MEMORY_BYTES_MAX = 60 * MEGABYTE
MAKE_ORDER = """
from gighall.base import clock
from gighall.domain.accounts.actions import create_token
from gighall.domain.accounts.models import Person
from gighall.domain.orders.models import Order
buyer = Person.objects.get(email="bram@lantern.example")
order = Order.objects.filter(buyer=buyer, state="in_progress").order_by("pk").first()
token = create_token(person_id=buyer.pk, name=sys.argv[1], now=clock.now())[1]
print(json.dumps([order.public_id, token]))
"""
FILES = """
from gighall.domain.files.models import StoredFile
found = StoredFile.objects.filter(name=sys.argv[1]).order_by("pk").values_list("public_id", "sha256", "size")
print(json.dumps(list(found)))
"""


class Sender:
    """The demo world's buyer, who sends files on an order page with a program of their own."""

    def __init__(self, hall: RunningHall) -> None:
        self.hall = hall
        order, self.token = run_in(hall, MAKE_ORDER, f"a program {time.monotonic_ns()}")
        self.place = f"{hall.origin}/api/v1/orders/{order}/uploads"
        self.headers = {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0"}

    def client(self) -> TusClient:
        """Return a client as its makers wrote it."""
        return TusClient(self.place, headers={"Authorization": f"Bearer {self.token}"})

    def begin(self, size: int, name: str = "file") -> str:
        """Begin an upload by hand; return its address."""
        said = f"filename {base64.b64encode(name.encode()).decode()}"
        request = Request(
            self.place,
            method="POST",
            data=b"",
            headers=self.headers | {"Upload-Length": str(size), "Upload-Metadata": said},
        )
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return f"{self.hall.origin}{answer.headers['Location']}"

    def offset(self, address: str) -> int:
        """Ask how far an upload is."""
        request = Request(address, method="HEAD", headers=self.headers)
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return int(answer.headers["Upload-Offset"])

    def part(self, address: str, offset: int, body: bytes) -> tuple[int, int]:
        """Send a part; return the answer's status, and the offset then."""
        headers = self.headers | {"Upload-Offset": str(offset), "Content-Type": PART}
        try:
            with urlopen(
                Request(address, method="PATCH", data=body, headers=headers), timeout=PATIENCE_SECONDS
            ) as answer:
                return int(answer.status), int(answer.headers["Upload-Offset"])
        except HTTPError as refused:
            refused.read()
            return refused.code, -1

    def open_part(self, address: str, size: int, offset: int = 0) -> socket.socket:
        """Announce a part, and leave the line open to send its bytes."""
        line = socket.create_connection(("127.0.0.1", self.hall.port), timeout=PATIENCE_SECONDS)
        named = self.headers | {
            "Upload-Offset": str(offset),
            "Content-Type": PART,
            "Content-Length": str(size),
        }
        head = "".join(f"{name}: {said}\r\n" for name, said in named.items())
        path = address.removeprefix(self.hall.origin)
        line.sendall(f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.hall.port}\r\n{head}\r\n".encode())
        return line

    def digest_of_stored(self, name: str) -> str:
        """Fetch the one file of a name from the hall; return the digest of its bytes."""
        (public_id, said, _size), *more = run_in(self.hall, FILES, name)
        assert more == []
        request = Request(f"{self.hall.origin}/api/v1/files/{public_id}", headers=self.headers)
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            found = hashlib.file_digest(answer, "sha256").hexdigest()
        assert found == said
        return found


@pytest.fixture(scope="module")
def sender(demo_hall: RunningHall) -> Sender:
    """Somebody who sends files."""
    return Sender(demo_hall)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of many parts, each byte by chance."""
    chance = random.Random("a large file")
    path = tmp_path / "large.bin"
    with path.open("wb") as stream:
        for _megabyte in range(LARGE_BYTES // MEGABYTE):
            stream.write(chance.randbytes(MEGABYTE))
    return path


def test_a_client_of_others_sends_a_file_in_parts(sender: Sender, tmp_path: Path) -> None:
    content = random.Random("some parts").randbytes(3 * MEGABYTE + 17)
    path = tmp_path / "parts.bin"
    path.write_bytes(content)
    name = f"by a client of others {time.monotonic_ns()}.bin"

    uploader = sender.client().uploader(str(path), chunk_size=MEGABYTE, metadata={"filename": name})
    uploader.upload(stop_at=MEGABYTE)
    resumed = sender.client().uploader(str(path), chunk_size=MEGABYTE, url=uploader.url)
    resumed.upload()

    assert resumed.offset == len(content)
    assert sender.digest_of_stored(name) == hashlib.sha256(content).hexdigest()


def test_a_large_file_takes_no_memory_and_arrives_whole(sender: Sender, large: Path) -> None:
    worker = processes_of(sender.hall, "uploads")[-1]
    front = processes_of(sender.hall, "front")[-1]
    warm = sender.begin(5)
    sender.part(warm, 0, b"warm!")
    before = {pid: memory(pid) for pid in (worker, front)}
    name = f"large {time.monotonic_ns()}.bin"

    # All of it in one request, as clients do that are told nothing else.
    uploader = sender.client().uploader(str(large), metadata={"filename": name})
    uploader.upload()

    grown = {pid: peak(pid) - was for pid, was in before.items()}
    assert max(grown.values()) < MEMORY_BYTES_MAX, grown
    assert sender.digest_of_stored(name) == hashlib.sha256(large.read_bytes()).hexdigest()


def test_after_a_kill_the_hall_knows_what_it_has_and_the_rest_completes_it(sender: Sender) -> None:
    chance = random.Random("killed in the middle")
    content = chance.randbytes(24 * MEGABYTE)
    name = f"killed {time.monotonic_ns()}.bin"
    address = sender.begin(len(content), name)
    acked = sender.part(address, 0, content[: 2 * MEGABYTE])[1]
    offsets = [acked]

    for _kill in range(2):
        offsets.append(killed_in_the_middle(sender, address, content, offsets[-1]))
    status, end = sender.part(address, offsets[-1], content[offsets[-1] :])

    assert offsets == sorted(offsets)
    assert offsets[0] == 2 * MEGABYTE < offsets[-1]
    assert (status, end) == (204, len(content))
    assert not (sender.hall.home / "parts" / address.rpartition("/")[2]).exists()
    assert sender.digest_of_stored(name) == hashlib.sha256(content).hexdigest()


def killed_in_the_middle(sender: Sender, address: str, content: bytes, offset: int) -> int:
    """Send a part, kill the program once some of it is on the disk, and return what the next one says it has."""
    part = sender.hall.home / "parts" / address.rpartition("/")[2]
    with ThreadPoolExecutor(1) as pool, sender.open_part(address, len(content) - offset, offset) as line:
        sending = pool.submit(pour, line, content[offset : offset + 4 * MEGABYTE])
        until(lambda: part.stat().st_size > offset, what="some of the part is on the disk")
        kill(sender.hall, "uploads")
        # The front may wait for the rest, which is never sent.
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        sending.result()
    stored = part.stat().st_size
    found: int = until(lambda: told(sender, address), what="the program is back")
    assert found == stored
    assert part.read_bytes() == content[:stored]
    return found


def pour(line: socket.socket, content: bytes) -> None:
    """Send until somebody hangs up."""
    with suppress(OSError):
        line.sendall(content)


def told(sender: Sender, address: str) -> int | None:
    """Return the offset, or None while nobody answers."""
    try:
        return sender.offset(address)
    except (OSError, HTTPError):
        return None


def test_of_two_parts_at_the_same_offset_exactly_one_wins(sender: Sender) -> None:
    bodies = [bytes([letter]) * (3 * MEGABYTE) for letter in b"ab"]
    for _round in range(4):
        address = sender.begin(4 * MEGABYTE)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda body: sender.part(address, 0, body), bodies))  # noqa: B023 - joined in the round

        assert sorted(status for status, _offset in answers) == [204, 409]
        assert sender.offset(address) == 3 * MEGABYTE
        winner = bodies[[status for status, _offset in answers].index(204)]
        part = sender.hall.home / "parts" / address.rpartition("/")[2]
        assert part.read_bytes() == winner
        cancel(sender, address)


def test_a_line_that_went_silent_holds_up_nobody(sender: Sender) -> None:
    content = os.urandom(2 * MEGABYTE)
    address = sender.begin(len(content))
    with sender.open_part(address, len(content)) as silent:
        silent.sendall(content[:MEGABYTE])
        until(lambda: sender.offset(address) == MEGABYTE, what="half of it is here")

        status, end = sender.part(address, MEGABYTE, content[MEGABYTE:])
        silent.sendall(content[MEGABYTE:])
        refused = silent.recv(1_000)

    assert (status, end) == (204, len(content))
    assert refused.startswith(b"HTTP/1.1 409 ")


def test_who_hangs_up_leaves_what_has_come(sender: Sender) -> None:
    address = sender.begin(2 * MEGABYTE)
    with sender.open_part(address, 2 * MEGABYTE) as line:
        line.sendall(b"x" * 700_000)

    until(lambda: sender.offset(address) > 0, what="something of it is here")
    assert sender.offset(address) <= 700_000
    cancel(sender, address)


def cancel(sender: Sender, address: str) -> None:
    """Take an upload back."""
    with urlopen(Request(address, method="DELETE", headers=sender.headers), timeout=PATIENCE_SECONDS):
        pass


def memory(pid: int) -> int:
    """Return how much memory a process holds, in bytes; the peak is counted from here."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
    return _status(pid, "VmRSS")


def peak(pid: int) -> int:
    """Return the most that a process has held since then, in bytes."""
    return _status(pid, "VmHWM")


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024
