"""Small data sets as real files, and one way to ask for a refusal: through the function that the app uses."""

import gzip
import io
import json
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.data.bundled_digits import DatasetArrays
from core.data.dataset import load_dataset
from core.errors import DataError
from core.messages.message import from_document, to_document

MAX_REFUSAL_BYTES = 16 << 20
IDX_NAMES = {
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}


@pytest.fixture
def arrays():
    """Forty training and twelve test images whose every pixel differs from its neighbours."""
    pixels = np.arange(52 * 28 * 28) % 251
    images = pixels.astype(np.uint8).reshape(52, 28, 28)
    images[3, 5, 7] = 255
    labels = (np.arange(52) % 10).astype(np.uint8)
    return {
        "train_images": images[:40],
        "train_labels": labels[:40],
        "test_images": images[40:],
        "test_labels": labels[40:],
    }


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def npz(tmp_path, arrays):
    """Write an archive with Keras's keys; a keyword replaces an array, None leaves it out, bytes are a raw .npy."""

    def write(*, compression=zipfile.ZIP_DEFLATED, **changes) -> Path:
        keys = {
            "x_train": arrays["train_images"],
            "y_train": arrays["train_labels"],
            "x_test": arrays["test_images"],
            "y_test": arrays["test_labels"],
        }
        path = tmp_path / "source" / "mnist.npz"
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w", compression) as archive:
            for key, value in (keys | changes).items():
                if value is not None:
                    member = zipfile.ZipInfo(f"{key}.npy")  # always the same date, so always the same bytes
                    content = value if isinstance(value, bytes) else npy_bytes(value)
                    archive.writestr(member, content, compression)
        return path

    return write


def npy_bytes(array) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


@pytest.fixture
def npy():
    """Return a .npy file's bytes with any header, and the data given."""

    def build(descr: object, shape: object, data: bytes = b"") -> bytes:
        header = repr({"descr": descr, "fortran_order": False, "shape": shape}).encode() + b"\n"
        return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + data

    return build


@pytest.fixture
def idx(tmp_path, arrays):
    """Write the four IDX files; a keyword gives the whole content of one of them instead."""

    def write(*, packed=False, dotted=False, **contents: bytes) -> Path:
        folder = tmp_path / "source"
        folder.mkdir(exist_ok=True)
        for key, name in IDX_NAMES.items():
            content = contents.get(key)
            if content is None:
                content = gzip.compress(idx_bytes(arrays[key])) if packed else idx_bytes(arrays[key])
            name = name.replace("-idx", ".idx") if dotted else name
            (folder / (name + ".gz" if packed else name)).write_bytes(content)
        return folder

    return write


@pytest.fixture
def idx_content(arrays):
    """Return the bytes of one IDX file, header replaced where given."""

    def build(key: str, header: bytes | None = None) -> bytes:
        content = idx_bytes(arrays[key])
        return content if header is None else header + content[4 + 4 * arrays[key].ndim :]

    return build


def idx_bytes(array: np.ndarray) -> bytes:
    return struct.pack(f">{1 + array.ndim}I", 0x0800 + array.ndim, *array.shape) + array.tobytes()


@pytest.fixture
def load(home):
    """Load a data set where no fallback may be made."""

    def no_fallback() -> DatasetArrays:
        raise AssertionError("the fallback must not be made")

    return lambda location: load_dataset(home, location, make_fallback=no_fallback)


@pytest.fixture
def refused(tmp_path, home, load):
    """Load what must be refused; return the sentence after checking what every refusal owes."""

    def attempt(location: Path, *, most_bytes: int = MAX_REFUSAL_BYTES) -> str:
        before = {path: path.read_bytes() for path in location.parent.rglob("*") if path.is_file()}
        tracemalloc.start()
        try:
            with pytest.raises(DataError) as caught:
                load(location)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        message = str(caught.value)
        kept = caught.value.message
        assert kept.kind.partition(".")[0] in {"data", "data_files"}
        assert from_document(json.loads(json.dumps(to_document(kept)))) == kept
        assert str(tmp_path) not in message
        assert os.sep not in message
        assert "\n" not in message
        assert len(message) < 400
        assert peak < most_bytes
        assert [path for path in home.rglob("*") if path.is_file()] == []
        assert list(home.glob("data/*")) == []
        assert {path: path.read_bytes() for path in location.parent.rglob("*") if path.is_file()} == before
        return message

    return attempt


@pytest.fixture(scope="session")
def real_mnist():
    location = os.environ.get("DIGITLAB_DATA")
    if not location or not (Path(location) / "mnist.npz").is_file():
        pytest.skip("DIGITLAB_DATA does not name a folder with mnist.npz")
    return Path(location)
