"""How an image's bytes become a network's inputs: their scale, and for an experiment their order.

A network is stored with these, so that it is always given inputs of the kind that it was trained with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

PixelScale = Literal["unit", "bytes", "standard"]  # 0 to 1; 0 to 255; mean 0 and standard deviation 1

SHUFFLE_SEED = 28  # of the one order that every shuffled network uses, in a program taken away too


def shuffled_order() -> np.ndarray:
    """Return which pixel stands at each place of a shuffled image, (784,) int64: always the same order."""
    return np.random.default_rng(SHUFFLE_SEED).permutation(28 * 28)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """A network's inputs are (byte - offset) / divisor, all images' pixels in the same other order if shuffled."""

    offset: float = 0.0  # a byte's value that becomes 0
    divisor: float = 255.0  # bytes that make 1
    shuffled: bool = False

    @classmethod
    def of(cls, scale: PixelScale, *, shuffled: bool, images: np.ndarray) -> Pixels:
        """Return how bytes are scaled.

        Args:
            scale: "standard" takes mean and standard deviation over all pixels of `images`.
            shuffled: whether the pixels' order is changed.
            images: (N, 28, 28) uint8, of the training split.
        """
        if scale == "standard":
            # Counting is exact; image by image, since NumPy counts in a copy that is eight times as large.
            counts = np.zeros(256, np.int64)
            for image in images:
                counts += np.bincount(image.reshape(-1), minlength=256)
            values = np.arange(256)
            mean = float(counts @ values / counts.sum())
            deviation = float(np.sqrt(counts @ (values - mean) ** 2 / counts.sum()))
            return cls(offset=mean, divisor=deviation or 1.0, shuffled=shuffled)
        return cls(divisor=255.0 if scale == "unit" else 1.0, shuffled=shuffled)

    @property
    def plain_scale(self) -> PixelScale | None:
        """The scale that gives these pixels whatever the images are; None where they depend on some images."""
        scales: dict[tuple[float, float], PixelScale] = {(0.0, 255.0): "unit", (0.0, 1.0): "bytes"}
        return scales.get((self.offset, self.divisor))

    def inputs(self, images: np.ndarray) -> np.ndarray:
        """Return what a network gets for images (N, 28, 28) of bytes, as float32 of that shape."""
        values = self.permute_pixels(images).astype(np.float32)
        return (values - np.float32(self.offset)) / np.float32(self.divisor)

    def permute_pixels(self, images: np.ndarray) -> np.ndarray:
        """Return images (N, 28, 28) of any type with their pixels in the order in which the network gets them."""
        return images.reshape(-1, 784)[:, shuffled_order()].reshape(images.shape) if self.shuffled else images

    def inputs_in_graph(self, values: Any) -> Any:
        """Return the same for a float32 tensor (N, 28, 28) of values from 0 to 255, within TensorFlow's graph."""
        import tensorflow as tf

        if self.shuffled:
            rows = tf.reshape(values, [-1, 784])
            values = tf.reshape(tf.gather(rows, shuffled_order(), axis=1), tf.shape(values))
        return (values - self.offset) / self.divisor if self.offset else values / self.divisor


UNIT = Pixels()  # 0 for paper to 1 for full ink
