"""Start: a picture is 784 numbers. Guess the digit from them, then ask a network.

The head holds no Digit control: it would tell the label before the person has guessed.
"""

from __future__ import annotations

from pages.shared import cached, digit_in_hand, session, start_experiment, start_path, words
from pages.shared.page_frame import frame

with frame(words.START):
    picture = cached.picture(session.digit())
    if picture is None:
        digit_in_hand.missing_digit()
    else:
        start_experiment.show(picture)
    start_path.show()
    start_path.show_server()
