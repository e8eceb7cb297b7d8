"""Inside: what does it compute? One digit followed through one network."""

from __future__ import annotations

from pages.shared import inside_view, model_in_hand, words
from pages.shared.page_frame import frame

with frame(words.INSIDE, digit=True, model=True):
    if model_in_hand.is_awake():
        inside_view.show()
