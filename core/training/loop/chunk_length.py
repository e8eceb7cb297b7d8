"""How many steps lie between two events: as many as fill a tenth of a second, learned while they run."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

CHUNK_SECONDS = 0.1
FIRST_CHUNK = 2  # steps; small, so that the first point comes soon


@dataclass(slots=True)
class ChunkLength:
    """How many steps fill a chunk, from how long the last ones took; it grows fourfold at most."""

    steps: int = FIRST_CHUNK
    _began: float = field(default_factory=time.monotonic)

    def begin(self) -> int:
        """Start the clock; return how many steps to take."""
        self._began = time.monotonic()
        return self.steps

    def end(self, steps: int) -> None:
        """Stop the clock after so many steps."""
        seconds = time.monotonic() - self._began
        fitting = CHUNK_SECONDS / max(seconds / max(steps, 1), 1e-6)
        self.steps = int(min(max(fitting, 1), 4 * self.steps))
