"""The files that Keras itself writes: `.keras`, and the older `.h5`."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.export.model_files.model_note import NOTE_KEY, ModelNote

_METADATA = "metadata.json"


def keras_bytes(model: Any, note: ModelNote, folder: Path) -> bytes:
    """Return the content of a `.keras` file: a zip whose metadata.json has the note. No date is in it.

    Args:
        model: a keras.Model of Keras's own classes.
        note: how bytes become its inputs.
        folder: to write in; what is written there may stay.
    """
    path = folder / "written.keras"
    model.save(path)
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as written, zipfile.ZipFile(buffer, "w") as archive:
        for name in written.namelist():
            content = written.read(name)
            if name == _METADATA:
                version = json.loads(content)["keras_version"]
                content = json.dumps({"keras_version": version, NOTE_KEY: note.to_text()}).encode()
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def h5_bytes(model: Any, note: ModelNote, folder: Path) -> bytes:
    """Return the content of an `.h5` file, whose root has the note as an attribute; arguments as `keras_bytes`.

    The optimizer's state is left out: Keras 3.15.1 restores it in such a way that `fit` then fails.
    """
    import h5py

    path, final = folder / "written.h5", folder / "without_state.h5"
    with _without_advice("You are saving your model as an HDF5 file"):
        model.save(path)
    with h5py.File(path) as written, h5py.File(final, "w") as file:
        written.copy("model_weights", file)
        for name, value in (*written.attrs.items(), (NOTE_KEY, note.to_text())):
            file.attrs[name] = value
    return final.read_bytes()


@contextmanager
def _without_advice(beginning: str) -> Iterator[None]:
    """Keep one message of Keras's out of the log: that the format is an older one is said on the page."""
    logger = logging.getLogger("absl")

    def others(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith(beginning)

    logger.addFilter(others)
    try:
        yield
    finally:
        logger.removeFilter(others)
