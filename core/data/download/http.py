"""One HTTP request with timeouts: what fails becomes a `MirrorError`.

Only http and https, and never from https to http; the environment's proxies are used (urllib reads them).
"""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi

from core.messages.data import download as messages
from core.messages.data.download import Fault
from core.messages.message import Message

MAX_REDIRECTS = 3
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long a mirror may take; a download that flows may take longer."""

    connect_seconds: float = 3.0  # to connect, by IPv6 and IPv4 together
    silence_seconds: float = 5.0  # between two signs of life
    least_bytes: int = 2_000  # in every stretch of `silence_seconds`; less is no download


class MirrorError(Exception):
    """A mirror did not give what was asked for; the message completes "this mirror ..."."""

    def __init__(self, fault: Fault | Message, *, has_answered: bool = True) -> None:
        self.message = fault if isinstance(fault, Message) else messages.mirror_fault(fault=fault)
        super().__init__(self.message)
        self.has_answered = has_answered  # if not, asking it for something else is a waste of time


class _Connection(http.client.HTTPConnection):
    def __init__(self, host: str, *, connect_seconds: float, **options: Any) -> None:
        super().__init__(host, **options)
        self._create_connection = _connector(connect_seconds)


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, host: str, *, connect_seconds: float, **options: Any) -> None:
        super().__init__(host, **options)
        self._create_connection = _connector(connect_seconds)


class _Handler(urllib.request.HTTPHandler):
    def __init__(self, connect_seconds: float) -> None:
        super().__init__()
        self._connect_seconds = connect_seconds

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Connection, req, connect_seconds=self._connect_seconds)  # type: ignore[arg-type]


class _SecureHandler(urllib.request.HTTPSHandler):
    def __init__(self, connect_seconds: float) -> None:
        super().__init__()
        self._connect_seconds = connect_seconds

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        options: dict[str, Any] = {"connect_seconds": self._connect_seconds, "context": secure_context()}
        return self.do_open(_SecureConnection, req, **options)  # type: ignore[arg-type]


def secure_context() -> ssl.SSLContext:
    """Return what TLS is checked with: the system's authorities, and certifi's: some Pythons have none of their own.

    Python's installer for macOS leaves that to a script which few people run.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@contextmanager
def open_url(address: str, timeouts: Timeouts) -> Iterator[http.client.HTTPResponse]:
    """Give the response to a GET, its body not yet read.

    Raises:
        MirrorError: there is none, or it is an error.
    """
    with mirror_errors():
        opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            _Handler(timeouts.connect_seconds),
            _SecureHandler(timeouts.connect_seconds),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.UnknownHandler(),
        ):
            opener.add_handler(handler)
        response = _open_following_redirects(opener, address, timeouts.silence_seconds)
    with response:
        yield response


@contextmanager
def mirror_errors() -> Iterator[None]:
    """Turn errors of the network and of HTTP into `MirrorError`s."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise MirrorError("not_there" if error.code == 404 else messages.mirror_error(code=error.code)) from error
    except urllib.error.URLError as error:
        reason = error.reason if isinstance(error.reason, OSError) else error
        raise _from_os(reason) from error
    except http.client.HTTPException as error:
        raise MirrorError("ended_early", has_answered=False) from error
    except OSError as error:
        raise _from_os(error) from error


def _open_following_redirects(opener: urllib.request.OpenerDirector, address: str, silence_seconds: float) -> Any:
    for _ in range(MAX_REDIRECTS + 1):
        request = urllib.request.Request(address, headers={"User-Agent": "digit-lab"})
        try:
            return opener.open(request, timeout=silence_seconds)
        except urllib.error.HTTPError as error:
            target = error.headers.get("Location")
            if error.code not in _REDIRECTS or not target:
                raise
            error.close()
        try:
            target = urljoin(address, target)
            scheme = urlsplit(target).scheme
        except ValueError:
            scheme = ""
        if scheme not in {"https", urlsplit(address).scheme} or not target.isascii():
            raise MirrorError("foreign_redirect")
        address = target
    raise MirrorError("endless_redirects")


def _connector(connect_seconds: float) -> Any:
    """Return what `socket.create_connection` is, but it tries one address of each kind and no longer than this."""

    def connect(address: tuple[str, int], timeout: float, source_address: Any = None) -> socket.socket:
        addresses = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
        first_of_each = list({info[0]: info for info in reversed(addresses)}.values())[::-1]
        for count, (family, kind, protocol, _, target) in enumerate(first_of_each, start=1):
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(connect_seconds / len(first_of_each))
                connection.connect(target)
                connection.settimeout(timeout)
                return connection
            except OSError:
                connection.close()
                if count == len(first_of_each):
                    raise
        raise OSError("no address")

    return connect


def _from_os(error: BaseException) -> MirrorError:
    if isinstance(error, TimeoutError):
        return MirrorError("no_answer", has_answered=False)
    if isinstance(error, socket.gaierror):
        return MirrorError("unknown_host", has_answered=False)
    if isinstance(error, ssl.SSLCertVerificationError):
        return MirrorError("untrusted", has_answered=False)
    return MirrorError("unreachable", has_answered=False)
