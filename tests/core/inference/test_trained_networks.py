"""A network is asked with inputs of the kind that it learned from: what the loop measured, the pages measure too."""

import numpy as np
import pytest

from core.data.input_scaling import Pixels
from core.inference.activations import layer_outputs
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import predict
from core.training.loop import loop
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.mlp import mlp

pytestmark = pytest.mark.process

LOGITS = mlp(hidden=(16,), dropout=0, output="linear")


@pytest.mark.parametrize(
    ("spec", "settings", "pixels"),
    [
        pytest.param(mlp(hidden=(16,), dropout=0), {}, Pixels(), id="0 to 1"),
        pytest.param(mlp(hidden=(16,), dropout=0), {"pixel_scale": "bytes"}, Pixels(divisor=1.0), id="0 to 255"),
        pytest.param(cnn(filters=(2,), dense=()), {"pixel_scale": "standard"}, None, id="standardised"),
        pytest.param(
            cnn(filters=(2,), dense=()), {"shuffle_pixels": True}, Pixels(shuffled=True), id="shuffled pixels"
        ),
    ],
)
def test_asking_scores_what_the_test_scored(small_dataset, tmp_path, spec, settings, pixels):
    config = TrainingConfig(epochs=1, batch_size=100, **settings)
    events = loop.train(spec, config, data_folder=str(small_dataset.folder), run_folder=str(tmp_path), threads=1)
    history = History().extended(event for event in events if event is not None)
    kept, found = history.checkpoint, history.started.pixels
    assert found == (pixels or Pixels.of("standard", shuffled=False, images=small_dataset.train_images))
    network = StoredNetwork(spec=spec, path=str(tmp_path / kept.name), digest=kept.digest, pixels=found)
    answers = predict(network, small_dataset.test_images).predicted_digits
    assert int((answers == small_dataset.test_labels).sum()) == history.test.correct


def test_same_weights_with_other_inputs_are_other_answers(small_dataset, tmp_path):
    from core.training.record import checkpoints

    weights = {
        "dense/kernel": np.random.default_rng(1).normal(size=(784, 16)).astype(np.float32),
        "dense/bias": np.ones(16, np.float32),
        "dense_1/kernel": np.random.default_rng(2).normal(size=(16, 10)).astype(np.float32),
        "dense_1/bias": np.zeros(10, np.float32),
    }
    kept = checkpoints.write(tmp_path / "weights.npz", weights)
    images = small_dataset.test_images[:5]
    for pixels in (Pixels(), Pixels(divisor=1.0), Pixels(offset=30.0, divisor=70.0, shuffled=True)):
        network = StoredNetwork(spec=LOGITS, path=str(tmp_path / kept.name), digest=kept.digest, pixels=pixels)
        hidden = np.maximum(pixels.inputs(images).reshape(5, 784) @ weights["dense/kernel"] + 1, 0)
        np.testing.assert_allclose(predict(network, images).logits, hidden @ weights["dense_1/kernel"], rtol=2e-4)


def test_logits_that_were_judged_each_for_itself_become_probabilities_in_the_same_way(small_dataset, tmp_path):
    config = TrainingConfig(epochs=1, batch_size=100, loss="binary_crossentropy")
    events = loop.train(LOGITS, config, data_folder=str(small_dataset.folder), run_folder=str(tmp_path), threads=1)
    kept = History().extended(event for event in events if event is not None).checkpoint
    network = StoredNetwork(spec=LOGITS, path=str(tmp_path / kept.name), digest=kept.digest, judges_each=True)
    found = predict(network, small_dataset.test_images[:5])
    np.testing.assert_allclose(found.probabilities, 1 / (1 + np.exp(-found.logits)), rtol=1e-5)
    one = layer_outputs(network, small_dataset.test_images[0])
    np.testing.assert_allclose(one.probabilities, found.probabilities[0], rtol=1e-4)
    np.testing.assert_allclose(one.outputs[-1], found.logits[0], rtol=1e-4)
