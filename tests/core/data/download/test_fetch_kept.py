"""What a download keeps: nothing but the digits that were asked for, whole; and nothing where it fails."""

import pytest

from core.data.dataset import open_cached, open_dataset
from core.data.download import fetch as module
from core.data.download.fetch import download
from core.errors import DiskFullError, DownloadError
from tests.support import local_mirror as mirrors
from tests.support.mirrored_files import QUICK, nothing_left, npz_at


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
    assert open_cached(home, digest) is not None


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
    assert open_cached(home, digest) is None
    if renewed:
        fetch(npz_at(mirror.address, files))
        assert open_cached(home, digest) is not None
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
