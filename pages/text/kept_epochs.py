"""What is said of the room that a run takes on the disk, and of which epochs it keeps."""

from __future__ import annotations

from core.training.record.kept_epochs import CheckpointRetention
from pages.text.numbers import megabytes, ordinal


class Kept:
    """What a run keeps of its epochs."""

    @staticmethod
    def before(kept: CheckpointRetention, *, has_best: bool) -> str:
        """Return what a run will keep; `has_best`: it validates."""
        if kept.every == 1:
            return f"It keeps the weights of every epoch: {_size(kept.size_bytes)} on the disk."
        others = "the best epoch, the last" if has_best else "the last epoch"
        return (
            f"It keeps the weights of {others} and every {ordinal(kept.every)}: about "
            f"{_size(kept.size_bytes)} on the disk, instead of {_size(kept.whole_size_bytes)}."
        )

    @staticmethod
    def little_room(kept: CheckpointRetention, free_bytes: int) -> str:
        return (
            f"This run will write about {_size(kept.size_bytes)}, and the disk has {_size(free_bytes)} left. Where "
            "there is no room, training pauses until some is free. Delete some runs, or take fewer epochs."
        )

    @staticmethod
    def offered(every: int, *, has_best: bool) -> str:
        """Return which epochs there are to choose from, where it is not all."""
        best = "best epoch, the last" if has_best else "last epoch"
        return f"Of this run only the {best} and every {ordinal(every)} are kept." if every > 1 else ""


def _size(byte_count: int) -> str:
    if byte_count >= 999.5e6:
        return f"{byte_count / 1e9:.1f} GB"
    return f"{megabytes(max(byte_count, 100_000))} MB" if byte_count < 9.95e6 else f"{byte_count / 1e6:.0f} MB"
