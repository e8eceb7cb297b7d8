"""What a benchmark of photos counts: an outcome a picture, tables by any of its features, the list of the wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.photo_reading import PhotoReading

_WIDEST = 24  # characters of a table's first column


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one picture was read."""

    name: str
    label: str  # the digits in reading order
    features: dict[str, str]  # such as its kind, by which tables are made
    read: str  # the digits that were read; empty where it was refused
    sureness: tuple[float, ...]  # of each digit, 0 to 1
    refusal: str  # what the person is told where it was refused
    is_sure: bool  # every digit reached the threshold, and there is one

    @property
    def is_right(self) -> bool:
        """Whether the digits that were read are the label's, however sure."""
        return self.read == self.label

    @property
    def is_sure_and_wrong(self) -> bool:
        """Whether it says with confidence what is wrong."""
        return self.is_sure and not self.is_right


def outcome(name: str, label: str, features: dict[str, str], reading: PhotoReading) -> Outcome:
    """Return how a picture was read, without the picture."""
    return Outcome(
        name=name,
        label=label,
        features=features,
        read=reading.text,
        sureness=reading.sureness,
        refusal=reading.refusal,
        is_sure=reading.is_sure,
    )


def table(outcomes: Sequence[Outcome], feature: str) -> Iterator[str]:
    """Yield a table's lines by a feature's values, sorted, and one for all."""
    yield f"{feature:{_WIDEST}} {'n':>6} {'right':>6} {'share':>7} {'refused':>8} {'not sure':>9}  sure and wrong"
    values = sorted({one.features[feature] for one in outcomes})
    for value in values:
        yield _row(value, [one for one in outcomes if one.features[feature] == value])
    yield _row("all", outcomes)


def wrong(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line for each picture that was read wrong: name, label, what was read, the least sureness."""
    for one in outcomes:
        if not one.is_right:
            said = f"read as {one.read}, {min(one.sureness):.3f}" if one.read else f"not read: {one.refusal}"
            yield f"{one.name}  {', '.join(one.features.values())}  {one.label}  {said}"


def share(outcomes: Sequence[Outcome], counts: Callable[[Outcome], Hashable]) -> float:
    """Return the share of pictures for which `counts` is true; nan of none."""
    return sum(map(bool, map(counts, outcomes))) / len(outcomes) if outcomes else float("nan")


def _row(value: str, outcomes: Sequence[Outcome]) -> str:
    right = sum(one.is_right for one in outcomes)
    refused = sum(not one.read for one in outcomes)
    unsure = sum(bool(one.read) and not one.is_sure for one in outcomes)
    sure_and_wrong = sum(one.is_sure_and_wrong for one in outcomes)
    return (
        f"{value:{_WIDEST}} {len(outcomes):6,} {right:6,} {right / len(outcomes):7.1%} {refused:8,} {unsure:9,} "
        f"{sure_and_wrong:15,}"
    )
