"""What the session remembers of Evaluate's tab "Score"."""

from __future__ import annotations

from typing import Literal

from pages.state.evaluate.evaluations import EvaluatedSplit
from pages.state.slot import Slot, one_of

CellKind = Literal["counts", "shares"]
SPLITS: tuple[EvaluatedSplit, ...] = ("test", "validation")
CELL_KINDS: tuple[CellKind, ...] = ("counts", "shares")

SCORE_SPLIT: Slot[EvaluatedSplit | None] = one_of("evaluate-split", SPLITS)  # widget
SCORE_CELLS: Slot[CellKind | None] = one_of("evaluate-cells", CELL_KINDS)  # widget
SCORE_MINUS = Slot("evaluate-minus", str, default="")  # widget: the name of the other model, or ""
SCORE_EPOCH: Slot[int | str | None] = Slot("evaluate-epoch", int | str)  # type: ignore[arg-type]  # widget: or "stopped"
