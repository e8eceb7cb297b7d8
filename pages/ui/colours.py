"""Colours that mean the same in every figure of the app, in both themes."""

from __future__ import annotations

import math

SPLIT_COLOURS = {"train": "#3A78D8", "validation": "#CC5200", "test": "#2E9477"}

# The theme's scales as .streamlit/config.toml has them, light and dark, for what is drawn as HTML: there the browser
# side fills nothing in. Sequential is paper to ink; diverging is against (purple), paper, for (green).
SEQUENTIAL = (
    ("#FFFFFF", "#E5E8F0", "#CBD2E1", "#B1BCD2", "#97A7C3", "#7D91B3", "#607191", "#435270", "#283550", "#0D1A33"),
    ("#14181F", "#232B38", "#334054", "#445671", "#566C8F", "#7085A9", "#90A0BD", "#B1BCD2", "#D2D9E7", "#F4F7FC"),
)
# The ten digits' colours, light and dark, as chartCategoricalColors there.
CATEGORICAL = (
    ("#AF4070", "#600060", "#308F9F", "#005040", "#BF8080", "#8F80FF", "#700000", "#806000", "#709F00", "#2050CF"),
    ("#9F409F", "#EF709F", "#308070", "#9FEFDF", "#CF0050", "#408FFF", "#EFAF8F", "#FFDF40", "#8F9F00", "#CFBFFF"),
)
_PURPLES = (
    ("#4A1A66", "#6F3D8A", "#9561B0", "#BA8ED0", "#DDC6E8"),
    ("#EBCBFF", "#CB9EE2", "#AA72C6", "#7D4E96", "#463357"),
)
_GREENS = (
    ("#C0DFC6", "#81BE8F", "#4E9964", "#2E7044", "#0B4A27"),
    ("#274437", "#37754F", "#58A370", "#88CB9B", "#B9F4C8"),
)
DIVERGING = tuple(
    (*purples, ink[0], *greens) for purples, ink, greens in zip(_PURPLES, SEQUENTIAL, _GREENS, strict=True)
)
# From this luminance on black has a larger contrast than white, (light + 0.05) / (dark + 0.05) (WCAG 2.2). The better
# of them has 4.5 on any colour; the theme's texts do not.
_BLACK_FROM = math.sqrt(1.05 * 0.05) - 0.05
# What colours.css, which stands on every page, gives a value: of either theme; where a browser does not know
# light-dark(), one that can be seen on both papers; where a person forces colours, one of theirs.
INK = "var(--lab-ink)"
TEXT = "var(--lab-text)"
PAPER = "var(--lab-paper)"
AGAINST = "var(--lab-against)"
FOR = "var(--lab-for)"
FAINT = "var(--lab-faint)"  # of the ink
WARNING = "var(--lab-warning)"  # of text and dashes, on the paper and on Streamlit's orange ground
LINE = "var(--lab-line)"  # the theme's border
BAR_GROUND = f"linear-gradient({FAINT}, {FAINT}) 0 100% / 100% 1px no-repeat"  # a line; a full one looks like 100 %

MARK = "light-dark(#CC5200, #FF9A57)"  # of a cursor


def cell_colours(share: float, *, signed: bool) -> tuple[str, str]:
    """Return ground and text of a cell as CSS that follows the theme.

    Args:
        share: how far from zero it is, -1 to 1; zero is the paper, and so is NaN.
        signed: whether below zero is another colour than above it.
    """
    share = 0.0 if math.isnan(share) else share
    grounds, texts = [], []
    for scale in DIVERGING if signed else SEQUENTIAL:
        ground = _between(scale, (share + 1) / 2 if signed else abs(share))
        grounds.append("#{:02X}{:02X}{:02X}".format(*ground))
        texts.append("#000000" if _luminance(ground) >= _BLACK_FROM else "#FFFFFF")
    return f"light-dark({grounds[0]}, {grounds[1]})", f"light-dark({texts[0]}, {texts[1]})"


def _between(scale: tuple[str, ...], position: float) -> tuple[int, ...]:
    exact = min(max(position, 0.0), 1.0) * (len(scale) - 1)
    low = min(int(exact), len(scale) - 2)
    pairs = zip(_channels(scale[low]), _channels(scale[low + 1]), strict=True)
    return tuple(round(first + (second - first) * (exact - low)) for first, second in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _luminance(colour: tuple[int, ...]) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
