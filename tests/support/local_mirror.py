"""A mirror on this machine, good or bad: an HTTP server in a thread that answers as a test tells it to."""

from __future__ import annotations

import contextlib
import http.server
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).with_suffix(".pem")  # for 127.0.0.1, signed by itself, with its key; nobody trusts it
Behaviour = Callable[["Request"], None]


class Request(http.server.BaseHTTPRequestHandler):
    """One request; its server is a `LocalMirror`."""

    server: LocalMirror

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        with contextlib.suppress(OSError):  # the other side may leave
            self.server.behave(self)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    @property
    def content(self) -> bytes | None:
        """The file that is asked for."""
        return self.server.files.get(self.path.rpartition("/")[2])

    def head(self, length: int | None, status: int = 200, **headers: str) -> None:
        """Send the head of an answer."""
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def wait(self) -> None:
        """Do nothing until the mirror is closed or told to go on."""
        self.server.going_on.wait()


class LocalMirror(http.server.ThreadingHTTPServer):
    """A mirror; `behave` may be changed at any time."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes], port: int = 0, *, is_secure: bool = False) -> None:
        super().__init__(("127.0.0.1", port), Request)
        self._scheme = "https" if is_secure else "http"
        if is_secure:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(CERTIFICATE)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.files = dict(files)
        self.behave: Behaviour = serve
        self.requests: list[str] = []
        self.going_on = threading.Event()

    @property
    def address(self) -> str:
        """Where its files are."""
        return f"{self._scheme}://127.0.0.1:{self.server_port}/mnist/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


@contextlib.contextmanager
def local_mirror(files: Mapping[str, bytes], port: int = 0, *, is_secure: bool = False) -> Iterator[LocalMirror]:
    """Give a running mirror of these files, at a port of its own choice or at this one."""
    with LocalMirror(files, port, is_secure=is_secure) as mirror:
        thread = threading.Thread(target=mirror.serve_forever, args=(0.02,), name="mirror")
        thread.start()
        try:
            yield mirror
        finally:
            mirror.going_on.set()
            mirror.shutdown()
            thread.join()


def serve(request: Request) -> None:
    """Give the file, or 404."""
    if request.content is None:
        request.head(0, 404)
    else:
        request.head(len(request.content))
        request.wfile.write(request.content)


def pause(request: Request) -> None:
    """Give half of the file, and the rest when told to go on."""
    content = request.content or b""
    request.head(len(content))
    request.wfile.write(content[: len(content) // 2])
    request.wait()
    request.wfile.write(content[len(content) // 2 :])


def trickle(request: Request) -> None:
    """Give half of the file, then a little and a little more, and the rest when told to go on."""
    content = request.content or b""
    request.head(len(content))
    sent = len(content) // 2
    request.wfile.write(content[:sent])
    while not request.server.going_on.wait(0.2):
        request.wfile.write(content[sent : sent + 4096])
        sent += 4096
    request.wfile.write(content[sent:])


def say_nothing(request: Request) -> None:
    request.wait()


def stall_after_the_head(request: Request) -> None:
    request.head(len(request.content or b""))
    request.wait()


def cut(request: Request) -> None:
    content = request.content or b""
    request.head(len(content))
    request.wfile.write(content[: len(content) // 2])


def cut_chunks(request: Request) -> None:
    request.protocol_version = "HTTP/1.1"
    request.head(None, **{"Transfer-Encoding": "chunked"})
    request.wfile.write(b"400\r\n" + bytes(512))
    request.close_connection = True


def send_other_bytes(request: Request) -> None:
    request.head(len(request.content or b""))
    request.wfile.write(bytes(len(request.content or b"")))


def announce_too_much(request: Request) -> None:
    request.head(len(request.content or b"") + 1)
    request.wfile.write(request.content or b"")


def announce_too_little(request: Request) -> None:
    request.head(len(request.content or b"") - 1)
    request.wfile.write(request.content or b"")


def never_end(request: Request) -> None:
    request.head(None)
    while not request.server.going_on.is_set():
        request.wfile.write(bytes(65536))


def drip(request: Request) -> None:
    request.head(len(request.content or b""))
    while not request.server.going_on.wait(0.02):
        request.wfile.write(b"x")


def drip_the_head(request: Request) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    while not request.server.going_on.wait(0.02):
        request.wfile.write(b"x")


def answer_no_http(request: Request) -> None:
    request.wfile.write(b"\x00\xff" * 50 + b"\r\n\r\n")


def fail(request: Request) -> None:
    request.head(0, 500)


def forget(request: Request) -> None:
    request.head(0, 404)


def hand_on(target: str) -> Behaviour:
    """Return the behaviour of a mirror that answers every request with a redirect there."""
    return lambda request: request.head(0, 302, Location=target)


def hand_on_with_an_endless_body(request: Request) -> None:
    request.head(None, 302, Location=request.path)
    while not request.server.going_on.is_set():
        request.wfile.write(bytes(65536))


def loop(request: Request) -> None:
    request.head(0, 302, Location=request.path)
