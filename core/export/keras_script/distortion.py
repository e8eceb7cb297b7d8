"""Augmentation in a stand-alone script: the geometry of a run's distortion.py as one function of TensorFlow.

The draws differ from a run's, their distribution does not. Only the changes that are asked for are written.
"""

from __future__ import annotations

from core.export.code_format import format_literal
from core.training.settings.augmentation import Augmentation

_BEGINNING = """
def distort(images):
    # each picture in its own way; a pixel of the new one asks where in the old one it comes from
    images = tf.cast(images, "float32")
    count = tf.shape(images)[0]

    def each(most):  # a random number for each picture, from -most to most
        return tf.random.uniform((count, 1, 1), -most, most)

    axis = tf.range(28.0) - 13.5  # from the centre
    _, rows, columns = tf.meshgrid(tf.zeros(count), axis, axis, indexing="ij")"""
_ROTATION = """
    angle = each(np.radians({degrees}))  # turned
    rows, columns = (
        tf.cos(angle) * rows + tf.sin(angle) * columns,
        tf.cos(angle) * columns - tf.sin(angle) * rows,
    )"""
_READING = """

    rows, columns = (tf.clip_by_value(where + 14.5, 0.0, 29.0) for where in (rows, columns))
    images = tf.pad(images, ((0, 0), (1, 2), (1, 2)))  # outside of a picture is paper
    top, left = tf.floor(rows), tf.floor(columns)

    def read(row, column):
        where = tf.cast(tf.stack([row, column], axis=-1), "int32")
        return tf.gather_nd(images, where, batch_dims=1)

    right, down = columns - left, rows - top  # between four pixels, by their distances
    above = read(top, left) * (1 - right) + read(top, left + 1) * right
    below = read(top + 1, left) * (1 - right) + read(top + 1, left + 1) * right
    return above * (1 - down) + below * down"""
_BEND = """
distance = np.arange(28)[:, None] - np.arange(28)
smooth = np.exp(-0.5 * (distance / {scale}) ** 2)
smooth = (smooth / np.linalg.norm(smooth, axis=0)).astype("float32")


def bend(count):  # smoothed noise of variance 1
    noise = tf.random.uniform((count, 28, 28), -np.sqrt(3), np.sqrt(3))
    return tf.einsum("nij,ir,jc->nrc", noise, smooth, smooth)
"""


def distortion_lines(augmentation: Augmentation) -> list[str]:
    """Return the lines that define `distort`: of images (N, 28, 28) from 0 to 255 it gives others, as float32."""
    text = _BEGINNING
    if shift := augmentation.shift_pixels:
        text += f"\n    rows, columns = rows - each({_short(shift)}), columns - each({_short(shift)})  # shifted"
    if pixels := augmentation.elastic_pixels:
        text += f"\n    rows += {_short(pixels)} * bend(count)  # bent"
        text += f"\n    columns += {_short(pixels)} * bend(count)"
        text = _BEND.format(scale=_short(augmentation.elastic_scale_pixels)) + "\n" + text
    if degrees := augmentation.rotation_degrees:
        text += _ROTATION.format(degrees=_short(degrees))
    if degrees := augmentation.shear_degrees:
        text += f"\n    columns += tf.tan(each(np.radians({_short(degrees)}))) * rows  # sheared"
    if fraction := augmentation.zoom_fraction:
        text += f"\n    rows /= tf.exp(each(np.log1p({_short(fraction)})))  # stretched"
        text += f"\n    columns /= tf.exp(each(np.log1p({_short(fraction)})))"
    return (text + _READING).strip("\n").split("\n")


def _short(value: float) -> str:
    """Return a number that stands before pixels or degrees: 3.0 as 3."""
    return format_literal(int(value) if value == int(value) else value)
