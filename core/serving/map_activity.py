"""How each map of a network behaves over 2,000 pictures: asked of the inference engine in pieces."""

from __future__ import annotations

from collections.abc import Callable

from core.data.dataset import Dataset
from core.inference.cost import images_per_request
from core.inference.layers.map_activity import MapActivity, join_activity
from core.inference.loaded_networks import StoredNetwork
from core.serving.inference_client import MAX_IMAGES_PER_CALL, InferenceClient

MOST_IMAGES = 2000
TARGET = "core.inference.layers.map_activity:map_activity"


def image_count(dataset: Dataset) -> int:
    """Return over how many pictures the maps are looked at."""
    return min(MOST_IMAGES, dataset.test_count)


def map_activity(
    client: InferenceClient,
    network: StoredNetwork,
    dataset: Dataset,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> tuple[MapActivity, ...]:
    """Return what the maps of every layer give for the first 2,000 test pictures, or all where there are fewer.

    Args:
        client: asks the engine.
        network: the network.
        dataset: whose pictures.
        on_progress: is told how many pictures have been read, and of how many.

    Raises:
        LabError: its weights cannot be read, or the engine does not answer.
    """
    total, folder, parts = image_count(dataset), str(dataset.folder), []
    size = images_per_request(network.spec, most=MAX_IMAGES_PER_CALL)
    for first in range(0, total, size):
        count = min(size, total - first)
        parts.append(client.call(TARGET, network, folder, "test", first, count))
        on_progress(first + count, total)
    return join_activity(parts)
