"""What optimizers remember of one weight, and that the sentence about it is right, for each optimizer of Keras's."""

import dataclasses

import pytest

from core.training.record.event_json import from_text, to_text
from core.training.record.events import StepExplained
from core.training.settings.config import TrainingConfig
from pages.text.weight_step import WeightStep
from tests.support.written_runs import EXPLAINED

GRADIENTS = (0.3, 0.4, -0.1, -0.5, -0.6, 0.05, 0.3, -0.02, -0.02, 0.5, 0.0)
OLD = 0.4


def settings(optimizer, **more):
    return TrainingConfig(optimizer=optimizer, learning_rate=0.01, **more)


CASES = [
    pytest.param(settings("sgd"), id="SGD"),
    pytest.param(settings("sgd", momentum=0.9), id="momentum"),
    pytest.param(settings("sgd", momentum=0.9, nesterov=True), id="Nesterov"),
    pytest.param(settings("rmsprop"), id="RMSprop"),
    pytest.param(settings("rmsprop", momentum=0.9), id="RMSprop with momentum"),
    pytest.param(settings("adam"), id="Adam"),
    pytest.param(settings("adamw"), id="AdamW"),
    pytest.param(settings("adamw", weight_decay=1.0), id="AdamW with much decay"),
    pytest.param(settings("nadam"), id="Nadam"),
    pytest.param(settings("lion", beta_2=0.99), id="Lion"),
    pytest.param(settings("adam", clip_norm=0.1), id="Adam, clipped"),
    pytest.param(settings("sgd", clip_norm=0.1), id="SGD, clipped"),
]


def steps_of(config):
    """Take steps with gradients that change their sign, on a kernel of one weight; return each as it is told."""
    import keras
    import tensorflow as tf

    from core.training.graph.optimizers import make_optimizer
    from core.training.graph.weight_memory import decay_of, weight_memory

    kernel = keras.Variable([OLD], name="kernel", trainable=True)
    optimizer = make_optimizer(config, [kernel])
    for number, gradient in enumerate(GRADIENTS, start=1):
        old, before = float(kernel[0]), weight_memory(optimizer, kernel, (0,), config)
        optimizer.apply([tf.constant([gradient])], [kernel])
        after = weight_memory(optimizer, kernel, (0,), config)
        is_clipped = 0 < config.clip_norm < abs(gradient)
        yield dataclasses.replace(
            EXPLAINED,
            step=number,
            old=old,
            gradient=gradient,
            new=float(kernel[0]),
            learning_rate=config.learning_rate,
            clipped=config.clip_norm * (1 if gradient > 0 else -1) if is_clipped else None,
            mean_before=before.mean,
            mean_after=after.mean,
            square_before=before.square,
            square_after=after.square,
            carried=before.carried,
            decay=decay_of(optimizer, old),
        )


@pytest.mark.process
@pytest.mark.parametrize("config", CASES)
def test_sentence_says_which_way_the_weight_went_and_why(config):
    memories = set()
    for step in steps_of(config):
        said, change = WeightStep.why(step, config), step.new - step.old
        if change == 0:
            assert "It stayed where it was" in said
            continue
        assert f"it went {'up' if change > 0 else 'down'} by" in said
        if step.gradient:
            assert f"alone would move it {'down' if step.gradient > 0 else 'up'}" in said
        memory = step.carried if step.mean_before is None else -step.mean_before
        told = next((words for words in ("points the same way", "outweighs it", "decides") if words in said), "")
        memories.add(told)
        if told == "decides":
            assert step.gradient == 0
        elif told == "points the same way":
            assert memory * -step.gradient > 0
        elif told:
            assert memory * -step.gradient <= 0
        else:
            assert not memory
        if step.decay and "stronger here" in said:
            assert abs(step.decay) > abs(change)
        assert from_text(*to_text(step)) == step
    if memory is not None:
        assert memories >= {"", "points the same way", "outweighs it", "decides"}


@pytest.mark.process
@pytest.mark.parametrize("config", CASES)
def test_remembered_numbers_are_those_that_move_the_weight(config):
    for step in steps_of(config):
        rate, gradient = config.learning_rate, step.gradient if step.clipped is None else step.clipped
        change = step.new - step.old
        if config.optimizer in ("adam", "adamw"):
            mean, square = step.mean_after / (1 - 0.9**step.step), step.square_after / (1 - 0.999**step.step)
            assert change == pytest.approx(step.decay - rate * mean / (square**0.5 + 1e-7), rel=2e-3, abs=1e-7)
            assert step.mean_after == pytest.approx(0.9 * step.mean_before + 0.1 * gradient, rel=1e-5)
        elif config.optimizer == "lion":
            mixed = 0.9 * step.mean_before + 0.1 * gradient
            assert change == pytest.approx(-rate * (1 if mixed > 0 else -1), rel=1e-4)
        elif config.optimizer == "rmsprop":
            move = -rate * gradient / (step.square_after + 1e-7) ** 0.5
            assert change == pytest.approx(move + (step.carried or 0), rel=1e-3, abs=1e-7)
        elif config.optimizer == "sgd":
            grown = 1 + config.momentum if config.nesterov else 1
            assert change == pytest.approx(-rate * gradient * grown + (step.carried or 0), rel=1e-3, abs=1e-7)


def explained(**numbers):
    plain = {"old": 0.443829, "gradient": 0.1505, "new": 0.444364, "learning_rate": 0.001}
    return dataclasses.replace(EXPLAINED, **(plain | numbers))


@pytest.mark.parametrize(
    ("numbers", "config", "said"),
    [
        pytest.param(
            {"mean_before": -0.31, "mean_after": -0.26},
            settings("adam"),
            "The gradient, +0.1505, alone would move it down; the running mean of the steps before, "
            "\N{MINUS SIGN}0.31, still points the other way and outweighs it, so it went up by 0.000535.",
            id="mean outweighs",
        ),
        pytest.param(
            {"clipped": 0.05, "carried": 0.0},
            settings("sgd", momentum=0.9, clip_norm=1.0, l2=0.001),
            "The gradient (shortened to +0.05, the L2 penalty's part included), +0.1505, alone would move it down, and "
            "there is nothing to remember of steps before, so it went up by 0.000535.",
            id="notes",
        ),
        pytest.param(
            {},
            settings("adam"),
            "The gradient, +0.1505, alone would move it down; what the optimizer remembers of the steps before points "
            "the other way and outweighs it, so it went up by 0.000535.",
            id="log of an older version",
        ),
        pytest.param(
            {"new": 0.443829 - 0.0001505},
            settings("sgd"),
            "The gradient, +0.1505, alone would move it down, and nothing else is at work: it went down by 0.0001505.",
            id="plain",
        ),
    ],
)
def test_sentence_in_its_words(numbers, config, said):
    assert WeightStep.why(explained(**numbers), config) == said


def test_step_of_an_older_log_without_what_is_remembered_is_read():
    kind, text = to_text(EXPLAINED)
    older = text
    for name in ("clipped", "mean_before", "mean_after", "square_before", "square_after", "carried"):
        older = older.replace(f', "{name}": null', "")
    older = older.replace(', "decay": 0.0', "")
    assert older != text
    assert from_text(kind, older) == EXPLAINED
    assert isinstance(from_text(kind, older), StepExplained)
