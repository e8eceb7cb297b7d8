"""What was read of a person's model file, without a file: a small network with weights drawn at random; and kept."""

from __future__ import annotations

from typing import Any

from core.export.model_files.model_note import ModelNote
from core.importing.imported_model import ImportedModel
from core.importing.library import ImportedModels
from core.importing.read_model import ReadModel
from models.mlp import mlp
from models.spec import NetworkSpec
from tests.support.numpy_network import weights_of

UNIT = ModelNote()
SMALL = mlp(hidden=(2,), dropout=0)


def read_model(spec: NetworkSpec = SMALL, *, seed: int = 0, **fields: Any) -> ReadModel:
    """Return a network as a `.keras` file may hold it, which says nothing of pixels unless `fields` do."""
    return ReadModel(**({"kind": "keras", "spec": spec, "weights": weights_of(spec, seed=seed), "note": None} | fields))


def keep(
    models: ImportedModels, *, owner: str = "me", name: str = "mine", note: ModelNote = UNIT, **read: Any
) -> ImportedModel:
    """Keep a network as `read_model` gives it."""
    return models.keep(read_model(**read), owner=owner, name=name, note=note)


def opened_anew(models: ImportedModels) -> ImportedModels:
    """Return the folder as a server that is started later reads it."""
    return ImportedModels(models._folder)


def on_disk(models: ImportedModels) -> set[str]:
    """Return what lies in the folder and below it, by paths in it."""
    folder = models._folder
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} if folder.exists() else set()
