"""The pages: their titles, the question that each asks, and how one hands on to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core.data.identity import MNIST, Identity
from core.messages.numbers import times

APP = "Digit Lab"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """What the frame of a page says, and Start of the page."""

    file: str  # the page's script beside navigation.py
    title: str
    question: str
    lead: str
    link_label: str  # the link on the page before this one; {images} stands for how many there are
    link_label_with_network: str = ""  # the same where the page before shows a network, which the link takes along
    minutes: str  # on the way through the app
    does: str  # what a person does in them
    seen: str  # what they have seen then
    terms: tuple[str, ...]  # the glossary's words that this page uses
    heading: str = ""  # over the page, where it is not the title
    about: str = ""  # below the heading: what this app is

    @property
    def path(self) -> str:
        """Return the page's address below the server's; the first page is the server's own."""
        return "" if self.file == "start.py" else self.file.removesuffix(".py")


START = PageText(
    file="start.py",
    title="Start",
    question="How can a machine read a digit when all it gets is 784 numbers?",
    lead="Guess the digit from its numbers, then let a network try.",
    link_label="To the start",
    minutes="0 to 1 min",
    does="Guess a digit from bare numbers, shade them, ask the network.",
    seen="A picture is 784 numbers.",
    terms=("pixel", "label", "probability", "parameter"),
    heading=APP,
    about="Watch a network learn to read digits.",
)
BROWSE = PageText(
    file="browse.py",
    title="Browse",
    question="What does the data look like?",
    lead=f"Handwritten digits, each a square of {times(28, 28)} numbers with the right answer attached.",
    link_label="Next: see all {images}",
    minutes="1 to 3 min",
    does="Look through thousands of digits; open one, number by number.",
    seen="Data have a shape, a range and labels.",
    terms=("pixel", "label", "split"),
)
TRAIN = PageText(
    file="train.py",
    title="Train",
    question="How does a network learn it?",
    lead="It guesses, measures how wrong it was, and changes its numbers a little, thousands of times.",
    link_label="Next: let a network learn them",
    minutes="3 to 5 min",
    does="Press Start training and watch a network learn, for less than a minute.",
    seen="The loss falls, batch by batch, epoch by epoch.",
    terms=(
        *("parameter", "loss", "accuracy", "batch", "step", "epoch", "optimizer", "learning rate", "overfitting"),
        *("layer", "shape", "kernel", "feature map", "pooling", "activation", "ReLU", "softmax", "dropout"),
        "receptive field",
    ),
)
INSIDE = PageText(
    file="inside.py",
    title="Inside",
    question="What does it compute?",
    lead="Follow one digit through this network, sum by sum, to the ten probabilities.",
    link_label="Next: look inside a network",
    link_label_with_network="Look inside this network",
    minutes="5 to 7 min",
    does="Follow the digit through that network; work out one cell by hand.",
    seen="Convolution and pooling are sums and maxima.",
    terms=(
        *("layer", "dense layer", "kernel", "filter", "feature map", "pooling", "batch normalisation", "dropout"),
        *(
            "flatten",
            "activation",
            "ReLU",
            "parameter",
            "weight",
            "bias",
            "receptive field",
            "logit",
            "softmax",
            "loss",
            "gradient",
            "attribution",
            "occlusion",
            "pruning",
        ),
    ),
)
DRAW = PageText(
    file="draw.py",
    title="Draw",
    question="Can it read me?",
    lead="Draw a digit or a number; see what the network gets, what it reads, and how sure it is.",
    link_label="Now with your own handwriting",
    minutes="7 to 9 min",
    does="Draw a digit or a number of your own and see what the network makes of it.",
    seen="Data must look like the training data.",
    terms=("pixel", "probability", "softmax"),
)
EVALUATE = PageText(
    file="evaluate.py",
    title="Evaluate",
    question="How good is it, really?",
    lead="Test digits, which are kept for this alone, counted honestly.",
    link_label="How often is it wrong?",
    minutes="9 to 10 min",
    does="Count what it reads wrong, and open the worst mistakes.",
    seen="Accuracy with its count, and its limits.",
    terms=("accuracy", "loss", "label", "probability", "split"),
)
_LEAD_OF_PICTURES = f"pictures, each a square of {times(28, 28)} numbers with the right answer attached."
# Where the labels of the data set are no digits, by a page's file
_OF_PICTURES: dict[str, dict[str, Any]] = {
    START.file: {
        "question": "How can a machine tell what a picture shows when all it gets is 784 numbers?",
        "lead": "Guess what it is from the numbers, then let a network try.",
        "does": "Guess what a picture shows from bare numbers, shade them, ask the network.",
        "about": "Watch a network learn to tell pictures apart.",
    },
    BROWSE.file: {"does": "Look through thousands of pictures; open one, number by number."},
    INSIDE.file: {
        "lead": "Follow one picture through this network, sum by sum, to the ten probabilities.",
        "does": "Follow the picture through that network; work out one cell by hand.",
    },
    DRAW.file: {
        "lead": "Draw something; see what the network gets, what it says, and how sure it is.",
        "link_label": "Now with a drawing of your own",
        "does": "Draw something of your own and see what the network makes of it.",
    },
    EVALUATE.file: {"lead": "Test pictures, which are kept for this alone, counted honestly."},
}


def worded(page: PageText, identity: Identity = MNIST) -> PageText:
    """Return what is said of a page where the data set is another than digits: it calls that by its name."""
    if identity.is_digits:
        return page
    said = _OF_PICTURES.get(page.file, {})
    if page is BROWSE:
        named = f"{identity.name}: {_LEAD_OF_PICTURES}" if identity.name else _LEAD_OF_PICTURES.capitalize()
        said = said | {"lead": named}
    return replace(page, **said)


PAGES = (START, BROWSE, TRAIN, INSIDE, DRAW, EVALUATE)
