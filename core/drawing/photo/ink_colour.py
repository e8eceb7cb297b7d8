"""Colours to grey: by luminance, or by that one of red, green and blue in which ink stands out far more.

A yellow pen on white paper has nearly its luminance, as a red one on green may have. In blue, or in red, they differ.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from PIL import Image

from core.drawing.photo.paper import noise_level

Channel = Literal["red", "green", "blue"]

LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # of red, green and blue (ITU-R BT.601)
CHANNELS: tuple[Channel, ...] = ("red", "green", "blue")
_FAR_MORE = 2.0  # times the luminance's contrast: in what people write as a rule it is at most 1.6 times as much
_LEAST_CONTRAST, _LEAST_OF_NOISE = 20.0, 5.0  # grey values, and the noise's standard deviations: most is in blue
_SEEN_SIZE = 256  # pixels of the longer side, in which it is looked at
_SURROUNDINGS = 0.18  # of the longer side
_INKED_PERCENTILE = 98  # of how far pixels lie from their surroundings: ink is the lesser part


def telling_channel(colours: Image.Image) -> Channel | None:
    """Return the channel by which to read a picture; None for luminance.

    Args:
        colours: of mode RGB.
    """
    from scipy import ndimage

    seen = colours.copy()
    seen.thumbnail((_SEEN_SIZE, _SEEN_SIZE), Image.Resampling.BOX)
    values = ndimage.gaussian_filter(np.asarray(seen, np.float32), (1, 1, 0), mode="nearest")  # rows, columns, 3
    width = max(round(_SURROUNDINGS * max(values.shape[:2])), 3)
    risen = values - ndimage.uniform_filter(values, width, mode="nearest", axes=(0, 1))
    contrasts = np.percentile(np.abs(risen), _INKED_PERCENTILE, axis=(0, 1))
    least = max(_FAR_MORE * float(np.percentile(np.abs(risen @ LUMINANCE), _INKED_PERCENTILE)), _LEAST_CONTRAST)
    best = int(contrasts.argmax())
    least = max(least, _LEAST_OF_NOISE * noise_level(risen[..., best]))
    return CHANNELS[best] if contrasts[best] > least else None
