"""What the views' NPZ files hold: plain arrays by name, for NumPy. No Streamlit.

"picture" is (28, 28) uint8, 0 paper to 255 ink; "layer", or "layers", is text, as Keras names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.inference.learned.kernel_pictures import Kernels
from core.inference.learned.layer_statistics import BINS, histogram
from core.inference.learned.strongest_images import StrongestImages
from core.serving.learned_results import LayerMap, LayerStatistics, Maximised
from models.layers import SeparableConv2D
from models.spec import NetworkSpec

Arrays = dict[str, np.ndarray]
STOPPED = -1  # among epochs: the moment at which a run was stopped within one


def kernel_arrays(found: Kernels, spec: NetworkSpec, layer: int, weights: Mapping[str, np.ndarray]) -> Arrays:
    """Return all kernels of a layer.

    "kernels" is (kernels, slices, rows, columns) float32, as `Kernels` has them: a slice for each map that goes in, the
    weights of other values in one row; what is no number is 0. "norms" is (kernels,) float64. Where the layer has them,
    "bias" is (maps,) float32, and "pointwise_kernel", (maps, input maps) float32, what a separable convolution mixes
    its maps by.
    """
    name = spec.rows()[layer].name
    made = {"layer": np.array(name), "kernels": found.slices, "norms": found.norms}
    if f"{name}/bias" in weights:
        made["bias"] = weights[f"{name}/bias"]
    if isinstance(spec.layers[layer], SeparableConv2D):
        made["pointwise_kernel"] = weights[f"{name}/pointwise_kernel"][0, 0].T
    return made


def epoch_arrays(
    moments: Sequence[tuple[int | str, np.ndarray, np.ndarray, np.ndarray]],
    image: np.ndarray,
    *,
    layer: str,
    kernels: Sequence[int],
    maps: Sequence[int],
    start: np.ndarray | None,
) -> Arrays:
    """Return E epochs side by side, as the view shows them.

    "epochs" is (E,) int64, from 1, or STOPPED; "kernels" (E, n, slices, rows, columns) float32, at most 64 slices of
    each; "maps" (E, m, rows, columns) float32 for the picture, or (E, m) of units; "probabilities" (E, 10) float32;
    "kernel_numbers" (n,) and "map_numbers" (m,) int64, from 0, which they are of the layer's. "start_kernels",
    (n, slices, rows, columns) float32, are those before the first step, where that is known.

    Args:
        moments: of each its name, its kernels, its maps and its probabilities.
        image: the picture.
        layer: its name.
        kernels: which are shown.
        maps: which are shown.
        start: the kernels before the first step.
    """
    epochs, weights, values, probabilities = zip(*moments, strict=True)
    made = {
        "picture": image,
        "layer": np.array(layer),
        "epochs": np.array([epoch if isinstance(epoch, int) else STOPPED for epoch in epochs]),
        "kernel_numbers": np.array(kernels),
        "map_numbers": np.array(maps),
        "kernels": np.stack(weights),
        "maps": np.stack(values),
        "probabilities": np.stack(probabilities),
    }
    return made if start is None else {**made, "start_kernels": start}


def excites_arrays(
    found: StrongestImages,
    number: int,
    images: tuple[np.ndarray, np.ndarray],
    *,
    layer: str,
    map_shape: tuple[int, ...],
    fields: Sequence[tuple[int, int, int, int]] | None,
) -> Arrays:
    """Return the nine images that excite a map, or unit, most, the strongest first.

    "number" is the map's or the unit's, from 0. "images" is (9, 28, 28) uint8, "labels" (9,) uint8, "indices" (9,)
    int64 in the training images, "values" (9,) float32. For a map "places", (9, 2) int64, are row and column of the
    cell with that value. "receptive_fields", (9, 4) int64, are the pixels that the cell or the unit sees: first row,
    first column, rows, columns. "label_means" is (10,) float64, NaN for a label without images, and "label_counts" is
    (10,) int64.

    Args:
        found: of all maps of the layer.
        number: of the map.
        images: with their labels.
        layer: its name.
        map_shape: rows and columns; () of units.
        fields: for each image; None where the network gets its pixels in another order.
    """
    made = {
        "layer": np.array(layer),
        "number": np.array(number),
        "images": images[0],
        "labels": images[1],
        "indices": found.images[:, number],
        "values": found.values[:, number],
        "label_means": found.means(number),
        "label_counts": found.counts,
    }
    if map_shape:
        made["places"] = np.stack(np.unravel_index(found.cells[:, number], map_shape), axis=-1)
    if fields is not None:
        made["receptive_fields"] = np.array(fields)
    return made


def made_arrays(made: Maximised, seed: int) -> Arrays:
    """Return the picture that gradient ascent made.

    "ascent_picture" is (28, 28) uint8; "ascent_value" what the map, or unit, gives for it; "ascent_totals", (S,)
    float64, what was maximised, before each of S steps; "ascent_seed" that of the noise that it began with.
    """
    return {
        "ascent_picture": made.pixels,
        "ascent_value": np.array(made.reached.value),
        "ascent_totals": np.array(made.totals, np.float64),
        "ascent_seed": np.array(seed),
    }


def value_arrays(
    spec: NetworkSpec, weights: Mapping[str, np.ndarray], found: LayerStatistics, moved: Mapping[str, float]
) -> Arrays:
    """Return all histograms of L layers' activations and K kernels' weights.

    "layers" is (L,) text; "activation_counts" (L, 40) int64, without values that are exactly 0, and "activation_edges"
    (L, 41) float64; "means", "standard_deviations" and "zero_shares" are (L,) float64; "images" is the number of test
    images. "kernels", (K,) text, are as Keras names them, "conv2d/kernel"; "weight_counts" (K, 40) int64,
    "weight_edges" (K, 41) float64, "weight_standard_deviations" (K,) float64, and "distances" (K,) float64, how far
    each has moved from where training began, NaN where that is not known.
    """
    spread = found.spread
    names = [
        f"{row.name}/{kernel}" for row, layer in zip(spec.rows(), spec.layers, strict=True) for kernel in layer.kernels
    ]
    ends = [(float(weights[name].min()), float(weights[name].max())) for name in names]
    counts = [histogram(weights[name], *between) for name, between in zip(names, ends, strict=True)]
    return {
        "layers": np.array([row.name for row in spec.rows()]),
        "images": np.array(found.images),
        "activation_counts": found.counts,
        "activation_edges": np.stack([_edges(*between) for between in zip(spread.lowest, spread.highest, strict=True)]),
        "means": spread.means,
        "standard_deviations": spread.deviations,
        "zero_shares": spread.zero_shares,
        "kernels": np.array(names),
        "weight_counts": np.stack(counts),
        "weight_edges": np.stack([_edges(*between) for between in ends]),
        "weight_standard_deviations": np.array([float(weights[name].std()) for name in names]),
        "distances": np.array([moved.get(name, np.nan) for name in names], np.float64),
    }


def point_arrays(found: LayerMap, image: np.ndarray, place: np.ndarray, *, layer: str) -> Arrays:
    """Return the map of N test images.

    "points" is (N, 2) float64, along the first and the second component; "labels" (N,) uint8; "indices" (N,) int64 in
    the test images; "variance_shares" (2,) float64, of the layer's variance, 0 to 1; "picture_point" (2,) float64,
    where the picture lies.
    """
    return {
        "picture": image,
        "layer": np.array(layer),
        "points": found.points,
        "labels": found.labels,
        "indices": np.arange(len(found.points)),
        "variance_shares": np.array(found.shares),
        "picture_point": place,
    }


def _edges(lowest: float, highest: float) -> np.ndarray:
    """Return where a histogram's parts begin and end, as `histogram` counts: one value alone lies in the middle."""
    if not highest > lowest:
        lowest, highest = lowest - 0.5, highest + 0.5
    with np.errstate(invalid="ignore"):
        return np.linspace(lowest, highest, BINS + 1)
