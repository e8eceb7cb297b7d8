"""One picture, or many, changed against a network: what is asked of the engine for it, in well under a second each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from core.inference.cost import images_per_request
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions
from core.inference.robustness.adversarial import Pushed
from core.inference.robustness.chance import Chance
from core.serving.inference_client import InferenceClient
from models.spec import NetworkSpec

Method = Literal["fgsm", "pgd"]
METHODS: tuple[Method, ...] = ("fgsm", "pgd")
MOST_EPS = 255  # levels of grey: any picture is within reach of any other
COUNTED_EPS = (4, 8, 16, 32, 64)  # at which accuracy is counted
STEPS, COUNTED_STEPS = 40, 20  # of PGD: for one picture, and where accuracy is counted
RESTARTS = 4  # of PGD for one picture: the first from itself, the others from anywhere within eps of it
GRADIENT_COST = 4  # of images: the way back computes twice as much again, and keeps all values
MOST_GRADIENTS = 128  # pictures in one question
_STREAM = 100  # of what is drawn by chance: the conditions have the numbers below
Piece = tuple[int, int, int]  # of PGD: the first picture, how many, and how many steps
_ROOM = "core.inference.robustness.adversarial"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attacked:
    """A picture that was changed against a network."""

    picture: np.ndarray  # (28, 28) uint8
    change: np.ndarray  # (28, 28) int16: this picture minus the one before
    answer: int  # 0 to 9
    sureness: float  # the answer's probability, 0 to 1
    fools: bool  # the answer is another one than before
    knows_direction: bool  # some slope of the network told where to go; without one the picture may be unchanged

    @property
    def size(self) -> int:
        """How far the pixel is from before that moved most, in levels of 255: the change in the L-infinity norm."""
        return int(np.abs(self.change).max())


class Attacker:
    """Changes pictures against one network."""

    def __init__(self, inference: InferenceClient, network: StoredNetwork) -> None:
        self._inference, self._network = inference, network

    def attack(self, image: np.ndarray, answer: int, method: Method, eps: int) -> Attacked:
        """Return a picture changed by one method.

        Args:
            image: (28, 28) uint8.
            answer: the digit that shall not be answered any more, 0 to 9.
            method: "fgsm", one step along the signs of the slopes (I. Goodfellow, J. Shlens and C. Szegedy, "Explaining
                and harnessing adversarial examples", ICLR 2015); or "pgd" from RESTARTS starts, the best of them.
            eps: how far each pixel may move, 0 to MOST_EPS levels.

        Raises:
            LabError: the network's weights cannot be read, or the engine does not answer.
        """
        result: Pushed | Attacked | None = None
        for piece in self.pieces(method):
            result = self.go_on(result, piece, image, answer, method, eps)
        assert isinstance(result, Attacked)
        return result

    def pieces(self, method: Method) -> list[Piece | None]:
        """Return in which pieces one picture is changed, each well under a second; None is the last."""
        return [*(self._pieces(RESTARTS, STEPS) if method == "pgd" else ()), None]

    def go_on(
        self,
        before: Pushed | Attacked | None,
        piece: Piece | None,
        image: np.ndarray,
        answer: int,
        method: Method,
        eps: int,
    ) -> Pushed | Attacked:
        """Return what comes of one more piece of `attack`; an Attacked after the last.

        Args:
            before: what came of the piece before; None at the first.
            piece: of `pieces`.
            image: (28, 28) uint8; this and the rest as in `attack`.
            answer: 0 to 9.
            method: how.
            eps: 0 to MOST_EPS levels.

        Raises:
            LabError: the network's weights cannot be read, or the engine does not answer.
        """
        if method == "fgsm":
            signs = self._directions(image[np.newaxis], np.array([answer]))
            pictures, knows = stepped(image[np.newaxis], signs, eps), bool(signs.any())
        else:
            images = np.repeat(image[np.newaxis], RESTARTS, axis=0)
            if not isinstance(before, Pushed):
                starts = _near(images, eps, range(RESTARTS))
                starts[0] = image
                before = Pushed(pictures=starts, moved=np.zeros(RESTARTS, bool))
            if piece is not None:
                return self._push(before, piece, images, np.full(RESTARTS, answer), eps, STEPS)
            pictures, knows = _rounded(before.pictures), bool(before.moved.any())
        return _best(self._inference.predict(self._network, pictures), pictures, image, answer, knows_direction=knows)

    def count_right(self, images: np.ndarray, labels: np.ndarray, first: int) -> np.ndarray:
        """Return how many test images are read right under attack, and as they are.

        An image that is fooled at one eps is fooled at all larger ones by PGD: the same change is within their reach.

        Args:
            images: (N, 28, 28) uint8.
            labels: (N,) uint8.
            first: index of the first of them.

        Returns:
            (2, 1 + eps) int64, a row for each of METHODS: as they are, then at each of COUNTED_EPS.

        Raises:
            LabError: the network's weights cannot be read, or the engine does not answer.
        """
        counts = np.zeros((len(METHODS), 1 + len(COUNTED_EPS)), np.int64)
        right = self._are(images, labels)
        counts[:, 0] = np.count_nonzero(right)
        images, labels, numbers = images[right], labels[right].astype(np.int64), first + np.flatnonzero(right)
        if not len(images):
            return counts
        signs = self._directions(images, labels)
        for place, eps in enumerate(COUNTED_EPS):
            counts[0, 1 + place] = np.count_nonzero(self._are(stepped(images, signs, eps), labels))
        for place, eps in enumerate(COUNTED_EPS):
            if not len(images):
                break
            pushed = self._pushed(_near(images, eps, numbers.tolist()), images, labels, eps, COUNTED_STEPS)
            stands = self._are(_rounded(pushed.pictures), labels)
            images, labels, numbers = images[stands], labels[stands], numbers[stands]
            counts[1, 1 + place] = len(images)
        return counts

    def _are(self, images: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return which images are read as their labels, (N,) bool."""
        return self._inference.predict(self._network, images).predicted_digits == labels

    def _directions(self, images: np.ndarray, answers: np.ndarray) -> np.ndarray:
        size = gradients_per_request(self._network.spec, steps=1)
        starts = range(0, len(images), size)
        return np.concatenate(
            [self._call("directions", images[at : at + size], answers[at : at + size]) for at in starts]
        )

    def _pushed(self, starts: np.ndarray, images: np.ndarray, answers: np.ndarray, eps: int, steps: int) -> Pushed:
        pushed = Pushed(pictures=starts, moved=np.zeros(len(images), bool))
        for piece in self._pieces(len(images), steps):
            pushed = self._push(pushed, piece, images, answers, eps, steps)
        return pushed

    def _pieces(self, images: int, steps: int) -> list[Piece]:
        """Return in which requests to push images."""
        size = gradients_per_request(self._network.spec, steps=steps)
        at_once = steps if size > 1 else gradients_per_request(self._network.spec, steps=1, most=steps)
        return [
            (first, min(size, images - first), min(at_once, steps - done))
            for first in range(0, images, size)
            for done in range(0, steps, at_once)
        ]

    def _push(
        self, before: Pushed, piece: Piece, images: np.ndarray, answers: np.ndarray, eps: int, steps: int
    ) -> Pushed:
        """Return pictures after a piece of PGD, whose steps together are 2.5 times eps: each side can be reached."""
        first, count, some = piece
        chosen = np.s_[first : first + count]
        part = Pushed(pictures=before.pictures[chosen], moved=before.moved[chosen])
        reach = np.full(count, eps, np.float32)
        part = self._call("push", part, images[chosen], answers[chosen], reach, 2.5 * reach / steps, some)
        pictures, moved = before.pictures.copy(), before.moved.copy()
        pictures[chosen], moved[chosen] = part.pictures, part.moved
        return Pushed(pictures=pictures, moved=moved)

    def _call(self, function: str, *args: Any) -> Any:
        return self._inference.call(f"{_ROOM}:{function}", self._network, *args)


def gradients_per_request(spec: NetworkSpec, *, steps: int, most: int = MOST_GRADIENTS) -> int:
    """Return for how many pictures to ask so many steps of slopes in one request: from 1 to `most`."""
    weight = GRADIENT_COST * steps
    return max(images_per_request(spec, most=most * weight) // weight, 1)


def stepped(images: np.ndarray, signs: np.ndarray, eps: int) -> np.ndarray:
    """Return images, (N, 28, 28) uint8, with each pixel eps levels further to the side of its sign, within 0 to 255."""
    return np.clip(images.astype(np.int16) + eps * signs.astype(np.int16), 0, 255).astype(np.uint8)


def _near(images: np.ndarray, eps: int, numbers: Any) -> np.ndarray:
    """Return a picture within eps of each image, drawn by chance, (N, 28, 28) float32, always the same."""
    drawn = Chance(stream=_STREAM, numbers=numbers).uniform(images[0].size).reshape(images.shape)
    return np.clip(images + eps * (2 * drawn - 1), 0, 255).astype(np.float32)


def _rounded(pictures: np.ndarray) -> np.ndarray:
    """Return pictures as bytes: eps is a whole number, so that they stay within its reach."""
    return np.rint(pictures).astype(np.uint8)


def _best(
    said: Predictions, pictures: np.ndarray, image: np.ndarray, answer: int, *, knows_direction: bool
) -> Attacked:
    """Return the picture that fools best: with another answer by the smallest change, or with the answer least sure."""
    changes = pictures.astype(np.int16) - image
    is_other = (said.predicted_digits != answer) & np.isfinite(said.logits).all(axis=1)
    if is_other.any():
        sizes = np.abs(changes).max(axis=(1, 2))
        best = int(np.argmin(np.where(is_other, sizes, MOST_EPS + 1)))
    else:
        best = int(np.argmin(said.probabilities[:, answer]))
    given = int(said.predicted_digits[best])
    return Attacked(
        picture=pictures[best],
        change=changes[best],
        answer=given,
        sureness=float(said.probabilities[best, given]),
        fools=bool(is_other[best]),
        knows_direction=knows_direction,
    )
