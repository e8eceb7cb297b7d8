"""How good the form's estimate of an epoch's time is, before a run was like it: estimate by measured time, per recipe.

`python -m benchmarks.estimates` needs DIGITLAB_DATA with the real MNIST and a quiet machine, and takes about five
minutes on two cores; it prints a Markdown table, then one line of figures. An engine wakes up, its speed is scaled to
every recipe, and then each trains two epochs: the second, which pays for no first time, is compared.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import secrets
import tempfile
import time
from pathlib import Path

from core.lab import Lab
from core.recipes import recipes
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.layers import Conv2D, Dense, GlobalAveragePooling2D, MaxPooling2D, SeparableConv2D
from models.spec import IMAGE, NetworkSpec

OWNER = "benchmark"
POLL_SECONDS = 0.5
HEADER = "| network | estimated, s | measured, s | estimate / measured |\n|---|---|---|---|"
SEPARABLE = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=16, kernel_size=3),
        MaxPooling2D(pool_size=2),
        SeparableConv2D(filters=32, kernel_size=3),
        GlobalAveragePooling2D(),
        Dense(units=10, activation="softmax"),
    ),
)


def networks() -> dict[str, tuple[NetworkSpec, TrainingConfig]]:
    """Return every recipe, a separable network and one whose images are bent, by their names."""
    known = {recipe.key: (recipe.spec, recipe.config) for recipe in recipes()}
    quick, settings = known["quick-cnn"]
    bent = dataclasses.replace(settings, augmentation=Augmentation(shift_pixels=2, elastic_pixels=2))
    return known | {"separable": (SEPARABLE, settings), "bent": (quick, bent)}


def estimated_seconds(lab: Lab, spec: NetworkSpec, config: TrainingConfig) -> float:
    """Return how long an epoch will take as the form says it, once the first engine is awake."""
    while (expected := lab.epoch_times.expected(spec, config, lab.dataset())) is None:
        time.sleep(POLL_SECONDS)
    assert not expected.is_of_runs
    return expected.seconds_per_epoch


def second_epoch_seconds(lab: Lab, spec: NetworkSpec, config: TrainingConfig) -> float:
    """Train two epochs and return how long the second took."""
    two = dataclasses.replace(config, epochs=2, warmup_epochs=0, patience=0)
    run = lab.run_starter.start(spec, two, owner=OWNER, nonce=secrets.token_hex(16))
    while len((history := lab.histories.of(run)).epochs) < two.epochs:
        time.sleep(POLL_SECONDS)
    first, second = history.epochs
    while history.is_active:
        time.sleep(POLL_SECONDS)
        history = lab.histories.of(run)
    return second.seconds - first.seconds


def main() -> None:
    """Print a row per network as it is measured, then one line of figures."""
    known = networks()
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", choices=known, metavar="NAME", nargs="+", help=f"of {', '.join(known)}")
    names = options.parse_args().only or list(known)
    figures = {}
    print(HEADER, flush=True)
    with tempfile.TemporaryDirectory(prefix="digitlab-estimates-") as home:
        lab = Lab(home=Path(home), data=Path(os.environ["DIGITLAB_DATA"]), slots=1)
        try:
            estimates = {name: estimated_seconds(lab, *known[name]) for name in names}
            for name, estimate in estimates.items():
                measured = second_epoch_seconds(lab, *known[name])
                figures[name] = estimate / measured
                print(f"| {name} | {estimate:.1f} | {measured:.1f} | {figures[name]:.2f} |", flush=True)
        finally:
            lab.close()
    print("figures: " + " ".join(f"{name.replace('-', '_')}={ratio:.2f}" for name, ratio in figures.items()))


if __name__ == "__main__":
    main()
