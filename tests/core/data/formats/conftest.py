"""A pickle of MNIST as a real file."""

import gzip

import numpy as np
import pytest


@pytest.fixture
def splits(arrays):
    """Train, validation and test as deeplearning.net has them."""
    images, labels = arrays["train_images"], arrays["train_labels"]
    pairs = [(images[:30], labels[:30]), (images[30:], labels[30:]), (arrays["test_images"], arrays["test_labels"])]
    return [(image.reshape(-1, 784) / np.float32(256), label.astype(np.int64)) for image, label in pairs]


@pytest.fixture
def packed(tmp_path):
    """Write a pickle, gzipped, under the name that the article uses."""

    def write(content: bytes, name="mnist.pkl.gz"):
        path = tmp_path / "source" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(content, compresslevel=1))
        return path

    return write


@pytest.fixture
def csv(tmp_path):
    """Write the bytes of files into one folder, by their names; give the folder."""

    def write(**contents: bytes):
        folder = tmp_path / "source"
        folder.mkdir(exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        return folder

    return write
