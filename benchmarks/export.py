"""How long a network takes to become a file and to come back, and what a hostile file can cost.

`python -m benchmarks.export` (set DIGITLAB_DATA) makes every file of the pretrained network as the page does, in an
engine of its own: the first one once from a cold engine, then each `--rounds` times in the engine that is awake, making
and trying it on the test images included. Then it brings each file in that can be brought in; and the reader gets every
hostile file. It prints a row for each kind of file, then one line of figures: the slowest of the rounds in seconds, for
TensorFlow Lite the slowest of its four files, and the most seconds and resident MiB that refusing a file took.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.hostile_models import dearest_refusal, hostile_files
from core.data.dataset import Dataset, load_dataset
from core.errors import ModelFileError
from core.export.formats import FORMATS, FormatKey
from core.importing.read import read_model_file
from core.inference.pretrained import pretrained
from core.runs.exporting.export_requests import EXPORT
from core.runs.exporting.exporter import Exporter, ExportRequest
from core.runs.scheduling.engine_kinds import export_engine

BROUGHT_IN: tuple[FormatKey, ...] = ("keras", "h5", "npz", "tflite")
LOOK_SECONDS = 0.005


def request(key: FormatKey, dataset: Dataset) -> ExportRequest:
    """Return the request for a file that was not made before."""
    model = pretrained()
    return ExportRequest(
        model="pretrained",
        key=secrets.token_hex(16),
        file_name=FORMATS[key].file_name,
        target=EXPORT,
        args=(model.network, key),
        named={"data_folder": str(dataset.folder), "config": model.config, "optimizer_path": None},
    )


def seconds_to_make(exporter: Exporter, request: ExportRequest) -> tuple[float, Path]:
    """Return how long a file took from the click until it can be downloaded, and where it is.

    Raises:
        LabError: it could not be made.
    """
    began = time.perf_counter()
    exporter.submit(request)
    while (state := exporter.state(request)).status in ("waiting", "making"):
        time.sleep(LOOK_SECONDS)
    if state.error is not None:
        raise state.error
    assert state.path is not None
    return time.perf_counter() - began, state.path


def seconds_of(function: Callable[[], object]) -> float:
    """Return how long a function took."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def refuse(data: bytes) -> None:
    """Read a hostile file as a person's.

    Raises:
        RuntimeError: it was not refused.
    """
    try:
        read_model_file(data)
    except ModelFileError:
        return
    raise RuntimeError("a hostile file was taken")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3, help="how often each file is made and brought in")
    chosen = options.parse_args()
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        sys.exit("Set DIGITLAB_DATA to MNIST, a file or a folder.")
    with tempfile.TemporaryDirectory(prefix="digitlab-export-") as folder:
        home = Path(folder)
        secret = home / "secret"
        secret.write_bytes(bytes(20_000))
        # First: the memory is that of the largest child so far, and an engine is larger.
        refuse_seconds, refuse_mib = dearest_refusal(hostile_files(secret), refuse)
        dataset = load_dataset(home, Path(location), make_fallback=lambda: sys.exit("there is no MNIST"))
        exporter = Exporter(lambda: export_engine(log_folder=home / "logs"), folder=home / "exports")
        try:
            made = measure_making(exporter, dataset, rounds=chosen.rounds)
            cold = made.pop("cold")
            brought_in = measure_bringing_in(exporter, dataset, rounds=chosen.rounds)
        finally:
            exporter.close()
    tflite = max(made[key] for key in FORMATS if key.startswith("tflite"))
    print(
        f"figures: keras_s={made['keras']:.2f} tflite_s={tflite:.2f} onnx_s={made['onnx']:.2f} "
        f"bring_in_s={max(brought_in.values()):.2f} refuse_max_s={refuse_seconds:.2f} "
        f"refuse_max_mib={refuse_mib:.0f} cold_s={cold:.1f} "
        f"h5_s={made['h5']:.2f} saved_model_s={made['saved_model']:.2f} npz_s={made['npz']:.2f}"
    )


def measure_making(exporter: Exporter, dataset: Dataset, *, rounds: int) -> dict[str, float]:
    """Return the most seconds that each file took, and under "cold" those of the first."""
    cold, _ = seconds_to_make(exporter, request("keras", dataset))
    print(f"{'from a cold engine':28} {cold:7.2f} s")
    slowest: dict[str, float] = {"cold": cold}
    for key, format_ in FORMATS.items():
        taken = [seconds_to_make(exporter, request(key, dataset))[0] for _ in range(rounds)]
        slowest[key] = max(taken)
        print(f"{format_.file_name:28} " + " ".join(f"{seconds:7.2f} s" for seconds in taken))
    return slowest


def measure_bringing_in(exporter: Exporter, dataset: Dataset, *, rounds: int) -> dict[str, float]:
    """Return the most seconds that reading each kind of file took."""
    slowest = {}
    for key in BROUGHT_IN:
        data = seconds_to_make(exporter, request(key, dataset))[1].read_bytes()
        taken = [seconds_of(lambda data=data: read_model_file(data)) for _ in range(rounds)]
        slowest[key] = max(taken)
        print(f"{'read ' + FORMATS[key].file_name:28} " + " ".join(f"{seconds:7.2f} s" for seconds in taken))
    return slowest


if __name__ == "__main__":
    main()
