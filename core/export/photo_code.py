"""A photo of a digit prepared as MNIST's were, in lines that a person can copy: the Draw page's way, made short.

Left out against core/drawing: specks and other digits are not told from the digit, and lines keep their width.
"""

from __future__ import annotations

PREPARE = '''
def prepare(path):
    """Return the digit of a picture as MNIST has it: (28, 28) float32, 0 for paper to 255 for ink."""
    picture = ImageOps.exif_transpose(Image.open(path))
    if picture.mode.startswith("I"):  # grey of 16 bits
        picture = Image.fromarray((np.asarray(picture) / 257).round().astype(np.uint8))
    picture = ImageOps.contain(picture.convert("RGBA"), (140, 140), Image.Resampling.BOX)
    grey = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("L")
    rise = np.asarray(grey, np.float32) - grey.filter(ImageFilter.BoxBlur(12))
    if (rise**3).sum() > 0:  # light on dark: lines are the lesser part wherever one looks
        grey = ImageOps.invert(grey)
    soft = grey.filter(ImageFilter.BoxBlur(1))
    paper = soft.filter(ImageFilter.MaxFilter(25)).filter(ImageFilter.MinFilter(25))  # no line is wider
    ink = 1 - np.asarray(soft, np.float32) / np.maximum(paper, 50)  # a shadow darkens both by the same factor
    if ink.max() < max(0.05, 5 * np.median(ink)):
        raise SystemExit(f"{path} shows no digit: nothing stands out from its paper.")
    noise, full = 3 * np.median(ink), np.percentile(ink[ink > ink.max() / 2], 85)
    ink = ((ink - noise) / (full - noise)).clip(0, 1)
    rows, columns = np.flatnonzero((ink > 0.2).any(1)), np.flatnonzero((ink > 0.2).any(0))
    digit = Image.fromarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] * 255)
    size = [max(round(side * 20 / max(digit.size)), 1) for side in digit.size]
    box = np.asarray(digit.resize(size, Image.Resampling.BOX))
    image, (down, right) = np.zeros((28, 28), np.float32), np.indices(box.shape)
    centre = [int((place * box).sum() / box.sum() + 0.5) for place in (down, right)]  # of mass
    top, left = (min(max(14 - at, 0), 28 - side) for at, side in zip(centre, box.shape))
    image[top : top + box.shape[0], left : left + box.shape[1]] = box.round()
    return image'''
