"""Each condition against SciPy or by hand, and what holds of all of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from core.inference.robustness import moved, spoiled
from core.inference.robustness.chance import Chance
from core.inference.robustness.conditions import CONDITIONS, STRENGTHS, ConditionKey, damaged

KEYS = [condition.key for condition in CONDITIONS]
MIDDLE = np.array([13.5, 13.5])


@pytest.fixture
def digits(bundled_dataset) -> np.ndarray:
    return np.array(bundled_dataset.test_images[:12])


def signs_of(key: ConditionKey, count: int) -> np.ndarray:
    return Chance(stream=KEYS.index(key), numbers=range(count)).signs()


def dot(row: int, column: int) -> np.ndarray:
    picture = np.zeros((1, 28, 28), np.uint8)
    picture[0, row, column] = 200
    return picture


@pytest.mark.parametrize("key", KEYS)
def test_strength_0_is_the_picture_itself(key: ConditionKey, digits: np.ndarray) -> None:
    found = damaged(digits, key, 0, range(12))
    np.testing.assert_array_equal(found, digits)
    assert found is not digits


@pytest.mark.parametrize("key", KEYS)
def test_pictures_stay_bytes_and_become_ever_less_like_themselves(key: ConditionKey, digits: np.ndarray) -> None:
    before = 0.0
    for strength in range(1, STRENGTHS + 1):
        found = damaged(digits, key, strength, range(12))
        assert (found.dtype, found.shape) == (np.uint8, digits.shape)
        apart = np.abs(found.astype(float) - digits).mean()
        assert apart > before * 0.95  # shapes that are turned or moved far lie on themselves again here and there
        before = max(before, apart)


@pytest.mark.parametrize("key", KEYS)
def test_picture_is_damaged_by_its_number_whatever_stands_beside_it(key: ConditionKey, digits: np.ndarray) -> None:
    together = damaged(digits, key, 4, range(100, 112))
    alone = np.concatenate([damaged(digits[[place]], key, 4, [100 + place]) for place in reversed(range(12))])
    np.testing.assert_array_equal(together, alone[::-1])
    np.testing.assert_array_equal(together, damaged(digits, key, 4, range(100, 112)))


@pytest.mark.parametrize("key", ["rotation", "shift", "scale", "shear", "thickness", "noise", "occlusion"])
def test_chance_makes_equal_pictures_differ(key: ConditionKey, digits: np.ndarray) -> None:
    assert len(np.unique(damaged(digits[[0] * 12], key, 5, range(12)), axis=0)) > 1


def test_both_sides_are_drawn_about_as_often() -> None:
    signs = Chance(stream=0, numbers=range(2000)).signs()
    assert set(signs.tolist()) == {-1, 1}
    assert abs(signs.mean()) < 0.07


def test_quarter_of_a_turn_moves_every_pixel_to_its_place(digits: np.ndarray) -> None:
    found = damaged(digits, "rotation", STRENGTHS, range(12))
    turned = [np.rot90(digit, int(sign)) for digit, sign in zip(digits, signs_of("rotation", 12), strict=True)]
    np.testing.assert_allclose(found.astype(int), np.stack(turned).astype(int), atol=1)


@pytest.mark.parametrize("strength", [1, 4, 6])
def test_rotation_is_scipys(strength: int, digits: np.ndarray) -> None:
    angle = np.deg2rad(CONDITIONS[0].value(strength))
    for digit, found, sign in zip(
        digits, damaged(digits, "rotation", strength, range(12)), signs_of("rotation", 12), strict=True
    ):
        cosine, sine = np.cos(angle * sign), np.sin(angle * sign)
        assert_like(found, affine(digit, np.array([[cosine, sine], [-sine, cosine]])))


@pytest.mark.parametrize("strength", [1, 5, 8])
def test_scale_is_scipys_and_keeps_the_middle(strength: int, digits: np.ndarray) -> None:
    factor = 1 + CONDITIONS[2].value(strength) / 100
    for digit, found, sign in zip(
        digits, damaged(digits, "scale", strength, range(12)), signs_of("scale", 12), strict=True
    ):
        assert_like(found, affine(digit, np.eye(2) / factor**sign))


@pytest.mark.parametrize("strength", [1, 4, 8])
def test_shear_is_scipys(strength: int, digits: np.ndarray) -> None:
    slant = np.tan(np.deg2rad(CONDITIONS[3].value(strength)))
    for digit, found, sign in zip(
        digits, damaged(digits, "shear", strength, range(12)), signs_of("shear", 12), strict=True
    ):
        assert_like(found, affine(digit, np.array([[1, 0], [slant * sign, 1]])))


def affine(digit: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    offset = MIDDLE - matrix @ MIDDLE
    return ndimage.affine_transform(digit.astype(float), matrix, offset, order=1, mode="grid-constant")


def assert_like(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(found.astype(float), expected, atol=0.6)


def test_shift_moves_a_dot_by_whole_pixels_in_four_directions() -> None:
    pictures = np.repeat(dot(14, 14), 200, axis=0)
    places = {tuple(np.argwhere(one)[0].tolist()) for one in damaged(pictures, "shift", 3, range(200))}
    assert places == {(14, 17), (17, 14), (14, 11), (11, 14)}
    assert {int(one.max()) for one in damaged(pictures, "shift", 3, range(200))} == {200}


def test_what_is_shifted_out_is_lost() -> None:
    edges = np.concatenate([dot(0, 14), dot(27, 14), dot(14, 0), dot(14, 27)])
    left = sum(damaged(edges, "shift", 1, [number] * 4).any(axis=(1, 2)) for number in range(40))
    assert (left > 0).all()
    assert (left < 40).all()


@pytest.mark.parametrize("strength", range(1, STRENGTHS + 1))
def test_blur_is_scipys(strength: int, digits: np.ndarray) -> None:
    sigma = CONDITIONS[6].value(strength)
    for digit, found in zip(digits, damaged(digits, "blur", strength, range(12)), strict=True):
        assert_like(found, ndimage.gaussian_filter(digit.astype(float), sigma, mode="constant", truncate=4.0))


def test_noise_has_the_deviation_that_it_says_and_grows_where_it_is() -> None:
    grey = np.full((20, 28, 28), 128, np.uint8)
    mild, more = (damaged(grey, "noise", strength, range(20)).astype(float) - 128 for strength in (1, 2))
    assert mild.std() == pytest.approx(10, rel=0.02)
    assert mild.mean() == pytest.approx(0, abs=0.3)
    np.testing.assert_allclose(more, 2 * mild, atol=1.1)


def test_contrast_moves_pixels_towards_their_mean() -> None:
    picture = np.zeros((1, 28, 28), np.uint8)
    picture[0, :14] = 200
    found = damaged(picture, "contrast", 3, [0])  # half of it is lost
    assert np.unique(found).tolist() == [50, 150]


def test_occlusion_lays_a_square_of_paper_on_the_ink(digits: np.ndarray) -> None:
    full = np.full((50, 28, 28), 255, np.uint8)
    for one in damaged(full, "occlusion", 3, range(50)):  # 6 x 6 pixels
        rows, columns = np.nonzero(one == 0)
        assert np.ptp(rows) < 6
        assert np.ptp(columns) < 6
        assert len(rows) == (np.ptp(rows) + 1) * (np.ptp(columns) + 1)
    covered = damaged(digits, "occlusion", 1, range(12))
    assert ((digits >= 128) & (covered == 0)).any(axis=(1, 2)).all()
    assert (covered <= digits).all()


def test_occlusion_of_paper_lies_in_the_middle() -> None:
    grey = np.full((1, 28, 28), 100, np.uint8)
    assert np.argwhere(spoiled.covered(grey, 2, Chance(stream=0, numbers=[0]))[0] == 0).tolist() == [
        [13, 13], [13, 14], [14, 13], [14, 14],
    ]  # fmt: skip


def test_lines_become_only_wider_or_only_narrower(digits: np.ndarray) -> None:
    ink = [spoiled.narrowed(digits, steps).sum() for steps in (6, 4, 2, 1)]
    ink += [digits.sum(), *(spoiled.widened(digits, steps).sum() for steps in (1, 2, 4, 6))]
    assert ink == sorted(ink)
    assert (spoiled.widened(digits, 3) >= digits).all()
    assert (spoiled.narrowed(digits, 3) <= digits).all()
    assert (spoiled.narrowed(digits, 8).sum(axis=(1, 2)) >= spoiled.LEAST_INK * digits.sum(axis=(1, 2))).all()


@pytest.mark.parametrize(("steps", "wide"), [(2, 7), (4, 8), (8, 10)])
def test_bar_grows_by_a_quarter_of_a_pixel_a_step_on_either_side(steps: int, wide: float) -> None:
    bar = np.zeros((1, 28, 28), np.uint8)
    bar[0, :, 11:17] = 255
    assert spoiled.widened(bar, steps)[0, 14].sum() / 255 == pytest.approx(wide, abs=0.3)
    assert spoiled.narrowed(bar, steps // 2)[0, 14].sum() / 255 == pytest.approx(6 - (wide - 6) / 2, abs=0.3)


def test_growing_is_by_an_octagon_as_scipy_grows_it() -> None:
    fine = np.zeros((1, 112, 112), np.uint8)
    fine[0, 56, 56] = 255
    cross, square = ndimage.generate_binary_structure(2, 1), np.ones((3, 3), bool)
    grown, expected = fine, fine[0]
    for step in range(5):
        grown = spoiled._grown(grown, with_corners=bool(step % 2))
        expected = ndimage.grey_dilation(expected, footprint=square if step % 2 else cross)
    np.testing.assert_array_equal(grown[0], expected)


def test_values_grow_from_strength_to_strength() -> None:
    for condition in CONDITIONS:
        assert len(condition.values) == STRENGTHS
        assert list(condition.values) == sorted(set(condition.values))
        assert condition.value(0) == 0


def test_resampling_between_four_pixels_by_hand() -> None:
    picture = np.zeros((1, 28, 28), np.uint8)
    picture[0, 10:12, 10:12] = [[0, 40], [80, 200]]
    still = np.eye(2, dtype=np.float32)[np.newaxis]
    found = moved.resampled(picture, still, np.array([[0.25, 0.5]], np.float32))
    assert found[0, 10, 10] == 50  # 3/4 of (0 + 40) / 2, and 1/4 of (80 + 200) / 2
