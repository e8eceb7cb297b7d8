"""Pictures in motion against an oracle that composes matrices and reads pixel by pixel; and what a training sees."""

import math

import numpy as np
import pytest

from core.training.graph.distortion import Motion, make_distort, moved, random_motion
from core.training.graph.training_graph import TrainingGraph
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.mlp import mlp

pytestmark = pytest.mark.process

CENTRE = 13.5
EVERYTHING = Augmentation(
    shift_pixels=2, rotation_degrees=20, zoom_fraction=0.25, shear_degrees=15, elastic_pixels=1, elastic_scale_pixels=4
)
STILL = {"shift_rows": 0, "shift_columns": 0, "rotation": 0, "zoom_rows": 1, "zoom_columns": 1, "shear": 0}


def pictures(count, seed=0):
    return np.random.default_rng(seed).random((count, 28, 28), np.float32)


def motion(count=1, **values):
    """Return a motion that does nothing but what is given, the same for every picture."""
    return Motion(**{name: np.full(count, value, np.float32) for name, value in (STILL | values).items()})


def oracle(picture, one):
    """Return a picture after a motion of plain numbers, without bending: the inverse of one matrix, cell by cell."""
    cosine, sine = math.cos(one["rotation"]), math.sin(one["rotation"])
    turn = np.array([[cosine, -sine], [sine, cosine]])  # of (rows down, columns right): anticlockwise to the eye
    shear = np.array([[1, 0], [-one["shear"], 1]])  # what is above the centre goes right
    zoom = np.diag([one["zoom_rows"], one["zoom_columns"]])
    inverse = np.linalg.inv(turn @ shear @ zoom)
    shift = np.array([one["shift_rows"], one["shift_columns"]])
    new = np.zeros((28, 28))
    for row in range(28):
        for column in range(28):
            from_row, from_column = inverse @ (np.array([row, column]) - CENTRE - shift) + CENTRE
            for y in (math.floor(from_row), math.floor(from_row) + 1):
                for x in (math.floor(from_column), math.floor(from_column) + 1):
                    if 0 <= y < 28 and 0 <= x < 28:
                        new[row, column] += (1 - abs(from_row - y)) * (1 - abs(from_column - x)) * picture[y, x]
    return new


def test_no_motion_leaves_every_bit():
    given = pictures(3)
    np.testing.assert_array_equal(moved(given, motion(3)), given)


@pytest.mark.parametrize(("rows", "columns"), [(2, 0), (-3, 0), (0, 5), (1, -4), (28, 0)])
def test_shift_by_whole_pixels_moves_the_picture_exactly(rows, columns):
    given = pictures(1)
    expected = np.zeros_like(given)
    for row in range(28):
        for column in range(28):
            if 0 <= row - rows < 28 and 0 <= column - columns < 28:
                expected[0, row, column] = given[0, row - rows, column - columns]
    np.testing.assert_array_equal(moved(given, motion(shift_rows=rows, shift_columns=columns)), expected)


def test_quarter_turn_is_anticlockwise():
    given = pictures(1)
    np.testing.assert_allclose(moved(given, motion(rotation=math.pi / 2))[0], np.rot90(given[0]), atol=1e-4)


def test_upright_stroke_leans_to_the_right():
    given = np.zeros((1, 28, 28), np.float32)
    given[0, 4:24, 14] = 1
    leaning = np.asarray(moved(given, motion(shear=0.5)))[0]
    assert leaning[4:8].sum(axis=0).argmax() > 16
    assert leaning[20:24].sum(axis=0).argmax() < 12


def test_bend_of_one_pixel_everywhere_is_a_shift():
    given = pictures(1)
    bent = motion()._replace(bend_rows=np.ones((1, 28, 28), np.float32), bend_columns=np.zeros((1, 28, 28), np.float32))
    np.testing.assert_array_equal(moved(given, bent), moved(given, motion(shift_rows=-1)))


def test_any_motion_equals_the_oracle():
    count = 12
    given = pictures(count)
    drawn = random_motion(Augmentation(**{name: getattr(EVERYTHING, name) for name in SOLID}), count, [3, 4])
    plain = {name: np.asarray(values) for name, values in drawn._asdict().items() if values is not None}
    expected = [oracle(given[i], {name: float(values[i]) for name, values in plain.items()}) for i in range(count)]
    np.testing.assert_allclose(moved(given, drawn), expected, atol=2e-4)


SOLID = ("shift_pixels", "rotation_degrees", "zoom_fraction", "shear_degrees")


