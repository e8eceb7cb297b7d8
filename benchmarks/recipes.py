"""Train every recipe as the app does, and write what each reached into core/recipe_results.json, which the app shows.

`python -m benchmarks.recipes` needs DIGITLAB_DATA with the real MNIST and takes about forty minutes on two cores; it
prints a Markdown table, then one line of figures. `--only tiny` measures one recipe again and leaves the others as they
are. Each is trained once, with its own seed, in a process of its own; the seconds are those of its epochs, so nothing
else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.accuracy import in_a_process, real_mnist
from benchmarks.pretrained import THREADS
from core.engine.keras_runtime import load_keras
from core.recipe_results import FILE, EpochResult, RecipeResult, recipe_result
from core.recipes import Recipe, recipe, recipes
from core.training.record.history import History

HEADER = "| recipe | parameters | epochs | test images read right | seconds |\n|---|---|---|---|---|"
PROCESSORS = Path("/proc/cpuinfo")
_IN_A_NAME_BUT_SAYS_NOTHING = r"\((R|TM)\)|@.*|\b(CPU|Processor|\d+-Core)\b"


def row(key: str, result: RecipeResult) -> str:
    """Return a recipe's line of the Markdown table."""
    return (
        f"| {key} | {result.spec.parameters:,} | {result.config.epochs} | "
        f"{100 * result.accuracy:.2f} %: {result.correct:,} of {result.count:,} | {result.seconds:.0f} |"
    )


def figures(results: Mapping[str, RecipeResult]) -> str:
    """Return the last line: the accuracy of each recipe by its key."""
    return "figures: " + " ".join(f"{key.replace('-', '_')}={result.accuracy:.4f}" for key, result in results.items())


def document(results: Mapping[str, RecipeResult]) -> str:
    """Return the text of recipe_results.json: measurements by their recipes' keys, a line per setting and per epoch."""
    return (
        "{\n"
        + ",\n".join(f"{json.dumps(key)}: {_object(result.to_json())}" for key, result in results.items())
        + "\n}\n"
    )


def short_name(processor: str) -> str:
    """Return "Intel Xeon" for "Intel(R) Xeon(R) Processor @ 2.20GHz": a processor's name as a person says it."""
    return " ".join(re.sub(_IN_A_NAME_BUT_SAYS_NOTHING, "", processor).split())


def trained(chosen: Recipe, data_folder: str, *, threads: int) -> RecipeResult:
    """Train a recipe in this process, whose TensorFlow is loaded as an engine loads it.

    Raises:
        RuntimeError: the training did not come to its end.
    """
    from core.training.loop.loop import train  # once TensorFlow is loaded as an engine loads it

    with tempfile.TemporaryDirectory(prefix="digitlab-recipes-") as folder:
        events = train(chosen.spec, chosen.config, data_folder=data_folder, run_folder=folder, threads=threads)
        history = History().extended(event for event in events if event is not None)
    if history.status != "finished" or history.test is None:
        raise RuntimeError(f"the training of {chosen.key} ended as {history.status}")
    return RecipeResult(
        spec=chosen.spec,
        config=chosen.config,
        correct=history.test.correct,
        count=history.test.count,
        seconds=round(history.duration_seconds, 1),
        epochs=tuple(
            EpochResult(
                loss=round(epoch.loss, 4),
                accuracy=round(epoch.accuracy, 4),
                validation_loss=_rounded(epoch.validation_loss),
                validation_accuracy=_rounded(epoch.validation_accuracy),
            )
            for epoch in history.epochs
        ),
        date=time.strftime("%Y-%m-%d"),
        cores=threads,
        processor=_processor(),
    )


def main() -> None:
    """Print a row per recipe as it is measured, each time write the file, then print one line of figures."""
    keys = [entry.key for entry in recipes()]
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", choices=keys, metavar="KEY", help=f"measure this one: {', '.join(keys)}")
    options.add_argument("--recipe", choices=keys, metavar="KEY", help="train it in this process and print JSON")
    options.add_argument("--home", type=Path, help="of that training: where MNIST's copy lies")
    chosen = options.parse_args()
    if chosen.recipe:
        load_keras(THREADS)
        result = trained(_known(chosen.recipe), str(real_mnist(chosen.home).folder), threads=THREADS)
        print(json.dumps(result.to_json()))
        return
    print(HEADER, flush=True)
    kept = {key: result for key in keys if (result := recipe_result(key)) is not None}
    with tempfile.TemporaryDirectory(prefix="digitlab-recipes-") as home:
        real_mnist(Path(home))
        for key in [chosen.only] if chosen.only else keys:
            kept[key] = RecipeResult.from_json(in_a_process("benchmarks.recipes", recipe=key, home=home))
            FILE.write_text(document({key: kept[key] for key in keys if key in kept}), encoding="utf-8")
            print(row(key, kept[key]), flush=True)
    print(figures({key: kept[key] for key in keys if key in kept}))


def _known(key: str) -> Recipe:
    known = recipe(key)
    assert known is not None
    return known


def _processor() -> str:
    """Return this machine's processor as a person says it; empty where nothing tells."""
    names = re.findall(r"^model name\s*:\s*(.+)$", PROCESSORS.read_text(), re.M) if PROCESSORS.exists() else []
    return short_name(names[0] if names else platform.processor())


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _object(values: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(f" {json.dumps(name)}: {_rows(value)}" for name, value in values.items()) + "\n}"


def _rows(value: Any) -> str:
    """Return JSON with a line for each entry of a list of objects, and otherwise on one line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {json.dumps(entry)}" for entry in value) + "\n ]"
    return json.dumps(value)


if __name__ == "__main__":
    main()
