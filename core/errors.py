"""Every error that Digit Lab raises on purpose. The floor of the house: it knows core.messages alone.

    LabError
    |-- DataError             a data file that is damaged, incomplete or not MNIST's
    |-- DownloadError         MNIST could not be fetched
    |-- SpecError             a network that cannot be built          fields: layer (index from 0, or None)
    |-- ConfigError           a setting outside its bounds            fields: field (its name)
    |-- DrawingError          a canvas message or a picture that cannot be read
    |   `-- EmptyDrawingError     nothing is drawn, or no digit was found
    |-- OwnDigitsError        a person's own digits that cannot be kept, or a file of them that cannot be taken
    |-- CheckpointError       a stored model that cannot be read
    |-- ModelFileError        a person's model file that cannot be taken  fields: layer (index from 0, or None)
    |-- ExportError           a network that cannot be written in a format
    |-- HomeError             the data folder cannot be used
    |-- StoreError            the log of runs cannot be read or written
    |-- DiskFullError         no room left to save something
    |-- RunNotFoundError      no such run
    |-- RunDamagedError       what a run is cannot be read any more
    |-- NotOwnerError         somebody else's run
    |-- QueueFullError        too many runs wait already
    |-- RunStateError         not possible for a run in this state
    |-- OutOfMemoryError      an engine asked for more memory than there is
    `-- EngineError           a process that computes
        |-- EngineDiedError       it ended                            fields: cause, remedy, exit_code
        |-- EngineSilentError     it does not answer
        |-- EngineStartingError   it is starting, and whoever asks does not wait for that
        `-- EngineFaultError      a bug in what it ran (the traceback is in its log)

An error holds a message, a kind and its fields: `raise DataError(messages.no_images(name=name))`. Its sentence for the
person at the screen stands in core.messages: the thing, the rule, the value received, the remedy. It never holds a path
of the machine, a version or a traceback.
"""

from __future__ import annotations

import errno

from core.messages.message import Message, verbatim

# Error numbers of a full disk. EFBIG is what a file-size limit gives; Windows has no EDQUOT.
NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
FieldValue = str | int | float | Message | None


class LabError(Exception):
    """An error with a message for the person and plain fields for the program.

    Crosses a process border as (name of its class, message, fields): see `describe` and `rebuild`.
    """

    def __init__(self, message: Message | str, /, **fields: FieldValue) -> None:
        self.message = message if isinstance(message, Message) else verbatim(text=message)
        super().__init__(self.message)
        self.fields = fields

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple:
        return (rebuild, describe(self))


class DataError(LabError):
    """A data file is damaged, incomplete or not what MNIST's files are."""


class DownloadError(LabError):
    """MNIST could not be fetched from any mirror."""


class SpecError(LabError):
    """A network cannot be built; field `layer` is the index of the layer at fault, from 0."""


class ConfigError(LabError):
    """A setting is outside its bounds; field `field` is its name."""


class DrawingError(LabError):
    """A message of the canvas, or a picture, cannot be read."""


class EmptyDrawingError(DrawingError):
    """Nothing is drawn, or no digit was found in the picture."""


class OwnDigitsError(LabError):
    """A person's own digit cannot be kept, or a file of them cannot be taken."""


class CheckpointError(LabError):
    """A stored model is missing or damaged."""


class ModelFileError(LabError):
    """A model's file that a person brings cannot be taken; field `layer` is the index of the layer at fault, from 0."""


class ExportError(LabError):
    """A network cannot be written in the format that was asked for."""


class HomeError(LabError):
    """The folder that holds runs and data cannot be used."""


class StoreError(LabError):
    """The log of runs cannot be read or written."""


class DiskFullError(LabError):
    """There is no room left to save something."""


class RunNotFoundError(LabError):
    """There is no such run."""


class RunDamagedError(LabError):
    """What the log says of a run cannot be read any more."""


class NotOwnerError(LabError):
    """The run belongs to somebody else."""


class QueueFullError(LabError):
    """Too many runs wait already."""


class RunStateError(LabError):
    """What was asked is not possible for a run in this state."""


class OutOfMemoryError(LabError):
    """An engine asked for more memory than there is."""


class EngineError(LabError):
    """A process that computes could not do its work."""


class EngineDiedError(EngineError):
    """An engine ended, or could not start; fields `cause`, `remedy` (see core.messages.engine) and `exit_code`."""


class EngineSilentError(EngineError):
    """An engine is alive and does not answer."""


class EngineStartingError(EngineError):
    """An engine is starting, and whoever asks does not wait for that."""


class EngineFaultError(EngineError):
    """What an engine ran failed in a way nobody foresaw: a bug, logged where it happened."""


def _kinds(root: type[LabError]) -> dict[str, type[LabError]]:
    kinds = {root.__name__: root}
    for kind in root.__subclasses__():
        kinds |= _kinds(kind)
    return kinds


def describe(error: LabError) -> tuple[str, Message, dict[str, FieldValue]]:
    """Return (name of the class, message, fields): plain values that can cross a process border."""
    return type(error).__name__, error.message, dict(error.fields)


def rebuild(name: str, message: Message, fields: dict[str, FieldValue]) -> LabError:
    """Return the error that `describe` described; an unknown class becomes an `EngineFaultError`."""
    return _kinds(LabError).get(name, EngineFaultError)(message, **fields)
