"""What speaks for ink: the picture's edges lie at it, its outline is sharp, and it is even within."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from core.drawing.photo import photos
from core.drawing.photo.ink_evidence import evidence
from tests.support.hard_papers import SIZE, hand_shadow, ink, lines, lit

ROWS, COLUMNS = np.mgrid[0:SIZE, 0:SIZE]
NOTHING_PRINTED = np.zeros((SIZE, SIZE), bool)
DISC = np.hypot(ROWS - 150, COLUMNS - 150) < 60


def of(grey, share, printed=NOTHING_PRINTED):
    """Return what speaks for ink, given the share of full ink in each pixel."""
    return evidence(np.asarray(grey, np.float32), np.rint(255 * share).astype(np.uint8), printed)


def test_ink_explains_the_picture_and_is_sharp():
    found = of(lit(ink()), ink())
    assert found.explained > 0.95
    assert found.clear > 0.95
    assert found.sharpness > 0.6


def test_part_of_a_shadow_explains_little():
    edge = np.abs(COLUMNS + 0.4 * ROWS - 210) < 8
    found = of(lit(np.zeros((SIZE, SIZE)), hand_shadow(0.5, 1)), edge & (ROWS > 200) & (ROWS < 260))
    assert found.explained < 0.3
    assert found.clear < 0.3


def test_shadow_beside_ink_counts_less_among_the_sharpest_edges():
    found = of(lit(ink(), hand_shadow(0.5, 1), contrast=0.8), ink())
    assert found.explained < found.clear
    assert found.clear > 0.6


def test_printed_lines_are_explained_by_themselves():
    printed = lines(30, 2, squared=True) > 0
    grey = lit(np.maximum(ink(), 0.5 * printed))
    assert of(grey, ink()).explained < 0.5
    assert of(grey, ink(), printed).explained > 0.9


@pytest.mark.parametrize(("softness", "is_soft"), [(2, False), (5, False), (25, True)])
def test_soft_outline_is_not_sharp(softness, is_soft):
    blurred = ndimage.gaussian_filter(DISC.astype(float), softness)
    assert (of(lit(blurred), blurred).sharpness < 0.15) == is_soft


def test_shaded_ball_is_less_even_than_a_disc():
    flat = of(lit(DISC.astype(float)), DISC)
    shade = DISC * np.hypot(ROWS - 130, COLUMNS - 130) / 100
    shaded = of(lit(shade, noise=0), shade.clip(0, 1))
    assert flat.even > 0.95
    assert shaded.even < 0.5


def test_digit_is_trusted_as_far_as_its_ink_is_clear():
    def trust(grey):
        file = io.BytesIO()
        Image.fromarray(grey).save(file, "PNG")
        prepared = photos.prepare_photo(file.getvalue(), lambda images: np.eye(11, dtype=np.float32)[[2] * len(images)])
        assert prepared.whole_trust == prepared.segmentations[0].trust
        return prepared.whole_trust

    assert trust(lit(ink())) > 0.95
    assert 0.5 < trust(lit(ink(), hand_shadow(0.5, 1), contrast=0.6)) < 0.95
