"""Race to 99 % of the test images: our recipe "Quick 99" against the fourth article's code, seed by seed.

`python -m benchmarks.accuracy --seeds 5` needs DIGITLAB_DATA with the real MNIST and takes about two minutes a seed on
two cores. Ours runs the app's own loop, with the threads that an engine has; theirs is the article's `fit` as written,
with TensorFlow's own threads. Each run has a process of its own, and the two take turns. Counted are the seconds from
before the network is built to the end of the first epoch after which at least 99 % of the test images are read right:
building, compiling, training, and our loop's writing of checkpoints. Not counted: imports, loading the images, the
article's division by 255, and reading the test images. So the article's `fit` runs without its `validation_data`;
instead its one call is interrupted by a callback after each epoch, with the clock stopped. Nothing is set up or traced
again for that, and it ends once it is there. An article's run that never gets there counts with the seconds of its ten
epochs; one of ours that does not is a failure, and a ratio of 0.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy_runs import Race, run_article, run_ours
from benchmarks.pretrained import MNIST_COUNTS, THREADS
from core.data.dataset import Dataset, load_dataset
from core.engine.keras_runtime import load_keras

SIDES = ("ours", "article")
_HEADER = f"{'epochs':>6} {'seconds':>8} {'accuracy':>8} {'cores':>5}"


def ratio(ours: Race, article: Race) -> float:
    """Return how many times longer the article's run took; 0 where ours never got there."""
    return article.seconds / ours.seconds if ours.reached else 0.0


def row(seed: int, ours: Race, article: Race) -> str:
    """Return a seed's line of the table."""
    return f"{seed:4}  {_told(ours)}  {_told(article)}  {ratio(ours, article):6.2f}"


def figures(pairs: Sequence[tuple[Race, Race]]) -> str:
    """Return the last line for pairs of ours and the article's, each pair of one seed."""
    return (
        f"figures: speedup_to_99={statistics.median(ratio(*pair) for pair in pairs):.2f} "
        f"median_accuracy={statistics.median(ours.final_accuracy for ours, _ in pairs):.4f} "
        f"failed={sum(not ours.reached for ours, _ in pairs)}"
    )


def real_mnist(home: Path) -> Dataset:
    """Return MNIST from DIGITLAB_DATA, its copy kept below `home`; ends the program where it is something else."""
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        sys.exit("Set DIGITLAB_DATA to the file or folder with the real MNIST.")
    dataset = load_dataset(home, Path(location), make_fallback=_refuse)
    if (dataset.train_count, dataset.test_count) != MNIST_COUNTS:
        sys.exit(f"This is not MNIST: {dataset.train_count:,} training and {dataset.test_count:,} test images.")
    return dataset


def in_a_process(module: str, **options: object) -> dict[str, Any]:
    """Run `python -m module --name value ...` to its end and return the JSON object of its last line.

    Raises:
        RuntimeError: it failed; with the end of what it said.
    """
    arguments = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print a row per seed, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, default=5, help="0 up to, not including, this")
    options.add_argument("--side", choices=SIDES, help="only run this side, in this process, and print JSON")
    options.add_argument("--seed", type=int, default=0, help="of that run")
    options.add_argument("--home", type=Path, help="of that run: where the copy of MNIST lies")
    chosen = options.parse_args()
    if chosen.side:
        print(json.dumps(dataclasses.asdict(_run(chosen.side, chosen.seed, chosen.home))))
        return
    if chosen.seeds < 1:
        options.error(f"There must be at least one seed; got {chosen.seeds}.")
    print(f"{'':4}  {'ours':^{len(_HEADER)}}  {'article 4':^{len(_HEADER)}}")
    print(f"seed  {_HEADER}  {_HEADER}   ratio", flush=True)
    pairs = []
    with tempfile.TemporaryDirectory(prefix="digitlab-accuracy-") as home:
        real_mnist(Path(home))
        for seed in range(chosen.seeds):
            pair = [Race(**in_a_process("benchmarks.accuracy", side=side, seed=seed, home=home)) for side in SIDES]
            pairs.append((pair[0], pair[1]))
            print(row(seed, *pairs[-1]), flush=True)
    print(figures(pairs))


def _told(race: Race) -> str:
    epochs = f"{race.epochs}" if race.reached else f"({race.epochs})"  # in brackets: not there after these
    return f"{epochs:>6} {race.seconds:8.2f} {race.accuracy:8.2%} {race.cores:5.2f}"


def _run(side: str, seed: int, home: Path) -> Race:
    if side == "ours":
        load_keras(THREADS)
        return run_ours(real_mnist(home), seed)
    import keras  # noqa: F401

    return run_article(real_mnist(home), seed)


def _refuse() -> Any:
    raise AssertionError("a location was given")


if __name__ == "__main__":
    main()
