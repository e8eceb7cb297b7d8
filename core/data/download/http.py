"""One HTTP request with timeouts: what fails becomes a `MirrorError`. For a child process: requests takes memory.

Only http and https, and never from https to http; the environment's proxies are used, and the passwords of ~/.netrc
never. Believed are the system's authorities and certifi's; where REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE is set, it takes
certifi's place.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from core.data.download.mirrors import Timeouts
from core.messages.data import download as messages
from core.messages.data.download import Fault
from core.messages.message import Message

MAX_REDIRECTS = 3
_HEADERS = {"User-Agent": "digit-lab", "Accept-Encoding": "identity"}
_FAULTS: tuple[tuple[type[Exception], Fault], ...] = (
    (socket.gaierror, "unknown_host"),
    (ssl.SSLCertVerificationError, "untrusted"),
    (urllib3.exceptions.IncompleteRead, "cut"),
    (TimeoutError, "no_answer"),
    (ConnectionError, "unreachable"),
    (http.client.HTTPException, "ended_early"),
    (requests.exceptions.InvalidURL, "foreign_redirect"),
)


class MirrorError(Exception):
    """A mirror did not give what was asked for; the message completes "this mirror ..."."""

    def __init__(self, fault: Fault | Message, *, has_answered: bool = True) -> None:
        self.message = fault if isinstance(fault, Message) else messages.mirror_fault(fault=fault)
        super().__init__(self.message)
        self.has_answered = has_answered  # if not, asking it for something else is a waste of time


@contextmanager
def open_url(address: str, timeouts: Timeouts) -> Iterator[requests.Response]:
    """Give the response to a GET, its body not yet read.

    Raises:
        MirrorError: there is none, or it is an error.
    """
    with _Session() as session:
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Adapter())
        session.max_redirects = MAX_REDIRECTS
        limits = (timeouts.connect_seconds, timeouts.silence_seconds)
        with mirror_errors():
            response = session.get(address, stream=True, timeout=limits, headers=_HEADERS)
        with response:
            code = response.status_code
            if not 200 <= code < 300:
                raise MirrorError("not_there" if code == 404 else messages.mirror_error(code=code))
            yield response


@contextmanager
def mirror_errors() -> Iterator[None]:
    """Turn errors of the network and of HTTP into `MirrorError`s."""
    try:
        yield
    except requests.TooManyRedirects as error:
        raise MirrorError("endless_redirects") from error
    except (OSError, urllib3.exceptions.HTTPError) as error:  # those of requests are OSErrors
        causes: list[BaseException] = [error]
        while cause := causes[-1].__cause__ or causes[-1].__context__:
            causes.append(cause)
        faults: list[Fault] = [fault for kind, fault in _FAULTS if any(isinstance(cause, kind) for cause in causes)]
        raise MirrorError(faults[0] if faults else "unreachable", has_answered=False) from error


class _Session(requests.Session):
    def __init__(self) -> None:
        super().__init__()
        self.auth = lambda request: request  # without one requests sends what ~/.netrc holds for the host

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Send no password to where a redirect leads; requests would ask ~/.netrc once more."""
        prepared_request.headers.pop("Authorization", None)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        if not resp.is_redirect:
            return None
        resp.close()  # its body would be read to the end, however long it is
        try:
            target = super().get_redirect_target(resp)
            scheme = urlsplit(urljoin(resp.url, target)).scheme
        except ValueError:
            scheme = target = None
        if scheme not in {"https", urlsplit(resp.url).scheme}:
            raise MirrorError("foreign_redirect")
        return target


class _Adapter(HTTPAdapter):
    def get_connection_with_tls_context(self, *arguments: Any, **options: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*arguments, **options)
        is_secure = pool.scheme == "https"
        pool.ConnectionCls = _SecureConnection if is_secure else _Connection
        if is_secure:  # the system's authorities, a school's own among them; requests adds certifi's
            pool.conn_kw["ssl_context"] = ssl.create_default_context()
        return pool


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        """Return a socket to one address of each kind, IPv6 or IPv4, in the connection's time-out for both together.

        urllib3 gives each of a host's addresses the whole of it: where IPv6 leads nowhere, IPv4's turn would come late.
        """
        seconds = self.timeout or 0.0
        found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        first_of_each = list({info[0]: info for info in reversed(found)}.values())[::-1]
        for count, (family, kind, protocol, _, target) in enumerate(first_of_each, start=1):
            plug = socket.socket(family, kind, protocol)
            try:
                plug.settimeout(seconds / len(first_of_each))
                plug.connect(target)
                plug.settimeout(seconds)
                return plug
            except OSError:
                plug.close()
                if count == len(first_of_each):
                    raise
        raise OSError("no address")


class _SecureConnection(_Connection, HTTPSConnection):
    pass
