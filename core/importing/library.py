"""Networks that people brought in files or changed here, in one folder: `<id>/weights.npz` and `<id>/model.json`.

The folder is read once; from then on what is in memory counts, since one server owns it. A model appears whole or not
at all. Nothing is deleted to make room: whoever brings too much is told what to delete.
"""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from core.errors import CheckpointError, NotOwnerError
from core.export.model_files.model_note import ModelNote
from core.files import sync_folder
from core.importing.disk_budget import check_disk_budget
from core.importing.imported_model import MAX_NAME, WEIGHTS_NAME, ImportedModel, is_score
from core.importing.model_folder import (
    TEMPORARY_PREFIX,
    DamagedModel,
    disk_errors,
    read_folders,
    write_description,
)
from core.importing.read_model import ReadModel
from core.inference.loaded_networks import StoredNetwork
from core.messages.importing import library as messages
from core.training.record import checkpoints


class ImportedModels:
    """Keeps and finds networks from files, and such as were changed here; shared by all sessions."""

    def __init__(self, folder: Path, *, on_delete: Callable[[str], None] = lambda _identity: None) -> None:
        """Take a folder, which need not exist and is not looked at yet; `on_delete` is told who was deleted."""
        self._folder = folder
        self._on_delete = on_delete
        self._entries: dict[str, ImportedModel | DamagedModel] | None = None  # None: not read yet
        self._reading = threading.RLock()  # of what is in memory
        self._writing = threading.Lock()  # to the disk, one change at a time
        self._is_cleared = False

    def find(self, identity: str) -> ImportedModel:
        """Return a model, whoever brought it.

        Raises:
            CheckpointError: there is none such, or it is damaged.
        """
        with self._reading:
            model = self._by_id().get(identity)
        if model is None:
            raise CheckpointError(messages.missing())
        if isinstance(model, DamagedModel):
            raise CheckpointError(messages.damaged(damage=model.damage))
        return model

    def of_owner(self, owner: str, *, limit: int) -> list[ImportedModel]:
        """Return an owner's models that can be asked, the newest first."""
        whole = [model for model in self._owned_by(owner) if isinstance(model, ImportedModel)]
        return sorted(whole, key=lambda model: model.created, reverse=True)[:limit]

    def damaged_of(self, owner: str) -> list[DamagedModel]:
        """Return an owner's models that cannot be asked any more: they can be deleted."""
        return [model for model in self._owned_by(owner) if isinstance(model, DamagedModel)]

    def check_disk_budget(self, read: ReadModel, *, owner: str) -> None:
        """Raise ModelFileError, with what to delete, where this owner or this server keeps too much already."""
        with self._reading:
            everybodys = list(self._by_id().values())
        mine = [model for model in everybodys if model.owner == owner]
        check_disk_budget(sum(array.nbytes for array in read.weights.values()), mine, everybodys)

    def keep(self, read: ReadModel, *, owner: str, name: str, note: ModelNote) -> ImportedModel:
        """Keep a network that was read, and return it.

        Args:
            read: the network with its weights.
            owner: who may rename and delete it.
            name: a person's text, cut to `MAX_NAME` characters.
            note: how bytes become its inputs.

        Raises:
            ModelFileError: too much is kept already; the sentence says what to delete.
            DiskFullError, HomeError: it cannot be written; nothing of it stays.
        """
        identity = secrets.token_hex(16)
        with self._writing:
            self.check_disk_budget(read, owner=owner)
            with self._unfinished() as folder, disk_errors():
                model = ImportedModel(
                    id=identity,
                    folder=self._folder / identity,
                    owner=owner,
                    created=time.time(),
                    name=_shortened(name),
                    file_kind=read.kind,
                    spec=read.spec,
                    note=note,
                    weights=checkpoints.write(folder / WEIGHTS_NAME, read.weights),
                )
                write_description(folder, model)
                folder.rename(model.folder)
                sync_folder(self._folder)
            self._remember(model)
        return model

    @contextlib.contextmanager
    def on_trial(self, read: ReadModel, note: ModelNote) -> Iterator[StoredNetwork]:
        """Give a network that can be asked and is gone afterwards: to find out how it wants its pixels.

        Raises:
            DiskFullError, HomeError: it cannot be written.
        """
        with self._unfinished() as folder:
            with disk_errors():
                weights = checkpoints.write(folder / WEIGHTS_NAME, read.weights)
            yield StoredNetwork(
                spec=read.spec,
                path=str(folder / weights.name),
                digest=weights.digest,
                pixels=note.pixels,
                judges_each=note.judges_each and read.spec.from_logits,
                on_trial=True,
            )

    def rename(self, identity: str, name: str, *, owner: str) -> None:
        """Give a model another name, cut to `MAX_NAME` characters.

        Raises:
            CheckpointError: there is none such, or it is damaged.
            NotOwnerError: it is somebody else's.
            DiskFullError, HomeError: it cannot be written; the old name stays.
        """
        with self._writing:
            model = self.find(identity)
            _check_owner(model, owner)
            model = dataclasses.replace(model, name=_shortened(name))
            with disk_errors():
                write_description(model.folder, model)
            self._remember(model)

    def delete(self, identity: str, *, owner: str) -> None:
        """Remove a model for good, also a damaged one where it is known whose it is.

        Raises:
            CheckpointError: there is none such, or it is damaged and nobody's.
            NotOwnerError: it is somebody else's.
            HomeError: it cannot be removed now.
        """
        with self._writing:
            with self._reading:
                model = self._by_id().get(identity)
            if model is None or model.owner is None:
                model = self.find(identity)  # which says why there is none
            _check_owner(model, owner)
            with self._unfinished() as folder, disk_errors():
                model.folder.rename(folder / identity)  # at once and whole; its files go after it
            with self._reading:
                del self._by_id()[identity]
        self._on_delete(identity)

    def note_score(self, identity: str, correct: int, count: int) -> None:
        """Note how many of `count` test images a model read right; of a model that is gone nothing is noted.

        Where it cannot be written, it is known until the server ends.
        """
        with self._writing:
            with self._reading:
                model = self._by_id().get(identity)
            if not isinstance(model, ImportedModel) or (model.correct, model.count) == (correct, count):
                return
            assert is_score(correct, count)
            model = dataclasses.replace(model, correct=correct, count=count)
            self._remember(model)
            with contextlib.suppress(OSError):
                write_description(model.folder, model)

    def _owned_by(self, owner: str) -> list[ImportedModel | DamagedModel]:
        with self._reading:
            return [model for model in self._by_id().values() if model.owner == owner]

    def _by_id(self) -> dict[str, ImportedModel | DamagedModel]:
        """Return every model by its id; under the lock."""
        if self._entries is None:
            self._entries = read_folders(self._folder)
        return self._entries

    def _remember(self, model: ImportedModel) -> None:
        with self._reading:
            self._by_id()[model.id] = model

    @contextlib.contextmanager
    def _unfinished(self) -> Iterator[Path]:
        """Give an empty folder that is removed afterwards, if it is still there; what a killed server left goes too."""
        with disk_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._reading:
                if not self._is_cleared:
                    for left in self._folder.glob(f"{TEMPORARY_PREFIX}*"):
                        shutil.rmtree(left, ignore_errors=True)
                self._is_cleared = True
            folder = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=self._folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _check_owner(model: ImportedModel | DamagedModel, owner: str) -> None:
    if model.owner != owner:
        raise NotOwnerError(messages.not_the_owner())


def _shortened(name: str) -> str:
    return name.strip()[:MAX_NAME]
