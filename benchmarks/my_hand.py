"""Whether a model learns a hand: `python -m benchmarks.my_hand FILE.jsonl.gz [--splits N] [--others FILE]`.

The file is as benchmarks.strokes has it, each digit with its `"writer"`. Each writer with 44 digits or more is "me":
30 of their digits are taught to the pretrained network (three of each digit where there are, the rest filled up), by
the very run that the app starts, and the others judge. A table says for each writer how many of those were read right
before and after, the mean of -ln p of the right digit before and after, and how many of the 10,000 test images.
`--splits` parts each writer's digits in so many ways, the first in the file's order; `--others` also reads another file
before and after: strokes of people who taught nothing. The last line has the figures: `before` and `after`, the share
of all held-out digits that was read right; `errors_gone`, of the errors, net; `mnist_loss`, the share of the test
images that was lost, a mean over writers; `seconds`, the same of a run's time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.stroke_files import BAD_INPUT, BadInputError, read_drawings
from core.data.bundled_digits import DatasetArrays
from core.data.dataset import Dataset, load_dataset
from core.drawing.mnist_preprocess import to_mnist_image
from core.errors import LabError
from core.home import named_path
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import predict
from core.inference.pretrained import pretrained
from core.machine import available_cores
from core.runs.teaching.method import teaching_config
from core.runs.teaching.start import taught_from
from core.training.record.events import EpochEnded, HandTested, TestEnded
from core.training.record.taught_digits import TaughtDigits

LEAST_DIGITS = 44  # of a writer
TAUGHT = 30
OF_EACH = 3
LEAST_PROBABILITY = 1e-6  # counted for a right digit: one that is lost altogether does not decide a mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A writer's N digits."""

    writer: str
    images: np.ndarray  # (N, 28, 28) uint8
    labels: np.ndarray  # (N,) uint8, 0 to 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What came out of one run."""

    writer: str
    tested: HandTested
    surprise_before: float  # mean of -ln p of the right digit over the held-out ones, in nats
    surprise_after: float
    others_before: float  # accuracy on other people's digits; NaN without any
    others_after: float
    seconds: float


def hands(path: Path, least: int = 1) -> list[Hand]:
    """Return the writers of a file with so many digits, each as the page would prepare their drawings."""
    of_writer: dict[str, list] = {}
    for drawing in read_drawings(path):
        of_writer.setdefault(drawing.writer, []).append(drawing)
    return [
        Hand(
            writer=writer,
            images=np.stack([to_mnist_image(drawing.strokes) for drawing in drawings]),
            labels=np.array([drawing.label for drawing in drawings], np.uint8),
        )
        for writer, drawings in sorted(of_writer.items())
        if len(drawings) >= least
    ]


def together(people: Sequence[Hand]) -> Hand | None:
    """Return all digits of some writers as those of one; None without any."""
    if not people:
        return None
    return Hand(
        writer=", ".join(hand.writer for hand in people),
        images=np.concatenate([hand.images for hand in people]),
        labels=np.concatenate([hand.labels for hand in people]),
    )


def parted(labels: np.ndarray, *, number: int) -> np.ndarray:
    """Return which digits are taught, (N,) bool: 30, three of each where there are, the rest filled up.

    Args:
        labels: (N,) 0 to 9.
        number: of the split; 0 takes the first in their order, any other ones of a random order.
    """
    order = np.arange(len(labels)) if not number else np.random.default_rng(number).permutation(len(labels))
    of_each = [[index for index in order if labels[index] == label][:OF_EACH] for label in range(10)]
    chosen = [index for indices in of_each for index in indices]
    chosen += [index for index in order if index not in set(chosen)][: TAUGHT - len(chosen)]
    is_taught = np.zeros(len(labels), bool)
    is_taught[chosen] = True
    return is_taught


