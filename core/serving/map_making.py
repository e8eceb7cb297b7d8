"""How a layer's map comes of pieces: some turns find the directions, the last where each picture lies along them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.inference.learned import projection
from core.inference.learned.projection import Moments
from core.serving.learned_results import LayerMap, map_of

MAP_TURNS = 3  # over all pictures


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnfinishedMap:
    """How far a map has come."""

    turn: int  # from 0
    block: np.ndarray  # (D, k) float32; in the last turn the two directions, (D, 2)
    moments: Moments | None = None  # of this turn's pictures so far
    variance: float = 0.0  # of all values, in the last turn
    found: np.ndarray | None = None  # (n, 2) float32, where this turn's pictures lie


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapMaking:
    """One layer's map in the making."""

    ask: Callable[..., Any]  # a function of `core.inference.learned.projection`, by name; first picture, count, block
    values: int  # D, of the layer for a picture
    labels: np.ndarray  # (N,) uint8, of all test pictures
    last: tuple[int, int]  # the piece that ends a turn: its first picture, and how many
    turns: int = MAP_TURNS  # at least two; with each the directions lie nearer to the main ones

    def step(self, before: UnfinishedMap | LayerMap | None, piece: tuple[int, int]) -> UnfinishedMap | LayerMap:
        """Return what comes of one more piece: the map itself with the last one of the last turn."""
        assert not isinstance(before, LayerMap)
        begun = before or UnfinishedMap(turn=0, block=projection.random_block(self.values))
        return self._located(begun, piece) if begun.turn == self.turns - 1 else self._turned(begun, piece)

    def _turned(self, begun: UnfinishedMap, piece: tuple[int, int]) -> UnfinishedMap:
        moments = self.ask("layer_moments", *piece, begun.block)
        if begun.moments is not None:
            moments = projection.join_moments(begun.moments, moments)
        if piece != self.last:
            return UnfinishedMap(turn=begun.turn, block=begun.block, moments=moments)
        turn, block = begun.turn + 1, projection.next_block(moments, begun.block)
        if turn == self.turns - 1:
            block = np.ascontiguousarray(block[:, :2])
        return UnfinishedMap(turn=turn, block=block, variance=projection.total_variance(moments))

    def _located(self, begun: UnfinishedMap, piece: tuple[int, int]) -> UnfinishedMap | LayerMap:
        found = self.ask("layer_coordinates", *piece, begun.block)
        if begun.found is not None:
            found = np.concatenate([begun.found, found])
        if piece != self.last:
            return UnfinishedMap(turn=begun.turn, block=begun.block, variance=begun.variance, found=found)
        return map_of(found, begun.block, begun.variance, self.labels)
