"""Which images of a data set a person asks for, in which order, and how an address writes that.

In an address it is words with full stops between them: `test.digits-49.wrong.sure-0-60.hardest.reversed.10x10.page-3`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal, Self, get_args

from core.data.gallery import PAGE_COLUMNS, SPLITS, SplitName

Reading = Literal["right", "wrong"]
Order = Literal["index", "ink", "typical", "hardest", "random"]
READINGS: tuple[Reading, ...] = get_args(Reading)
ORDERS: tuple[Order, ...] = get_args(Order)
SIZES: dict[str, tuple[int, int]] = {  # rows and columns of a mosaic
    "5x5": (5, 5),
    "8x8": (8, 8),
    "10x10": (10, 10),
    "16x16": (16, 16),
    "2x10": (2, 10),
}
FIRST_20_SIZE = "2x10"  # as the fourth article draws the first 20 training images
DEFAULT_SIZE = f"{PAGE_COLUMNS}x{PAGE_COLUMNS}"
ANY_SURENESS = (0, 100)  # percent
MAX_SEED = 999_999
LONGEST = 120  # characters of a query in an address; whatever is longer is none
LONGEST_PRESET = 20
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageQuery:
    """What is asked for; valid once constructed.

    Attributes:
        split: whose images.
        digits: with one of these labels, rising; with any where there are none.
        reading: which the selected network reads right or wrong; None for both.
        sureness: least and most probability that it gives its own answer, in percent, 0 to 100.
        order: "index" as they are stored, "ink" the least first, "typical" the nearest to the mean image of their
            label first, "hardest" the network's largest loss first, "random" by a seed.
        is_reversed: the other way round; at random that is no other.
        size: one of SIZES.
        page: from 1, it may lie past the last one; None for the one that fits, which is for the page to say.
        seed: of the random order.
        preset: key of a preset with images of its own, which the filters and the order leave alone.
    """

    split: SplitName = "test"
    digits: tuple[int, ...] = ()
    reading: Reading | None = None
    sureness: tuple[int, int] = ANY_SURENESS
    order: Order = "index"
    is_reversed: bool = False
    size: str = DEFAULT_SIZE
    page: int | None = None
    seed: int = 0
    preset: str | None = None

    @property
    def columns(self) -> int:
        """Images in a row."""
        return SIZES[self.size][1]

    @property
    def page_size(self) -> int:
        """Images on a page."""
        rows, columns = SIZES[self.size]
        return rows * columns

    @property
    def is_sureness_limited(self) -> bool:
        """Whether some surenesses are left out."""
        return self.sureness != ANY_SURENESS

    @property
    def is_filtered(self) -> bool:
        """Whether some images of the split may be left out."""
        return bool(self.digits) or self.asks_which_are_read

    @property
    def asks_which_are_read(self) -> bool:
        """Whether images are left out by what a network says of them."""
        return self.reading is not None or self.is_sureness_limited

    @property
    def needs_network(self) -> bool:
        """Whether a network has to read the split."""
        return self.preset is None and (self.asks_which_are_read or self.order == "hardest")

    @property
    def without_network(self) -> ImageQuery:
        """The same with nothing that a network has to be asked for."""
        order = "index" if self.order == "hardest" else self.order
        return replace(self, reading=None, sureness=ANY_SURENESS, order=order)

    @property
    def needs_pixels(self) -> bool:
        """Whether the pixels of all images have to be looked at."""
        return self.preset is None and self.order in ("ink", "typical")

    @property
    def is_plain(self) -> bool:
        """Whether it is all images of a split as they are stored; their pages and the size do not count."""
        return self == ImageQuery(split=self.split, size=self.size, page=self.page)

    @property
    def text(self) -> str:
        """The query as an address writes it."""
        words: list[str] = [self.split]
        if self.preset is not None:
            words.append(f"preset-{self.preset}")
        if self.digits:
            words.append("digits-" + "".join(map(str, self.digits)))
        if self.reading is not None:
            words.append(self.reading)
        if self.is_sureness_limited:
            words.append(f"sure-{self.sureness[0]}-{self.sureness[1]}")
        if self.order == "random":
            words.append(f"random-{self.seed}")
        elif self.order != "index":
            words.append(self.order)
        if self.is_reversed:
            words.append("reversed")
        if self.size != DEFAULT_SIZE:
            words.append(self.size)
        if self.page is not None:
            words.append(f"page-{self.page}")
        return ".".join(words)


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """What an address was understood as."""

    query: ImageQuery
    refused: tuple[str, ...] = field(default=())  # the words that mean nothing, or that came after one of their kind
    is_nothing_meant: bool = False  # no word is understood

    @classmethod
    def of(cls, text: str, *, split: SplitName = "test") -> Self:
        """Return what a text asks for; `split` is whose images where it does not say.

        What is not understood changes nothing and is refused, all of a text that is too long.
        """
        if len(text) > LONGEST or text.count(".") >= _MOST_WORDS:
            return cls(ImageQuery(split=split), (text[:LONGEST],), is_nothing_meant=True)
        values: dict[str, object] = {}
        refused = []
        for word in text.split("."):
            meant = _meaning(word)
            if not meant or meant.keys() & values.keys():
                refused.append(word)
            else:
                values |= meant
        query = replace(ImageQuery(split=split), **values)  # type: ignore[arg-type]
        return cls(query, tuple(refused), is_nothing_meant=not values)


def _meaning(word: str) -> dict[str, object]:
    """Return the attributes that a word sets; none where it means nothing."""
    name, _, value = word.partition("-")
    if word in SPLITS:
        return {"split": word}
    if word in READINGS:
        return {"reading": word}
    if word in SIZES:
        return {"size": word}
    if word in ORDERS and word != "random":
        return {"order": word}
    if word == "reversed":
        return {"is_reversed": True}
    if name == "preset" and re.fullmatch(rf"[a-z][a-z-]{{0,{LONGEST_PRESET - 1}}}", value):
        return {"preset": value}
    if name == "digits" and re.fullmatch("[0-9]{1,10}", value, re.ASCII):
        return {"digits": tuple(sorted({int(digit) for digit in value}))}
    if name == "sure" and (limits := re.fullmatch("([0-9]{1,3})-([0-9]{1,3})", value, re.ASCII)):
        low, high = int(limits[1]), int(limits[2])
        return {"sureness": (low, high)} if low <= high <= ANY_SURENESS[1] else {}
    if name == "random" and re.fullmatch("[0-9]{1,6}", value, re.ASCII):
        return {"order": "random", "seed": int(value)}
    if name == "page" and re.fullmatch("[1-9][0-9]{0,5}", value, re.ASCII):
        return {"page": int(value)}
    return {}
