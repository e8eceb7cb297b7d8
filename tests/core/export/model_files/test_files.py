"""Files of every format, read by their own runtimes in processes without our code, and what stands in them."""

import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.engine import wire
from core.errors import ModelFileError
from core.export.formats import FORMATS, Exported, ExportProgress
from core.export.model_files.model_note import NOTE_KEY, ModelNote
from core.importing.library import ImportedModels
from core.importing.read import read_model_file
from core.inference.loaded_networks import probabilities_of
from core.inference.predict import predict
from core.training.record import checkpoints
from models.spec import NetworkSpec
from tests.core.export.conftest import NETWORKS
from tests.support.source import ROOT

pytestmark = pytest.mark.process

QUANTISED = ["tflite_float16", "tflite_dynamic", "tflite_int8"]  # weights are rounded, so answers differ a little
EXACT = [key for key in FORMATS if key not in QUANTISED]


def members(path: Path) -> dict[str, bytes]:
    """Return a file's content and, of a zip, that of every member unpacked, by name."""
    content = path.read_bytes()
    found = {path.name: content}
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(path) as archive:
            found |= {name: archive.read(name) for name in archive.namelist()}
    return found


def note_in(path: Path, key: str) -> str:
    """Return the note's text, read as the format's own tools read it."""
    import h5py
    import onnx
    from tensorflow.lite.tools import flatbuffer_utils

    if key == "keras":
        return json.loads(members(path)["metadata.json"])[NOTE_KEY]
    if key == "saved_model":
        return members(path)["digits/digit_lab.json"].decode()
    if key == "npz":
        with np.load(path, allow_pickle=False) as arrays:
            return str(arrays[NOTE_KEY])
    if key == "h5":
        with h5py.File(path) as file:
            return file.attrs[NOTE_KEY]
    if key == "onnx":
        return {one.key: one.value for one in onnx.load(path).metadata_props}[NOTE_KEY]
    return flatbuffer_utils.read_model(str(path)).description.decode()


@pytest.mark.parametrize("key", EXACT)
@pytest.mark.parametrize("name", NETWORKS)
def test_file_gives_the_probabilities_of_our_inference(taken, read, name, key):
    one, found = taken[name], read[name][key]["answers"][:1000]
    if one.stored.spec.from_logits:
        found = probabilities_of(found, one.stored.output_function)
    assert found.shape == (1000, 10)
    np.testing.assert_allclose(found, one.expected.probabilities, rtol=0, atol=1e-5)


@pytest.mark.parametrize("key", QUANTISED)
@pytest.mark.parametrize("name", NETWORKS)
def test_quantised_file_reads_as_many_images_right(read, bundled_dataset, name, key):
    labels = np.concatenate([bundled_dataset.test_labels, bundled_dataset.train_labels])
    ours, theirs = ((read[name][one]["answers"].argmax(axis=1) == labels).mean() for one in ("tflite", key))
    assert ours > 0.85
    assert abs(theirs - ours) <= 0.003


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_said_of_a_file_is_what_a_clean_process_finds(taken, read, bundled_dataset, name, key):
    *progress, exported = taken[name].events[key]
    assert isinstance(exported, Exported)
    answers = read[name][key]["answers"][:1000].argmax(axis=1)
    assert exported.correct == np.count_nonzero(answers == np.asarray(bundled_dataset.test_labels))
    assert exported.count == 1000
    assert exported.milliseconds_per_image > 0
    assert exported.has_state == (key == "keras")
    written = taken[name].file(key)
    assert hashlib.sha256(written.read_bytes()).hexdigest() == exported.digest
    assert written.stat().st_size == exported.size_bytes
    assert all(isinstance(event, ExportProgress) for event in progress)
    stages = {event.stage: [one.fraction for one in progress if one.stage == event.stage] for event in progress}
    assert list(stages) == ["making", "measuring"]
    assert all(fractions == sorted(fractions) for fractions in stages.values())
    assert len(stages["measuring"]) == 11
    assert [wire.loads(wire.dumps(event)) for event in progress[:1]] == progress[:1]
    assert wire.loads(wire.dumps(exported)) == exported


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("name", NETWORKS)
def test_loading_code_reads_the_picture_as_it_is(read, name, key):
    digit, probabilities = read[name][key]["printed"].strip().split("\n", 1)
    assert digit == "Digit: 3"
    assert probabilities.startswith("Probabilities: [")


