"""How well attributions do what they promise: `python -m benchmarks.attribution`.

The pretrained network explains its own answer to the first test digits of real MNIST, which DIGITLAB_DATA names. Two
promises are counted. Integrated gradients add up: `ig_gap` is the 95th percentile of the gap between their sum and the
difference that they explain, as a share of that difference. And what a method calls important is: `deletion_gain` is
the mean over the digits of the area under the deletion curve of random orders minus the area under that of the
method's order, in probability; above 0 is better than chance (core/inference/attribution/deletion.py). Integrated
gradients and Grad-CAM are counted on all digits, the other methods on the first of them. The seconds are those of one
picture in this process, without pipe and browser, once all functions are traced. About four minutes on two cores.
"""

from __future__ import annotations

import argparse
import importlib
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy import real_mnist
from benchmarks.pretrained import THREADS
from benchmarks.waits import p95
from core.engine.keras_runtime import load_keras
from core.inference.attribution import deletion
from core.inference.attribution.attribution import CLASS_MAPS, METHODS, Method, convolutions
from core.inference.attribution.target import Target
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import predict
from core.inference.pretrained import pretrained
from core.serving.attribution import Questioner

IMAGES, FEWER = 500, 50
COUNTED: dict[Method, str] = {"integrated-gradients": "ig", "grad-cam": "cam"}


class InThisProcess:
    """Answers in the engine's place, where its functions are called by name."""

    def call(self, target: str, *args: Any, **named: Any) -> Any:
        """Return what the function "package.module:function" returns."""
        module, _, function = target.partition(":")
        return getattr(importlib.import_module(module), function)(*args, **named)


def asked(network: StoredNetwork) -> Questioner:
    """Return what asks about a network in this process."""
    return Questioner(InThisProcess(), network)  # type: ignore[arg-type]


def main() -> None:
    """Print a row per method, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--images", type=int, default=IMAGES, help="test digits, from the first on")
    options.add_argument("--fewer", type=int, default=FEWER, help="of these, for the methods that are not counted")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="digitlab-attribution-") as home:
        images = np.array(real_mnist(Path(home)).test_images[: chosen.images])
        load_keras(THREADS)
        network = pretrained().network
        questioner, last = asked(network), convolutions(network.spec)[-1]
        answers = predict(network, images).predicted_digits.tolist()
        by_chance = [
            questioner.delete_at_random(image, digit).area for image, digit in zip(images, answers, strict=True)
        ]
        print(f"{'method':<22} digits  seconds a picture  deletion: gain over chance  better than chance")
        figures = []
        for method in METHODS:
            count = len(images) if method in COUNTED else min(chosen.fewer, len(images))
            layer = last if method in CLASS_MAPS else None
            seconds, gains, gaps = [], [], []
            questioner.attribute(images[0], method, Target(digit=0), layer=layer)  # traced now
            for image, digit, chance in zip(images[:count], answers, by_chance, strict=False):
                began = time.perf_counter()
                made = questioner.attribute(image, method, Target(digit=digit), layer=layer)
                seconds.append(time.perf_counter() - began)
                order = deletion.ranked(made.per_pixel, image)
                gains.append(chance - questioner.delete(image, [order], digit)[0].area)
                if made.completeness is not None:
                    gaps.append(abs(made.completeness.total / made.completeness.difference - 1))
            better = np.mean(np.array(gains) > 0)
            print(
                f"{method:<22} {count:6} {np.mean(seconds):8.3f}, p95 {p95(seconds):.3f} {np.mean(gains):26.3f} "
                f"{better:19.0%}",
                flush=True,
            )
            if gaps:
                figures.append(f"ig_gap={p95(gaps):.4f}")
            if method in COUNTED:
                figures.append(f"deletion_gain_{COUNTED[method]}={np.mean(gains):.3f}")
        print(f"figures: {' '.join(figures)}")


if __name__ == "__main__":
    main()