def teach(hand: Hand, is_taught: np.ndarray, dataset: Dataset, others: Hand | None, *, seed: int) -> Taught:
    """Return what the app's own run makes of the pretrained network and a hand."""
    from core.training.loop.loop import train

    network = pretrained().network
    loss = pretrained().config.loss
    config = teaching_config(loss=loss, pixels=network.pixels, train_count=dataset.train_count, seed=seed)
    digits = TaughtDigits(images=hand.images, labels=hand.labels, is_taught=is_taught)
    with tempfile.TemporaryDirectory() as folder:
        taught = taught_from("pretrained", network, digits, folder=Path(folder))
        began = time.perf_counter()
        events = [
            event
            for event in train(
                network.spec,
                config,
                data_folder=str(dataset.folder),
                run_folder=folder,
                threads=available_cores(),
                taught=taught,
            )
            if isinstance(event, EpochEnded | HandTested | TestEnded)
        ]
        seconds = time.perf_counter() - began
        *_, last = (event for event in events if isinstance(event, EpochEnded))
        file = last.checkpoint
        new = StoredNetwork(spec=network.spec, path=str(Path(folder) / file.name), digest=file.digest)
        judging = hand.images[~is_taught], hand.labels[~is_taught]
        return Taught(
            writer=hand.writer,
            tested=next(event for event in events if isinstance(event, HandTested)),
            surprise_before=_surprise(network, *judging),
            surprise_after=_surprise(new, *judging),
            others_before=_accuracy(network, others),
            others_after=_accuracy(new, others),
            seconds=seconds,
        )


def rows(found: Sequence[Taught]) -> Iterator[str]:
    """Yield a table's lines."""
    yield (
        f"{'writer':>8} {'judges':>6} {'before':>6} {'after':>6} {'-ln p':>7} {'after':>7} {'MNIST':>6} {'after':>6} "
        f"{'others':>7} {'after':>7} {'seconds':>8}"
    )
    for row in found:
        tested = row.tested
        yield (
            f"{row.writer:>8} {tested.count:6} {tested.correct_before:6} {tested.correct_after:6} "
            f"{row.surprise_before:7.4f} {row.surprise_after:7.4f} {tested.test_before:6,} {tested.test_after:6,} "
            f"{row.others_before:7.4f} {row.others_after:7.4f} {row.seconds:8.1f}"
        )


def figures(found: Sequence[Taught]) -> str:
    """Return the last line."""
    tested = [row.tested for row in found]
    count = sum(one.count for one in tested)
    before, after = (sum(getattr(one, f"correct_{when}") for one in tested) for when in ("before", "after"))
    errors = count - before
    gone = (after - before) / errors if errors else 0.0
    loss = statistics.fmean((one.test_before - one.test_after) / one.test_count for one in tested)
    seconds = statistics.fmean(row.seconds for row in found)
    surprises = [statistics.fmean(getattr(row, f"surprise_{when}") for row in found) for when in ("before", "after")]
    return (
        f"figures: before={before / count:.4f} after={after / count:.4f} errors_gone={gone:.3f} mnist_loss={loss:.5f} "
        f"seconds={seconds:.1f} n={count} errors={errors} writers={len({row.writer for row in found})} "
        f"surprise_before={surprises[0]:.4f} surprise_after={surprises[1]:.4f}"
    )


def _surprise(network: StoredNetwork, images: np.ndarray, labels: np.ndarray) -> float:
    right = predict(network, images).probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, LEAST_PROBABILITY)).mean())


def _accuracy(network: StoredNetwork, hand: Hand | None) -> float:
    if hand is None:
        return float("nan")
    return float((predict(network, hand.images).predicted_digits == hand.labels).mean())


def _no_fallback() -> DatasetArrays:
    raise BadInputError("There is no MNIST: set DIGITLAB_DATA, or put mnist.npz beside the file.")


def main() -> None:
    """Print a table for people, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path, metavar="FILE", help="strokes with their writers, .jsonl or .jsonl.gz")
    options.add_argument("--splits", type=int, default=1, metavar="N", help="in how many ways digits are parted")
    options.add_argument("--others", type=Path, metavar="FILE", help="strokes of other people, read before and after")
    chosen = options.parse_args()
    try:
        people = hands(chosen.file, LEAST_DIGITS)
        if not people:
            raise BadInputError(f"{chosen.file.name} has no writer with {LEAST_DIGITS} digits or more.")
        others = together(hands(chosen.others)) if chosen.others else None
        with tempfile.TemporaryDirectory() as home:
            location = named_path("DIGITLAB_DATA") or chosen.file.absolute().parent
            dataset = load_dataset(Path(home), location, make_fallback=_no_fallback)
            found = []
            for number in range(chosen.splits):
                for hand in people:
                    is_taught = parted(hand.labels, number=number)
                    found.append(teach(hand, is_taught, dataset, others, seed=number))
                    print("\n".join([*rows(found[-1:])][len(found) > 1 :]), flush=True)
    except (BadInputError, LabError) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    print(figures(found))


if __name__ == "__main__":
    main()
