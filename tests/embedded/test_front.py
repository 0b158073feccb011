"""The front: static files, limits and error pages of its own, and what it tells the programs behind it."""

import contextlib
import http.client
import http.server
import json
import socket
import socketserver
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gighall.base import limits
from gighall.base.environment import Environment, read_environment
from gighall.embedded.front import front_command, write_configuration
from gighall.embedded.home import make_run_dir
from gighall.embedded.refusals import CannotStart
from tests.harness.halls import free_port
from tests.patience import PATIENCE_SECONDS, until

FIRST_BYTES = 1_000
CONTENT = bytes(range(256)) * 8
FILE_HEADERS = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": 'attachment; filename="page.html"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "ETag": '"digest"',
}


class Echo(http.server.BaseHTTPRequestHandler):
    """A web program that answers with the headers it was sent, once it has read the body."""

    def do_GET(self) -> None:
        """Answer any request; one for a file by saying where it lies, as the pages do for who may have it."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/files/"):
            self._answer_with_file()
            return
        answer = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_POST(self) -> None:
        """Answer any form."""
        self.do_GET()

    def do_HEAD(self) -> None:
        """Answer without a body what would be answered with one."""
        self.do_GET()

    def do_PATCH(self) -> None:
        """Take the first bytes of a part of an upload, and answer them when they have come."""
        first = self.rfile.read(FIRST_BYTES)
        self.server.heard.append(first)  # type: ignore[attr-defined]
        self.rfile.read(int(self.headers["Content-Length"]) - FIRST_BYTES)
        self.send_response(204)
        self.end_headers()

    def _answer_with_file(self) -> None:
        can_send = self.headers.get("X-Sendfile-Type") == "X-Accel-Redirect"
        self.send_response(200)
        for name, value in FILE_HEADERS.items():
            self.send_header(name, value)
        self.send_header("X-Accel-Redirect" if can_send else "X-Nothing", self.path.removeprefix("/files"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def address_string(self) -> str:
        """Return no address: there is none on a Unix socket."""
        return ""

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


class Server(socketserver.ThreadingUnixStreamServer):
    """Serves the echo; a front that hangs up half-way is nothing to report."""

    daemon_threads = True

    def __init__(self, path: str) -> None:
        super().__init__(path, Echo)
        # The first bytes of each part of an upload.
        self.heard: list[bytes] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


class Front:
    """A running front, and the web program behind it, which may be away."""

    def __init__(self, home: Path, environment: Environment) -> None:
        self.environment = environment
        configuration = write_configuration(environment)
        self.process = subprocess.Popen(
            front_command(configuration), env={"HOME": str(home)}, stderr=subprocess.DEVNULL
        )
        until(lambda: self.get("/static/")[0], what="the front listens")

    def get(
        self, path: str, *, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers and body of an answer; status 0 when nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.environment.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("POST" if body else "GET", path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        except ConnectionRefusedError:
            return 0, {}, ""
        finally:
            connection.close()


@pytest.fixture
def front(monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """A front with static files and error pages in a home whose name is hard to quote."""
    with tempfile.TemporaryDirectory(prefix="front ") as folder:
        home = Path(folder) / 'a "home" #1'
        (home / "static").mkdir(parents=True)
        (home / "static" / "look.1234.css").write_text("body {}", encoding="utf-8")
        (home / "front" / "errors").mkdir(parents=True)
        for name in ("413", "unavailable"):
            (home / "front" / "errors" / f"{name}.html").write_text(f"<p>{name}", encoding="utf-8")
        monkeypatch.setenv("GIGHALL_HOME", str(home))
        monkeypatch.setenv("GIGHALL_RUN_DIR", str(Path(folder) / "run"))
        monkeypatch.setenv("GIGHALL_PORT", str(free_port()))
        environment = read_environment()
        make_run_dir(environment.run_dir)
        running = Front(home, environment)
        try:
            yield running
        finally:
            running.process.terminate()
            running.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def web(front: Front) -> Iterator[Server]:
    """The web program behind the front."""
    with serving(front, "web") as server:
        yield server


@pytest.fixture
def uploads(front: Front) -> Iterator[Server]:
    """The program of uploads behind the front."""
    with serving(front, "uploads") as server:
        yield server


@contextlib.contextmanager
def serving(front: Front, program: str) -> Iterator[Server]:
    """Serve the echo where a program behind the front listens."""
    server = Server(str(front.environment.run_dir / f"{program}.sock"))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_static_files_are_served_for_ever(front: Front) -> None:
    status, headers, body = front.get("/static/look.1234.css")

    assert (status, body) == (200, "body {}")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert front.get("/static/absent.css")[0] == 404


@pytest.mark.usefixtures("web")
def test_visitor_cannot_lend_the_programs_a_false_origin(front: Front) -> None:
    lies = {"X-Forwarded-For": "10.1.1.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}

    status, _, body = front.get("/orders/", headers=lies | {"Host": "hall.example.org"})

    told = json.loads(body)
    assert status == 200
    assert told["Host"] == "hall.example.org"
    assert told["X-Forwarded-For"] == "127.0.0.1"
    assert told["X-Forwarded-Proto"] == "http"
    assert told["X-Forwarded-Host"] == "hall.example.org"


@pytest.mark.usefixtures("web")
def test_body_over_the_limit_gets_the_designed_page(front: Front) -> None:
    status, _, body = front.get("/gigs/new/", body=b"x" * (limits.REQUEST_BYTES_MAX + 1))

    assert (status, body) == (413, "<p>413")


@pytest.mark.usefixtures("web")
def test_a_body_that_says_how_large_it_is_gets_the_page_before_it_is_sent(front: Front) -> None:
    assert announced(front, "/gigs/new/", 30_000_000).startswith(b"HTTP/1.1 413 ")


def announced(front: Front, path: str, size: int) -> bytes:
    """Return what is answered to a request that says how much it will bring, before it brings it."""
    with socket.create_connection(("127.0.0.1", front.environment.port), timeout=PATIENCE_SECONDS) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n".encode())
        return line.recv(1_000)


def test_page_of_an_absent_program_says_when_to_come_back(front: Front) -> None:
    status, headers, body = front.get("/")

    assert (status, body) == (503, "<p>unavailable")
    assert headers["Retry-After"] == "5"
    assert headers["Cache-Control"] == "no-store"


def test_home_that_cannot_stand_in_the_configuration_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "a {home}"
    home.mkdir()
    monkeypatch.setenv("GIGHALL_HOME", str(home))

    with pytest.raises(CannotStart, match="holds a brace"):
        write_configuration(read_environment())


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize(
    "path",
    ["/inbox/a1/files/", "/orders/a1/files/", "/api/v1/orders/a1/files", "/api/v1/conversations/a1/files"],
)
def test_where_files_are_sent_a_body_may_be_as_large_as_one(front: Front, path: str) -> None:
    assert front.get(path, body=b"x" * limits.FILE_BYTES_MAX)[0] == 200
    assert announced(front, path, limits.UPLOAD_BYTES_MAX + 1).startswith(b"HTTP/1.1 413 ")


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize(
    "path", ["/inbox/a1/messages/", "/files/a1/files/", "/orders/files/", "/x/inbox/a1/files/"]
)
def test_everywhere_else_it_may_not(front: Front, path: str) -> None:
    assert front.get(path, body=b"x" * (limits.REQUEST_BYTES_MAX + 1))[0] == 413


PART_PATHS = ["/api/v1/uploads/a1", "/api/v1/orders/a1/uploads", "/api/v1/conversations/a1/uploads"]


@pytest.mark.usefixtures("uploads")
@pytest.mark.parametrize("path", PART_PATHS)
def test_a_part_of_an_upload_may_be_as_large_as_the_largest_file(front: Front, path: str) -> None:
    assert front.get(path, body=b"x" * (limits.UPLOAD_BYTES_MAX + 1))[0] == 200
    assert announced(front, path, limits.FILE_IN_ORDER_BYTES_MAX + 1).startswith(b"HTTP/1.1 413 ")


def test_a_part_of_an_upload_is_passed_on_while_it_comes(front: Front, uploads: Server) -> None:
    with socket.create_connection(("127.0.0.1", front.environment.port), timeout=PATIENCE_SECONDS) as line:
        size = 5_000_000_000
        head = f"PATCH /api/v1/uploads/a1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n"
        line.sendall(head.encode() + b"x" * FIRST_BYTES)

        until(lambda: uploads.heard, what="the first bytes have come through, long before the last")

    assert uploads.heard == [b"x" * FIRST_BYTES]


@pytest.fixture
def file(front: Front, web: Server) -> str:
    """A stored file whose bytes the front sends; its name would be a page's."""
    folder = front.environment.home / "files" / "ab"
    folder.mkdir(parents=True)
    (folder / "abcd.html").write_bytes(CONTENT)
    return "/files/ab/abcd.html"


