"""Clients that open pages: they keep their line, and cost next to nothing themselves."""

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.bench.page_world import Visit

END_OF_HEAD = b"\r\n\r\n"
LAST_CHUNK = b"\r\n0\r\n\r\n"
READ_BYTES = 262_144
# Guests come from so many addresses: how often one address may ask is limited.
ADDRESSES = 250 * 250


class BadAnswer(Exception):
    """A page was not answered with 200."""


@dataclass(frozen=True)
class Times:
    """How long pages took, in seconds, from asking to the last byte, and how large one was."""

    took: list[float]
    seconds: float
    size: int

    @property
    def per_second(self) -> float:
        """Return how many pages were answered each second."""
        return len(self.took) / self.seconds

    def milliseconds(self, percent: int) -> float:
        """Return how long a page took at most, but for so many of a hundred."""
        ordered = sorted(self.took)
        return ordered[len(ordered) * percent // 100] * 1000


class Line:
    """One connection to the pages: to a Unix socket, or to ``host:port``."""

    def __init__(self, address: str, *, packed: bool = False) -> None:
        host, _colon, port = address.rpartition(":")
        is_path = Path(address).is_absolute()
        self._socket = socket.socket(socket.AF_UNIX if is_path else socket.AF_INET)
        self._socket.connect(address if is_path else (host, int(port)))
        self._packed = "Accept-Encoding: gzip, zstd, br\r\n" if packed else ""

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def get(self, visit: Visit, number: int) -> int:
        """Open a page; return how many bytes came. Errors: BadAnswer."""
        cookie = f"Cookie: {visit.cookie}\r\n" if visit.cookie else ""
        place = number % ADDRESSES
        self._socket.sendall(
            f"GET {visit.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}{self._packed}"
            f"X-Forwarded-For: 10.9.{place // 250}.{place % 250}\r\n\r\n".encode()
        )
        data = self._socket.recv(READ_BYTES)
        while END_OF_HEAD not in data:
            data += self._more()
        head, _end, body = data.partition(END_OF_HEAD)
        if not head.startswith(b"HTTP/1.1 200"):
            raise BadAnswer(f"{visit.path}: {head.decode()}")
        return len(head) + self._body(head.lower(), body)

    def _body(self, head: bytes, body: bytes) -> int:
        _before, known, rest = head.partition(b"content-length: ")
        if not known:
            while not (b"\r\n" + body[-7:]).endswith(LAST_CHUNK):
                body += self._more()
            return len(body)
        got, size = len(body), int(rest.split(b"\r\n", 1)[0])
        while got < size:
            got += len(self._more())
        return got

    def _more(self) -> bytes:
        data = self._socket.recv(READ_BYTES)
        if not data:
            raise BadAnswer("the server hung up")
        return data


def visit_in_turn(address: str, visits: Sequence[Visit], times: int) -> Times:
    """Open pages one after the other."""
    took, size = [], 0
    with closing(Line(address)) as line:
        for number in range(times):
            began = time.perf_counter()
            size = line.get(visits[number % len(visits)], number)
            took.append(time.perf_counter() - began)
    return Times(took, sum(took), size)


def visit_together(
    address: str, visits: Sequence[Visit], *, clients: int, seconds: float, packed: bool = False
) -> Times:
    """Let so many clients open pages without pause."""
    took: list[float] = []
    turns, sizes = count(), [0] * clients
    began = time.perf_counter()
    until = began + seconds
    failed: list[BadAnswer] = []

    def work(client: int) -> None:
        try:
            with closing(Line(address, packed=packed)) as line:
                while (asked := time.perf_counter()) < until:
                    number = next(turns)
                    sizes[client] = line.get(visits[number % len(visits)], number)
                    took.append(time.perf_counter() - asked)
        except BadAnswer as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Times(took, time.perf_counter() - began, max(sizes))
