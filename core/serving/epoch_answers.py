"""What a run's network said of one picture at each kept epoch: asked in the background, in pieces, and then kept."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.engine.background import Background
from core.inference.loaded_networks import StoredNetwork
from core.lru import Lru
from core.serving.inference_client import InferenceClient

KEPT_ANSWERS = 20_000  # of 0.5 KB each
MOST_PER_PIECE = 10  # epochs in one question to the engine: some 0.1 s
MOST_BYTES_PER_PIECE = 16_000_000  # of weights that one question reads
FORGOTTEN_SECONDS = 5.0  # after which nobody waits for what nobody has asked for again


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EpochAnswer:
    """What a network said at one moment; NaN in both arrays where its weights cannot be read."""

    logits: np.ndarray  # (10,) float32
    probabilities: np.ndarray  # (10,) float32, 0 to 1

    @property
    def digit(self) -> int | None:
        """The digit with the highest score; None where there is no number."""
        return int(self.logits.argmax()) if np.isfinite(self.logits).all() else None


class EpochAnswers:
    """Reads pictures with the epochs of runs, those of one picture at a time; shared by all visitors."""

    def __init__(self, inference: InferenceClient) -> None:
        self._ask = inference.call
        self._lock = threading.Lock()
        self._kept: Lru[tuple[str, str], EpochAnswer] = Lru(KEPT_ANSWERS)
        self._reading: Background[None] | None = None
        self._wanted: tuple[tuple[str, str], float] = (("", ""), 0.0)  # what is read, and when it was last asked for

    def of(self, networks: Sequence[StoredNetwork], image: np.ndarray) -> list[EpochAnswer | None]:
        """Return what is known by now, and have the rest read: None where that is still to come. Ask again.

        Args:
            networks: a run's, one for each kept epoch.
            image: (28, 28) uint8.

        Raises:
            LabError: the engine does not answer; told once, the next call reads anew.
        """
        picture = hashlib.sha256(image.tobytes()).hexdigest()
        with self._lock:
            done = self._reading if self._reading is not None and self._reading.is_done else None
            if done is not None:
                self._reading = None
        if done is not None:
            done.result()
        with self._lock:
            found = [self._kept.get((network.identity, picture)) for network in networks]
            missing = [network for network, answer in zip(networks, found, strict=True) if answer is None]
            wanted = (networks[0].identity, picture) if networks else ("", "")
            if missing and self._reading is None:
                self._wanted = wanted, time.monotonic()
                self._reading = Background(lambda: self._read(missing, image, picture, wanted), name="epochs")
            elif self._wanted[0] == wanted:
                self._wanted = wanted, time.monotonic()
        return found

    def _read(self, networks: list[StoredNetwork], image: np.ndarray, picture: str, wanted: tuple[str, str]) -> None:
        size = pieces_of(networks[0])
        for first in range(0, len(networks), size):
            with self._lock:
                if self._wanted[0] != wanted or time.monotonic() - self._wanted[1] > FORGOTTEN_SECONDS:
                    return
            piece = networks[first : first + size]
            said = self._ask("core.inference.epoch_answers:predict_each", piece, image)
            for array in (said.logits, said.probabilities):
                array.setflags(write=False)
            with self._lock:
                for network, logits, probabilities in zip(piece, said.logits, said.probabilities, strict=True):
                    answer = EpochAnswer(logits=logits, probabilities=probabilities)
                    self._kept[network.identity, picture] = answer


def pieces_of(network: StoredNetwork) -> int:
    """Return how many epochs of a network are one question: from 1 to MOST_PER_PIECE."""
    return min(max(MOST_BYTES_PER_PIECE // (4 * max(network.spec.parameters, 1)), 1), MOST_PER_PIECE)
