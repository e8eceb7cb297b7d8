"""Colours that are drawn as HTML are those of the theme, and numbers on them can be read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from pages.ui import colours

THEME = tomllib.loads((Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml").read_text())["theme"]


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_scales_are_those_of_the_theme(place: int) -> None:
    theme = THEME[("light", "dark")[place]]
    assert list(colours.SEQUENTIAL[place]) == theme["chartSequentialColors"]
    diverging = [*colours.DIVERGING[place][:5], *colours.DIVERGING[place][6:]]
    assert diverging == theme["chartDivergingColors"]


@pytest.mark.parametrize("signed", [False, True], ids=["ink", "two colours"])
def test_zero_is_the_paper(signed: bool) -> None:
    ground, _ = colours.cell_colours(0.0, signed=signed)
    assert ground == f"light-dark({THEME['light']['backgroundColor']}, {THEME['dark']['backgroundColor']})"


@pytest.mark.parametrize("signed", [False, True], ids=["ink", "two colours"])
def test_numbers_have_enough_contrast_on_every_shade(signed: bool) -> None:
    for share in np.linspace(-1 if signed else 0, 1, 401):
        ground, text = (re.findall("#......", css) for css in colours.cell_colours(float(share), signed=signed))
        for below, above in zip(ground, text, strict=True):
            assert contrast(below, above) >= 4.5, (share, below, above)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    values = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_cell_of_no_number_is_paper_and_of_infinity_as_far_as_it_goes(signed):
    assert colours.cell_colours(float("nan"), signed=signed) == colours.cell_colours(0.0, signed=signed)
    assert colours.cell_colours(float("inf"), signed=signed) == colours.cell_colours(1.0, signed=signed)
    assert colours.cell_colours(float("-inf"), signed=signed) == colours.cell_colours(-1.0, signed=signed)


def test_every_colour_has_a_value_in_each_theme_without_light_dark_and_where_colours_are_forced():
    style = Path(colours.__file__).with_suffix(".css").read_text("utf-8")
    before, supported, forced = re.split(r"@supports|@media \(forced-colors", style)
    names = {match[1] for value in vars(colours).values() if (match := re.fullmatch(r"var\((--.*)\)", str(value)))}
    assert len(names) == 8
    for part in (before, supported, forced):
        assert set(re.findall(r"(--[a-z-]+):", part)) == names
    assert "light-dark" not in before
    for name, key in {"text": "textColor", "paper": "backgroundColor", "line": "borderColor"}.items():
        assert f"--lab-{name}: light-dark({THEME['light'][key]}, {THEME['dark'][key]})" in supported
