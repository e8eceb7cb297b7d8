"""D23-25, D27: what a download does when the other side does not behave. Never the real network."""

import hashlib
import socket
import time

import pytest

from core.data.dataset import load_dataset, open_dataset, open_kept
from core.data.download import fetch as module
from core.data.download.fetch import BytesArrived, FilesArrived, download
from core.data.download.http import Patience
from core.data.download.mirrors import Mirror, RemoteFile
from core.errors import DiskFullError, DownloadError
from tests.support import local_mirror as mirrors
from tests.support.local_mirror import local_mirror

QUICK = Patience(connect_seconds=0.3, silence_seconds=0.3)
NOWHERE = "http://127.0.0.1:9/"  # the discard port: nobody listens


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def files(npz, idx):
    """Both forms of the same digits, as bytes."""
    folder = idx(packed=True)
    npz()
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def mirror(files):
    with local_mirror(files) as running:
        yield running


@pytest.fixture
def digest(npz, tmp_path):
    return load_dataset(tmp_path / "elsewhere", npz(), make_fallback=lambda: pytest.fail("made")).digest


@pytest.fixture
def fetch(home, digest):
    def events(*places, patience=QUICK):
        return list(download(str(home / "data"), digest, places, patience))

    return events


def npz_at(address, files, *, known=True):
    content = files["mnist.npz"]
    sha256 = hashlib.sha256(content).hexdigest() if known else None
    return Mirror(address=address, files=(RemoteFile(name="mnist.npz", size_bytes=len(content), sha256=sha256),))


def idx_at(address, files):
    names = sorted(name for name in files if name.endswith(".gz"))
    return Mirror(
        address=address,
        files=tuple(
            RemoteFile(name=name, size_bytes=len(files[name]), sha256=hashlib.sha256(files[name]).hexdigest())
            for name in names
        ),
    )


def nothing_left(home):
    return list(home.glob("data/*")) == []


@pytest.mark.parametrize("form", [npz_at, idx_at])
def test_download_is_kept_as_arrays(mirror, files, fetch, home, digest, arrays, form):
    events = fetch(form(mirror.address, files))
    total = sum(file.size_bytes for file in form(mirror.address, files).files)
    assert events[0] == BytesArrived(done_bytes=0, total_bytes=total)
    assert events[-2] == BytesArrived(done_bytes=total, total_bytes=total)
    assert events[-1] == FilesArrived()
    dataset = open_kept(home, digest)
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
    assert open_kept(home, digest) is not None
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
    assert open_kept(home, digest) is not None


@pytest.mark.parametrize("known", [True, False], ids=["by-hash", "by-content"])
def test_other_digits_are_never_kept(mirror, files, fetch, npz, home, arrays, known):
    other = npz(y_train=arrays["train_labels"][::-1])
    mirror.files["mnist.npz"] = other.read_bytes()
    with pytest.raises(DownloadError, match="sends something that is not MNIST"):
        fetch(npz_at(mirror.address, files, known=known))
    assert nothing_left(home)


def test_mirror_of_ones_own_may_pack_its_files_anew(mirror, files, fetch, npz, home, digest):
    mirror.files["mnist.npz"] = npz(compression=0).read_bytes()
    fetch(npz_at(mirror.address, files, known=False))
    assert open_kept(home, digest) is not None


def test_mirror_of_ones_own_cannot_send_without_end(mirror, files, fetch, monkeypatch):
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 1 << 20)
    mirror.behave = mirrors.never_end
    with pytest.raises(DownloadError, match="more than MNIST has"):
        fetch(npz_at(mirror.address, files, known=False))


@pytest.mark.parametrize("renewed", [True, False], ids=["mirror-up", "mirror-down"])
def test_flipped_bit_is_seen_and_mended_or_left_as_it_is(mirror, files, fetch, home, digest, renewed):
    fetch(npz_at(mirror.address, files))
    damaged = home / "data" / digest / "train_images.npy"
    content = bytearray(damaged.read_bytes())
    content[5000] ^= 1
    damaged.write_bytes(content)
    assert open_kept(home, digest) is None
    if renewed:
        fetch(npz_at(mirror.address, files))
        assert open_kept(home, digest) is not None
    else:
        mirror.behave = mirrors.cut
        with pytest.raises(DownloadError):
            fetch(npz_at(mirror.address, files))
        assert damaged.read_bytes() == content
        assert open_dataset(damaged.parent).train_count == 40


def test_full_disk_is_said_as_such_and_leaves_nothing(mirror, files, fetch, home, monkeypatch):
    import errno
    from pathlib import Path

    real = Path.open

    def no_room(path, mode="r", *arguments, **options):
        if mode == "wb":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", no_room)
    with pytest.raises(DiskFullError, match="no room"):
        fetch(npz_at(mirror.address, files))
    monkeypatch.undo()
    assert nothing_left(home)


def test_download_that_is_given_up_leaves_nothing(mirror, files, home, digest):
    mirror.behave = mirrors.pause
    events = download(str(home / "data"), digest, (npz_at(mirror.address, files),), QUICK)
    next(events)
    events.close()
    assert nothing_left(home)


def test_proxy_of_the_environment_is_used(mirror, files, fetch, home, digest, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{mirror.server_port}")
    fetch(npz_at("http://mirror.example/mnist/", files))
    assert mirror.requests == ["http://mirror.example/mnist/mnist.npz"]
    assert open_kept(home, digest) is not None
