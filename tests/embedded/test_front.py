"""The front: static files, limits and error pages of its own, and what it tells the programs behind it."""

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


class Echo(http.server.BaseHTTPRequestHandler):
    """A web program that answers with the headers it was sent, once it has read the body."""

    def do_GET(self) -> None:
        """Answer any request."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_POST(self) -> None:
        """Answer any form."""
        self.do_GET()

    def address_string(self) -> str:
        """Return no address: there is none on a Unix socket."""
        return ""

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


class Server(socketserver.ThreadingUnixStreamServer):
    """Serves the echo; a front that hangs up half-way is nothing to report."""

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
def web(front: Front) -> Iterator[None]:
    """The web program behind the front."""
    server = Server(str(front.environment.run_dir / "web.sock"), Echo)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield
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
