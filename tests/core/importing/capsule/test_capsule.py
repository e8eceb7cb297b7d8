"""A capsule read as data: what is taken from it, what is refused."""

import hashlib
import io
import json
import zipfile

import numpy as np
import pytest

from core.data.input_scaling import Pixels
from core.errors import CheckpointError, ModelFileError, SpecError
from core.export.capsule.document import CapsuleDocument
from core.export.model_files.model_note import ModelNote
from core.importing.archive import SafeArchive
from core.importing.capsule.capsule import is_capsule, read_capsule
from core.importing.read import read_model_file
from core.importing.variables import weight_shapes
from core.training.record import checkpoints
from tests.support import capsules

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("capsule")


@pytest.fixture(scope="module")
def capsule(folder):
    return capsules.write(folder).read_bytes()


def document_of(capsule):
    return json.loads(zipfile.ZipFile(io.BytesIO(capsule)).read("capsule.json"))


def with_document(capsule, **entries):
    document = document_of(capsule) | entries
    return capsules.with_members(capsule, {"capsule.json": json.dumps(document).encode()})


def with_weights(capsule, arrays):
    """Return the capsule with other weights, and their SHA-256 in its first file."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    files = document_of(capsule)["files"] | {"weights.npz": hashlib.sha256(buffer.getvalue()).hexdigest()}
    return capsules.with_members(with_document(capsule, files=files), {"weights.npz": buffer.getvalue()})


def zeros(**other):
    return {name: np.zeros(shape, np.float32) for name, shape in weight_shapes(capsules.SPEC).items()} | other


def refusal_of(data):
    with pytest.raises(ModelFileError) as refused:
        read_capsule(SafeArchive(data))
    return str(refused.value)


def test_network_weights_note_and_score_are_read(folder, capsule):
    archive = SafeArchive(capsule)
    read = read_capsule(archive)
    written = checkpoints.read(folder / "weights.npz")
    assert is_capsule(archive)
    assert (read.kind, read.spec, read.note) == ("capsule", capsules.SPEC, ModelNote())
    assert {name: array.tobytes() for name, array in read.weights.items()} == {
        name: array.tobytes() for name, array in written.items()
    }
    assert tuple(map(str, read.remarks)) == ("Its capsule says that it read 920 of 1,000 test images right.",)


def test_note_says_how_pixels_were_scaled(tmp_path):
    stored = capsules.stored_network(tmp_path)
    pixels = Pixels(offset=33.318421, divisor=78.567489, shuffled=True)
    stored = capsules.StoredNetwork(
        spec=stored.spec, path=stored.path, digest=stored.digest, pixels=pixels, judges_each=True
    )
    read = read_capsule(SafeArchive(capsules.write(tmp_path, stored=stored).read_bytes()))
    assert read.note == ModelNote(pixels=pixels, judges_each=True)


@pytest.mark.parametrize("name", ["weights.npz", "verify.py", "history.json"])
def test_file_that_was_changed_is_named(capsule, name):
    assert f"'{name}' in this capsule was changed" in refusal_of(capsules.with_members(capsule, {name: b"other"}))


@pytest.mark.parametrize("name", ["weights.npz", "README.txt", "capsule.json"])
def test_file_that_is_missing_is_named(capsule, name):
    assert f"holds no {name}" in refusal_of(capsules.with_members(capsule, {name: None}))


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"schema": 2}, "schema version 2; this Digit Lab reads version 1"),
        ({"schema": "1"}, "it does not describe a network"),
        ({"note": {"offset": "x"}}, "of another kind"),
        ({"config": {"schema": 3}}, "is missing"),
        ({"training": {"data": 3}}, "of another kind"),
        ({"files": []}, "of another kind"),
        ({"files": {}}, "does not name weights.npz"),
        ({"spec": {"schema": 1, "input_shape": [784], "layers": [{"kind": "Lambda"}]}}, "unknown kind, 'Lambda'"),
    ],
    ids=["later", "schema", "note", "config", "training", "files", "no weights", "layer"],
)
def test_first_file_that_is_not_what_it_should_be_is_refused(capsule, entries, words):
    assert words in refusal_of(with_document(capsule, **entries))


def test_layer_at_fault_is_told(capsule):
    spec = {"schema": 1, "input_shape": [784], "layers": [{"kind": "Flatten"}, {"kind": "Lambda"}]}
    with pytest.raises(ModelFileError) as refused:
        read_capsule(SafeArchive(with_document(capsule, spec=spec)))
    assert refused.value.fields == {"layer": 1}


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        (zeros(**{"dense/bias": np.full(3, np.nan, np.float32)}), "holds NaN"),
        (zeros(**{"dense/bias": np.zeros(4, np.float32)}), "must be 3 and the file's is 4"),
        (zeros(**{"dense/bias": np.zeros(3, np.int32)}), "must be of floating-point numbers"),
        (zeros(other=np.zeros(1)), "'other', which the network does not have"),
        ({"dense/bias": np.zeros(3, np.float32)}, "of the network is missing"),
        (zeros(**{"dense/bias": np.array([{}, 1, 2], object)}), "holds Python objects"),
    ],
    ids=["NaN", "shape", "type", "surplus", "missing", "pickled"],
)
def test_weights_that_are_not_the_networks_are_refused(capsule, arrays, words):
    assert words in refusal_of(with_weights(capsule, arrays))


def test_capsule_is_read_like_every_other_file_of_a_model(capsule):
    here, limited = read_capsule(SafeArchive(capsule)), read_model_file(capsule)
    assert (limited.kind, limited.spec, limited.note, limited.remarks) == (
        "capsule",
        here.spec,
        here.note,
        here.remarks,
    )
    assert {name: array.tobytes() for name, array in limited.weights.items()} == {
        name: array.tobytes() for name, array in here.weights.items()
    }


WILD = [None, True, -1, 2**70, 1e308, "", "x" * 5000, "\\ud800", [], {}, [[]], {"kind": "Dense"}, 10**4000]


def places_of(value, path=()):
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from places_of(entry, (*path, key))


def with_entry(value, path, other):
    if not path:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_entry(copy[path[0]], path[1:], other)
    return copy


def test_whatever_stands_in_the_first_file_is_read_or_refused_in_a_short_sentence(capsule):
    document = document_of(capsule) | {"files": {"weights.npz": "0"}}
    sentences = []
    for path in places_of(document):
        for other in WILD:
            text = json.dumps(with_entry(document, path, other)).encode()
            try:
                CapsuleDocument.from_bytes(text)
            except (CheckpointError, SpecError) as error:
                sentences.append(str(error))
    assert len(sentences) > 700
    assert max(map(len, sentences)) < 600
