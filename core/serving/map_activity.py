"""How each map of a network behaves over 2,000 pictures: asked of the inference engine in pieces, and kept."""

from __future__ import annotations

from collections.abc import Hashable

from core.data.dataset import Dataset
from core.inference.cost import images_per_request
from core.inference.layers.map_activity import MapActivity, join_activity
from core.inference.loaded_networks import StoredNetwork
from core.serving.damage import counted_images
from core.serving.inference_client import MAX_IMAGES_PER_CALL, InferenceClient
from core.serving.kept_pieces import Kept, OnProgress, joining
from models.spec import NetworkSpec

MOST_IMAGES = 2000
KEPT = 64  # a few KB each; 20 bytes for each value of a flattened row, all together kept_pieces.MOST_BYTES
TARGET = "core.inference.layers.map_activity:map_activity"
Activity = tuple[MapActivity, ...]  # layer by layer


def image_count(spec: NetworkSpec, dataset: Dataset) -> int:
    """Return over how many pictures the maps are looked at: fewer where a network computes long for each."""
    return min(MOST_IMAGES, counted_images(spec, dataset))


class MapActivityClient:
    """Asks the engine about the maps of networks, and keeps the answers."""

    def __init__(self, inference: InferenceClient) -> None:
        self._inference, self._kept = inference, Kept(KEPT)

    def read(self, network: StoredNetwork, dataset: Dataset, *, on_progress: OnProgress) -> Activity:
        """Return what the maps of every layer give for the first test pictures.

        Args:
            network: the network.
            dataset: whose pictures.
            on_progress: is told how many pictures have been read, and of how many.

        Raises:
            LabError: its weights cannot be read, or the engine does not answer.
        """
        pieces, folder = _pieces(network, dataset), str(dataset.folder)
        total = sum(count for _, count in pieces)
        return self._kept.folded(
            _key(network, dataset),
            pieces,
            joining(
                lambda piece: self._inference.call(TARGET, network, folder, "test", *piece),
                lambda one, other: join_activity([one, other]),
            ),
            lambda done, _: on_progress(pieces[done][0] if done < len(pieces) else total, total),
        )

    def known(self, network: StoredNetwork, dataset: Dataset) -> Activity | None:
        """Return the same where all of it has been read already."""
        return self._kept.known(_key(network, dataset), len(_pieces(network, dataset)))


def _pieces(network: StoredNetwork, dataset: Dataset) -> list[tuple[int, int]]:
    """Return the first picture and the number of pictures of each question."""
    total = image_count(network.spec, dataset)
    size = images_per_request(network.spec, most=MAX_IMAGES_PER_CALL)
    return [(first, min(size, total - first)) for first in range(0, total, size)]


def _key(network: StoredNetwork, dataset: Dataset) -> Hashable:
    return (network.identity, network.spec, dataset.digest)