def test_article_3_loads_the_older_format_and_reads_a_picture(read):
    assert read["mlp"]["article"]["printed"].splitlines()[-1] == "本地文件预测\uff1a 3"


@pytest.mark.parametrize("name", ["mlp", "cnn"])
def test_fit_goes_on_from_the_optimizers_state(taken, read, name):
    state = checkpoints.read(Path(taken[name].optimizer_path))
    found = read[name]["keras"]["state"]
    assert len(found) == len(state)
    for index, array in enumerate(state.values()):
        np.testing.assert_array_equal(np.array(found[index], array.dtype), array)
    assert int(state["000"]) == 3 * 70
    assert read[name]["keras"]["iterations"] == 3 * 70 + 2


def test_fit_begins_with_a_fresh_optimizer_from_the_older_format(taken, read):
    steps, rate = read["mlp"]["h5"]["state"]
    assert steps == 0
    assert rate == pytest.approx(taken["mlp"].config.learning_rate)
    assert read["mlp"]["h5"]["iterations"] == 2


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("name", NETWORKS)
def test_file_says_how_bytes_become_its_inputs(taken, name, key):
    note = ModelNote.from_text(note_in(taken[name].file(key), key))
    assert note == taken[name].note
    assert taken["standardised"].note.pixels.shuffled
    assert taken["judges_each"].note.judges_each


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("name", NETWORKS)
def test_file_holds_nothing_of_this_machine_or_of_our_classes(taken, name, key):
    foreign = [str(Path.home()), str(ROOT), f"{tempfile.gettempdir()}/", "site-packages", str(taken[name].folder)]
    ours = ["fused", "Fused", "models.keras_dropout", "core.training", "core.export"]
    for member, content in members(taken[name].file(key)).items():
        for text in (*foreign, *ours):
            assert text.encode() not in content, f"{text} in {member}"


def test_arrays_are_read_without_pickle_and_say_what_network_they_are(taken):
    for one in taken.values():
        with np.load(one.file("npz"), allow_pickle=False) as arrays:
            weights = {name: arrays[name] for name in arrays.files if "/" in name}
            assert set(arrays.files) - set(weights) == {"spec", NOTE_KEY}
            assert NetworkSpec.from_json(json.loads(str(arrays["spec"]))) == one.stored.spec
        for name, array in checkpoints.read(Path(one.stored.path)).items():
            np.testing.assert_array_equal(weights[name], array)


def test_normalisation_was_trained(taken):
    arrays = checkpoints.read(Path(taken["cnn"].stored.path))
    assert np.abs(arrays["batch_normalization/moving_mean"]).max() > 0.01
    assert np.abs(arrays["batch_normalization/moving_variance"] - 1).max() > 0.1


@pytest.mark.parametrize("key", ["keras", "h5", "npz", "tflite"])
@pytest.mark.parametrize("name", NETWORKS)
def test_file_that_is_brought_in_again_has_the_same_bits_and_gives_the_same_probabilities(
    taken, bundled_dataset, tmp_path, name, key
):
    one = taken[name]
    found = read_model_file(one.file(key).read_bytes())
    assert found.note == one.note
    # TFLite's converter works batch normalisation into a kernel before it, where no function stands between.
    is_folded = key == "tflite" and name == "cnn"
    if not is_folded:
        trained = checkpoints.read(Path(one.stored.path))
        assert [array.tobytes() for array in found.weights.values()] == [array.tobytes() for array in trained.values()]
    if key != "tflite":  # which does not say where dropout was
        assert [row.name for row in found.spec.rows()] == [row.name for row in one.stored.spec.rows()]
    models = ImportedModels(tmp_path / "models")
    network = models.keep(found, owner="me", name="again", note=found.note).network
    again = predict(network, np.asarray(bundled_dataset.test_images))
    if is_folded:
        np.testing.assert_allclose(again.probabilities, one.expected.probabilities, rtol=0, atol=1e-5)
    else:
        np.testing.assert_array_equal(again.probabilities, one.expected.probabilities)


@pytest.mark.parametrize("key", QUANTISED)
def test_rounded_file_is_not_taken_for_the_network_that_was_trained(taken, key):
    with pytest.raises(ModelFileError, match="float32"):
        read_model_file(taken["mlp"].file(key).read_bytes())
