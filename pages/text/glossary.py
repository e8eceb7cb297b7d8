"""The words of the field, each in one sentence; a page shows those that it uses."""

from __future__ import annotations

from core.messages.numbers import times

GLOSSARY = {
    "pixel": "One of the 784 squares of a picture, a whole number from 0 (paper) to 255 (full ink).",
    "label": "The right answer that a person attached to a picture: 0 to 9.",
    "split": "Pictures kept for one use: to learn from, to check while learning, or to judge at the end.",
    "shape": "How many rows, columns and so on an array of numbers has: one picture is (28, 28).",
    "tensor": "An array of numbers with any number of axes; a batch of pictures is one.",
    "one-hot": "A label written as ten numbers, nine 0s and a 1 at the label's place.",
    "layer": "One stage of a network: it takes a tensor and gives the next one.",
    "dense layer": "A layer in which every output is a weighted sum of all inputs.",
    "flatten": "Laying the cells of all maps out as one row of numbers.",
    "batch normalisation": "Bringing the values of each map, or unit, to one scale with numbers kept from training.",
    "parameter": "A number inside the network that training changes: a weight or a bias.",
    "weight": "A number that an input is multiplied by.",
    "bias": "A number that is added to a sum of weighted inputs.",
    "activation": "What a layer's cell puts out, and the function that shapes it.",
    "ReLU": "The activation that keeps positive numbers and turns negative ones into 0.",
    "kernel": f"The small block of weights that a convolution slides over its input: over a picture {times(3, 3)}, "
    f"say; over 16 maps {times(3, 3, 16)}.",
    "filter": "A kernel with its bias: it makes one feature map. A dense layer has units in its place.",
    "feature map": "What one filter makes of its input: strong where its pattern is. One number of it is a cell.",
    "pooling": "Keeping one number, the largest or the mean, of each small block of a feature map.",
    "dropout": "Switching random numbers off during training, so that none is relied on alone.",
    "gradient": "By how much a number would change for a small change of each number that it is made from.",
    "attribution": "How much each pixel speaks for an answer, or against it.",
    "occlusion": "Erasing a part of the picture and reading it again, to see what the answer hangs on.",
    "pruning": "Setting the weights nearest to 0 to 0.",
    "logit": "A raw score for a digit, before softmax; it may be any number.",
    "softmax": "The step that turns ten logits into ten probabilities that add up to 100 %.",
    "probability": "How sure the network says it is, 0 to 100 %.",
    "loss": "How wrong the network was, as one number: 0 is perfect, blind guessing is 2.303 nats (units of the "
    "natural logarithm).",
    "optimizer": "The rule that turns the loss into small changes of the parameters.",
    "learning rate": "The size of each correction.",
    "batch": "The pictures that are looked at before one correction.",
    "step": "One correction, made from one batch.",
    "epoch": "One pass through all training pictures.",
    "accuracy": "The share of pictures that the network reads correctly.",
    "overfitting": "Memorising the training pictures: better on those, worse on new ones.",
    "receptive field": "The part of the picture that one cell of a later layer can see.",
}
