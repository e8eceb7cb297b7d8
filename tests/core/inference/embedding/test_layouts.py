"""t-SNE and UMAP: the same bits each time, neighbours together, and UMAP's epochs as the library itself takes them."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from core.inference.embedding.neighbours import agreeing
from core.inference.embedding.tsne import FIRST_STEPS, STEPS, STEPS_TOLD, tsne
from core.inference.embedding.umap_layout import EPOCHS, epochs_of, first_seeds, graph_of, start_of, umap

pytestmark = pytest.mark.process
CLUMPS, OF_EACH = 4, 50


@pytest.fixture(scope="module")
def umap_library() -> ModuleType:
    """Return umap-learn's main module. Its search for neighbours, which we never ask, is imported but not compiled.

    numba compiles that while it is imported, 30 s of work in a new venv.
    """
    numba = pytest.importorskip("numba")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba.config, "DISABLE_JIT", True)
        pytest.importorskip("pynndescent")
    return pytest.importorskip("umap.umap_")


@pytest.fixture
def components() -> np.ndarray:
    """Return 200 points of ten values in four clumps, by turns."""
    rng = np.random.default_rng(3)
    centres = rng.normal(0, 1, (CLUMPS, 10))
    return (np.tile(centres, (OF_EACH, 1)) + rng.normal(0, 0.15, (CLUMPS * OF_EACH, 10))).astype(np.float32)


@pytest.fixture
def labels() -> np.ndarray:
    return (np.arange(CLUMPS * OF_EACH) % CLUMPS).astype(np.uint8)


def test_tsne_gives_the_same_bits_and_keeps_clumps_together(components: np.ndarray, labels: np.ndarray) -> None:
    pytest.importorskip("openTSNE")
    told = list(tsne(components, threads=1))
    assert len(told) == (FIRST_STEPS + STEPS) // STEPS_TOLD + 1
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    share, points = told[-1]
    assert share == 1.0
    assert (points.shape, points.dtype) == ((200, 2), np.float32)
    assert agreeing(points, labels, 0, 200) == 200
    *_, (_, again) = tsne(components, threads=2)
    np.testing.assert_array_equal(again, points)


def test_umap_keeps_clumps_together_and_takes_its_epochs_as_the_library_does(
    umap_library: ModuleType, components: np.ndarray, labels: np.ndarray
) -> None:
    layouts = pytest.importorskip("umap.layouts")

    *_, (share, points) = umap(components)
    assert share == 1.0
    assert agreeing(points, labels, 0, 200) == 200
    graph, own = graph_of(components), start_of(components)
    a, b = umap_library.find_ab_params(1.0, 0.1)
    placed = own.copy()
    expected = layouts.optimize_layout_euclidean(
        placed,
        placed,
        graph.heads,
        graph.tails,
        EPOCHS,
        len(own),
        graph.epochs_per_sample,
        a,
        b,
        first_seeds(),
        move_other=True,
    )
    np.testing.assert_array_equal(points, expected)
    step = epochs_of(graph, own)
    for epoch in range(EPOCHS):
        step(epoch)
    np.testing.assert_array_equal(own, expected)


def test_layer_with_a_single_value_gives_points_in_a_row() -> None:
    pytest.importorskip("openTSNE")
    line = np.linspace(-1, 1, 30, dtype=np.float32)[:, np.newaxis]
    *_, (_, points) = tsne(line, threads=1)
    assert np.isfinite(points).all()
    assert start_of(line).shape == (30, 2)
