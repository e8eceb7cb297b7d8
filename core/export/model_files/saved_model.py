"""TensorFlow's SavedModel, which is a folder, as one zip."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from core.export.model_files.image_signature import variable_module
from core.export.model_files.model_note import ModelNote
from models.spec import NetworkSpec

FOLDER = "digits"  # in the zip
NOTE_NAME = "digit_lab.json"  # in the folder


def saved_model_bytes(model: Any, spec: NetworkSpec, note: ModelNote, folder: Path) -> bytes:
    """Return the content of a zip with the folder `digits`: a SavedModel with one signature, and the note as a file.

    Args:
        model: a built keras.Sequential of that network.
        spec: the network.
        note: how bytes become its inputs.
        folder: to write in; what is written there may stay.
    """
    import tensorflow as tf

    root = folder / FOLDER
    module = variable_module(model, spec)
    tf.saved_model.save(module, str(root), signatures={"serving_default": module.serve})
    (root / NOTE_NAME).write_text(note.to_text(), encoding="utf-8")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()
