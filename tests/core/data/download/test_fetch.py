"""D23-25, D27: what a download does when the other side does not behave. Never the real network."""

import socket
import time

import pytest

from core.data.dataset import open_cached
from core.data.download import fetch as module
from core.data.download.events import BytesArrived, FilesArrived
from core.errors import DownloadError
from tests.support import local_mirror as mirrors
from tests.support.local_mirror import local_mirror
from tests.support.mirrored_files import idx_at, nothing_left, npz_at

NOWHERE = "http://127.0.0.1:9/"  # the discard port: nobody listens


@pytest.mark.parametrize("form", [npz_at, idx_at])
def test_download_is_kept_as_arrays(mirror, files, fetch, home, digest, arrays, form):
    events = fetch(form(mirror.address, files))
    total = sum(file.size_bytes for file in form(mirror.address, files).files)
    assert events[0] == BytesArrived(done_bytes=0, total_bytes=total)
    assert events[-2] == BytesArrived(done_bytes=total, total_bytes=total)
    assert events[-1] == FilesArrived()
    dataset = open_cached(home, digest)
    assert dataset.test_labels.tolist() == arrays["test_labels"].tolist()
    assert [path.name for path in (home / "data").iterdir()] == [digest]


def test_progress_never_goes_back(mirror, files, fetch, monkeypatch):
    monkeypatch.setattr(module, "EVENT_SECONDS", 0)
    monkeypatch.setattr(module, "PIECE_BYTES", 50)
    events = fetch(idx_at(mirror.address, files))[:-1]
    done = [event.done_bytes for event in events]
    assert done == sorted(done)
    assert len(set(done)) > 10
    assert len({event.total_bytes for event in events}) == 1


BAD = {
    "says-nothing": (mirrors.say_nothing, "does not answer"),
    "stalls": (mirrors.stall_after_the_head, "does not answer"),
    "stalls-midway": (mirrors.pause, "does not answer"),
    "drips": (mirrors.drip, "is too slow"),
    "cut": (mirrors.cut, "cut the connection"),
    "cut-chunks": (mirrors.cut_chunks, "ended the download too early"),
    "other-bytes": (mirrors.send_other_bytes, "not MNIST"),
    "too-much-announced": (mirrors.announce_too_much, "not MNIST"),
    "too-little-announced": (mirrors.announce_too_little, "not MNIST"),
    "never-ends": (mirrors.never_end, "sends more than MNIST has"),
    "no-http": (mirrors.answer_no_http, "127.0.0.1"),
    "404": (mirrors.forget, "does not have it"),
    "500": (mirrors.fail, "answers with error 500"),
    "loop": (mirrors.loop, "hands on without end"),
    "loop-with-endless-bodies": (mirrors.hand_on_with_an_endless_body, "hands on without end"),
    "to-a-file": (mirrors.hand_on("file:///etc/passwd"), "another kind"),
    "to-ftp": (mirrors.hand_on("ftp://127.0.0.1/x"), "another kind"),
    "to-nonsense": (mirrors.hand_on("http://[::1/"), "another kind"),
}


@pytest.mark.parametrize(("behaviour", "words"), BAD.values(), ids=BAD)
def test_bad_mirror_is_left_soon_and_leaves_nothing(mirror, files, fetch, home, behaviour, words):
    mirror.behave = behaviour
    started = time.monotonic()
    with pytest.raises(DownloadError, match=words) as caught:
        fetch(npz_at(mirror.address, files))
    assert time.monotonic() - started < 3
    assert f"127.0.0.1:{mirror.server_port}" in str(caught.value)
    assert nothing_left(home)


@pytest.mark.parametrize("behaviour", [behaviour for behaviour, _ in BAD.values()], ids=BAD)
def test_second_mirror_is_asked_when_the_first_is_bad(mirror, files, fetch, home, digest, behaviour):
    with local_mirror(files) as bad:
        bad.behave = behaviour
        fetch(npz_at(bad.address, files), idx_at(mirror.address, files))
    assert open_cached(home, digest) is not None
    assert len(mirror.requests) == 4


def test_no_network_is_said_of_every_mirror(files, fetch, home, monkeypatch):
    def unknown(*arguments, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(DownloadError) as caught:
        fetch(npz_at("https://a.example/", files), idx_at("https://b.example/", files))
    assert str(caught.value) == (
        "No mirror gave it: a.example cannot be found (is there a network?); "
        "b.example cannot be found (is there a network?)."
    )
    assert nothing_left(home)


def test_machine_that_refuses_is_left_at_once(files, fetch):
    with pytest.raises(DownloadError, match="cannot be reached"):
        fetch(npz_at(NOWHERE, files))


def test_connecting_takes_no_longer_than_allowed_however_many_addresses_there_are(files, fetch, monkeypatch):
    hosts = [(socket.AF_INET, f"127.0.0.{number}") for number in range(1, 9)] + [(socket.AF_INET6, "::1")] * 4
    tried = []

    class Silent(socket.socket):
        def connect(self, target):
            tried.append((target[0], self.gettimeout()))
            raise TimeoutError

    found = [(family, socket.SOCK_STREAM, 6, "", (host, 80)) for family, host in hosts]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: found)
    monkeypatch.setattr(socket, "socket", Silent)
    with pytest.raises(DownloadError, match="does not answer"):
        fetch(npz_at("http://a.example/", files))
    assert tried == [("127.0.0.1", 0.15), ("::1", 0.15)]


def test_mirror_that_does_not_answer_is_not_asked_for_its_other_form(mirror, files, fetch):
    mirror.behave = mirrors.say_nothing
    with pytest.raises(DownloadError):
        fetch(npz_at(mirror.address, files), idx_at(mirror.address, files))
    assert mirror.requests == ["/mnist/mnist.npz"]


def test_redirect_on_http_is_followed(mirror, files, fetch, home, digest):
    with local_mirror(files) as first:
        first.behave = mirrors.hand_on(mirror.address + "mnist.npz")
        fetch(npz_at(first.address, files))
    assert open_cached(home, digest) is not None


def test_proxy_of_the_environment_is_used(mirror, files, fetch, home, digest, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{mirror.server_port}")
    fetch(npz_at("http://mirror.example/mnist/", files))
    assert mirror.requests == ["http://mirror.example/mnist/mnist.npz"]
    assert open_cached(home, digest) is not None