def test_draws_fill_their_bounds_and_stay_within():
    drawn = random_motion(EVERYTHING, 4000, [1, 2])
    bounds = {
        "shift_rows": (-2, 2),
        "shift_columns": (-2, 2),
        "rotation": (-math.radians(20), math.radians(20)),
        "zoom_rows": (1 / 1.25, 1.25),
        "zoom_columns": (1 / 1.25, 1.25),
        "shear": (-math.tan(math.radians(15)), math.tan(math.radians(15))),
    }
    for name, (low, high) in bounds.items():
        values = np.asarray(getattr(drawn, name))
        assert low - 1e-6 <= values.min() < low + 0.02 * (high - low), name
        assert high - 0.02 * (high - low) < values.max() <= high + 1e-6, name
    correlations = np.corrcoef([np.asarray(getattr(drawn, name)) for name in bounds])
    assert np.abs(correlations - np.eye(len(bounds))).max() < 0.06  # each is drawn for itself


@pytest.mark.parametrize("scale", [1.0, 2.0, 4.0])
def test_bend_has_its_strength_in_every_cell_and_is_smooth(scale):
    drawn = random_motion(Augmentation(elastic_pixels=1.5, elastic_scale_pixels=scale), 2000, [5, 6])
    for bend in (np.asarray(drawn.bend_rows), np.asarray(drawn.bend_columns)):
        np.testing.assert_allclose(np.sqrt((bend**2).mean(axis=0)), 1.5, rtol=0.1)
        # the correlation of cells that are d apart is exp(-d²/4s²)
        apart = np.sqrt(((bend[:, 14, 15] - bend[:, 14, 14]) ** 2).mean())
        assert apart == pytest.approx(1.5 * math.sqrt(2 - 2 * math.exp(-1 / (4 * scale**2))), rel=0.15)
    assert abs(np.corrcoef(np.asarray(drawn.bend_rows)[:, 9, 9], np.asarray(drawn.bend_columns)[:, 9, 9])[0, 1]) < 0.1


def test_bend_is_not_drawn_without_strength():
    assert random_motion(Augmentation(shift_pixels=2, elastic_scale_pixels=3), 4, [1, 2]).bend_rows is None


def test_same_seed_gives_the_same_bits_and_another_seed_others():
    distort, given = make_distort(EVERYTHING), pictures(8)
    first, again, other = (np.asarray(distort(given, np.int32(seed))) for seed in ([1, 2], [1, 2], [1, 3]))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max(axis=(1, 2)).min() > 0.1


def test_compiled_motion_is_that_of_the_plain_function():
    import tensorflow as tf

    given, drawn = pictures(8), random_motion(EVERYTHING, 8, [1, 2])
    compiled = tf.function(moved, jit_compile=True, autograph=False)
    np.testing.assert_allclose(compiled(given, drawn), moved(given, drawn), atol=1e-4)


def test_each_picture_of_a_batch_is_changed_in_its_own_way():
    same = np.repeat(pictures(1), 6, axis=0)
    changed = np.asarray(make_distort(EVERYTHING)(same, np.int32([7, 8])))
    for i in range(6):
        for j in range(i):
            assert np.abs(changed[i] - changed[j]).max() > 0.1


def test_digits_keep_their_ink_and_their_range(small_dataset):
    given = small_dataset.train_images[:500].astype(np.float32) / 255
    changed = np.asarray(make_distort(EVERYTHING)(given, np.int32([1, 1])))
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert changed.mean() == pytest.approx(given.mean(), rel=0.1)


@pytest.mark.parametrize("spec", [cnn(filters=(4,), dense=()), mlp(hidden=(8,), dropout=0)], ids=["CNN", "MLP"])
def test_steps_learn_from_distorted_images_and_validation_reads_them_as_they_are(small_dataset, spec):
    def program(augmentation):
        config = TrainingConfig(batch_size=100, augmentation=augmentation, seed=5)
        return TrainingGraph(spec, config, str(small_dataset.folder))

    augmented, plain = program(EVERYTHING), program(Augmentation())
    seen = {}
    for name, one in (("augmented", augmented), ("plain", plain)):
        one.start_epoch(1)
        before = one.read_batches("validation", 0, 1)
        seen[name] = before, one.take_steps(0, 1)
    assert seen["augmented"][0] == seen["plain"][0]
    assert abs(seen["augmented"][1].loss_sum - seen["plain"][1].loss_sum) > 0.01


def test_every_step_and_epoch_distorts_anew_and_a_repeated_one_alike(small_dataset):
    config = TrainingConfig(batch_size=100, augmentation=EVERYTHING, seed=5)
    program = TrainingGraph(mlp(hidden=(8,), dropout=0), config, str(small_dataset.folder))
    seen = []
    for epoch, step in ((1, 0), (1, 1), (2, 0), (1, 0)):
        program.start_epoch(epoch)
        program._order.assign(np.arange(1350, dtype=np.int32) % 100)  # the same images in every step
        seen.append(np.asarray(program.batch(np.int32(step), 100)[0]))
    assert np.abs(seen[0] - seen[1]).max(axis=1).min() > 0.1
    assert np.abs(seen[0] - seen[2]).max(axis=1).min() > 0.1
    np.testing.assert_array_equal(seen[0], seen[3])
