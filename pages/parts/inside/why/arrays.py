"""What the tab's NPZ files hold: plain arrays by name, for NumPy. No Streamlit.

Each file says what was asked: "picture", (28, 28) uint8, 0 paper to 255 ink; "digit", the one that is explained, and
"against", the one that it is set against, or -1: int64. Values are of the logit of the one, minus that of the other.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.inference.attribution.attribution import CLASS_MAPS, Attribution, Method, explained_layer
from core.inference.attribution.deletion import STEPS, DeletionCurve
from core.inference.attribution.occlusion import Occlusion, starts
from core.inference.attribution.target import Target
from models.spec import NetworkSpec

Arrays = dict[str, np.ndarray]


def asked(image: np.ndarray, target: Target) -> Arrays:
    """Return "picture", "digit" and "against"."""
    against = -1 if target.against is None else target.against
    return {"picture": image, "digit": np.array(target.digit), "against": np.array(against)}


def occlusion_arrays(found: Occlusion, image: np.ndarray, target: Target) -> Arrays:
    """Return the grid of occlusion, of n x n squares.

    "method" is text. "square" and "stride" are pixels, and "starts", (n,) int64, the first row, or column, of each
    square. "map" is (n, n) float64: by how much the target falls without a square, by its row and column.
    "logits" and "probabilities" are (10,) float32, of the picture as it is; "logits_without" and
    "probabilities_without" are (n, n, 10) float32.
    """
    return {
        **asked(image, target),
        "method": np.array("occlusion"),
        "square": np.array(found.square),
        "stride": np.array(found.stride),
        "starts": np.array(starts(found.square, found.stride)),
        "map": found.falls(target),
        "logits": found.whole_logits,
        "probabilities": found.whole_probabilities,
        "logits_without": found.logits,
        "probabilities_without": found.probabilities,
    }


def map_arrays(
    found: Attribution,
    image: np.ndarray,
    target: Target,
    *,
    layers: Mapping[str, str],
    scrambled: Attribution | None = None,
) -> Arrays:
    """Return one method's map.

    "method" is text; "map", (rows, columns) float32, has a value for each pixel, or for each cell of a class map.
    Integrated gradients add "steps", and, as float64, "total" of the map, "output" for the picture and "baseline" for
    paper. "map_scrambled" is that of the network with its weights at random places, where that was asked.

    Args:
        found: the map.
        image: the picture.
        target: what is explained.
        layers: as `layers_of` has them.
        scrambled: the same method on the scrambled network.
    """
    made = {**asked(image, target), "method": np.array(found.method), "map": found.values}
    if found.method in CLASS_MAPS:
        made |= _texts(layers)
    sums = found.completeness
    if sums is not None:
        numbers = {"steps": sums.steps, "total": sums.total, "output": sums.output, "baseline": sums.baseline}
        made |= {name: np.array(value) for name, value in numbers.items()}
    return made if scrambled is None else {**made, "map_scrambled": scrambled.values}


def compared_arrays(
    found: Mapping[Method, Attribution], image: np.ndarray, target: Target, *, square: int, layers: Mapping[str, str]
) -> Arrays:
    """Return the maps of several methods, each under its name: "gradient_input", (rows, columns) float32.

    "methods", (M,) text, are those names; "square" is the side of occlusion's square in pixels, whose map is
    (28, 28) here: the mean fall of the squares that cover a pixel.
    """
    maps = {_name(method): one.values for method, one in found.items()}
    named = {"methods": np.array(list(maps), str), "square": np.array(square)}
    return {**asked(image, target), **named, **_texts(layers), **maps}


def deletion_arrays(
    curves: Mapping[Method, DeletionCurve],
    chance: DeletionCurve,
    image: np.ndarray,
    target: Target,
    *,
    square: int,
    layers: Mapping[str, str],
) -> Arrays:
    """Return the deletion curves of M methods.

    "methods" is (M,) text; "ink_erased", (S,) float64, the share of the inked pixels, 0 to 1; "probabilities",
    (M, S) float64, what is left of the digit's; "areas", (M,) float64, under the curves; "probabilities_at_random",
    (S,) float64, and "area_at_random" are the mean of random orders.
    """
    each = [curve.probabilities for curve in curves.values()]
    return {
        **asked(image, target),
        "methods": np.array([_name(method) for method in curves], str),
        "square": np.array(square),
        **_texts(layers),
        "ink_erased": np.linspace(0, 1, STEPS + 1),
        "probabilities": np.stack(each) if each else np.zeros((0, STEPS + 1)),
        "areas": np.array([curve.area for curve in curves.values()], np.float64),
        "probabilities_at_random": chance.probabilities,
        "area_at_random": np.array(chance.area),
    }


def layers_of(spec: NetworkSpec, layer: int | None) -> dict[str, str]:
    """Return what class maps are made of, as text.

    "layer" is the convolution that is chosen; "layer_of_maps" the layer whose output they are made of: the same one,
    or the one that applies its function. Nothing where the network has no class maps.
    """
    if layer is None:
        return {}
    rows = spec.rows()
    return {"layer": rows[layer].name, "layer_of_maps": rows[explained_layer(spec, layer)].name}


def _texts(named: Mapping[str, str]) -> Arrays:
    return {name: np.array(text) for name, text in named.items()}


def _name(method: Method) -> str:
    return method.replace("-", "_")
