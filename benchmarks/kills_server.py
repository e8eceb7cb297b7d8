"""A server without its web pages, to be killed: a process that holds a Lab and does what it reads on its stdin."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import psutil

from core.lab import Lab
from core.training.settings.augmentation import OFF, Augmentation
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.mlp import mlp

ROOT = Path(__file__).resolve().parent.parent
OWNER = "benchmark"
SPECS = {
    "MLP": mlp(hidden=(128,), dropout=0.3),
    "CNN": cnn(filters=(4, 4), dense=(), batch_normalization=True),
}
AUGMENTATIONS = {"MLP": OFF, "CNN": Augmentation(shift_pixels=2, rotation_degrees=15, zoom_fraction=0.1)}
IMAGES = {"MLP": 240_000, "CNN": 80_000}  # that a run learns from over all its epochs: some seconds
EPOCHS = (4, 40)  # fewest and most
CLOSE_SECONDS = 10


class Server:
    """The parent's side: starts the process and speaks to it."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.kills_server", str(home)]
        self._child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = psutil.Process(self._child.pid)
        assert self._child.stdout is not None
        if self._child.stdout.readline() != "open\n":
            raise RuntimeError("the server did not open its Lab")

    def ask(self, *words: str) -> str:
        """Send one line and return the line that answers it."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        print(*words, file=self._child.stdin, flush=True)
        answer = self._child.stdout.readline().strip()
        if not answer:
            raise RuntimeError("the server ended by itself")
        return answer

    def engines(self) -> list[psutil.Process]:
        """Return the processes that it has started and that are alive."""
        return self.process.children(recursive=True)

    def close(self) -> None:
        """Let it close its Lab; one that was killed is only cleared away."""
        with self._child:
            self._child.stdin.close()
            self._child.wait(CLOSE_SECONDS)


def main() -> None:
    """Open a Lab, then start and resume runs as told; close it when there is nothing left to read."""
    location = os.environ.get("DIGITLAB_DATA")
    lab = Lab(home=Path(sys.argv[1]), data=Path(location) if location else None, slots=1)
    print("open", flush=True)
    for line in sys.stdin:
        match line.split():
            case ["start", network]:
                config = _config(IMAGES[network], lab.dataset().train_count, AUGMENTATIONS[network])
                run = lab.run_starter.start(SPECS[network], config, owner=OWNER, nonce=secrets.token_hex(16))
                print(run, flush=True)
            case ["resume", run]:
                lab.supervisor.resume(run, owner=OWNER)
                print(run, flush=True)
    lab.close()


def _config(images: int, train_count: int, augmentation: Augmentation) -> TrainingConfig:
    fewest, most = EPOCHS
    epochs = min(max(images // (train_count // 2), fewest), most)
    return TrainingConfig(epochs=epochs, batch_size=100, validation_fraction=0.5, augmentation=augmentation, seed=7)


if __name__ == "__main__":
    main()
