"""Whom a download over TLS believes: the system's authorities and certifi's, and nobody else."""

from __future__ import annotations

import ssl

import certifi
import pytest
from requests import adapters

from core.data.download.http import MirrorError, open_url
from core.data.download.mirrors import Timeouts
from tests.support.local_mirror import CERTIFICATE, hand_on, local_mirror, serve


@pytest.fixture
def mirror(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):  # in the place of certifi's
        monkeypatch.delenv(name, raising=False)
    with local_mirror({"mnist.npz": b"digits"}, is_secure=True) as running:
        yield running


@pytest.fixture
def _no_authorities(monkeypatch, tmp_path):
    """A Python that finds none, such as that of the installer for macOS."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nothing.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nothing"))


def fetched(mirror) -> bytes:
    with open_url(f"{mirror.address}mnist.npz", Timeouts()) as response:
        return response.content


def test_authority_of_the_system_is_believed(mirror, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert fetched(mirror) == b"digits"


@pytest.mark.usefixtures("_no_authorities")
def test_authority_of_certifi_is_believed_where_the_system_has_none(mirror, monkeypatch):
    monkeypatch.setattr(adapters, "DEFAULT_CA_BUNDLE_PATH", str(CERTIFICATE))
    assert fetched(mirror) == b"digits"


def test_unknown_authority_is_not_believed(mirror):
    with pytest.raises(MirrorError, match="cannot prove who it is"):
        fetched(mirror)


def test_redirect_from_https_to_http_is_not_followed(mirror, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    mirror.behave = hand_on(mirror.address.replace("https", "http"))
    with pytest.raises(MirrorError, match="address of another kind"):
        fetched(mirror)
    assert len(mirror.requests) == 1


def test_passwords_of_a_netrc_are_never_sent(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    sent = []

    def note(request, answer=serve):
        sent.append(request.headers["Authorization"])
        answer(request)

    with local_mirror({"mnist.npz": b"digits"}) as mirror, local_mirror({}) as first:
        mirror.behave = note
        target = f"{mirror.address}mnist.npz".replace("127.0.0.1", "localhost")
        first.behave = lambda request: note(request, hand_on(target))
        assert fetched(first) == b"digits"
    assert sent == [None, None]


@pytest.mark.usefixtures("_no_authorities")
def test_python_without_authorities_has_certifis():
    assert certifi.where() == adapters.DEFAULT_CA_BUNDLE_PATH
    assert ssl.create_default_context(cafile=adapters.DEFAULT_CA_BUNDLE_PATH).cert_store_stats()["x509_ca"] > 50
