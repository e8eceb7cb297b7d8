"""What the reader costs: `python -m benchmarks.reader [--repeats 30]`.

Milliseconds that the pretrained network with its eleventh output takes for a digit, alone and of 50 at once, as an
engine runs it; bytes of its files; seconds from a photo's bytes to the answer, and MiB of resident memory that this
takes in between. The photos are rendered, of 12 and of 50 million pixels, each with a number of six digits, and read in
a process of its own that has read another picture before. A photo that is refused has no figures; why is printed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil

from benchmarks.made.scenes.cameras import Shot, photograph
from benchmarks.made.scenes.inks import drawn
from benchmarks.made.scenes.layouts import lay_out
from benchmarks.made.scenes.papers import PAPERS, sheet
from benchmarks.made.scenes.pens import redrawn
from benchmarks.photo_reading import PhotoReading, read_photo
from core.engine.keras_runtime import load_keras
from core.inference.pretrained import FOLDER
from core.inference.reader.doubt import judge

THREADS = 1  # within one operation, as the inference engine has them
BATCH = 50
NUMBER = "407182"
PHOTOS = {"12mp": 4000, "50mp": 8160}  # columns; rows are three quarters of them
MISSING = float("nan")
_HEIGHT, _COLUMNS, _BLEED = 110, 1200, 40  # pixels of a digit, of the page and beyond it
_LOOK_SECONDS = 0.002


def photo(columns: int) -> bytes:
    """Return a phone's JPEG of NUMBER in felt pen on white paper, `columns` wide and three quarters as high."""
    generator = np.random.default_rng(0)
    shapes = [drawn(int(digit), generator) for digit in NUMBER]
    thick = [shape if (wide := redrawn(shape, 0.1)) is None else wide for shape in shapes]
    placed = lay_out(thick, "row", height=_HEIGHT, line_width=11, boxed=False, generator=generator)
    size = _COLUMNS * 3 // 4 + 2 * _BLEED, _COLUMNS + 2 * _BLEED
    page = sheet(PAPERS[0], size, millimetre=9, ink=(0, 0, 0), boxes=(), baseline=0, generator=generator)
    rows, width = placed.ink.shape
    top, left = (size[0] - rows) // 2, (size[1] - width) // 2
    page[top : top + rows, left : left + width] *= 1 - 0.9 * placed.ink[..., None]
    shot = Shot(side=columns, light=0.85, vignette=0.1, turn=1, defocus=0.005, noise=4, quality=88)
    return photograph(page, shot, bleed=_BLEED, digit_height=_HEIGHT, generator=generator)


def milliseconds(work: Callable[[], object], repeats: int) -> float:
    """Return the median of how long something takes."""
    work()
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return 1000 * float(np.median(taken))


@contextlib.contextmanager
def memory_peak() -> Iterator[list[float]]:
    """Give a list that holds at the end by how many MiB this process's resident memory grew in between, at most."""
    process, seen, done = psutil.Process(), [0], threading.Event()
    before = process.memory_info().rss

    def look() -> None:
        while not done.wait(_LOOK_SECONDS):
            seen.append(process.memory_info().rss - before)

    watcher, grown = threading.Thread(target=look), []
    watcher.start()
    try:
        yield grown
    finally:
        done.set()
        watcher.join()
        grown.append(max(seen) / 2**20)


def read_once(path: Path) -> dict[str, float | str]:
    """Return what is read in a photo, in how many seconds, and by how many MiB the memory grew meanwhile."""
    read_photo(photo(800))
    data = path.read_bytes()
    began = time.perf_counter()
    with memory_peak() as grown:
        reading: PhotoReading = read_photo(data)
        seconds = time.perf_counter() - began
    return {"text": reading.text, "refusal": reading.refusal, "seconds": seconds, "mib": grown[0]}


def read_in_a_process(name: str, columns: int, folder: Path) -> dict[str, float | str]:
    """Return what `read_once` does, of a photo of so many columns."""
    path = folder / f"{name}.jpg"
    path.write_bytes(photo(columns))
    command = [sys.executable, "-m", "benchmarks.reader", "--read", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.exit(ended.stderr)
    return json.loads(ended.stdout.splitlines()[-1])


def main() -> None:
    """Measure; print a row each, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--repeats", type=int, default=30, help="of each time of the network")
    options.add_argument("--read", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    load_keras(THREADS)
    if chosen.read:
        print(json.dumps(read_once(chosen.read)))
        return
    images = np.random.default_rng(0).integers(0, 256, (BATCH, 28, 28), np.uint8)
    alone = milliseconds(lambda: judge(images[:1]), chosen.repeats)
    together = milliseconds(lambda: judge(images), chosen.repeats) / BATCH
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"a digit alone          {alone:8.2f} ms\na digit of {BATCH}          {together:8.2f} ms")
    print(f"the network's files  {size:10,} bytes")
    seconds, mib = {}, {}
    with tempfile.TemporaryDirectory(prefix="digitlab-reader-") as folder:
        for name, columns in PHOTOS.items():
            found = read_in_a_process(name, columns, Path(folder))
            seconds[name], mib[name] = (MISSING, MISSING) if found["refusal"] else (found["seconds"], found["mib"])
            said = found["refusal"] or f"{NUMBER} read as {found['text'] or 'nothing'}"
            print(f"a photo of {name}      {seconds[name]:8.2f} s {mib[name]:6.0f} MiB  {said}")
    print(
        f"figures: digit_ms={alone:.2f} batch_digit_ms={together:.2f} bytes={size} number_12mp_s={seconds['12mp']:.2f} "
        f"number_12mp_mib={mib['12mp']:.0f} photo_50mp_s={seconds['50mp']:.2f} photo_50mp_mib={mib['50mp']:.0f}"
    )


if __name__ == "__main__":
    main()
