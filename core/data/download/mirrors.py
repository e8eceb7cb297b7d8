"""Where MNIST can be downloaded, and how to know that it is MNIST.

Sizes and hashes are those of the published files: mnist.npz as Keras 3 checks it (keras/src/datasets/mnist.py), the
IDX files as TensorFlow Datasets records them (url_checksums/mnist.txt; their MD5s are in torchvision's mnist.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from core.errors import ConfigError
from core.messages.data import download as messages

SWITCH_OFF = "off"
SETTING = "DIGITLAB_MIRRORS"
# What core.data.cache calls MNIST's 70,000 digits: a SHA-256 over the shapes and contents of its four arrays. Of the
# published IDX files, unpacked; MD5 of the training images' file: 6bbc9ace898e44ae57da46a324031adb.
MNIST_DIGEST = "f338b2ac26081ade5b5d736da94b75f00d727f06f3139e587b487756d117c412"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file as it was published; of a mirror of one's own only name and content must be the same."""

    name: str
    size_bytes: int
    sha256: str | None  # None: however it is packed, its digits are compared with `MNIST_DIGEST`


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """A place that offers a whole data set."""

    address: str  # what the names of its files are appended to; http or https
    files: tuple[RemoteFile, ...]

    @property
    def host(self) -> str:
        """Return the name by which a person knows it."""
        return urlsplit(self.address).netloc

    @property
    def size_bytes(self) -> int:
        """Return how much there is to download."""
        return sum(file.size_bytes for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long a mirror may take; a download that flows may take longer."""

    connect_seconds: float = 3.0  # to connect, by IPv6 and IPv4 together
    silence_seconds: float = 5.0  # between two signs of life
    least_bytes: int = 2_000  # in every stretch of `silence_seconds`; less is no download


KERAS_FILES = (
    RemoteFile(
        name="mnist.npz",
        size_bytes=11_490_434,
        sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    ),
)
IDX_FILES = (
    RemoteFile(
        name="train-images-idx3-ubyte.gz",
        size_bytes=9_912_422,
        sha256="440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    RemoteFile(
        name="train-labels-idx1-ubyte.gz",
        size_bytes=28_881,
        sha256="3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    RemoteFile(
        name="t10k-images-idx3-ubyte.gz",
        size_bytes=1_648_877,
        sha256="8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    RemoteFile(
        name="t10k-labels-idx1-ubyte.gz",
        size_bytes=4_542,
        sha256="f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)
MIRRORS = (
    Mirror(address="https://storage.googleapis.com/tensorflow/tf-keras-datasets/", files=KERAS_FILES),
    Mirror(address="https://ossci-datasets.s3.amazonaws.com/mnist/", files=IDX_FILES),
)


def mirrors_from(setting: str | None) -> tuple[Mirror, ...]:
    """Return the mirrors that a setting names, in the order in which they are tried.

    Args:
        setting: addresses of folders, separated by spaces, each with mnist.npz or the four gzipped IDX files; "off"
            for none; None or empty for the two that are known to everybody.

    Raises:
        ConfigError: an address is none.
    """
    if not setting or not setting.strip():
        return MIRRORS
    if setting.strip() == SWITCH_OFF:
        return ()
    return tuple(mirror for address in setting.split() for mirror in _own_mirrors(address))


def _own_mirrors(address: str) -> tuple[Mirror, ...]:
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or "@" in address or not address.isascii():
        raise ConfigError(
            messages.unreadable_mirrors(setting=SETTING, off=SWITCH_OFF, address=address[:60]), field=None
        )
    folder = address.rstrip("/") + "/"
    return tuple(
        Mirror(address=folder, files=tuple(replace(file, sha256=None) for file in files))
        for files in (KERAS_FILES, IDX_FILES)
    )
