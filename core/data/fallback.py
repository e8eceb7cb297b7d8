"""The digits that are always there: 1,797 real handwritten ones that scikit-learn ships, at MNIST's size.

`make_digits` needs scikit-learn and Pillow, which the web server must not load: call it in a child process.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FALLBACK_VERSION = 1  # one more whenever `make_digits` gives other bytes: kept copies are then made anew
_TRAIN_COUNT = 1500
_SMALL_FULL_INK = 16  # of an 8 x 8 digit
_DIGIT_SIZE = 20  # MNIST's digits fill 20 x 20 of 28 x 28 (LeCun et al., 1998)
_IMAGE_SIZE = 28


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawImages:
    """Both splits as plain arrays, small enough to cross a process border."""

    train_images: np.ndarray  # (N, 28, 28) uint8, 0..255, ink bright
    train_labels: np.ndarray  # (N,) uint8, 0..9
    test_images: np.ndarray  # (M, 28, 28) uint8, 0..255, ink bright
    test_labels: np.ndarray  # (M,) uint8, 0..9


def make_digits() -> RawImages:
    """Return scikit-learn's digits (E. Alpaydin, C. Kaynak, UCI, 1998), each 8 x 8 enlarged to 20 x 20 of 28 x 28.

    Returns:
        The first 1,500 as train and the last 297 as test; the same bytes each time.
    """
    from PIL import Image
    from sklearn.datasets import load_digits

    small, labels = load_digits(return_X_y=True)
    small = np.rint(small.reshape(-1, 8, 8) * (255 / _SMALL_FULL_INK)).astype(np.uint8)
    images = np.zeros((len(small), _IMAGE_SIZE, _IMAGE_SIZE), np.uint8)
    margin = (_IMAGE_SIZE - _DIGIT_SIZE) // 2
    for image, digit in zip(images, small, strict=True):
        enlarged = Image.fromarray(digit).resize((_DIGIT_SIZE, _DIGIT_SIZE), Image.Resampling.BICUBIC)
        image[margin:-margin, margin:-margin] = np.asarray(enlarged)
    labels = np.asarray(labels, np.uint8)
    return RawImages(
        train_images=images[:_TRAIN_COUNT],
        train_labels=labels[:_TRAIN_COUNT],
        test_images=images[_TRAIN_COUNT:],
        test_labels=labels[_TRAIN_COUNT:],
    )
