"""Why a network gave an answer: occlusion, six methods that use gradients, and how well their order erases it.

Asked in pieces of well under a second, the smaller the more a network computes; the arithmetic between is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from core.inference.attribution import class_maps, deletion, methods, occlusion
from core.inference.attribution.attribution import Attribution, Method, explained_layer
from core.inference.attribution.deletion import DeletionCurve
from core.inference.attribution.occlusion import Occlusion
from core.inference.attribution.target import Target
from core.inference.cost import image_cost, images_per_request
from core.inference.loaded_networks import StoredNetwork, probabilities_of
from core.serving.inference_client import InferenceClient
from models.spec import NetworkSpec

Progress = Callable[[int, int], None]  # is told how many pictures have been read, and of how many

MOST_IMAGES, MOST_GRADIENTS = 500, 128  # in one question
GRADIENT_COST = 4  # of images: the way back computes twice as much again, and keeps all values
MOST_OCCLUSION_COST = 60_000_000_000  # of all squares, in multiply-adds: one to three seconds on two cores
MOST_PATH_COST = 400_000_000_000  # of integrated gradients: ten to twenty seconds
_QUESTIONS = "core.inference.attribution.questions"


def finest_stride(spec: NetworkSpec, square: int) -> int:
    """Return how close squares can lie for a map of a network in a few seconds: 1, 2 or 4 pixels."""
    for stride in occlusion.STRIDES:
        if len(occlusion.starts(square, stride)) ** 2 * image_cost(spec) <= MOST_OCCLUSION_COST:
            return stride
    return occlusion.STRIDES[-1]


class Questioner:
    """Asks about one network."""

    def __init__(self, inference: InferenceClient, network: StoredNetwork) -> None:
        self._inference, self._network = inference, network

    def occlude(
        self, image: np.ndarray, *, square: int, stride: int, on_progress: Progress = lambda _done, _of: None
    ) -> Occlusion:
        """Return what the network says of a picture without each of its squares.

        Args:
            image: (28, 28) uint8.
            square: its side in pixels, 2 to 7.
            stride: pixels from one square to the next.
            on_progress: is told how many pictures have been read, and of how many.

        Raises:
            LabError: the network's weights cannot be read, or the engine does not answer.
        """
        images = np.concatenate([image[np.newaxis], occlusion.erased_images(image, square, stride)])
        logits = self._logits(images, on_progress)
        probabilities = self._probabilities(logits)
        count = len(occlusion.starts(square, stride))
        return Occlusion(
            square=square,
            stride=stride,
            logits=logits[1:].reshape(count, count, -1),
            probabilities=probabilities[1:].reshape(count, count, -1),
            whole_logits=logits[0],
            whole_probabilities=probabilities[0],
        )

    def attribute(
        self, image: np.ndarray, method: Method, target: Target, *, layer: int | None = None, square: int = 4
    ) -> Attribution:
        """Return one method's map.

        Args:
            image: (28, 28) uint8.
            method: which one.
            target: what is explained.
            layer: of a class map, index of a convolution; see `explained_layer`.
            square: of occlusion, side in pixels.

        Raises:
            LabError: the network's weights cannot be read, or the engine does not answer.
        """
        picture, weights, completeness = image / 255.0, target.weights, None

        def gradients(pictures: np.ndarray) -> np.ndarray:
            return self._gradients(pictures, weights)

        if method == "occlusion":
            stride = finest_stride(self._network.spec, square)
            values = self.occlude(image, square=square, stride=stride).per_pixel(target)
        elif method == "gradient":
            values = methods.gradient(picture, gradients)
        elif method == "gradient-input":
            values = methods.gradient_times_input(picture, gradients)
        elif method == "smoothgrad":
            values = methods.smooth_grad(picture, gradients)
        elif method == "integrated-gradients":
            output, baseline = target.of(self._logits(np.stack([image, np.zeros_like(image)]))).tolist()
            most = max(MOST_PATH_COST // (GRADIENT_COST * image_cost(self._network.spec)), 8)
            values, completeness = methods.integrated_gradients(
                picture, gradients, output=output, baseline=baseline, most_steps=min(most, methods.MOST_STEPS)
            )
        else:
            assert layer is not None
            made_of = explained_layer(self._network.spec, layer)
            maps, slopes = self._call("map_gradients", image, weights, made_of)
            make = class_maps.grad_cam if method == "grad-cam" else class_maps.grad_cam_plus_plus
            values = make(maps, slopes)
        return Attribution(method=method, values=values.astype(np.float32), completeness=completeness)

    def delete(self, image: np.ndarray, orders: Sequence[np.ndarray], digit: int) -> list[DeletionCurve]:
        """Return how a digit's probability falls while a picture's pixels are erased in each of some orders.

        Args:
            image: (28, 28) uint8.
            orders: each the places along the rows of all pixels with ink.
            digit: whose probability.

        Raises:
            LabError: the network's weights cannot be read, or the engine does not answer.
        """
        images = np.concatenate([deletion.erased_step_by_step(image, order) for order in orders])
        different, places = np.unique(images.reshape(len(images), -1), axis=0, return_inverse=True)
        logits = self._logits(different.reshape(-1, *image.shape))[places.reshape(-1)]
        of_digit = self._probabilities(logits)[:, digit].astype(np.float64)
        return [DeletionCurve(probabilities=curve) for curve in of_digit.reshape(len(orders), -1)]

    def delete_at_random(self, image: np.ndarray, digit: int) -> DeletionCurve:
        """Return the mean of such curves over orders by chance; arguments and errors as in `delete`."""
        curves = self.delete(image, deletion.random_orders(image), digit)
        return DeletionCurve(probabilities=np.mean([curve.probabilities for curve in curves], axis=0))

    def _logits(self, images: np.ndarray, on_progress: Progress = lambda _done, _of: None) -> np.ndarray:
        size, parts = images_per_request(self._network.spec, most=MOST_IMAGES), []
        for first in range(0, len(images), size):
            parts.append(self._call("logits", images[first : first + size]))
            on_progress(min(first + size, len(images)), len(images))
        return np.concatenate(parts)

    def _gradients(self, pictures: np.ndarray, weights: np.ndarray) -> np.ndarray:
        size = max(images_per_request(self._network.spec, most=MOST_GRADIENTS * GRADIENT_COST) // GRADIENT_COST, 1)
        starts = range(0, len(pictures), size)
        return np.concatenate(
            [
                self._call("input_gradients", pictures[first : first + size].astype(np.float32), weights)
                for first in starts
            ]
        )

    def _probabilities(self, logits: np.ndarray) -> np.ndarray:
        return probabilities_of(logits, self._network.output_function)

    def _call(self, function: str, *args: Any) -> Any:
        return self._inference.call(f"{_QUESTIONS}:{function}", self._network, *args)
