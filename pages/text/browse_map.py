"""What Browse says on its map of the data."""

from __future__ import annotations

from typing import ClassVar

from core.data.gallery import SplitName
from pages.text.numbers import count, counted, portion, share, sureness


class MapText:
    """Images as points, alike ones near each other."""

    OF, PICTURE = "Placed by", "The 784 pixels"
    SPLIT, COLOUR = "Images", "Colour"
    SPLITS: ClassVar[dict[str, str]] = {"train": "Train", "validation": "Validation", "test": "Test"}
    COLOURS: ClassVar[dict[str, str]] = {"digit": "By digit", "answer": "Right or wrong"}
    NAMES: ClassVar[dict[str, str]] = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
    START = "Beside it, before training"
    START_HELP = "The same images by the same layer, with the weights that the network had before its first step."
    BEGIN: ClassVar[dict[str, str]] = {
        "tsne": "Untangle it (t-SNE, about a minute)",
        "umap": "UMAP (about half a minute)",
    }
    SHOW: ClassVar[dict[str, str]] = {"tsne": "Show t-SNE", "umap": "Show UMAP"}
    BACK, STOP = "Back to PCA", "Stop"
    MISSING: ClassVar[dict[str, str]] = {
        "tsne": "t-SNE is not offered here: its package, openTSNE, is not installed, as on Linux machines with ARM.",
        "umap": "UMAP is not offered here: its package, umap-learn, is not installed, as on Macs with Intel.",
    }
    NOT_MADE = "This map is not made yet; until somebody asks for it, PCA is shown."
    FEW = "There are too few images to untangle: at least 10 are needed."
    FLAT = "All images give the same here, so that there is nothing to spread out."
    PLACING, READING = "Placing the images", "Counting what lies near what, and asking the network"
    MAKING = "Untangling"
    LOOKING = "looking for each image's neighbours; then the points move"
    BEFORE, AFTER = "Before training", "After training"
    MARKED, STAND_IN = "this digit", "nearest to this digit"
    MOVING = "The points are on their way; how well neighbours agree is counted at the end."
    TOOLS, LARGER, SMALLER, WHOLE, BOX = "Part of the map that is shown", "Larger", "Smaller", "Whole map", "Box"
    IMAGE = "Image {index}, label {label}"
    RIGHT, WRONG = "Read as {digit}, {share} sure", "Wrong: read as {digit}, {share} sure"
    NO_ANSWERS = (
        "This address asks for colours by what this network answers, which is neither right nor wrong about these "
        "images; their labels colour them."
    )
    LEAVE_OUT = "Go on without it"
    OPEN_ONE, OPEN_INSIDE = "Open in One digit", "Look inside"
    OPEN_CHOSEN, LET_GO = "Open in Pictures", "Let go"
    HANDS = (
        "A click selects a digit. Drag to move, Ctrl and the wheel to enlarge (two fingers on a touch screen); digits "
        "appear when you are near. **Box**, or Shift and drag, chooses several. Keys: arrows step from digit to digit, "
        "Enter selects, Space adds it to the chosen, + and \N{MINUS SIGN} enlarge, Home shows all."
    )
    WHY: ClassVar[dict[str, str]] = {
        "pca": (
            "Each image is many numbers. The map shows the two directions in which these differ most (principal "
            "components): straight shadows of the data, the same each time. They keep only part of the variance, so "
            "what overlaps here may lie apart in another direction."
        ),
        "tsne": (
            "t-SNE keeps neighbours together and lets everything else go: it starts from PCA and moves the points "
            "until near ones in the data are near on the map. Which clump lies beside which, how far apart and how "
            "large, says little."
        ),
        "umap": (
            "UMAP links each image with its nearest ones and draws that graph on paper: links pull, everything else "
            "pushes. Like t-SNE it keeps neighbours; distances between clumps say little."
        ),
    }
    TITLE_WHY, TITLE_HANDS = "Why?", "How to move about"
    CAPTION = "where each label lies, and how many images are read wrong"
    CSV = "All points (CSV)"
    HEADER = ("Label", "Median, across", "Median, up", "Images", "Read wrong")
    CSV_HEADER = ("Image", "Label", "Across", "Up", "Read as", "Sureness")
    BOX_SOURCE, BOX_HELP = "Chosen on the map", "The images that you chose on the tab Map."
    BOX_NOTHING = (
        "This shows the images that were chosen on the map, and none are: draw a box on the tab Map. A link does not "
        "carry them."
    )

    @staticmethod
    def layer(number: int, text: str) -> str:
        return f"Layer {number}: {text}"

    @staticmethod
    def by(layer: int | None, text: str, values: int) -> str:
        """Return what places the images."""
        return "their 784 pixels" if layer is None else f"the {counted(values, 'value')} of layer {layer + 1}, {text}"

    @staticmethod
    def title(images: int, split: SplitName, by: str) -> str:
        kind = {"train": "training", "validation": "validation", "test": "test"}[split]
        return f"{count(images)} {kind} images by {by}"

    @staticmethod
    def variance(first: float, second: float) -> str:
        return f"Across: {share(first)} of the variance; up: {share(second)}."

    @staticmethod
    def agreement(agreeing: int, of: int, before: int | None) -> str:
        """Return how well neighbours agree, and how well they did before training."""
        near = "Most of the ten nearest points have the image's own label for"
        if before is None:
            return f"{near} **{portion(agreeing, of)}** of the images."
        return f"{near} **{portion(agreeing, of)}** of the images; before training for **{portion(before, of)}**."

    @staticmethod
    def read_wrong(wrong: int, of: int) -> str:
        return f"The network reads {count(wrong)} of these {count(of)} wrong."

    @staticmethod
    def start(kind: str, about: str) -> str:
        if kind == "own":
            return f"Before training: this network's own random start, which its seed, {about}, gives again."
        if kind == "branch":
            return f"Before training: epoch {about} of the run that this one branched from."
        return (
            f"Before training: how this network began is not known; in its place stands an untrained one with the same "
            f"layers, of seed {about}."
        )

    @staticmethod
    def alt(images: int, by: str, method: str, when: str, agreeing: int | None) -> str:
        found = ""
        if agreeing is not None:
            found = f"; most of the ten nearest have the same label for {portion(agreeing, images)}"
        return f"Map of {counted(images, 'image')} by {by}, {MapText.NAMES[method]}{when}{found}. Arrow keys step."

    @staticmethod
    def progress(part: float, name: str, *, is_moving: bool) -> str:
        return f"{MapText.MAKING}, {name}: {round(100 * part)} %" if is_moving else f"{name}: {MapText.LOOKING}."

    @staticmethod
    def waiting(ahead: int) -> str:
        if not ahead:
            return "Waiting for a trainer."
        return f"Waiting: {count(ahead)} before it. It starts by itself; you may leave the page."

    @staticmethod
    def waking(seconds: float) -> str:
        return f"The trainer is waking up: {round(seconds)} s."

    @staticmethod
    def selected(name: str, label: str) -> str:
        return f"**{name[:1].upper()}{name[1:]}**, label {label}"

    @staticmethod
    def read_as(digit: str, probability: float) -> str:
        return f"The network reads {digit}, {sureness(probability)} sure."

    @staticmethod
    def not_among(name: str, nearest: str) -> str:
        return (
            f"{name[:1].upper()}{name[1:]} is not among these images, so it has no place on this map; marked is the "
            f"one whose pixels are nearest to it, {nearest}."
        )

    @staticmethod
    def chosen(images: int, parts: list[tuple[int, str]]) -> str:
        """Return how many were chosen, and of which labels most."""
        named = ", ".join(f"{count(number)} of label {label}" for number, label in parts[:3])
        return f"{counted(images, 'image')} chosen: {named}{' and others' if len(parts) > 3 else ''}."

    @staticmethod
    def box_sentence(images: int) -> str:
        return f"{counted(images, 'image')} chosen on the map."
