"""Train the network of this capsule again, and say whether the figures agree.

    python verify.py                 fetches MNIST from the internet
    python verify.py mnist.npz       reads MNIST from a file or a folder
    python verify.py --epochs 1      trains only the first epoch

Exit code: 0 if they agree, bit for bit or within noise; 1 if they do not; 2 if they could not be compared.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNUSABLE = 2  # exit code; the others are those of core.importing.capsule.comparison
MAX_THREADS = 1024


def read_document(folder: Path) -> tuple[dict[str, str], int]:
    """Return the SHA-256 of every other file of an unpacked capsule by its name, and how many threads trained.

    Raises:
        ValueError: capsule.json does not say it.
    """
    try:
        document = json.loads((folder / "capsule.json").read_bytes())
        files, threads = dict(document["files"]), document["training"]["started"]["threads"]
        if type(threads) is not int or not 1 <= threads <= MAX_THREADS:
            raise ValueError("no number of threads")
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise ValueError("capsule.json is missing or damaged") from error
    return files, threads


def main(arguments: Sequence[str] | None = None, *, folder: Path = HERE) -> int:
    """Check, train and compare, with a line for each epoch on the way; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="a file or folder with MNIST")
    parser.add_argument("--epochs", type=int, help="train only so many")
    options = parser.parse_args(arguments)
    try:
        files, threads = read_document(folder)
    except ValueError as error:
        print(f"This cannot be compared: {error}.")
        return UNUSABLE
    changed = [name for name in sorted(files) if _sha256(folder / name) != files[name]]
    for name in changed:
        print(f"Changed or missing: {name}. It is not what this capsule was written with.")
    if changed:
        return UNUSABLE
    print(f"Every file is what this capsule was written with. TensorFlow starts, with {threads} threads.", flush=True)
    with tempfile.TemporaryDirectory(prefix="digits-verify-", ignore_cleanup_errors=True) as work:
        try:
            return _train_and_compare(folder, Path(work), threads, options)
        except ModuleNotFoundError as error:
            print(f"This cannot be compared: {error.name} is not installed. python -m pip install -r requirements.txt")
        except Exception:  # whose own exit code, 1, would say that something was compared
            traceback.print_exc()
        return UNUSABLE


def _train_and_compare(folder: Path, work: Path, threads: int, options: argparse.Namespace) -> int:
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder / "code"))
    _set_environment(threads, str(work))
    from core.engine.keras_runtime import load_keras

    load_keras(threads)
    from core.importing.capsule.replay import replay

    return replay(folder, work, data=options.data, epochs=options.epochs)


def _set_environment(threads: int, work: str) -> None:
    """Set what TensorFlow and Keras read while they are imported as the training had it, whatever a person has set."""
    from core.engine.environment import child_environment

    environment = child_environment(threads, dict(os.environ)) | {"KERAS_HOME": work}
    os.environ.clear()
    os.environ.update(environment)


def _sha256(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
