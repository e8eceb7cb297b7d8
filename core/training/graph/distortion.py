"""Pictures moved, turned, zoomed, sheared and bent at random, inside the graph, each picture in its own way.

Every cell of the new picture asks where it comes from and reads the old picture there, between four pixels: a picture
is sampled once, whatever is done to it. XLA compiles this also within a network that it does not compile (0.9 ms
instead of 4 for 128 pictures on two cores); for that reason it is not ImageProjectiveTransformV3, which XLA lacks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from core.training.settings.augmentation import Augmentation

SIDE = 28  # pixels
_CENTRE = (SIDE - 1) / 2
_ALGORITHM = "philox"  # the one that XLA would choose on a CPU takes a hundred times as long


class Motion(NamedTuple):
    """What is done to each of N pictures: zoomed, then sheared, then turned, then shifted, last bent."""

    shift_rows: Any  # (N,) pixels, downwards
    shift_columns: Any  # (N,) pixels, to the right
    rotation: Any  # (N,) radians, anticlockwise as one sees it
    zoom_rows: Any  # (N,) factor of the height
    zoom_columns: Any  # (N,) factor of the width
    shear: Any  # (N,) tangent of the angle by which upright strokes lean to the right
    bend_rows: Any | None = None  # (N, 28, 28) pixels by which a cell looks further down; None for no bending
    bend_columns: Any | None = None  # (N, 28, 28) pixels by which a cell looks further right


def make_distort(augmentation: Augmentation) -> Callable[[Any, Any], Any]:
    """Return a compiled function of pictures (N, 28, 28) float32 and a seed (2,) int32 that gives them distorted.

    The same pictures and seed give the same bits. The new pictures have the range of the old ones; what comes from
    outside of them is 0.
    """

    @tf.function(jit_compile=True, autograph=False)
    def distort(pictures: Any, seed: Any) -> Any:
        return moved(pictures, random_motion(augmentation, pictures.shape[0], seed))

    return distort


def distorted(pictures: np.ndarray, augmentation: Augmentation, *, seed: int) -> np.ndarray:
    """Return examples of what training makes of pictures, (N, 28, 28) uint8 both; the same seed gives the same ones."""
    entropy = np.random.SeedSequence(seed).generate_state(2).view(np.int32)
    motion = random_motion(augmentation, len(pictures), tf.constant(entropy))  # not compiled: that would take longer
    pixels = np.asarray(moved(tf.constant(pictures.astype(np.float32)), motion))
    return np.rint(np.clip(pixels, 0, 255)).astype(np.uint8)


def random_motion(augmentation: Augmentation, count: int, seed: Any) -> Motion:
    """Draw what is done to `count` pictures: each strength uniformly within its bounds, zoom on a logarithmic scale.

    The bend is uniform noise smoothed by a Gaussian (Simard, Steinkraus and Platt, 2003), scaled to the root mean
    square that was asked for; without elastic strength it is neither drawn nor traced.
    """
    affine_seed, bend_seed = tf.unstack(tf.random.split(seed, 2, alg=_ALGORITHM))
    draws = tf.random.stateless_uniform([6, count], affine_seed, -1.0, 1.0, alg=_ALGORITHM)
    zoom = math.log1p(augmentation.zoom_fraction)
    bend_rows, bend_columns = _bends(augmentation, count, bend_seed) if augmentation.elastic_pixels else (None, None)
    return Motion(
        shift_rows=augmentation.shift_pixels * draws[0],
        shift_columns=augmentation.shift_pixels * draws[1],
        rotation=math.radians(augmentation.rotation_degrees) * draws[2],
        zoom_rows=tf.exp(zoom * draws[3]),
        zoom_columns=tf.exp(zoom * draws[4]),
        shear=tf.tan(math.radians(augmentation.shear_degrees) * draws[5]),
        bend_rows=bend_rows,
        bend_columns=bend_columns,
    )


def moved(pictures: Any, motion: Motion) -> Any:
    """Return pictures (N, 28, 28) float32 after their motion, about the centre, read by bilinear interpolation."""

    def each(values: Any) -> Any:
        return tf.reshape(values, [-1, 1, 1])

    axis = np.arange(SIDE, dtype=np.float32) - np.float32(_CENTRE)
    rows, columns = axis[None, :, None] - each(motion.shift_rows), axis[None, None, :] - each(motion.shift_columns)
    if motion.bend_rows is not None:
        rows, columns = rows + motion.bend_rows, columns + motion.bend_columns
    cosine, sine = tf.cos(each(motion.rotation)), tf.sin(each(motion.rotation))
    rows, columns = cosine * rows + sine * columns, cosine * columns - sine * rows
    columns = columns + each(motion.shear) * rows
    return _sampled(pictures, rows / each(motion.zoom_rows) + _CENTRE, columns / each(motion.zoom_columns) + _CENTRE)


def _sampled(pictures: Any, rows: Any, columns: Any) -> Any:
    """Return pictures (N, 28, 28) read at rows and columns (N, 28, 28), in pixels; 0 outside."""
    last = SIDE + 1.0  # of a frame of zeros, onto which everything outside is drawn; one more is read and not used
    padded_side = SIDE + 3
    flat = tf.reshape(tf.pad(pictures, [[0, 0], [1, 2], [1, 2]]), [-1])
    rows, columns = tf.clip_by_value(rows + 1.0, 0.0, last), tf.clip_by_value(columns + 1.0, 0.0, last)
    upper, left = tf.cast(rows, tf.int32), tf.cast(columns, tf.int32)
    down, right = rows - tf.cast(upper, tf.float32), columns - tf.cast(left, tf.float32)
    first = tf.reshape(tf.range(pictures.shape[0]) * padded_side**2, [-1, 1, 1])
    corner = first + upper * padded_side + left

    def row(start: Any) -> Any:
        here, beside = tf.gather(flat, start), tf.gather(flat, start + 1)
        return here + (beside - here) * right

    above, below = row(corner), row(corner + padded_side)
    return above + (below - above) * down


def _bends(augmentation: Augmentation, count: int, seed: Any) -> tuple[Any, Any]:
    """Return displacements along rows and columns, each (N, 28, 28) in pixels."""
    smoothing = _smoothing(augmentation.elastic_scale_pixels)
    noise = tf.random.stateless_uniform([2 * count * SIDE, SIDE], seed, -1.0, 1.0, alg=_ALGORITHM)
    half = tf.transpose(tf.reshape(noise @ smoothing, [2 * count, SIDE, SIDE]), [0, 2, 1])
    smooth = tf.reshape(tf.reshape(half, [-1, SIDE]) @ smoothing, [2, count, SIDE, SIDE])
    strength = augmentation.elastic_pixels * math.sqrt(3)  # the noise has a variance of 1/3
    return strength * smooth[0], strength * smooth[1]


def _smoothing(scale_pixels: float) -> np.ndarray:
    """Return (28, 28) float32: a Gaussian about each cell, in columns of length 1, so that variance is kept."""
    cells = np.arange(SIDE)
    gaussian = np.exp(-0.5 * ((cells[:, None] - cells[None, :]) / scale_pixels) ** 2)
    return (gaussian / np.linalg.norm(gaussian, axis=0)).astype(np.float32)
