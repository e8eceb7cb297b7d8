"""What is said where the numbers behind a view of Inside are taken away."""

from __future__ import annotations


class TakeAway:
    """Numbers as files."""

    TITLE = "Take it away"
    NPZ, CSV = "All arrays as NPZ", "These numbers as CSV"
    LEAD = "NPZ holds arrays for NumPy: numpy.load(file)[name]. CSV is for spreadsheets. Figures: Save a figure, below."
    TRACE = (
        "All that this network computes of this picture: picture, input, the output of every layer under its name in "
        "Keras, logits, probabilities."
    )

    @staticmethod
    def layer_csv(name: str) -> str:
        return f"{name} as CSV"


class Arrays:
    """The buttons beside a CSV or below a figure, and what the pointer tells of each: what its NPZ holds."""

    MAP, MAPS, CURVES = "Map as NPZ", "All maps as NPZ", "Curves as NPZ"
    MAP_HELP = "The picture, the two digits, the method and its map."
    OCCLUSION_HELP = (
        "The picture, the two digits, and for each square by how much the logit falls, the ten logits and the ten "
        "probabilities without it."
    )
    MAPS_HELP = "The picture, the two digits and the map of each method under its name."
    CURVES_HELP = "The picture, the digit, the share of ink erased, and the probabilities of each method and by chance."

    VIEW = "NPZ: all arrays of this view"
    EPOCHS_HELP = (
        "The picture, and of each epoch that is shown the kernels, the maps and the ten probabilities; the kernels "
        "before the first step, too."
    )
    KERNELS_HELP = "All kernels of this layer, their norms, and the biases."
    EXCITES_HELP = (
        "The nine images with their indices, labels, values and places, the mean of each label, and the picture that "
        "was made."
    )
    VALUES_HELP = "Counts and edges of all histograms, and what the table says of each layer."
    POINTS_HELP = "All points with the index and label of their test image, and where the picture lies."

    BROKEN = "These arrays (NPZ)"
    BROKEN_HELP = (
        "The picture, its logits and probabilities before and after, what is changed, and the answers and labels of "
        "the test images that were counted."
    )
    RANKING_HELP = "For each filter or unit how many images are read right without it, and their order."
    CURVE_HELP = "The percentages, and the answers and labels of the images for each of them."
