"""What the Photo page makes of a file: the app's own steps in its own order, in this process, for benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.drawing.photo.photos import PreparedPhoto
from core.errors import DrawingError
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import predict
from core.inference.pretrained import pretrained
from core.inference.reader.doubt import DEFAULT_THRESHOLD, digit_probabilities
from core.inference.reader.prepare import prepare_photo

_MOST_IMAGES = 500  # at once


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoReading:
    """What was read.

    Attributes:
        text: the digits in reading order, without spaces, lines and signs; empty where nothing was read.
        sureness: each digit's, 0 to 1.
        prepared: the picture as it was taken apart; None where it was refused.
        refusal: what the person is told where it was refused.
    """

    text: str
    sureness: tuple[float, ...]
    prepared: PreparedPhoto | None
    refusal: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether there is one way to take it apart, and every digit is as sure as the app asks for."""
        is_one_way = self.prepared is not None and len(self.prepared.segmentations) == 1
        return is_one_way and bool(self.sureness) and min(self.sureness) >= DEFAULT_THRESHOLD


def read_photo(data: bytes) -> PhotoReading:
    """Return what the pretrained network reads in a picture file, by the likeliest way to take it apart.

    Raises:
        CheckpointError: the pretrained network's files are not whole.
    """
    try:
        prepared = prepare_photo(data)
    except DrawingError as error:
        return PhotoReading(text="", sureness=(), prepared=None, refusal=str(error))
    answers, sureness = answers_of(prepared.digits, pretrained().network)
    sureness = sureness * prepared.segmentations[0].trust
    return PhotoReading(text="".join(map(str, answers.tolist())), sureness=tuple(sureness.tolist()), prepared=prepared)


def answers_of(images: Sequence[np.ndarray], network: StoredNetwork) -> tuple[np.ndarray, np.ndarray]:
    """Return a network's answers, (N,) int64, 0 to 9, and their sureness, (N,) float, 0 to 1.

    Args:
        images: N, each (28, 28) uint8, ink bright.
        network: which answers; whether there is a digit at all the pretrained one judges.
    """
    answers, sureness = [np.zeros(0, np.int64)], [np.zeros(0)]
    for first in range(0, len(images), _MOST_IMAGES):
        pictures = np.stack(images[first : first + _MOST_IMAGES])
        probabilities = predict(network, pictures).probabilities
        answers.append(probabilities.argmax(axis=1))
        sureness.append(probabilities.max(axis=1) * digit_probabilities(pictures))
    return np.concatenate(answers), np.concatenate(sureness)
