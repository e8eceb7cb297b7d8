"""Pictures and strokes that the project makes itself, to measure on; nothing is trained on them."""
