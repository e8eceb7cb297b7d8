"""How training images are changed at random before a network sees them: five strengths, all 0 when off.

Only images that train are changed, each anew in every epoch; validation and test images never are. What the strengths
do to pixels is in distortion.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.training.settings.setting import Setting, rows, setting
from core.training.settings.validate import check_names

MAX_SHIFT_PIXELS = 14.0  # half the picture's side
MAX_ROTATION_DEGREES = 180.0
MAX_ZOOM_FRACTION = 1.0  # from half to twice the size
MAX_SHEAR_DEGREES = 45.0
MAX_ELASTIC_PIXELS = 5.0
MIN_ELASTIC_SCALE_PIXELS = 1.0
MAX_ELASTIC_SCALE_PIXELS = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """Largest random changes of a training image of 28 x 28 pixels; valid once constructed."""

    # up or down, and left or right
    shift_pixels: float = setting(0.0, 0.0, MAX_SHIFT_PIXELS, step=1.0, zero="off")
    # about the centre, either way
    rotation_degrees: float = setting(0.0, 0.0, MAX_ROTATION_DEGREES, step=5.0, zero="off")
    # 0.2: height and width each by a factor of its own, from 1/1.2 to 1.2
    zoom_fraction: float = setting(0.0, 0.0, MAX_ZOOM_FRACTION, zero="off")
    # how far upright strokes lean, either way
    shear_degrees: float = setting(0.0, 0.0, MAX_SHEAR_DEGREES, step=5.0, zero="off")
    # root mean square of a smooth random displacement, along each axis
    elastic_pixels: float = setting(0.0, 0.0, MAX_ELASTIC_PIXELS, zero="off", timing="is_on")
    # how smooth: the displacement hardly differs within such a distance
    elastic_scale_pixels: float = setting(4.0, MIN_ELASTIC_SCALE_PIXELS, MAX_ELASTIC_SCALE_PIXELS, step=1.0)

    def __post_init__(self) -> None:
        for name, row in STRENGTHS.items():
            row.check(name, getattr(self, name))

    @property
    def is_on(self) -> bool:
        """Whether anything is changed at all."""
        strengths = (self.shift_pixels, self.rotation_degrees, self.zoom_fraction, self.shear_degrees)
        return any(strengths) or self.elastic_pixels > 0

    @classmethod
    def from_json(cls, values: Any) -> Augmentation:
        """Return the strengths that a table of names and numbers describes.

        Raises:
            ConfigError: no table, an unknown or missing name, a value outside its bounds.
        """
        check_names(values, set(STRENGTHS))
        return cls(**values)


STRENGTHS: dict[str, Setting] = rows(Augmentation)
OFF = Augmentation()
GENTLE = Augmentation(shift_pixels=1.0, rotation_degrees=8.0, zoom_fraction=0.1)  # no digit becomes another one
STRONG = Augmentation(
    shift_pixels=2.0, rotation_degrees=15.0, zoom_fraction=0.25, shear_degrees=15.0, elastic_pixels=1.0
)
PRESETS = {"off": OFF, "gentle": GENTLE, "strong": STRONG}
OWN = "own"  # what strengths are called that are none of these


def preset_of(strengths: Augmentation | None) -> str:
    """Return the name of the preset that these strengths are, or `OWN`."""
    return next((name for name, preset in PRESETS.items() if preset == strengths), OWN)