def fetch(
    front: Front, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Return status, headers and bytes of a file's answer."""
    connection = http.client.HTTPConnection("127.0.0.1", front.environment.port, timeout=PATIENCE_SECONDS)
    with contextlib.closing(connection):
        connection.request(
            method, path, headers={name.replace("_", "-"): said for name, said in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def test_the_front_sends_a_files_bytes_and_keeps_what_the_pages_said_of_them(front: Front, file: str) -> None:
    status, headers, body = fetch(front, file)

    assert (status, body) == (200, CONTENT)
    assert {name: headers[name] for name in FILE_HEADERS} == FILE_HEADERS
    assert (headers["Accept-Ranges"], headers["X-Accel-Redirect"]) == ("bytes", None)


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=2000-", 206, 2000, len(CONTENT) - 1),
        ("bytes=-5", 206, len(CONTENT) - 5, len(CONTENT) - 1),
        ("bytes=0-99999", 206, 0, len(CONTENT) - 1),
    ],
)
def test_a_range_of_a_file_is_sent_alone(
    front: Front, file: str, asked: str, status: int, first: int, last: int
) -> None:
    found, headers, body = fetch(front, file, Range=asked)

    assert (found, body) == (status, CONTENT[first : last + 1])
    assert headers["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert headers["Content-Disposition"] == FILE_HEADERS["Content-Disposition"]
    assert "sandbox" in headers["Content-Security-Policy"]


def test_ranges_follow_their_conditions(front: Front, file: str) -> None:
    same = fetch(front, file, Range="bytes=0-9", If_Range='"digest"')
    other = fetch(front, file, Range="bytes=0-9", If_Range='"another"')
    beyond = fetch(front, file, Range="bytes=99999-")
    unreadable = fetch(front, file, Range="lines=1-2")
    known = fetch(front, file, If_None_Match='"digest"')
    head = fetch(front, file, "HEAD")

    assert (same[0], same[2]) == (206, CONTENT[:10])
    assert (other[0], other[2]) == (200, CONTENT)
    assert (beyond[0], beyond[1]["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")
    assert unreadable[0] == 416
    assert (known[0], known[2]) == (304, b"")
    assert (head[0], head[1]["Content-Length"], head[2]) == (200, str(len(CONTENT)), b"")


def test_several_ranges_come_as_several_parts_and_never_as_a_page(front: Front, file: str) -> None:
    status, headers, body = fetch(front, file, Range="bytes=0-9,20-29")

    assert status == 206
    assert headers["Content-Type"].startswith("multipart/byteranges; boundary=")
    assert headers["Content-Disposition"].startswith("attachment")
    assert CONTENT[:10] in body
    assert CONTENT[20:30] in body
    assert len(body) < 1_000


def test_what_lies_in_the_storage_has_no_address_of_its_own(front: Front, file: str) -> None:
    assert front.get("/ab/abcd.html")[2] != CONTENT.decode("latin-1")
    assert fetch(front, file, X_Sendfile_Type="nothing")[2] == CONTENT
