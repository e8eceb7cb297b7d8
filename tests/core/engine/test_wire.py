import pickle
from pathlib import Path

import numpy as np
import pytest

from core.engine import wire
from core.training.record.events import Checkpoint, EpochEnded


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": [1, 2.5, None, "text", b"bytes", (True, {1, 2}, frozenset({3}))]}, id="containers"),
        pytest.param(Checkpoint(name="epoch-001.npz", digest="00", size_bytes=7), id="our dataclass"),
    ],
)
def test_plain_values_cross_unchanged(value):
    assert wire.loads(wire.dumps(value)) == value


@pytest.mark.parametrize(
    "array",
    [
        pytest.param(np.arange(6, dtype=np.uint8).reshape(2, 3), id="uint8"),
        pytest.param(np.float32([[1.5, np.inf]]), id="float32"),
        pytest.param(np.asfortranarray(np.arange(6.0).reshape(2, 3)), id="column order"),
    ],
)
def test_arrays_cross_unchanged(array):
    crossed = wire.loads(wire.dumps(array))
    np.testing.assert_array_equal(crossed, array)
    assert crossed.dtype == array.dtype


def test_numpy_scalars_cross_unchanged():
    crossed = wire.loads(wire.dumps(np.float32(2.5)))
    assert crossed == np.float32(2.5)
    assert crossed.dtype == np.float32


class _Payload:
    """Would create a file when unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def test_call_in_a_pickle_is_refused_and_not_run(tmp_path):
    with pytest.raises(wire.ForeignObjectError):
        wire.loads(pickle.dumps(_Payload(tmp_path / "touched")))
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(Path("x"), id="path"),
        pytest.param(ValueError("x"), id="exception"),
        pytest.param(EpochEnded.__init__, id="function of ours"),
    ],
)
def test_foreign_object_is_refused(value):
    with pytest.raises((wire.ForeignObjectError, AttributeError)):
        wire.loads(pickle.dumps(value))


def test_state_of_a_class_cannot_be_set_by_a_pickle():
    attack = (
        b"\x80\x02ccore.training.record.events\nCheckpoint\n"  # the class itself
        b"N}X\x04\x00\x00\x00nameX\x05\x00\x00\x00owneds\x86b."  # BUILD with (None, {"name": "owned"})
    )
    with pytest.raises(TypeError):
        wire.loads(attack)
    assert Checkpoint(name="x", digest="", size_bytes=1).name == "x"


def test_frozen_dataclass_without_slots_is_refused():
    from core.data.gallery import Gallery

    with pytest.raises(wire.ForeignObjectError):
        wire.loads(b"\x80\x02ccore.data.gallery\nGallery\n.")
    assert Gallery.__module__ == "core.data.gallery"


def test_nothing_crosses_whose_module_would_import_tensorflow():
    with pytest.raises(wire.ForeignObjectError):
        wire.loads(b"\x80\x02ccore.training.loop.layer_probe\nSizes\n.")
