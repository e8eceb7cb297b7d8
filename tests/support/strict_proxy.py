"""A server in front of the app's that takes no large files, as nginx does where nobody told it otherwise."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections.abc import Iterator

_END_OF_HEAD = b"\r\n\r\n"
_PIECE = 1 << 16
_ANSWER = (
    b"HTTP/1.1 413 Request Entity Too Large\r\nContent-Type: text/html\r\nContent-Length: 13\r\n"
    b"Connection: close\r\n\r\n<html></html>"
)


@contextlib.contextmanager
def strict_proxy(port: int, *, most_bytes: int) -> Iterator[str]:
    """Pass on what comes for a server on this machine, but for requests that are larger; give its own address.

    Args:
        port: of the server behind it.
        most_bytes: of a request's body; one of more is answered with 413.
    """

    class Connection(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = _read_head(self.request)
            length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
            if length and int(length[1]) > most_bytes:
                _read_rest(self.request, head, int(length[1]))
                self.request.sendall(_ANSWER)
                return
            if b"\r\nupgrade:" not in head.lower():  # one request a connection: each one's head is seen
                head = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
                head = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            with socket.create_connection(("127.0.0.1", port)) as behind:
                behind.sendall(head)
                threading.Thread(target=_pass_on, args=(self.request, behind), daemon=True).start()
                _pass_on(behind, self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Connection) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _read_head(connection: socket.socket) -> bytes:
    head = b""
    while _END_OF_HEAD not in head:
        piece = connection.recv(_PIECE)
        if not piece:
            break
        head += piece
    return head


def _read_rest(connection: socket.socket, head: bytes, length: int) -> None:
    left = length - (len(head) - head.index(_END_OF_HEAD) - len(_END_OF_HEAD))
    while left > 0 and (piece := connection.recv(_PIECE)):
        left -= len(piece)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
