"""Which pixels of the input image one output cell can see.

Exact, not the textbook recursion: windows that hang over a padded edge see less, pixels that a stride leaves over are
not counted. Rows and columns are alike, so one axis stands for both.
"""

from __future__ import annotations

from models.layers import Layer, Shape

Seen = tuple[tuple[int, int], ...]  # for each cell along an axis the first and the last pixel it sees

IMAGE_SIDE = 28  # pixels


def pixels_seen(shapes: tuple[Shape, ...], layers: tuple[Layer, ...]) -> tuple[Seen, ...]:
    """Return, for every layer, the first and last pixel row (and column) that each of its cells sees.

    After Flatten the values keep the cells they came from. A layer that sees all (dense, global pooling, a softmax over
    one row of values) mixes everything: one entry then stands for all outputs.

    Args:
        shapes: of the input of every layer.
        layers: as many.
    """
    seen: Seen = tuple((pixel, pixel) for pixel in range(IMAGE_SIDE))
    seen_by_layer = []
    for shape, layer in zip(shapes, layers, strict=True):
        sliding = layer.window
        if sliding is not None:
            cells = len(seen)
            spans = []
            for position in range(sliding.positions(cells)):
                start = sliding.start(position, cells)
                first, last = max(start, 0), min(start + sliding.size, cells) - 1
                spans.append((seen[first][0], seen[last][1]))
            seen = tuple(spans)
        elif layer.sees_all(shape):
            seen = ((seen[0][0], seen[-1][1]),)
        seen_by_layer.append(seen)
    return tuple(seen_by_layer)
