"""Train the four articles' networks in full, as they did and with the app's own loop, beside what they report.

`python -m benchmarks.articles` needs DIGITLAB_DATA with the real MNIST and takes five to ten minutes on two cores; it
prints a Markdown table, then one line of figures. The settings are those of `core.recipes`, seed 0 where no other is
asked for; every accuracy is of the test images after the last epoch. With `--seeds 3` each recipe is
trained with seeds 0 to 2: the table gives the range, the figures the median. The first article has two networks; its
figure is that of the one which it reports on.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import in_a_process, real_mnist
from benchmarks.pretrained import THREADS
from core.engine.keras_runtime import load_keras
from core.recipes import Recipe, recipe, recipes
from core.training.record.events import TestEnded

FIGURE_OF = {"article-1a": "article_1", "article-2": "article_2", "article-3": "article_3", "article-4": "article_4"}
REPORTED = {"article-4": "not stated"}  # where the recipe has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one training came to."""

    accuracy: float  # of the test images
    seconds: float  # building, compiling, training, validating, testing


def article_keys() -> tuple[str, ...]:
    """Return the keys of the articles' recipes."""
    return tuple(entry.key for entry in recipes() if entry.article is not None)


def row(chosen: Recipe, outcomes: Sequence[Outcome]) -> str:
    """Return a recipe's line of the Markdown table; of several outcomes their range."""
    reported = chosen.reported_accuracy or REPORTED.get(chosen.key, "none given")
    accuracies = sorted(outcome.accuracy for outcome in outcomes)
    ours = f"{accuracies[0]:.2%}" if len(accuracies) == 1 else f"{accuracies[0]:.2%} to {accuracies[-1]:.2%}"
    seconds = statistics.median(outcome.seconds for outcome in outcomes)
    return f"| {chosen.key} | {chosen.config.epochs} | {reported} | {ours.replace('%', ' %')} | {seconds:.0f} |"


def figures(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """Return the last line: the median accuracy of each article's recipe, by the recipe's key."""
    medians = {key: statistics.median(outcome.accuracy for outcome in outcomes[key]) for key in FIGURE_OF}
    return "figures: " + " ".join(f"{FIGURE_OF[key]}={median:.4f}" for key, median in medians.items())


def trained(key: str, seed: int, home: Path) -> Outcome:
    """Train a recipe in this process, whose TensorFlow is loaded as an engine loads it."""
    from core.training.loop.loop import train  # once TensorFlow is loaded as an engine loads it

    chosen = recipe(key)
    assert chosen is not None
    dataset = real_mnist(home)
    config = dataclasses.replace(chosen.config, seed=seed)
    began, accuracy = time.perf_counter(), None
    with tempfile.TemporaryDirectory(prefix="digitlab-articles-") as folder:
        for event in train(chosen.spec, config, data_folder=str(dataset.folder), run_folder=folder, threads=THREADS):
            if isinstance(event, TestEnded):
                accuracy = event.correct / event.count
    if accuracy is None:
        raise RuntimeError(f"the training of {key} did not come to its end")
    return Outcome(accuracy=accuracy, seconds=time.perf_counter() - began)


def main() -> None:
    """Print a row per recipe, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=1, help="train with seeds 0 up to, not including, this")
    options.add_argument("--recipe", choices=article_keys(), help="train it once in this process and print JSON")
    options.add_argument("--seed", type=int, default=0, help="of that training")
    options.add_argument("--home", type=Path, help="of that training: where MNIST's copy lies")
    chosen = options.parse_args()
    if chosen.recipe:
        load_keras(THREADS)
        print(json.dumps(dataclasses.asdict(trained(chosen.recipe, chosen.seed, chosen.home))))
        return
    print("| recipe | epochs | the article reports | ours | seconds |\n|---|---|---|---|---|")
    outcomes = {}
    with tempfile.TemporaryDirectory(prefix="digitlab-articles-") as home:
        real_mnist(Path(home))
        for entry in recipes():
            if entry.article is not None:
                outcomes[entry.key] = [
                    Outcome(**in_a_process("benchmarks.articles", recipe=entry.key, seed=seed, home=home))
                    for seed in range(chosen.seeds)
                ]
                print(row(entry, outcomes[entry.key]), flush=True)
    print(figures(outcomes))


if __name__ == "__main__":
    main()
