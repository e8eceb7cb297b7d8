"""Start: a picture is 784 numbers. Guess the digit from them, then ask a network.

The head holds no Digit control: it would tell the label before the person has guessed.
"""

from __future__ import annotations

from pages.parts.frame import selected_digit
from pages.parts.frame.frame import frame
from pages.parts.start import experiment, tour
from pages.state import cached, selected
from pages.text import pages as page_texts

with frame(page_texts.START):
    picture = cached.picture(selected.digit())
    if picture is None:
        selected_digit.missing_digit()
        tour.show()
    else:
        with experiment.show(picture):
            tour.show()
        experiment.show_why()
    tour.show_server()
