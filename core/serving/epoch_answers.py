"""What a run's network said of one picture at each kept epoch: asked in the background, in pieces, and then kept."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.inference.loaded_networks import StoredNetwork
from core.lru import Lru
from core.serving.in_turn import InTurn
from core.serving.inference_client import InferenceClient

KEPT_ANSWERS = 20_000  # of 0.5 KB each
MOST_PER_PIECE = 10  # epochs in one question to the engine: some 0.1 s
MOST_BYTES_PER_PIECE = 16_000_000  # of weights that one question reads


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
    """Reads pictures with the epochs of runs: one at a time for each visitor, and all in turn; answers are shared."""

    def __init__(self, inference: InferenceClient) -> None:
        self._ask = inference.call
        self._lock = threading.Lock()
        self._kept: Lru[tuple[str, str], EpochAnswer] = Lru(KEPT_ANSWERS)
        self._reading = InTurn(name="epochs")

    def of(self, networks: Sequence[StoredNetwork], image: np.ndarray, *, asker: str) -> list[EpochAnswer | None]:
        """Return what is known by now, and have the rest read: None where that is still to come. Ask again.

        Args:
            networks: a run's, one for each kept epoch.
            image: (28, 28) uint8.
            asker: who asks: another picture takes the place of the one that it asked for before.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call reads anew.
        """
        picture = hashlib.sha256(image.tobytes()).hexdigest()
        found = self._known(networks, picture)
        if None in found:
            what = (networks[0].identity, len(networks), picture)
            self._reading.want(asker, what, lambda: self._read_piece(networks, image, picture))
        else:
            self._reading.drop(asker)
        return found

    def _known(self, networks: Sequence[StoredNetwork], picture: str) -> list[EpochAnswer | None]:
        with self._lock:
            return [self._kept.get((network.identity, picture)) for network in networks]

    def _read_piece(self, networks: Sequence[StoredNetwork], image: np.ndarray, picture: str) -> bool:
        """Ask about the first epochs that are not known yet; return whether there are more."""
        found = self._known(networks, picture)
        missing = [network for network, answer in zip(networks, found, strict=True) if answer is None]
        if not missing:  # another visitor has drawn the same
            return False
        piece = missing[: pieces_of(missing[0])]
        said = self._ask("core.inference.epoch_answers:predict_each", piece, image)
        for array in (said.logits, said.probabilities):
            array.setflags(write=False)
        with self._lock:
            for network, logits, probabilities in zip(piece, said.logits, said.probabilities, strict=True):
                self._kept[network.identity, picture] = EpochAnswer(logits=logits, probabilities=probabilities)
        return len(piece) < len(missing)


def pieces_of(network: StoredNetwork) -> int:
    """Return how many epochs of a network are one question: from 1 to MOST_PER_PIECE."""
    return min(max(MOST_BYTES_PER_PIECE // (4 * max(network.spec.parameters, 1)), 1), MOST_PER_PIECE)
